"""`show`: one measure with its history, and its curve against the pace."""
