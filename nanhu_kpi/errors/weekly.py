"""Weeks that cannot be printed, and forms that cannot be made."""

from __future__ import annotations

from nanhu_kpi.errors import N_

FUTURE_WEEK = N_("The week from {first} to {last} has not begun; today is {today}. Give an earlier --week.")
WEEK_NOT_KNOWN = N_("The week from {first} to {last} had not begun on {known} (--known). Give an earlier --week.")
PRINTED_TOO_SOON = N_(
    "--printed {day} is before the week, which begins on {first}. Give a later day, or leave out --printed."
)
DOCX_MISSING = N_("Writing .docx needs python-docx. To install it: pip install 'nanhu-kpi[docx]'")
BRIEF_ON_PAPER = N_("--brief is a page to read, and {format} is for scripts. Leave it out, or choose another format.")
