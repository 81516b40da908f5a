"""Rows that come in: staged beside the record, compared with it, appended in one transaction."""
