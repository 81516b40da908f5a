"""Files in: found in their encoding and format, and read row by row."""
