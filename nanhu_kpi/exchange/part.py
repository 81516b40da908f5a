"""Partial files: what is left of each office, so that a rollup can go on from it elsewhere.

A text of JSON lines, compressed: a head with the days and versions, what the measures are, an office a line, the files
that were read, what was wrong with some, and an end with a checksum of it all. Lines of one kind are sorted, so that
the same offices give the same bytes whoever merged them in whatever order. A line refers to others by their digests.
All of it comes from elsewhere: every line is bounded, and looked through before anything rests on it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from base64 import b64decode, b64encode
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.rollup import (
    CUT_OFF,
    NEWER_PART,
    NO_HEADER,
    OTHER_CONTENT,
    OTHER_RULES,
    PART_REASONS,
    TOO_LONG_LINE,
    UNFIT_LINE,
    BrokenPart,
)
from nanhu_kpi.model import Direction, Kind, Light, Status
from nanhu_kpi.rollup_result import (
    RULES_VERSION,
    Definition,
    FileProblem,
    OfficeFigures,
    OfficeRow,
    ProblemKind,
    Source,
)
from nanhu_kpi.settings import is_fit
from nanhu_kpi.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

VERSION = 1
_MAGIC = "nanhu-kpi offices"
_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 1 << 20
_MOST_LINES = 2_000_000
_MOST_MEASURES = 5_000
LONGEST_TEXT = 1_000
_LARGEST = 10**19
_DIGEST_SIGNS = 16

_STATUS_SIGNS = {
    Status.NO_TARGET: "n", Status.UNREPORTED: "u", Status.EXCEEDED: "x", Status.MET: "m", Status.OVERDUE: "o",
    Status.AHEAD: "a", Status.ON_TRACK: "t", Status.BEHIND: "b", Status.FAR_BEHIND: "f",
}  # fmt: skip
_HIDDEN = "."  # a measure that is none of the year's rows
_LIGHT_SIGNS: dict[Light | None, str] = {Light.GREEN: "g", Light.YELLOW: "y", Light.RED: "r", None: "-"}
_STATUSES = {sign: status for status, sign in _STATUS_SIGNS.items()}
_LIGHTS = {sign: light for light, sign in _LIGHT_SIGNS.items()}
_REPORTED = {"0": False, "1": True}
_QUALIFIERS = {str(bits): bits for bits in range(4)}
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?", re.ASCII)
_HEX = re.compile(rf"[0-9a-f]{{{_DIGEST_SIGNS}}}")


class PartHead(NamedTuple):
    """What all offices of a partial file have in common."""

    as_of: date
    known: date | None = None


class OfficeLine(NamedTuple):
    """An office's line, with what tells it from others; `line` is all of it, and `digest` names it."""

    code: str
    digest: str
    catalogue: str
    line: bytes


class OfficeRecord(NamedTuple):
    """What an office's line says of its record: by it copies of one office are compared."""

    moment: str
    rows: int
    halved: int
    tags: frozenset[bytes]
    name_zh: str
    name_en: str


def digest_of(line: bytes) -> str:
    """Return what a line is called."""
    return hashlib.sha256(line).hexdigest()[:_DIGEST_SIGNS]


class CatalogueLines(NamedTuple):
    """An office's measures: the digest of the line that names theirs, and their lines by their digests, in order."""

    digest: str
    measures: dict[str, bytes]


@lru_cache(maxsize=64)  # many offices have the same measures
def catalogue_lines(definitions: tuple[Definition, ...]) -> CatalogueLines:
    """Return the lines of an office's measures."""
    lines = [_dumped(["measure", *definition]) for definition in definitions]
    measures = {digest_of(line): line for line in lines}
    return CatalogueLines(digest_of(_dumped(["measures", *measures])), measures)


