"""Goals, targets and progress of Nanhu Subdistrict, in a terminal and one SQLite file."""

__version__ = "0.1.0"
