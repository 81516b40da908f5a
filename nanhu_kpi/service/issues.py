"""What stands in the way: the issue that each measure told last, until an entry says that it is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import parsed_day
from nanhu_kpi.errors import BadInput, Unknown, Usage
from nanhu_kpi.errors.log import ISSUE_REPLACED, NO_ISSUE, SOLVED_BEFORE
from nanhu_kpi.errors.unknown import UnknownId
from nanhu_kpi.errors.usage import NAME_SOLVED, SOLUTION_WANTED, ReasonLeftOut
from nanhu_kpi.i18n import language
from nanhu_kpi.model import SOLVED, Light, Measure, ends_issue
from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.scorecard.results import StandingIssue, ToldIssue
from nanhu_kpi.service.log import EntryForm, Item, Receipt, Remarks, day_to_log, record
from nanhu_kpi.service.lookup import ambiguous, chosen, measure_named, selected_in, tail_of
from nanhu_kpi.service.standings import scores_of
from nanhu_kpi.service.status.status_filter import urgency
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import entries_named, told_issues
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.store.connection import Connection


class IssueReport(NamedTuple):
    """The issues that stand on a day, the most urgent first; `whole` where nothing was selected."""

    issues: tuple[StandingIssue, ...]
    day: date
    whole: bool


def issues(
    ledger: Ledger,
    words: Sequence[str] = (),
    *,
    whose: Whose = ANYONE,
    lights: Sequence[Light] = (),
    as_of: str | None = None,
) -> IssueReport:
    """Return the issues that stand: of a selection, of somebody, and measures with some lights.

    Raises UNKNOWN_SELECTION, UNKNOWN_PERSON or UnreadableDay.
    """
    with ledger.look() as reading:
        day = reading.today if as_of is None else parsed_day(as_of, reading.today)
        measures = read_measures(reading.conn)
        selection = selected_in(reading.conn, words, measures)
        refuse_unknown_people(whose, measures)
        troubles = troubles_on(reading.conn, day)
        wanted = {
            code: measure
            for code, measure in chosen(measures, selection, whose).items()
            if code in troubles and not measure.is_retired_on(day)
        }
        days = Days(day.year, day, reading.today)
        standing = []
        for _standing, score in scores_of(reading, days, wanted):
            if not lights or score.light in lights:
                trouble = troubles[score.measure.code]
                standing.append(StandingIssue(score, trouble, (day - trouble.since).days, day))
        standing.sort(key=lambda each: (urgency(each.score), each.trouble.since))
        return IssueReport(tuple(standing), day, whole=not (words or whose.named or lights))


def troubles_on(conn: Connection, day: date) -> dict[str, ToldIssue]:
    """Return the issue that stands of each measure on a day. What is told later replaces the words; the days run on
    from the first, until an entry says that nothing stands in the way any more."""
    troubles: dict[str, ToldIssue] = {}
    for code, id_, told_on, issue, next_ in told_issues(conn, day):
        before = troubles.get(code)
        if issue.strip() and ends_issue(issue):
            troubles.pop(code, None)
        elif issue.strip():
            since, told = (before.since, before.entries) if before else (told_on, ())
            troubles[code] = ToldIssue(issue, told_on, since, next_ or (before.next if before else ""), (*told, id_))
        elif before:
            troubles[code] = before._replace(next=next_)
    return troubles


def solve(ledger: Ledger, named: Sequence[str], *, note: str, day: str | None) -> Receipt:
    """Record that issues are solved, those of the measures named by their codes or by an entry that told one, as one
    batch: an entry of words each, which can be undone or voided as any other.

    Raises NAME_SOLVED, UNKNOWN_CODE, UnknownId, NO_ISSUE, ISSUE_REPLACED, SOLVED_BEFORE, and after these ReasonLeftOut;
    beside them what `record` raises.
    """
    if not named:
        raise Usage(NAME_SOLVED)
    with ledger.look() as reading:
        on = reading.today if day is None else day_to_log(day, reading.today)
        measures = read_measures(reading.conn)
        troubles = troubles_on(reading.conn, reading.today)
        codes = []
        for name in named:
            measure, entry = _named(reading.conn, name, measures)
            trouble = troubles.get(measure.code)
            if trouble is None:
                raise BadInput(NO_ISSUE, code=measure.code, name=measure, day=on)
            if entry is not None and entry not in trouble.entries:
                raise BadInput(ISSUE_REPLACED, id=short_name(entry), code=measure.code, name=measure)
            if trouble.day > on:
                raise BadInput(SOLVED_BEFORE, code=measure.code, name=measure, told=trouble.day, day=on)
            codes.append(measure.code)
    if not note.strip():
        raise ReasonLeftOut(SOLUTION_WANTED)
    items = [Item(code, EntryForm.WORDS) for code in dict.fromkeys(codes)]
    remarks = Remarks(note=note, issue=SOLVED[language()])
    return record(ledger, items, day=day, remarks=remarks, command=f"issues --solved {' '.join(named)}")


def _named(conn: Connection, name: str, measures: Mapping[str, Measure]) -> tuple[Measure, bytes | None]:
    """Return the measure of a code, or of the entry of a short name with that entry's id."""
    try:
        return measure_named(name, measures), None
    except Unknown:
        try:
            tail = tail_of(name)
        except UnknownId:
            tail = ""
        entries = entries_named(conn, tail) if tail else []
        if not entries:
            raise
    if len(entries) > 1:
        raise ambiguous(name, [entry.id for entry, _, _ in entries])
    entry = entries[0][0]
    return measures[entry.measure], entry.id
