"""Goals and measures defined, changed and retired, each change recorded with who, when, old and new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.days import recorded_day
from nanhu_kpi.errors import BadInput, Refusal, Usage
from nanhu_kpi.errors.definitions import DEFINITIONS_CHANGED, MEASURE_TWICE_IN_FILE, NOT_BY_FILE, UNKNOWN_WORD
from nanhu_kpi.errors.import_rows import Problem
from nanhu_kpi.errors.targets import RETIREMENT_WANTS_REASON, ReasonWanted
from nanhu_kpi.errors.usage import CHANGE_WANTED, ONE_MEASURE_WANTED
from nanhu_kpi.exchange.formulas import unguarded
from nanhu_kpi.model import Batch, Cadence, Change, Direction, Goal, Kind, Measure
from nanhu_kpi.render.words import chinese_words
from nanhu_kpi.scorecard.kinds import RULES, KindRules, parts_of
from nanhu_kpi.service.definitions.definition_rules import (
    Book,
    checked,
    cleaned,
    goal_code,
    measure_code,
    refuse_other_meaning,
    refuse_unsound,
)
from nanhu_kpi.service.lookup import measure_named, normal_code, selected
from nanhu_kpi.store.definitions import change_field, define_goal, define_measure, read_areas, read_goals, read_measures
from nanhu_kpi.store.disputes import is_disputed
from nanhu_kpi.store.entries import EntryFilter, newest_entries
from nanhu_kpi.store.targets import target_revisions
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.service.imports.file_rows import FileRows
    from nanhu_kpi.service.ledger import Ledger, Reading, Writing

Fields = dict[str, str]
# What many measures may be given at once; the rest is one measure's own.
SHARED = ("owner", "support", "leader", "cadence")
_MEANING = ("kind", "unit", "direction")
# What a file of measures tells of them, and other commands change.
_OF_OTHERS = ("area", "retired_on")
_ENUMS: dict[str, Any] = {"kind": Kind, "direction": Direction, "cadence": Cadence}


class Edited(NamedTuple):
    """What one command changed, of which goals or measures as they are now; no changes where nothing differed."""

    things: Mapping[str, Goal | Measure]
    changes: tuple[Change, ...]
    batch: Batch | None = None


def book(ledger: Ledger) -> Book:
    """Return what is defined, to check answers against while asking."""
    with ledger.look() as reading:
        return _book(reading)


def measures_selected(ledger: Ledger, words: Sequence[str]) -> tuple[Measure, ...]:
    """Return the measures that a command names. Raises UNKNOWN_SELECTION."""
    with ledger.look() as reading:
        return _chosen(words, read_measures(reading.conn))


def ratios_of(ledger: Ledger, code: str) -> tuple[Measure, ...]:
    """Return the ratios that a measure is a part of. Raises UNKNOWN_CODE."""
    with ledger.look() as reading:
        measures = read_measures(reading.conn)
        part = measure_named(code, measures).code
        return tuple(each for each in measures.values() if part in parts_of(each))


def add_goal(ledger: Ledger, code: str, fields: Fields) -> Goal:
    """Define a new goal. Raises UNKNOWN_AREA, UNFIT_CODE, CODE_IN_USE, UNFIT_TEXT or NAME_IN_USE."""
    with ledger.write() as writing:
        known = _book(writing)
        taken = goal_code(code, known)
        said = cleaned(fields, known, "goal", taken)
        goal = Goal(taken, taken[:2], said["name_zh"], said.get("name_en", ""), said.get("source", ""))
        define_goal(writing.conn, writing.ids, writing.begin_batch(f"goal add {taken}").id, goal)
        return goal


def edit_goal(ledger: Ledger, code: str, fields: Fields) -> Edited:
    """Give a goal other names or another source. Raises UNKNOWN_GOAL, UNFIT_TEXT or NAME_IN_USE."""
    with ledger.write() as writing:
        known = _book(writing)
        goal = known.goal(code)
        said = cleaned(fields, known, "goal", goal.code)
        if not said:
            raise Usage(CHANGE_WANTED, command=f"goal edit {goal.code}", options=["--name-zh", "--name-en", "--source"])
        changes = [Change("goal", goal.code, field, getattr(goal, field), new) for field, new in said.items()]
        return Edited({goal.code: goal._replace(**_typed(said))}, *_changed(writing, f"goal edit {goal.code}", changes))


def add_measure(ledger: Ledger, code: str, fields: Fields) -> Measure:
    """Define a new measure. Raises the refusal of what does not do: code, names, goal, kind and what goes with it."""
    with ledger.write() as writing:
        known = _book(writing)
        taken = measure_code(code, known)
        measure = _measure(taken, cleaned(with_defaults(fields), known, "measure", taken))
        refuse_unsound(measure, known)
        define_measure(writing.conn, writing.ids, writing.begin_batch(f"measure add {taken}").id, measure)
        return measure


def edit_measures(ledger: Ledger, words: Sequence[str], fields: Fields) -> Edited:
    """Give one measure, or in its shared fields several, other values.

    Raises ONE_MEASURE_WANTED, MEANING_FIXED, RATIO_STAYS or the refusal of a value that does not do.
    """
    with ledger.write() as writing:
        known = _book(writing)
        chosen = _chosen(words, known.measures)
        own = [field for field in fields if field not in SHARED]
        if own and len(chosen) != 1:
            raise Usage(
                ONE_MEASURE_WANTED, options=[f"--{field.replace('_', '-')}" for field in own], count=len(chosen)
            )
        said = cleaned(fields, known, "measure", chosen[0].code)
        if not said:
            raise Usage(CHANGE_WANTED, command="measure edit", options=[f"--{field}" for field in ("name-zh", *SHARED)])
        after = {measure.code: measure._replace(**_typed(said)) for measure in chosen}
        if own:
            _refuse_fixed(writing, chosen[0], after[chosen[0].code])
            refuse_unsound(after[chosen[0].code], known)
        changes = [
            Change("measure", measure.code, field, getattr(measure, field), new)
            for measure in chosen
            for field, new in said.items()
        ]
        return Edited(after, *_changed(writing, f"measure edit {' '.join(words)}", changes))


def set_measure_rows(ledger: Ledger, read: FileRows, *, keep: bool) -> tuple[Edited, list[Problem]]:
    """Give measures what the rows of a file say, as one batch, and return what that changes and what is wrong with the
    other rows. An empty cell leaves a field as it is.

    Without `keep` it is only tried. Raises DEFINITIONS_CHANGED where it is to be kept and anything is wrong.
    """
    assert read.header is not None
    problems = list(read.problems)
    after: dict[str, Measure] = {}
    changes: list[Change] = []
    with ledger.write(keep=keep) as writing:
        known = _book(writing)
        for number, cells in read.rows:
            column = "measure"
            try:
                measure = measure_named(cells["measure"], known.measures)
                if measure.code in after:
                    raise BadInput(MEASURE_TWICE_IN_FILE, code=measure.code)
                said: Fields = {}
                for column, text in cells.items():
                    if text and column != "measure":
                        said |= _field_of_file(measure, column, text, known)
                column = next((field for field in said if field in _MEANING), "measure")
                edited = measure._replace(**_typed(said))
                _refuse_fixed(writing, measure, edited)
                refuse_unsound(edited, known)
                after[measure.code] = edited
                changes += [
                    Change("measure", measure.code, field, getattr(measure, field), new) for field, new in said.items()
                ]
            except Refusal as refusal:
                problems.append(Problem(number, read.header.name(column), cells.get(column, ""), refusal.alone()))
        if keep and problems:
            raise BadInput(DEFINITIONS_CHANGED)
        made, batch = _changed(writing, f"measure import {Path(read.path).name or read.path}", changes)
    return Edited(after, made, batch), sorted(problems, key=lambda problem: problem.row)


def _field_of_file(measure: Measure, column: str, text: str, known: Book) -> Fields:
    """Return one cell of a file as a field. Raises what is wrong with it."""
    if column in _OF_OTHERS:
        if folded(text) != folded(str(getattr(measure, column) or "")):
            raise BadInput(NOT_BY_FILE, column=column)
        return {}
    if column in _ENUMS:
        named = {chinese_words()[member]: str(member) for member in _ENUMS[column]}
        value = named.get(text, text)
        if value not in named.values():
            raise BadInput(UNKNOWN_WORD, text=text, known=list(named.values()))
        return {column: value}
    return {column: checked(column, unguarded(text), known, "measure", measure.code)}


def retire(ledger: Ledger, code: str, *, day: str | None, reason: str) -> Edited:
    """Retire a measure from a day on, by default today: it keeps its history and takes no later entry.

    Raises ReasonWanted where none is given.
    """
    with ledger.write() as writing:
        measure = measure_named(code, read_measures(writing.conn))
        on = writing.today if day is None else recorded_day(day, writing.today, "--from")
        if not reason:
            raise ReasonWanted(RETIREMENT_WANTS_REASON, code=measure.code, name=measure)
        command = f"measure retire {measure.code}{f' --reason {reason}' if reason else ''}"
        return _retired(writing, command, measure, measure._replace(retired_on=on))


def bring_back(ledger: Ledger, code: str, *, reason: str) -> Edited:
    """Take a retirement back."""
    with ledger.write() as writing:
        measure = measure_named(code, read_measures(writing.conn))
        command = f"measure retire {measure.code} --back{f' --reason {reason}' if reason else ''}"
        return _retired(writing, command, measure, measure._replace(retired_on=None))


def with_defaults(fields: Fields) -> Fields:
    """Return the fields of a new measure with what goes without saying: a milestone's unit, direction, cadence."""
    shape = _rules_of(fields).shape
    unit = {"unit": shape[0]} if shape else {}
    return {**unit, "direction": Direction.AT_LEAST.value, "cadence": Cadence.MONTHLY.value, **fields}


