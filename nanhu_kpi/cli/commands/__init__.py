"""The commands, a file each, named by the word that is typed."""
