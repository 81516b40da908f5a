"""Files and words that nobody would write, and what every command is held to whatever it is given."""