def office_line(
    figures: OfficeFigures, shown: Mapping[str, OfficeRow], codes: Iterable[str], record: Any, catalogue: str
) -> bytes:
    """Return an office's line: `codes` are those of its catalogue in order, of which some are `shown`.

    Raises ValueError for a value that no line may have.
    """
    rows = [shown.get(code) for code in codes]
    kept = [row for row in rows if row]
    line = _dumped({
        "office": figures.code,
        "zh": figures.name_zh,
        "en": figures.name_en,
        "moment": record.moment,
        "rows": record.rows,
        "halved": record.halved,
        "tags": b64encode(record.tags).decode(),
        "silent": figures.silent,
        "measures": catalogue,
        "status": "".join(_STATUS_SIGNS[row.status] if row else _HIDDEN for row in rows),
        "light": "".join(_LIGHT_SIGNS[row.light] for row in kept),
        "reported": "".join("1" if row.reported else "0" for row in kept),
        "qualifier": "".join(str(row.qualifier) for row in kept),
        "target": [row.target for row in kept],
        "actual": [row.actual for row in kept],
        "parts": [list(row.parts) for row in kept if row.definition.kind is Kind.RATIO],
    })  # fmt: skip
    if len(line) >= _LONGEST_LINE:
        raise ValueError(TOO_LONG_LINE)
    return line


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class PartialFile:
    """What stands in a partial file. `offices` holds the lines of each office that no other copy of it contains;
    `sources` every file that was read."""

    def __init__(self, head: PartHead) -> None:
        self.head = head
        self.measures: dict[str, bytes] = {}
        self.catalogues: dict[str, tuple[str, ...]] = {}
        self.offices: dict[str, dict[str, OfficeLine]] = {}
        self.sources: set[Source] = set()
        self.problems: set[FileProblem] = set()
        self._definitions: dict[str, tuple[Definition, ...]] = {}

    def definitions(self, catalogue: str) -> tuple[Definition, ...]:
        """Return the measures of a catalogue."""
        if catalogue not in self._definitions:
            self._definitions[catalogue] = tuple(
                definition_of(self.measures[each]) for each in self.catalogues[catalogue]
            )
        return self._definitions[catalogue]

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the file, head and end too, without their ends."""
        digest, count = hashlib.sha256(), 0
        for line in self._body():
            digest.update(line + b"\n")
            count += 1
            yield line
        yield _dumped({"end": count, "sha256": digest.hexdigest()})

    def _body(self) -> Iterator[bytes]:
        known = self.head.known.isoformat() if self.head.known else None
        yield _dumped({
            _MAGIC: VERSION, "rules": RULES_VERSION, "as_of": self.head.as_of.isoformat(), "known": known,
        })  # fmt: skip
        lines = [each for of_one in self.offices.values() for each in of_one.values()]
        catalogues = sorted({each.catalogue for each in lines})
        used = {each for catalogue in catalogues for each in self.catalogues[catalogue]}
        yield from sorted(self.measures[each] for each in used)
        yield from (_dumped(["measures", *self.catalogues[each]]) for each in catalogues)
        yield from sorted(each.line for each in lines)
        yield from (_dumped(["source", *each]) for each in sorted(self.sources))
        yield from (_dumped(["problem", *each]) for each in sorted(self.problems))


def write_part(part: PartialFile, stream: IO[bytes]) -> None:
    """Write a partial file, compressed; the same offices give the same bytes."""
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
        packed.writelines(line + b"\n" for line in part.lines())


def read_part(stream: IO[bytes], path: Path | str, known: PartialFile | None = None) -> PartialFile:
    """Return what stands in a partial file, looked through; measures of `known` are not looked at twice.

    Raises BrokenPart, or NEWER_PART or OTHER_RULES.
    """
    with _explained(path):
        lines = _unpacked(stream)
        first = lines.readline(_LONGEST_LINE)
        part = PartialFile(_head(first, path))
        digest, count = hashlib.sha256(first), 1
        while True:
            line = lines.readline(_LONGEST_LINE + 1)
            if line.startswith(b'{"end":'):
                _check_end(line, digest.hexdigest(), count, lines)
                return part
            if not line.endswith(b"\n"):
                raise BrokenPart(path=path, reason=TOO_LONG_LINE if len(line) > _LONGEST_LINE else CUT_OFF)
            count += 1
            if count > _MOST_LINES:
                raise BrokenPart(path=path, reason=TOO_LONG_LINE)
            digest.update(line)
            _take(part, line[:-1], known)


def _check_end(line: bytes, digest: str, count: int, lines: IO[bytes]) -> None:
    end = json.loads(line)
    if end != {"end": count, "sha256": digest} or lines.read(1):
        raise ValueError(OTHER_CONTENT)


def _take(part: PartialFile, line: bytes, known: PartialFile | None) -> None:
    """Put a line where it belongs. Raises ValueError for one that this program never writes."""
    if line.startswith(b"{"):
        office = _office(line)
        code, catalogue = office["office"], office["measures"]
        if catalogue not in part.catalogues or len(office["status"]) != len(part.catalogues[catalogue]):
            raise ValueError(UNFIT_LINE)
        ratios = _ratios(part, catalogue, office["status"])
        if len(office["parts"]) != ratios:
            raise ValueError(UNFIT_LINE)
        digest = digest_of(line)
        part.offices.setdefault(code, {})[digest] = OfficeLine(code, digest, catalogue, line)
        return
    if line.startswith(b'["measure",'):
        digest = digest_of(line)
        if not (known and digest in known.measures):
            definition_of(line)
        part.measures[digest] = line
        return
    word, *cells = json.loads(line)
    if word == "measures":
        if len(cells) > _MOST_MEASURES or not set(cells) <= part.measures.keys():
            raise ValueError(UNFIT_LINE)
        codes = [each.code for each in map(definition_of, (part.measures[cell] for cell in cells))]
        if len(set(codes)) != len(codes):
            raise ValueError(UNFIT_LINE)
        part.catalogues[digest_of(line)] = tuple(cells)
    elif word == "source":
        part.sources.add(_source(cells))
    elif word == "problem":
        part.problems.add(_problem(cells))
    else:
        raise ValueError(UNFIT_LINE)


def _ratios(part: PartialFile, catalogue: str, status: str) -> int:
    places = [at for at, each in enumerate(part.definitions(catalogue)) if each.kind is Kind.RATIO]
    return sum(status[at] != _HIDDEN for at in places)


def definition_of(line: bytes) -> Definition:
    """Return the measure of a line. Raises ValueError for one that is none."""
    word, *cells = json.loads(line)
    if word != "measure" or len(cells) != len(Definition._fields) or not _are_texts(cells):
        raise ValueError(UNFIT_LINE)
    code, name_zh, name_en, unit, kind, direction, numerator, denominator = cells
    return Definition(code, name_zh, name_en, unit, Kind(kind), Direction(direction), numerator, denominator)


def _office(line: bytes) -> dict[str, Any]:
    """Return an office's line as it is, looked through. Raises ValueError for one that is none."""
    office = json.loads(line)
    if office.keys() != _OFFICE_KEYS:
        raise ValueError(UNFIT_LINE)
    status, shown = office["status"], len(office["status"]) - office["status"].count(_HIDDEN)
    fits = (
        is_fit("office_code", office["office"]) and office["office"]
        and _are_texts((office["zh"], office["en"], office["moment"], office["measures"]))
        and _MOMENT.fullmatch(office["moment"])
        and type(office["rows"]) is int and 0 <= office["rows"] < _LARGEST
        and type(office["halved"]) is int and 0 <= office["halved"] <= 32
        and type(office["silent"]) is bool
        and set(status) <= _STATUSES.keys() | {_HIDDEN} and len(status) <= _MOST_MEASURES
        and len(office["light"]) == len(office["reported"]) == len(office["qualifier"]) == shown
        and set(office["light"]) <= _LIGHTS.keys()
        and set(office["reported"]) <= _REPORTED.keys()
        and set(office["qualifier"]) <= _QUALIFIERS.keys()
        and len(office["target"]) == len(office["actual"]) == shown
        and _are_amounts(office["target"]) and _are_amounts(office["actual"])
        and len(office["parts"]) <= shown
        and all(len(pair) == 2 and _are_amounts(pair) for pair in office["parts"])
        and len(b64decode(office["tags"], validate=True)) % 4 == 0
    )  # fmt: skip
    if not fits:
        raise ValueError(UNFIT_LINE)
    return office  # type: ignore[no-any-return]


