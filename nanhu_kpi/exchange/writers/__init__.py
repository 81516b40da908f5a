"""Files out: rows arranged for scripts, one at a time."""
