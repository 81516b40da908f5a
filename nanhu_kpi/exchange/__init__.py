"""Files in and out, for scripts, departments and spreadsheets: columns, readers, writers. No database is known here."""
