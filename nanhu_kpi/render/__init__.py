"""What people read, in words and shapes: a scorecard becomes a sheet of strings, and each format only arranges them."""
