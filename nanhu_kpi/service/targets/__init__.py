"""`target`: targets set and revised, planned by a schedule, and proposed from the year before."""
