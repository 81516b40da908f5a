"""The command line: read what was typed, call one use case, print its answer. A command is a file in `commands`."""
