"""The week's sheet in words: its parts in the order that the leadership knows."""
