"""The table of `status`, counted by group, with its notes, and as a paper."""
