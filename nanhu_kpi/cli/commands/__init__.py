"""The commands, a file each, named by the word that is typed; a folder where several rooms belong to one word."""