def missing(fields: Fields) -> list[str]:
    """Return which fields a new measure still wants."""
    parts = ["numerator", "denominator"] if _rules_of(fields).is_computed else []
    given = with_defaults(fields)
    return [field for field in ("goal", "name_zh", "kind", "unit", *parts) if field not in given]


def _rules_of(fields: Fields) -> KindRules:
    """Return the rules of the kind that the fields name, or none at all where they name none yet."""
    return next((rules for kind, rules in RULES.items() if kind == fields.get("kind")), KindRules())


def _book(reading: Reading | Writing) -> Book:
    conn = reading.conn
    goals, measures = {goal.code: goal for goal in read_goals(conn)}, read_measures(conn)
    every = {*read_measures(conn, undone=True), *(goal.code for goal in read_goals(conn, undone=True))}
    return Book(read_areas(conn), goals, measures, frozenset(every - goals.keys() - measures.keys()))


def _chosen(words: Sequence[str], measures: Mapping[str, Measure]) -> tuple[Measure, ...]:
    if len(words) == 1 and normal_code(words[0]) in measures:
        return (measures[normal_code(words[0])],)
    selection = selected(words, measures)
    return tuple(measures[code] for code in selection.codes) if selection else ()


def _measure(code: str, said: Fields) -> Measure:
    return Measure(code=code, area=code[:2], **{"name_en": "", "owner": "", "source": "", **_typed(said)})


