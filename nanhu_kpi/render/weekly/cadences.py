"""What the sheets of a week, a month, a quarter and a year call themselves and their days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import number_of_quarter
from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import Cadence

if TYPE_CHECKING:
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet


class SheetWords(NamedTuple):
    """The sentences of a sheet that name its period; `red` heads how many in a row a measure was red, '' where that
    cannot be more than one."""

    title: str
    unfinished: str
    change: str
    told_before: str
    progress: str
    no_progress: str
    red: str
    reckoning: str
    known: str


_WORDS = {
    Cadence.WEEKLY: SheetWords(
        title=N_("{office}: weekly progress on targets"),
        unfinished=N_("{days} (the week is not over)"),
        change=N_("This week"),
        told_before=N_("{words} ({day}, before this week)"),
        progress=N_("This week's progress"),
        no_progress=N_("No progress was recorded for this week."),
        red=N_("Weeks red"),
        reckoning=N_(
            "To date = last sheet + reported late + this week. Attainment = to date ÷ target; expected = the "
            "attainment planned for the day."
        ),
        known=N_(
            "Figures as known at the end of the Monday after the week; later records and voids are reported late on "
            "the next sheet."
        ),
    ),
    Cadence.MONTHLY: SheetWords(
        title=N_("{office}: monthly progress on targets"),
        unfinished=N_("{days} (the month is not over)"),
        change=N_("This month"),
        told_before=N_("{words} ({day}, before this month)"),
        progress=N_("This month's progress"),
        no_progress=N_("No progress was recorded for this month."),
        red=N_("Months red"),
        reckoning=N_(
            "To date = last sheet + reported late + this month. Attainment = to date ÷ target; expected = the "
            "attainment planned for the day."
        ),
        known=N_(
            "Figures as known at the end of the first Monday after the month; later records and voids are reported "
            "late on the next sheet."
        ),
    ),
    Cadence.QUARTERLY: SheetWords(
        title=N_("{office}: quarterly progress on targets"),
        unfinished=N_("{days} (the quarter is not over)"),
        change=N_("This quarter"),
        told_before=N_("{words} ({day}, before this quarter)"),
        progress=N_("This quarter's progress"),
        no_progress=N_("No progress was recorded for this quarter."),
        red=N_("Quarters red"),
        reckoning=N_(
            "To date = last sheet + reported late + this quarter. Attainment = to date ÷ target; expected = the "
            "attainment planned for the day."
        ),
        known=N_(
            "Figures as known at the end of the first Monday after the quarter; later records and voids are reported "
            "late on the next sheet."
        ),
    ),
    Cadence.YEARLY: SheetWords(
        title=N_("{office}: yearly progress on targets"),
        unfinished=N_("{days} (the year is not over)"),
        change=N_("This year"),
        told_before=N_("{words} ({day}, before this year)"),
        progress=N_("This year's progress"),
        no_progress=N_("No progress was recorded for this year."),
        red="",
        reckoning=N_(
            "Attainment = actual ÷ target; expected = the attainment planned for the day. Year on year: the growth of "
            "a sum over the same day of last year."
        ),
        known=N_(
            "Figures as known at the end of the first Monday after the year; later records and voids are reported "
            "late on the next sheet."
        ),
    ),
}


def words_of(sheet: PeriodSheet) -> SheetWords:
    """Return the sentences of a sheet that name its period, to be translated."""
    return _WORDS[sheet.cadence]


def issue_word(sheet: PeriodSheet) -> str:
    """Return the issue of a sheet: `2024年第26期`, of its kind; of a week that New Year parts also which of the two."""
    first = sheet.period.first
    year, week, _weekday = first.isocalendar()
    match sheet.cadence:
        case Cadence.WEEKLY:
            issue = _("Issue {number}, {year}").format(year=year, number=week)
        case Cadence.MONTHLY:
            issue = _("Issue {number}, {year}").format(year=first.year, number=first.month)
        case Cadence.QUARTERLY:
            issue = _("Issue {number}, {year}").format(year=first.year, number=number_of_quarter(first))
        case Cadence.YEARLY:
            issue = _("Year {year}").format(year=first.year)
    return _("{issue} (sheet {part} of 2)").format(issue=issue, part=sheet.part) if sheet.part else issue


def lists_last_entries(sheet: PeriodSheet) -> bool:
    """Return whether of what was recorded each measure's last entry is listed: all of a quarter fill a book."""
    return sheet.cadence in (Cadence.QUARTERLY, Cadence.YEARLY)


def dated_word(sheet: PeriodSheet) -> str:
    """Return how many entries are listed, by area."""
    form = (
        ngettext(
            "The {count} entry dated in these days: of each measure the last, by area.",
            "The {count} entries dated in these days: of each measure the last, by area.",
            len(sheet.entries),
        )
        if lists_last_entries(sheet)
        else ngettext(
            "The {count} entry dated in these days, by area.", "The {count} entries dated in these days, by area.",
            len(sheet.entries),
        )
    )  # fmt: skip
    return form.format(count=len(sheet.entries))
