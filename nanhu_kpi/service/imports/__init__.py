"""Files in: rows read beside the record, understood, compared, and recorded whole or not at all."""
