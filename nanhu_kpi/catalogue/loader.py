"""Loading the catalogue, held to its rules: a broken file is named with its entry and the reason."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from nanhu_kpi.errors import Refusal
from nanhu_kpi.errors.definitions import BrokenCatalogue
from nanhu_kpi.model import Area, Cadence, Catalogue, Direction, Fact, Goal, Kind, Measure, Origin, Plan
from nanhu_kpi.quantity import OVER, UNDER, amount_of
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

AREA_FILES = ("dj.toml", "jj.toml", "cq.toml", "pa.toml", "ms.toml")

_SOURCE = re.compile(r"(0|[12]\.[1-9]\.[1-9])(;[12]\.[1-9]\.[1-9])*")
_DECORATED = re.compile(r"[“”‘’…—≥≤]|\s{2}|^\s|\s$")
_QUALIFIERS = {"": 0, "over": OVER, "under": UNDER}
_GOAL_KEYS = {"code", "name_zh", "name_en", "source"}
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


class _Reader:
    """Gathers the areas and checks each entry against all that came before."""

    def __init__(self) -> None:
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
        used = {measure.goal for measure in self._measures.values()}
        for goal in self._goals.values():
            if goal.code not in used:
                raise self._broken(goal.code, "no measure belongs to this goal", file=f"{goal.area.lower()}.toml")
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
            raise self._broken("-", str(error)) from error
        self._only(table, {"code", "name_zh", "name_en", "goal", "measure"}, "-")
        area = Area(self._word(table, "code", "-"), position, *self._both_names(table, "-"))
        if area.code.lower() + ".toml" != name:
            raise self._broken(area.code, "the file is named for another area")
        self._areas.append(area)
        for entry in self._entries(table, "goal"):
            self._read_goal(entry, area)
        for number, entry in enumerate(self._entries(table, "measure"), start=1):
            self._read_measure(entry, area, number)

    def _entries(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self._broken(key, f"not a list of [[{key}]] tables")
        return entries

    def _read_goal(self, entry: dict[str, Any], area: Area) -> None:
        code = self._word(entry, "code", "goal")
        self._only(entry, _GOAL_KEYS, code)
        if code != f"{area.code}-G{sum(goal.area == area.code for goal in self._goals.values()) + 1}":
            raise self._broken(code, "goals are numbered in order inside their area")
        self._goals[code] = Goal(code, area.code, *self._both_names(entry, code), self._source(entry, code))

    def _read_measure(self, entry: dict[str, Any], area: Area, number: int) -> None:
        code = self._word(entry, "code", "measure")
        self._only(entry, _MEASURE_KEYS | {"actual", "target", "edition"}, code)
        if code in self._measures:
            raise self._broken(code, "the code is in use")
        if code != f"{area.code}{number:02}":
            raise self._broken(code, f"expected {area.code}{number:02}: measures are numbered in order")
        goal = self._word(entry, "goal", code)
        if goal not in self._goals or self._goals[goal].area != area.code:
            raise self._broken(code, f"no goal {goal} in this area")
        try:
            kind, direction = Kind(entry["kind"]), Direction(entry["direction"])
            cadence = Cadence(entry["cadence"])
        except (KeyError, ValueError) as error:
            raise self._broken(code, f"kind, direction or cadence: {error}") from error
        if not isinstance(entry.get("owner"), str):
            raise self._broken(code, "owner is missing; '' where the report names none")
        unit = self._word(entry, "unit", code)
        if (shape := RULES[kind].shape) and (unit, direction) != shape:
            raise self._broken(code, "a milestone is in % and at_least")
        names = self._both_names(entry, code)
        # A goal may be called like its area or its only measure; two measures may not be called alike.
        for name in names:
            if self._names.setdefault(name, code) != code:
                raise self._broken(code, f"{name!r} is already the name of {self._names[name]}")
        self._measures[code] = Measure(
            code, area.code, goal, *names, unit, kind, direction, cadence, entry["owner"],
            self._source(entry, code),
        )  # fmt: skip
        if (edition := self._edition(entry, code)) > 1:
            self._editions[code] = edition
        if "actual" not in entry and "target" not in entry:
            raise self._broken(code, "neither an actual nor a target: nothing of the report is recorded")
        if "actual" in entry:
            self._facts.append(self._fact(code, kind, entry["actual"]))
        if "target" in entry:
            self._plans.append(self._plan(code, kind, entry["target"]))

    def _fact(self, code: str, kind: Kind, table: dict[str, Any]) -> Fact:
        self._only(table, {"year", "value", "qualifier"}, code)
        qualifier = table.get("qualifier", "")
        if not isinstance(qualifier, str) or qualifier not in _QUALIFIERS:
            raise self._broken(code, f"unknown qualifier {qualifier!r}")
        return Fact(code, self._year(table, code), self._value(table, code, kind), _QUALIFIERS[qualifier])

    def _plan(self, code: str, kind: Kind, table: dict[str, Any]) -> Plan:
        self._only(table, {"year", "value", "origin"}, code)
        if table.get("origin") not in (Origin.REPORT, Origin.IMPLIED):
            raise self._broken(code, "the origin of a catalogue target is report or implied")
        return Plan(code, self._year(table, code), self._value(table, code, kind), Origin(table["origin"]))

    def _edition(self, table: dict[str, Any], code: str) -> int:
        edition = table.get("edition", 1)
        if type(edition) is not int or edition < 1:
            raise self._broken(code, f"edition {edition!r} is not a whole number from 1 on")
        return edition

    def _year(self, table: dict[str, Any], code: str) -> int:
        year = table.get("year")
        if type(year) is not int or not 2000 <= year <= 2100:
            raise self._broken(code, f"year {year!r}")
        return year

    def _value(self, table: dict[str, Any], code: str, kind: Kind) -> Decimal:
        text = table.get("value")
        try:
            if not isinstance(text, str):
                raise self._broken(code, "a value is a text of digits, so that it stays exact")
            value = Decimal(text)
            amount_of(value)
        except (InvalidOperation, Refusal) as error:
            if isinstance(error, BrokenCatalogue):
                raise
            raise self._broken(code, f"value {text!r} is not an exact decimal of four places") from error
        if not RULES[kind].admits(value):
            raise self._broken(code, f"a milestone lies between 0 and 100, not {text}")
        return value

    def _both_names(self, table: dict[str, Any], code: str) -> tuple[str, str]:
        names = self._word(table, "name_zh", code), self._word(table, "name_en", code)
        for name in names:
            if _DECORATED.search(name):
                raise self._broken(code, f"decoration in the name {name!r}")
        return names

    def _source(self, table: dict[str, Any], code: str) -> str:
        source = self._word(table, "source", code)
        if not _SOURCE.fullmatch(source):
            raise self._broken(code, f"source {source!r} is not part.section.paragraph")
        return source

    def _word(self, table: dict[str, Any], key: str, code: str) -> str:
        word = table.get(key)
        if not isinstance(word, str) or not word:
            raise self._broken(code, f"{key} is missing")
        return word

    def _only(self, table: dict[str, Any], known: set[str], code: str) -> None:
        if not isinstance(table, dict):
            raise self._broken(code, f"{table!r} is not a table")
        if unknown := set(table) - known:
            raise self._broken(code, f"unknown key {sorted(unknown)[0]!r}")

    def _broken(self, entry: str, reason: str, file: str = "") -> BrokenCatalogue:
        return BrokenCatalogue(file=file or self._file, entry=entry, reason=reason)
