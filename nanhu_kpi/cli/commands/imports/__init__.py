"""`import`: a file shown and recorded, its problems, and the form to fill in."""
