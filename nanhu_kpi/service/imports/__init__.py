"""`import`: the rows of a file are understood, compared with what is recorded, and recorded, all of them or none."""
