"""Parts made one: an office counts once, whichever files speak for it, and in whatever order they come.

An office's line yields to another of the same office whose record contains its own. Those that yield to none stay; the
fullest of them counts. So the union of parts is associative, commutative and idempotent.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from nanhu_kpi.exchange.part import OfficeLine, OfficeRecord, PartialFile, digest_of, record_of_line
from nanhu_kpi.rollup_result import FileProblem, ProblemKind, Source
from nanhu_kpi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


def add_office(part: PartialFile, code: str, catalogue: str, line: bytes) -> None:
    """Add an office's line to a part."""
    digest = digest_of(line)
    _add_lines(part, code, {digest: OfficeLine(code, digest, catalogue, line)})


def take(into: PartialFile, part: PartialFile) -> None:
    """Add all of a part to another of the same days."""
    into.measures |= part.measures
    for digest, measures in part.catalogues.items():
        if digest not in into.catalogues:
            into.catalogues[digest] = tuple(map(sys.intern, measures))
    for code, lines in part.offices.items():
        _add_lines(into, code, lines)
    into.sources |= part.sources
    into.problems |= part.problems


def _add_lines(part: PartialFile, code: str, lines: dict[str, OfficeLine]) -> None:
    there = part.offices.setdefault(code, {})
    there |= lines
    if len(there) > 1:
        part.offices[code] = _lasting(there)


def _lasting(lines: dict[str, OfficeLine]) -> dict[str, OfficeLine]:
    """Return the lines that yield to no other."""
    records = {digest: record_of_line(each.line) for digest, each in lines.items()}
    return {
        digest: each
        for digest, each in lines.items()
        if not any(_yields(digest, other, records) for other in lines if other != digest)
    }


def _yields(digest: str, other: str, records: dict[str, OfficeRecord]) -> bool:
    mine, its = records[digest], records[other]
    return _contains(its, mine) and _fullness(other, its) > _fullness(digest, mine)


def _contains(its: OfficeRecord, mine: OfficeRecord) -> bool:
    """Return whether a record has every command of another; of very many, whether it has every one of the sample."""
    if mine.halved > its.halved:
        return False
    rest = (1 << its.halved) - 1
    sampled = mine.tags if mine.halved == its.halved else {
        tag for tag in mine.tags if not int.from_bytes(tag, "big") & rest
    }  # fmt: skip
    return sampled <= its.tags


def _fullness(digest: str, record: OfficeRecord) -> tuple[int, str, str]:
    return record.rows, record.moment, digest


def counting(part: PartialFile) -> Iterator[OfficeLine]:
    """Yield the line that counts of each office, in the order of their codes."""
    for code in sorted(part.offices):
        lines = part.offices[code]
        if len(lines) == 1:
            yield from lines.values()
        else:
            yield max(lines.values(), key=lambda each: _fullness(each.digest, record_of_line(each.line)))


def to_settle(part: PartialFile) -> Iterator[FileProblem]:
    """Yield what has to be settled of offices: copies that have gone apart, one code of two offices, and the code that
    a new database has."""
    sources = _sources(part)
    for winner in counting(part):
        lines = part.offices[winner.code]
        named = sources[winner.code]
        if winner.code == Settings().office_code:
            yield FileProblem(ProblemKind.CODE_NOT_SET, _file_of(named, winner.digest), winner.code)
        ours = record_of_line(winner.line) if len(lines) > 1 else None
        for digest in sorted(lines.keys() - {winner.digest}):
            theirs = record_of_line(lines[digest].line)
            alike = ours is not None and (ours.name_zh, ours.name_en) == (theirs.name_zh, theirs.name_en)
            kind = ProblemKind.APART if alike else ProblemKind.TWO_NAMES
            yield FileProblem(kind, _file_of(named, digest), winner.code, _file_of(named, winner.digest))


def duplicates(part: PartialFile) -> Iterator[tuple[Source, Source]]:
    """Yield the files of which another copy counts that contains them, each with that copy."""
    sources = _sources(part)
    for winner in counting(part):
        named = sources[winner.code]
        for first in [each for each in named if each.digest == winner.digest][:1]:
            lasting = part.offices[winner.code].keys() - {winner.digest}
            yield from ((source, first) for source in named if source != first and source.digest not in lasting)


def _sources(part: PartialFile) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = defaultdict(list)
    for source in sorted(part.sources):
        found[source.office].append(source)
    return found


def _file_of(sources: list[Source], digest: str) -> str:
    return next((each.file for each in sources if each.digest == digest), "")
