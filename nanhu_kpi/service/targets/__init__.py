"""Targets set, paced by a schedule, and proposed from the year before."""
