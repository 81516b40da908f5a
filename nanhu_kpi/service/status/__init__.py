"""`status`: the standing of a year, counted by group, and narrowed."""
