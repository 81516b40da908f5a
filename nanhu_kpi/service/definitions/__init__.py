"""`area`, `goal` and `measure`: what is measured is added, edited and retired, and the catalogue is taken over."""
