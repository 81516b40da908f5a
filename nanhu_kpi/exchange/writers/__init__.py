"""Exports written to a file or a pipe, a row at a time."""
