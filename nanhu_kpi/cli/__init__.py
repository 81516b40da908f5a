"""The command line: parse, call one use case, render. One file a family of commands."""
