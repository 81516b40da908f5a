"""Targets in a file: a row each, set as `target set` and `target schedule` would, all of them or none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import CELL_MISSING, Problem
from nanhu_kpi.errors.imports import HEADER_ALONE
from nanhu_kpi.errors.targets import PROPOSAL_CHANGED, SCHEDULE_ENDS_APART, UNKNOWN_PACE, ReasonWanted
from nanhu_kpi.errors.usage import UNREADABLE_YEAR
from nanhu_kpi.exchange.readers.headers import TARGET_NAMES, TARGETS_NEED, found_nameless, read_target_header
from nanhu_kpi.exchange.readers.open_input import opened_input
from nanhu_kpi.exchange.readers.table import without_nul
from nanhu_kpi.model import Pace
from nanhu_kpi.service.imports.restore import exported_as
from nanhu_kpi.service.targets.revise import Agreed, Terms, case_of, revised, stated, stated_value
from nanhu_kpi.service.targets.schedule import scheduled
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.exchange.formats import FileFormat
    from nanhu_kpi.exchange.readers.headers import Header
    from nanhu_kpi.model import Batch
    from nanhu_kpi.service.ledger import Ledger, Writing

_YEAR = re.compile(r"[0-9]{1,5}", re.ASCII)
_OPTIONS = {"--start": "start", "--due": "due", "--from": "effective_on"}


class TargetRows(NamedTuple):
    """The rows of a file by number, each its cells by column, and what could not be read; what was passed over above
    the header, in hidden sheets and in ignored columns, and the rows that a filter or a person has hidden.

    `header` is None for rows that name the revisions that they were exported from: `import` restores them.
    """

    path: str
    header: Header | None
    rows: Sequence[tuple[int, Mapping[str, str]]] = ()
    problems: Sequence[Problem] = ()
    above: Sequence[tuple[int, str]] = ()
    hidden_sheets: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()


def read_rows(path: str, format_: FileFormat | None, sheet: str, *, ignore_extra: bool) -> TargetRows:
    """Return the rows of a file. Raises HEADER_ALONE, and what `read_target_header` and `opened_input` raise."""
    with opened_input(path, format_, sheet) as source:
        table = source.table
        if exported_as(table.header) == "targets":
            return TargetRows(path, None)
        header = read_target_header(path, table.header, ignore_extra=ignore_extra)
        nameless = set(header.nameless)
        rows: list[tuple[int, Mapping[str, str]]] = []
        problems: list[Problem] = []
        for read in table.chunks:
            chunk = without_nul(read, header.names, header.places.values())
            problems += chunk.problems
            for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                problems += found_nameless(nameless, number, row)
                cells = {name: row[place].strip() for name, place in header.places.items()}
                if any(cells.values()):
                    rows.append((number, cells))
    if not rows and not problems:
        raise BadInput(HEADER_ALONE, path=path)
    return TargetRows(path, header, rows, problems, table.above, table.hidden, table.hidden_rows)


def set_rows(ledger: Ledger, read: TargetRows, *, keep: bool) -> tuple[list[Agreed], list[Problem]]:
    """Set the targets of a file as one batch, and return what was understood and what is wrong with the others.

    Without `keep` it is only tried. Raises PROPOSAL_CHANGED where it is to be kept and anything is wrong.
    """
    assert read.header is not None
    agreed: list[Agreed] = []
    problems = list(read.problems)
    with ledger.draft() as staging, staging.write(keep=keep) as writing:
        batch = writing.begin_batch(f"target import {Path(read.path).name or read.path}")
        for number, cells in read.rows:
            try:
                agreed.append(_set(writing, batch, cells))
            except Refusal as refusal:
                refusal.__traceback__ = refusal.__context__ = None
                column = _column(refusal, cells)
                problems.append(Problem(number, read.header.name(column), cells.get(column, ""), refusal))
        if keep and problems:
            raise BadInput(PROPOSAL_CHANGED)
    return agreed, sorted(problems, key=lambda problem: problem.row)


def _set(writing: Writing, batch: Batch, cells: Mapping[str, str]) -> Agreed:
    said = {name: cells.get(name) or None for name in TARGET_NAMES}
    for name in TARGETS_NEED:
        if said[name] is None:
            raise BadInput(CELL_MISSING, column=name)
    year, pace = folded(said["year"] or "").removesuffix("年"), said["pace"]
    if not _YEAR.fullmatch(year):
        raise BadInput(UNREADABLE_YEAR, year=said["year"])
    if pace is not None and pace not in list(Pace):
        raise BadInput(UNKNOWN_PACE, text=pace, known=list(Pace))
    terms = Terms(
        int(year), said["start"], said["due"], Pace(pace) if pace and not said["schedule"] else None,
        said["reason"] or "", said["document"] or "", said["effective_on"],
    )  # fmt: skip
    case = case_of(writing, said["measure"] or "", terms)
    points = (said["schedule"] or "").replace(";", " ").split()
    if points:
        agreed = revised(writing, case, batch, lambda case: scheduled(case, points, terms))
        value = stated_value(case.measure, said["value"] or "")
        if agreed.after.value != value:
            raise BadInput(SCHEDULE_ENDS_APART, end=agreed.after.value, value=value)
        return agreed
    return revised(writing, case, batch, lambda case: stated(case, said["value"] or "", terms))


def _column(refusal: Refusal, cells: Mapping[str, str]) -> str:
    """Return the column that a refusal speaks of, as far as it says."""
    facts = refusal.facts
    if isinstance(refusal, ReasonWanted):
        return "reason"
    if "point" in facts:
        return "schedule"
    named = facts.get("column") or _OPTIONS.get(str(facts.get("option")))
    if named:
        return str(named)
    said = {facts.get("text"), str(facts.get("year", ""))} - {"", None}
    return next((name for name in TARGET_NAMES if cells.get(name) in said), "value")
