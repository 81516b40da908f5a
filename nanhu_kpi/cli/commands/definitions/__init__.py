"""`area`, `goal` and `measure`: what is measured, its options and the questions a terminal asks."""
