"""The SQLite file. All SQL is in this package."""
