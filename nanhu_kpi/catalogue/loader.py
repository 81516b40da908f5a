"""Loading the catalogue, held to its rules: a broken file is named with its entry and the reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.catalogue import (
    CODE_TWICE,
    DECORATED_NAME,
    GOAL_WITHOUT_MEASURE,
    GOALS_IN_ORDER,
    KEY_MISSING,
    MEASURES_IN_ORDER,
    MILESTONE_BEYOND,
    MILESTONE_IN_PERCENT,
    NAME_TWICE,
    NAMED_FOR_ANOTHER_AREA,
    NO_AREAS,
    NO_EDITION,
    NO_LIST_OF_TABLES,
    NO_SOURCE,
    NO_SUCH_GOAL,
    NO_SUCH_QUALIFIER,
    NO_SUCH_WORD,
    NO_TABLE,
    NO_YEAR,
    NOT_ON_A_LINE,
    NOTHING_OF_THE_REPORT,
    ORIGIN_OF_A_CATALOGUE,
    OWNER_MISSING,
    RATIO_OF_TWO,
    UNKNOWN_KEY,
    UNREADABLE_TOML,
    VALUE_NO_TEXT,
    VALUE_NOT_EXACT,
)
from nanhu_kpi.errors.definitions import BrokenCatalogue
from nanhu_kpi.model import Area, Cadence, Catalogue, Direction, Fact, Goal, Kind, Measure, Origin, Plan
from nanhu_kpi.paths import is_folder
from nanhu_kpi.quantity import OVER, UNDER, amount_of
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

AREA_FILES = ("dj.toml", "jj.toml", "cq.toml", "pa.toml", "ms.toml")

_SOURCE = re.compile(r"(0|[12]\.[1-9]\.[1-9])(;[12]\.[1-9]\.[1-9])*")
_DECORATED = re.compile(r"[“”‘’…—≥≤]|\s{2}|^\s|\s$")
_QUALIFIERS = {"": 0, "over": OVER, "under": UNDER}
_GOAL_KEYS = {"code", "name_zh", "name_en", "source"}
_AREA_FILE = re.compile(r"[a-z]{2}\.toml")
_PARTS = ("numerator", "denominator")
_LONGEST = 200
_MEASURE_KEYS = _GOAL_KEYS | {"goal", "unit", "kind", "direction", "cadence", "owner"}


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """Return the catalogue in `folder` (the packaged one by default), areas in the report's order.

    Raises BrokenCatalogue with file, entry and reason at the first rule that is broken.
    """
    folder = folder or files("nanhu_kpi.catalogue")
    reader = _Reader()
    for position, name in enumerate(AREA_FILES, start=1):
        reader.read(name, position, folder.joinpath(name))
    return reader.catalogue()


def load_own_catalogue(folder: Path) -> Catalogue:
    """Return a catalogue written in place of the report's: a file an area, named by its code, the report's areas first.

    The rules are the same, but that a measure may come without an actual and a target: each office sets its own. It is
    known by a name that follows from what it says. Raises BrokenCatalogue.
    """
    files = folder.glob("*.toml") if is_folder(folder) else ()
    names = {path.name for path in files if _AREA_FILE.fullmatch(path.name)}
    reader = _Reader(of_report=False)
    if not names:
        raise BrokenCatalogue(file=str(folder), entry="-", reason=BadInput(NO_AREAS))
    known = [name for name in AREA_FILES if name in names]
    digest = hashlib.sha256()
    for position, name in enumerate([*known, *sorted({*names} - {*known})], start=1):
        reader.read(name, position, folder / name)
        digest.update((folder / name).read_bytes())
    return reader.catalogue()._replace(document=f"catalogue-{digest.hexdigest()[:12]}")


class _Reader:
    """Gathers the areas and checks each entry against all that came before."""

    def __init__(self, *, of_report: bool = True) -> None:
        self._of_report = of_report
        self._areas: list[Area] = []
        self._goals: dict[str, Goal] = {}
        self._measures: dict[str, Measure] = {}
        self._names: dict[str, str] = {}
        self._facts: list[Fact] = []
        self._plans: list[Plan] = []
        self._editions: dict[str, int] = {}
        self._file = ""

    def catalogue(self) -> Catalogue:
        """Return what was read, once every goal holds a measure."""
        for measure in self._measures.values():
            parts = (self._measures.get(part) for part in (measure.numerator, measure.denominator) if part)
            if any(part is None or RULES[part.kind].is_computed for part in parts):
                raise self._broken(measure.code, RATIO_OF_TWO, file=f"{measure.area.lower()}.toml")
        used = {measure.goal for measure in self._measures.values()}
        for goal in self._goals.values():
            if goal.code not in used:
                raise self._broken(goal.code, GOAL_WITHOUT_MEASURE, file=f"{goal.area.lower()}.toml")
        return Catalogue(
            tuple(self._areas),
            tuple(self._goals.values()),
            tuple(self._measures.values()),
            tuple(self._facts),
            tuple(self._plans),
            self._editions,
        )

    def read(self, name: str, position: int, file: Traversable) -> None:
        """Read one area's file."""
        self._file = name
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise self._broken("-", UNREADABLE_TOML, error=str(error)) from error
        self._only(table, {"code", "name_zh", "name_en", "goal", "measure"}, "-")
        area = Area(self._word(table, "code", "-"), position, *self._both_names(table, "-"))
        if area.code.lower() + ".toml" != name:
            raise self._broken(area.code, NAMED_FOR_ANOTHER_AREA)
        self._areas.append(area)
        for entry in self._entries(table, "goal"):
            self._read_goal(entry, area)
        for number, entry in enumerate(self._entries(table, "measure"), start=1):
            self._read_measure(entry, area, number)

    def _entries(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self._broken(key, NO_LIST_OF_TABLES, key=key)
        return entries

    def _read_goal(self, entry: dict[str, Any], area: Area) -> None:
        code = self._word(entry, "code", "goal")
        self._only(entry, _GOAL_KEYS, code)
        if code != f"{area.code}-G{sum(goal.area == area.code for goal in self._goals.values()) + 1}":
            raise self._broken(code, GOALS_IN_ORDER)
        self._goals[code] = Goal(code, area.code, *self._both_names(entry, code), self._source(entry, code))

    def _read_measure(self, entry: dict[str, Any], area: Area, number: int) -> None:
        code = self._word(entry, "code", "measure")
        self._only(entry, _MEASURE_KEYS | {"actual", "target", "edition", *_PARTS}, code)
        if code in self._measures:
            raise self._broken(code, CODE_TWICE)
        if code != f"{area.code}{number:02}":
            raise self._broken(code, MEASURES_IN_ORDER, expected=f"{area.code}{number:02}")
        goal = self._word(entry, "goal", code)
        if goal not in self._goals or self._goals[goal].area != area.code:
            raise self._broken(code, NO_SUCH_GOAL, goal=goal)
        try:
            kind, direction = Kind(entry["kind"]), Direction(entry["direction"])
            cadence = Cadence(entry["cadence"])
        except (KeyError, ValueError, TypeError) as error:
            raise self._broken(code, NO_SUCH_WORD, error=str(error)) from error
        if not isinstance(entry.get("owner"), str):
            raise self._broken(code, OWNER_MISSING)
        if len(entry["owner"]) > _LONGEST or not entry["owner"].isprintable():
            raise self._broken(code, NOT_ON_A_LINE, key="owner", most=_LONGEST)
        unit = self._word(entry, "unit", code)
        if (shape := RULES[kind].shape) and (unit, direction) != shape:
            raise self._broken(code, MILESTONE_IN_PERCENT)
        names = self._both_names(entry, code)
        # A goal may be called like its area or its only measure; two measures may not be called alike.
        for name in names:
            if self._names.setdefault(name, code) != code:
                raise self._broken(code, NAME_TWICE, name=name, other=self._names[name])
        numerator, denominator = self._parts(entry, code, kind)
        self._measures[code] = Measure(
            code, area.code, goal, *names, unit, kind, direction, cadence, entry["owner"],
            self._source(entry, code),
        )._replace(numerator=numerator, denominator=denominator)  # fmt: skip
        if (edition := self._edition(entry, code)) > 1:
            self._editions[code] = edition
        if self._of_report and "actual" not in entry and "target" not in entry:
            raise self._broken(code, NOTHING_OF_THE_REPORT)
        if "actual" in entry:
            self._facts.append(self._fact(code, kind, entry["actual"]))
        if "target" in entry:
            self._plans.append(self._plan(code, kind, entry["target"]))

    def _parts(self, entry: dict[str, Any], code: str, kind: Kind) -> tuple[str, str]:
        parts = {key: self._word(entry, key, code) for key in _PARTS if key in entry}
        if RULES[kind].is_computed:
            if len(set(parts.values())) != len(_PARTS) or "actual" in entry:
                raise self._broken(code, RATIO_OF_TWO)
        elif parts:
            raise self._broken(code, UNKNOWN_KEY, key=repr(min(parts)))
        return parts.get("numerator", ""), parts.get("denominator", "")

    def _fact(self, code: str, kind: Kind, table: dict[str, Any]) -> Fact:
        self._only(table, {"year", "value", "qualifier"}, code)
        qualifier = table.get("qualifier", "")
        if not isinstance(qualifier, str) or qualifier not in _QUALIFIERS:
            raise self._broken(code, NO_SUCH_QUALIFIER, qualifier=repr(qualifier))
        return Fact(code, self._year(table, code), self._value(table, code, kind), _QUALIFIERS[qualifier])

    def _plan(self, code: str, kind: Kind, table: dict[str, Any]) -> Plan:
        self._only(table, {"year", "value", "origin"}, code)
        if table.get("origin") not in (Origin.REPORT, Origin.IMPLIED):
            raise self._broken(code, ORIGIN_OF_A_CATALOGUE)
        return Plan(code, self._year(table, code), self._value(table, code, kind), Origin(table["origin"]))

    def _edition(self, table: dict[str, Any], code: str) -> int:
        edition = table.get("edition", 1)
        if type(edition) is not int or edition < 1:
            raise self._broken(code, NO_EDITION, edition=repr(edition))
        return edition

    def _year(self, table: dict[str, Any], code: str) -> int:
        year = table.get("year")
        if type(year) is not int or not 2000 <= year <= 2100:
            raise self._broken(code, NO_YEAR, year=repr(year))
        return year

    def _value(self, table: dict[str, Any], code: str, kind: Kind) -> Decimal:
        text = table.get("value")
        try:
            if not isinstance(text, str):
                raise self._broken(code, VALUE_NO_TEXT)
            value = Decimal(text)
            amount_of(value)
        except (InvalidOperation, Refusal) as error:
            if isinstance(error, BrokenCatalogue):
                raise
            raise self._broken(code, VALUE_NOT_EXACT, value=repr(text)) from error
        if not RULES[kind].admits(value):
            raise self._broken(code, MILESTONE_BEYOND, value=text)
        return value

    def _both_names(self, table: dict[str, Any], code: str) -> tuple[str, str]:
        names = self._word(table, "name_zh", code), self._word(table, "name_en", code)
        for name in names:
            if _DECORATED.search(name):
                raise self._broken(code, DECORATED_NAME, name=repr(name))
        return names

    def _source(self, table: dict[str, Any], code: str) -> str:
        source = self._word(table, "source", code)
        if not _SOURCE.fullmatch(source):
            raise self._broken(code, NO_SOURCE, source=repr(source))
        return source

    def _word(self, table: dict[str, Any], key: str, code: str) -> str:
        word = table.get(key)
        if not isinstance(word, str) or not word:
            raise self._broken(code, KEY_MISSING, key=key)
        if len(word) > _LONGEST or not word.isprintable():
            raise self._broken(code, NOT_ON_A_LINE, key=key, most=_LONGEST)
        return word

    def _only(self, table: dict[str, Any], known: set[str], code: str) -> None:
        if not isinstance(table, dict):
            raise self._broken(code, NO_TABLE, table=repr(table))
        if unknown := set(table) - known:
            raise self._broken(code, UNKNOWN_KEY, key=repr(sorted(unknown)[0]))

    def _broken(self, entry: str, reason: str, file: str = "", **facts: object) -> BrokenCatalogue:
        return BrokenCatalogue(file=file or self._file, entry=entry, reason=BadInput(reason, **facts))
