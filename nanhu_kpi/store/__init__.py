"""The SQLite file in which everything is recorded. All SQL is in this package."""