def _typed(said: Fields) -> dict[str, Any]:
    return {field: _ENUMS[field](value) if field in _ENUMS else value for field, value in said.items()}


def _refuse_fixed(writing: Writing, before: Measure, after: Measure) -> None:
    if any(getattr(before, field) != getattr(after, field) for field in _MEANING):
        count = newest_entries(writing.conn, EntryFilter(measures=(before.code,)), 0)[1]
        # By year, so that of each year the last revision stays: it withdraws the target, or the target stands.
        last = {target.year: target for target in target_revisions(writing.conn, before.code)}
        years = [year for year, target in last.items() if target.value is not None]
        refuse_other_meaning(before, after, has_entries=count > 0, years=years)


def _retired(writing: Writing, command: str, before: Measure, after: Measure) -> Edited:
    old, new = (each.retired_on.isoformat() if each.retired_on else None for each in (before, after))
    changes = [Change("measure", before.code, "retired_on", old, new)]
    return Edited({before.code: after}, *_changed(writing, command, changes))


def _changed(writing: Writing, command: str, wanted: Sequence[Change]) -> tuple[tuple[Change, ...], Batch | None]:
    """Record the changes that change something, or settle a dispute, as one batch if there is any."""
    batch = None
    changes = tuple(
        change
        for change in wanted
        if change.old != change.new or is_disputed(writing.conn, change.subject, change.code, change.field)
    )
    if changes:
        batch = writing.begin_batch(command)
        for change in changes:
            change_field(writing.conn, writing.ids, batch.id, change.subject, change.code, change.field, change.new)
    return changes, batch
