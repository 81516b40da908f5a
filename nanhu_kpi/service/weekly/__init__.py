"""`weekly`, `monthly`, `quarterly`, `yearly`: the printed sheet, and the one before it."""
