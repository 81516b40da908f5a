"""Days, numbers and texts that cannot be read or written."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Refusal


class UnreadableDay(Refusal):
    """A text that is no day."""

    msgid = N_("“{text}” is not a day. Write 2024-06-30, 06-30, today, yesterday or -1.")


class UnreadableWeek(Refusal):
    """A text that is no ISO week."""

    msgid = N_(
        "“{text}” is not a week. Write a year and its ISO week, such as 2024-W26, or 26, last, this, or a day in it."
    )


class UnreadableMonth(Refusal):
    """A text that is no month."""

    msgid = N_("“{text}” is not a month. Write a year and a month, such as 2024-06.")


class UnreadableQuarter(Refusal):
    """A text that is no quarter."""

    msgid = N_("“{text}” is not a quarter. Write a year and a quarter, such as 2024Q2.")


class FutureDay(Refusal):
    """A record of a day that has not been."""

    msgid = N_("{day} is in the future; the office's day is {today}. Progress is recorded for days up to today.")


class KnownTooLate(FutureDay):
    """What will be known on a day that has not been."""

    msgid = N_("--known {day} is in the future; the office's day is {today}. Give a day up to today.")


class DaysReversed(Refusal):
    """A range that ends before it begins."""

    msgid = N_("The range begins on {first} and ends on {last}. Swap --from and --to.")


class UnreadableValue(Refusal):
    """A text that is no value."""

    msgid = N_("“{text}” is not a value. Write digits, such as 152, 98.5, 1,200 or 1.2万.")


class TooManyPlaces(Refusal):
    """A value finer than the file keeps."""

    msgid = N_("{value} has more than four decimals. Round it yourself; nothing is rounded in silence.")


class TooLarge(Refusal):
    """A value beyond the range."""

    msgid = N_("{value} is beyond the range: values stay below 1000000000000. Check its unit.")


class BrokenText(Refusal):
    """An argument whose bytes are not text in the terminal's encoding."""

    msgid = N_("An argument is not readable text: {text}. Check the terminal's encoding (UTF-8 is expected).")


class CannotPrint(Refusal):
    """Standard output takes nothing more."""

    msgid = N_("Cannot print the result: {reason}.")


class CannotWriteOutput(Refusal):
    """`-o` names a place that cannot be written."""

    msgid = N_("Cannot write {path}: {reason}. Nothing was written.")
