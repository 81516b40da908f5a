"""Targets in a file: a row each, set as `target set` and `target schedule` would, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import CELL_MISSING, UNFIT_CELL, Problem
from nanhu_kpi.errors.imports import COLUMNS_MISSING, COLUMNS_UNKNOWN, HEADER_ALONE
from nanhu_kpi.errors.targets import PROPOSAL_CHANGED, ReasonWanted
from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.exchange.readers.open_input import opened_input
from nanhu_kpi.model import Pace
from nanhu_kpi.service.imports.restore import exported_as
from nanhu_kpi.service.targets.revise import Agreed, Terms, case_of, revised, stated, stated_value
from nanhu_kpi.service.targets.schedule import scheduled
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.exchange.formats import FileFormat
    from nanhu_kpi.model import Batch
    from nanhu_kpi.service.ledger import Ledger, Writing

_NEEDED = ("measure", "year", "value")
_COLUMNS = (*_NEEDED, "start", "due", "pace", "schedule", "reason", "document", "effective_on")
_NAMES = {
    folded(name): column.name
    for column in COLUMNS["targets"]
    if column.name in _COLUMNS
    for name in (column.name, column.header_zh)
} | {"指标": "measure", "年份": "year", "target": "value"}
_OPTIONS = {"--start": "start", "--due": "due", "--from": "effective_on"}


class TargetRows(NamedTuple):
    """The rows of a file by number, each its cells by column, and what could not be read.

    `is_export` says that the rows name the revisions that they were exported from: `import` restores them.
    """

    path: str
    rows: Sequence[tuple[int, Mapping[str, str]]]
    problems: Sequence[Problem]
    is_export: bool


def read_rows(path: str, format_: FileFormat | None, sheet: str) -> TargetRows:
    """Return the rows of a file. Raises COLUMNS_UNKNOWN, COLUMNS_MISSING, HEADER_ALONE or what an import raises."""
    with opened_input(path, format_, sheet) as source:
        header = [name.strip() for name in source.table.header]
        if exported_as(header) == "targets":
            return TargetRows(path, (), (), is_export=True)
        columns = [_NAMES.get(folded(name)) for name in header]
        if unknown := [name for name, column in zip(header, columns, strict=True) if name and column is None]:
            raise BadInput(COLUMNS_UNKNOWN, path=path, columns=unknown)
        if missing := [name for name in _NEEDED if name not in columns]:
            raise BadInput(COLUMNS_MISSING, path=path, columns=missing)
        rows: list[tuple[int, Mapping[str, str]]] = []
        problems: list[Problem] = []
        for chunk in source.table.chunks:
            problems += chunk.problems
            for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                cells = {name: cell.strip() for name, cell in zip(columns, row, strict=True) if name}
                if any(cells.values()):
                    rows.append((number, cells))
    if not rows and not problems:
        raise BadInput(HEADER_ALONE, path=path)
    return TargetRows(path, rows, problems, is_export=False)


def set_rows(ledger: Ledger, read: TargetRows, *, keep: bool) -> tuple[list[Agreed], list[Problem]]:
    """Set the targets of a file as one batch, and return what was understood and what is wrong with the others.

    Without `keep` it is only tried. Raises PROPOSAL_CHANGED where it is to be kept and anything is wrong.
    """
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
                problems.append(Problem(number, column, cells.get(column, ""), refusal))
        if keep and problems:
            raise BadInput(PROPOSAL_CHANGED)
    return agreed, sorted(problems, key=lambda problem: problem.row)


def _set(writing: Writing, batch: Batch, cells: Mapping[str, str]) -> Agreed:
    said = {name: cells.get(name) or None for name in _COLUMNS}
    for name in _NEEDED:
        if said[name] is None:
            raise BadInput(CELL_MISSING, column=name)
    year, pace = folded(said["year"] or "").removesuffix("年"), said["pace"]
    if not (year.isascii() and year.isdigit()):
        raise BadInput(UNFIT_CELL, text=said["year"])
    if pace is not None and pace not in list(Pace):
        raise BadInput(UNFIT_CELL, text=pace)
    terms = Terms(
        int(year), said["start"], said["due"], Pace(pace) if pace and not said["schedule"] else None,
        said["reason"] or "", said["document"] or "", said["effective_on"],
    )  # fmt: skip
    case = case_of(writing, said["measure"] or "", terms)
    points = (said["schedule"] or "").replace(";", " ").split()
    if points:
        agreed = revised(writing, case, batch, lambda case: scheduled(case, points, terms))
        if agreed.after.value != stated_value(case.measure, said["value"] or ""):
            raise BadInput(UNFIT_CELL, text=said["value"])
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
    return next((name for name in _COLUMNS if cells.get(name) in said), "value")
