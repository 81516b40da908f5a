"""Two copies of a database made one: the union of what was recorded."""
