"""Files out: rows arranged for scripts. No database is known here."""