_OFFICE_KEYS = {
    "office", "zh", "en", "moment", "rows", "halved", "tags", "silent", "measures", "status", "light", "reported",
    "qualifier", "target", "actual", "parts",
}  # fmt: skip


def figures_of(line: bytes, definitions: Iterable[Definition]) -> OfficeFigures:
    """Return what an office's line says, whose measures are those of `definitions`."""
    office = json.loads(line)
    pairs = iter(office["parts"])
    kept = zip(
        office["target"], office["actual"], office["qualifier"], office["light"], office["reported"], strict=True
    )
    rows = []
    for definition, sign in zip(definitions, office["status"], strict=True):
        if sign == _HIDDEN:
            continue
        target, actual, qualifier, light, reported = next(kept)
        parts = tuple(next(pairs)) if definition.kind is Kind.RATIO else (None, None)
        rows.append(
            OfficeRow(
                definition, target, actual, _QUALIFIERS[qualifier], _STATUSES[sign], _LIGHTS[light],
                _REPORTED[reported], parts,
            )
        )  # fmt: skip
    return OfficeFigures(office["office"], office["zh"], office["en"], office["moment"], office["silent"], tuple(rows))


def record_of_line(line: bytes) -> OfficeRecord:
    """Return what an office's line says of its record."""
    office = json.loads(line)
    tags = b64decode(office["tags"])
    return OfficeRecord(
        office["moment"], office["rows"], office["halved"],
        frozenset(tags[at : at + 4] for at in range(0, len(tags), 4)), office["zh"], office["en"],
    )  # fmt: skip


