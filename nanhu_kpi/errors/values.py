"""Days, numbers and texts that cannot be read or written."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput


class UnreadableDay(BadInput):
    """A text that is no day."""

    msgid = N_(
        "“{text}” is not a day. Write 2024-06-30, 06-30, -1, yesterday, last Friday, end of last month or the like."
    )


class DistantDay(BadInput):
    """A day without its year that would lie long back."""

    msgid = N_("“{text}” without its year is {day}, more than 90 days back. If that is meant, write: {option} {day}")


UNREADABLE_WEEK = N_(
    "“{text}” is not a week. Write a year and its ISO week, such as 2024-W26; or 26, last, this, or a day of the week."
)
UNREADABLE_MONTH = N_(
    "“{text}” is not a month. Write a year and a month, such as 2024-06; or 6, last, this, or a day of the month."
)
UNREADABLE_QUARTER = N_(
    "“{text}” is not a quarter. Write a year and a quarter, such as 2024Q2; or Q2, last, this, or a day of the quarter."
)
NOT_A_YEAR = N_("“{text}” is not a year. Write it in full, such as 2024; or last, this, or a day of the year.")
FUTURE_DAY = N_("{day} is after today ({today}). Give today or an earlier day.")
KNOWN_TOO_LATE = N_("--known {day} is after today ({today}). Give today or an earlier day.")
DAYS_REVERSED = N_("The first day, {first}, is after the last, {last}. Swap --from and --to.")


class UnreadableValue(BadInput):
    """A text that is no value."""

    msgid = N_("“{text}” is not a value. Write digits, such as 152, 98.5, 1,200 or 1.2万.")


TOO_MANY_PLACES = N_("{value} has more than four decimals. Round it to four first; values are never rounded for you.")
TOO_MANY_PLACES_IN_UNIT = N_(
    "{text} comes to {value} {unit}, which has more than four decimals. Round it to four first, or check what it is "
    "counted in; values are never rounded for you."
)
TOO_LARGE = N_("{value} is too large: values must be below 1,000,000,000,000. Check the unit.")
BROKEN_TEXT = N_("An argument is not readable text: {text}. Check the terminal's encoding (UTF-8 is expected).")
CANNOT_PRINT = N_("Cannot print the result: {reason}.")


class CannotWriteOutput(BadInput):
    """`-o` names a place that cannot be written."""

    msgid = N_("Cannot write {path}: {reason}. Nothing was written.")
