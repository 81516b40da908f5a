"""Weeks that cannot be printed, and forms that cannot be made."""

from __future__ import annotations

from nanhu_kpi.errors import N_, USAGE, Refusal


class FutureWeek(Refusal):
    """A week that has not begun."""

    msgid = N_("The week from {first} to {last} has not begun; today is {today}. Give an earlier --week.")


class WeekNotKnown(Refusal):
    """A week that had not begun on the day that the file is read as of."""

    msgid = N_("The week from {first} to {last} had not begun on {known}, the day of --known. Give an earlier --week.")


class PrintedTooSoon(Refusal):
    """A day of printing before the week begins."""

    msgid = N_("--printed {day} lies before the week, which begins on {first}. Give a later day, or leave it out.")


class DocxMissing(Refusal):
    """python-docx is not installed."""

    exit_code = USAGE
    msgid = N_("Writing .docx needs python-docx, which is not installed. Install it: pip install 'nanhu-kpi[docx]'")
