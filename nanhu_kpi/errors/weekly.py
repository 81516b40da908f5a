"""Sheets that cannot be printed, and forms that cannot be made."""

from __future__ import annotations

from nanhu_kpi.errors import N_

FUTURE_PERIOD = N_("{first} to {last} has not begun; today is {today}. Give an earlier {option}.")
PERIOD_NOT_KNOWN = N_("{first} to {last} had not begun on {known} (--known). Give an earlier {option}.")
PRINTED_TOO_SOON = N_(
    "--printed {day} is before the sheet's first day, {first}. Give a later day, or leave out --printed."
)
DOCX_MISSING = N_("Writing .docx needs python-docx. To install it: pip install 'nanhu-kpi[docx]'")
BRIEF_ON_PAPER = N_("--brief is a page to read, and {format} is for scripts. Leave it out, or choose another format.")
