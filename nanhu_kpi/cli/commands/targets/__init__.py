"""`target`: set, list, schedule, import, and renewed for the next year."""
