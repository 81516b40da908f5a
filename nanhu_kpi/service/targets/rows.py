"""Targets in a file: a row each, set as `target set` and `target schedule` would, all of them or none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import CELL_MISSING, Problem
from nanhu_kpi.errors.reasons import BY_COLUMN, BY_FIRST_DAY
from nanhu_kpi.errors.targets import (
    LATER_TARGET_WANTED,
    PROPOSAL_CHANGED,
    SCHEDULE_ENDS_APART,
    UNKNOWN_PACE,
    ReasonWanted,
)
from nanhu_kpi.errors.usage import UNREADABLE_YEAR
from nanhu_kpi.exchange.readers.headers import TARGET_NAMES, TARGETS_NEED, Header, read_target_header
from nanhu_kpi.model import Batch, Pace
from nanhu_kpi.service.imports.file_rows import FileRows, file_rows
from nanhu_kpi.service.imports.restore import exported_as
from nanhu_kpi.service.targets.revise import Terms, case_of, revised, stated, stated_value
from nanhu_kpi.service.targets.schedule import scheduled
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.exchange.formats import FileFormat
    from nanhu_kpi.scorecard.results import Agreed
    from nanhu_kpi.service.ledger import Ledger, Writing

_YEAR = re.compile(r"[0-9]{1,5}", re.ASCII)
_OPTIONS = {"--start": "start", "--due": "due", "--from": "effective_on"}


def read_rows(path: str, format_: FileFormat | None, sheet: str, *, ignore_extra: bool) -> FileRows:
    """Return the rows of a file of targets; its header is None for an export of revisions, which `import` restores.
    Raises what `read_target_header` and `file_rows` raise."""

    def header(names: Sequence[str]) -> Header | None:
        return None if exported_as(names) == "targets" else read_target_header(path, names, ignore_extra=ignore_extra)

    return file_rows(path, format_, sheet, header)


def set_rows(ledger: Ledger, read: FileRows, *, keep: bool) -> tuple[list[Agreed], list[Problem]]:
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
                if isinstance(refusal, ReasonWanted):
                    refusal = refusal.again(add=BY_COLUMN)
                elif refusal.msgid == LATER_TARGET_WANTED:
                    refusal = refusal.again(option=BY_FIRST_DAY)
                column = _column(refusal, cells)
                problems.append(Problem(number, read.header.name(column), cells.get(column, ""), refusal.alone()))
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
    if refusal.msgid == LATER_TARGET_WANTED:
        return "effective_on"
    if "point" in facts:
        return "schedule"
    named = facts.get("column") or _OPTIONS.get(str(facts.get("option")))
    if named:
        return str(named)
    said = {facts.get("text"), str(facts.get("year", ""))} - {"", None}
    return next((name for name in TARGET_NAMES if cells.get(name) in said), "value")
