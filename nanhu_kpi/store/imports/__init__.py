"""Rows of an imported file: kept apart at first, compared with what is recorded, then appended in one transaction."""
