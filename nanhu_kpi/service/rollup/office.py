"""One office: what counts of its file on the day, as `export status` has it, and what its record comes to.

`read_chunk` is what every engine runs, on this machine or another: files in, a part of the rollup out, both as bytes.
Nothing that is wrong with a file is fatal.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_day, year_end
from nanhu_kpi.errors.database import CannotOpenFile, DamagedFile, ForeignFile, MissingFile, NewerFile
from nanhu_kpi.errors.reasons import UNFIT_VALUE
from nanhu_kpi.errors.rollup import ChangingFile, EmptyFile, OtherChecksum
from nanhu_kpi.exchange.part import (
    LONGEST_TEXT,
    PartHead,
    PartialFile,
    catalogue_lines,
    digest_of,
    office_line,
    read_part,
)
from nanhu_kpi.quantity import PLACES
from nanhu_kpi.rollup_result import Definition, FileProblem, OfficeFigures, OfficeRow, ProblemKind, Source
from nanhu_kpi.scorecard.card import judged
from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.service.rollup import addresses
from nanhu_kpi.service.rollup.counted_once import add_office
from nanhu_kpi.service.standings import gathered, thresholds_by
from nanhu_kpi.service.status.status import reported, rows_with
from nanhu_kpi.store.as_known import as_known
from nanhu_kpi.store.copies.other_office import FileRecord, read_at_rest, read_bytes, record_of, refuse_other_bytes
from nanhu_kpi.store.definitions import read_measures, read_settings
from nanhu_kpi.text import shortened

if TYPE_CHECKING:
    from decimal import Decimal

    from nanhu_kpi.model import Measure
    from nanhu_kpi.store.connection import Connection

_KINDS = {
    EmptyFile: ProblemKind.EMPTY, OtherChecksum: ProblemKind.CHECKSUM, ChangingFile: ProblemKind.CHANGING,
    ForeignFile: ProblemKind.FOREIGN, NewerFile: ProblemKind.NEWER, MissingFile: ProblemKind.GONE,
    FileNotFoundError: ProblemKind.GONE, CannotOpenFile: ProblemKind.UNREADABLE, OSError: ProblemKind.UNREADABLE,
}  # fmt: skip
_LONGEST_REASON = 200


class OfficeFile(NamedTuple):
    """A file to read: its path or address, the code that a map gives it, and what lies beside an address."""

    file: str
    code: str = ""
    beside: tuple[str, ...] = ()


class Question(NamedTuple):
    """What is asked of every office: the day, the day `known`, and what time it is."""

    head: PartHead
    now: datetime


def chunk_of(asked: Question, files: list[OfficeFile]) -> bytes:
    """Return a chunk of work as bytes."""
    known = asked.head.known.isoformat() if asked.head.known else None
    return json.dumps([asked.head.as_of.isoformat(), known, asked.now.isoformat(), files]).encode()


def read_chunk(chunk: bytes) -> bytes:
    """Read the files of a chunk, one after another, and return what counts of them as a part of the rollup."""
    as_of, known, now, files = json.loads(chunk)
    head = PartHead(date.fromisoformat(as_of), date.fromisoformat(known) if known else None)
    asked = Question(head, datetime.fromisoformat(now))
    part = PartialFile(head)
    for file, code, beside in files:
        _add(part, asked, OfficeFile(file, code, tuple(beside)))
    return b"".join(line + b"\n" for line in part.lines())


def answer_of(answer: bytes, known: PartialFile) -> PartialFile:
    """Return the part of an answer of `read_chunk`; measures of `known` are not looked at twice."""
    return read_part(BytesIO(answer), "--scheduler", known)


def problem_of(file: str, error: BaseException) -> FileProblem:
    """Return what an error says of a file."""
    kind = next((kind for family, kind in _KINDS.items() if isinstance(error, family)), ProblemKind.DAMAGED)
    if isinstance(error, DamagedFile | CannotOpenFile):
        detail = str(error.facts["reason"])
    elif kind in (ProblemKind.UNREADABLE, ProblemKind.DAMAGED):
        detail = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    else:
        detail = ""
    return FileProblem(kind, file, "", shortened(detail, _LONGEST_REASON))


def _add(part: PartialFile, asked: Question, file: OfficeFile) -> None:
    """Add what counts of a file to a part, or what is wrong with it. Whatever it is, the others count."""

    def read(conn: Connection) -> tuple[OfficeFigures, tuple[Definition, ...], FileRecord]:
        return _read(conn, asked, file.code)

    try:
        if addresses.is_address(file.file):
            fetched = addresses.fetched(file.file, file.beside)
            if fetched.sha256:
                refuse_other_bytes(Path(file.file), fetched.data, fetched.sha256)
            figures, definitions, record = read_bytes(Path(file.file), fetched.data, read, fetched.log)
        else:
            path = Path(file.file)
            figures, definitions, record = read_at_rest(path, read, addresses.checksum_beside(path))
        catalogue = catalogue_lines(definitions)
        shown = {row.definition.code: row for row in figures.rows}
        codes = [definition.code for definition in definitions]
        line = office_line(figures, shown, codes, record, catalogue.digest)
    except Exception as error:
        part.problems.add(problem_of(file.file, error))
        return
    part.measures |= catalogue.measures
    part.catalogues[catalogue.digest] = tuple(catalogue.measures)
    add_office(part, figures.code, catalogue.digest, line)
    part.sources.add(
        Source(figures.code, file.file, digest_of(line), record.moment, record.rows, figures.name_zh, figures.name_en)
    )


def _read(conn: Connection, asked: Question, code: str) -> tuple[OfficeFigures, tuple[Definition, ...], FileRecord]:
    if asked.head.known is None:
        return _read_as_known(conn, asked, code)
    with closing(as_known(conn, asked.head.known, asked.head.as_of.year)) as copy:
        return _read_as_known(copy, asked, code)


def _read_as_known(
    conn: Connection, asked: Question, code: str
) -> tuple[OfficeFigures, tuple[Definition, ...], FileRecord]:
    """Return an office's figures, all its measures, and its record."""
    settings, as_of = read_settings(conn), asked.head.as_of
    days = Days(as_of.year, as_of, asked.head.known or office_day(asked.now, settings.zone))
    measures = read_measures(conn)
    standings = gathered(conn, days, measures, of_the_day=True)
    # Only of a milestone that was finished before and has no target does it matter whether it has an entry.
    asks = any(each.finished_before and each.target is None for each in standings)
    in_year = reported(conn, year_end(days.year), measures.values()) if asks else ()
    actual = {each.measure.code: each.actual.value for each in standings}
    thresholds, definitions, rows = thresholds_by(settings), {}, []
    for measure in measures.values():
        definitions[measure.code] = _definition(measure)
    for standing in rows_with(days, standings, in_year):
        measure = standing.measure
        verdict = judged(standing, days, thresholds(measure.code))
        parts: tuple[int | None, int | None] = (None, None)
        if RULES[measure.kind].is_computed:
            parts = _amount(actual.get(measure.numerator)), _amount(actual.get(measure.denominator))
        rows.append(
            OfficeRow(
                definitions[measure.code], _amount(verdict.target.value if verdict.target else None),
                _amount(verdict.actual.value), verdict.actual.qualifier, verdict.status, verdict.light,
                verdict.reported, parts,
            )
        )  # fmt: skip
    record = record_of(conn)
    figures = OfficeFigures(
        code or settings.office_code, settings.office_name_zh, settings.office_name_en, record.moment,
        any(each.office_silent for each in standings), tuple(rows),
    )  # fmt: skip
    return figures, tuple(definitions.values()), record


@lru_cache(maxsize=1024)
def _definition(measure: Measure) -> Definition:
    """Return what is kept of a measure. Raises ValueError for texts that no command writes."""
    texts = (measure.code, measure.name_zh, measure.name_en, measure.unit)
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise ValueError(UNFIT_VALUE)
    return Definition(*texts, measure.kind, measure.direction, measure.numerator, measure.denominator)


def _amount(value: Decimal | None) -> int | None:
    """Return a value in ten-thousandths. Raises ValueError for one that is no whole number of them."""
    if value is None:
        return None
    scaled = value.scaleb(PLACES)
    amount = int(scaled)
    if amount != scaled:
        raise ValueError(UNFIT_VALUE)
    return amount
