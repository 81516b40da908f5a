"""Words and shapes, never arithmetic: a scorecard becomes a sheet of strings, and each format only arranges them."""
