"""The sheet for the weekly meeting in words, its parts in the order that the leadership knows."""