def _source(cells: list[Any]) -> Source:
    office, file, digest, moment, rows, name_zh, name_en = cells
    fits = (
        _are_texts((office, file, digest, moment, name_zh, name_en))
        and _HEX.fullmatch(digest) and _MOMENT.fullmatch(moment) and type(rows) is int and 0 <= rows < _LARGEST
    )  # fmt: skip
    if not fits:
        raise ValueError(UNFIT_LINE)
    return Source(office, file, digest, moment, rows, name_zh, name_en)


def _problem(cells: list[Any]) -> FileProblem:
    kind, file, office, detail = cells
    if not _are_texts((file, office, detail)):
        raise ValueError(UNFIT_LINE)
    return FileProblem(ProblemKind(kind), file, office, detail)


def _are_texts(cells: Iterable[object]) -> bool:
    return all(
        type(cell) is str and len(cell) <= LONGEST_TEXT and (cell.isascii() or is_encodable(cell)) for cell in cells
    )


def _are_amounts(amounts: list[object]) -> bool:
    if not set(map(type, amounts)) <= {int, type(None)}:
        return False
    there = [amount for amount in amounts if type(amount) is int]
    return not there or (min(there) > -_LARGEST and max(there) < _LARGEST)


def _head(line: bytes, path: Path | str) -> PartHead:
    try:
        head = json.loads(line)
        version, rules = head[_MAGIC], head["rules"]
        as_of, known = date.fromisoformat(head["as_of"]), head["known"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(NO_HEADER) from error
    if type(version) is int and version > VERSION:
        raise BadInput(NEWER_PART, path=path, version=version, known=VERSION)
    if version != VERSION or not line.endswith(b"\n"):
        raise ValueError(NO_HEADER)
    if rules != RULES_VERSION:
        raise BadInput(OTHER_RULES, path=path, theirs=rules, ours=RULES_VERSION)
    return PartHead(as_of, date.fromisoformat(known) if known is not None else None)


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    start = stream.read(len(_GZIP))
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream, mode="rb") if start == _GZIP else stream  # type: ignore[return-value]


@contextmanager
def _explained(path: Path | str) -> Iterator[None]:
    """Say of whatever Python cannot make sense of that the file is broken."""
    try:
        yield
    except (
        ValueError, TypeError, KeyError, AttributeError, EOFError, RecursionError, zlib.error, gzip.BadGzipFile,
    ) as error:  # fmt: skip
        reason = str(error)
        raise BrokenPart(path=path, reason=reason if reason in PART_REASONS else UNFIT_LINE) from error
