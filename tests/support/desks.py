"""Three desks that began with one copy: what each records by itself, and what a merge leaves."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from nanhu_kpi.errors import Refusal
from nanhu_kpi.errors.merge import OTHER_MEANING, OTHER_MEASURE
from nanhu_kpi.model import Batch, Entry, EntryType, Goal, Kind, Origin, Pace, Target
from nanhu_kpi.service.merge import merge
from nanhu_kpi.store.batches import add_batch, newest_live_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.definitions import change_field, define_goal, define_measure, read_goals, read_measures
from nanhu_kpi.store.entries import add_entries, add_void, live_rows_of, live_under_key, void_entries
from nanhu_kpi.store.ids import IdSource, id_source
from nanhu_kpi.store.periods import add_closure
from nanhu_kpi.store.recount import wrong_rollups
from nanhu_kpi.store.targets import add_targets, void_targets
from nanhu_kpi.store.twins import record_twins
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, measure, ratio_of
from tests.support.commands import desk_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TABLES = (
    "batch", "change", "entry", "target", "void", "period", "area", "goal", "measure", "setting", "rollup_day",
    "rollup_month",
)  # fmt: skip
_SAME_FROM_BOTH_SIDES = ("disputes", "keys", "imports", "names", "crossing", "retired", "months", "passed_on", "twins")
# The clocks of three desks: apart by more than a day, so that ids and office days do not grow together.
SKEWS = (timedelta(), timedelta(days=-2), timedelta(hours=30))
BEGIN = datetime(2024, 6, 28, 14, 0, tzinfo=UTC)


class Act(NamedTuple):
    """What one desk records; the numbers pick what and where."""

    what: str
    one: int
    two: int


class Sitting(NamedTuple):
    """What one desk does next: it merges the copy of the desk `other` places on, or none for 0, and then records."""

    desk: int
    other: int
    acts: list[Act]


acts = st.builds(
    Act,
    st.sampled_from(
        ["log", "log", "total", "words", "key", "key", "key", "void", "void", "target", "withdraw", "edit", "edit",
         "retire", "add", "add entry", "config", "close", "goal", "move", "ratio", "undo", "unit", "import"]
    ),
    st.integers(0, 5), st.integers(0, 5),
)  # fmt: skip
sittings = st.builds(Sitting, st.integers(0, 2), st.sampled_from([0, 0, 1, 2]), st.lists(acts, min_size=1, max_size=7))


def run_desks(folder: Path, begin: Path, history: Iterable[Sitting]) -> list[Path]:
    """Let three copies of a file live through a history, and return them."""
    paths = [folder / f"desk{number}.db" for number in range(3)]
    for path in paths:
        shutil.copy(begin, path)
    for number, sitting in enumerate(history):
        path = paths[sitting.desk]
        if sitting.other:
            take(path, paths[(sitting.desk + sitting.other) % 3])
        with writing(path) as conn:
            for at, act in enumerate(sitting.acts):
                moment = BEGIN + timedelta(hours=11 * number + at) + SKEWS[sitting.desk]
                ids = id_source(conn, moment)
                who = f"{sitting.desk}"
                batch = Batch(ids.next_id(), f"officer {who}", f"desk {who}", act.what, moment, moment.date())
                add_batch(conn, batch)
                _do(conn, ids, batch, act)
    return paths


def union(folder: Path, *paths: Path) -> Path | None:
    """Return a new file: the first with the others merged into it one after another, or None where one was refused."""
    made = folder / f"union-{'-'.join(path.stem for path in paths)}.db"
    shutil.copy(paths[0], made)
    return made if all(take(made, path) for path in paths[1:]) else None


def take(path: Path, other: Path) -> bool:
    """Merge `other` into `path` and return whether that could be done."""
    try:
        merge(desk_at(path), other)
    except Refusal as refusal:
        assert refusal.msgid in (OTHER_MEANING, OTHER_MEASURE)
        return False
    return True


def told(path: Path, other: Path) -> dict[str, object] | None:
    """Return what merging `other` into `path` would list, None where it is refused: the same from the other side."""
    try:
        merged = merge(desk_at(path), other, dry_run=True).merged
    except Refusal as refusal:
        assert refusal.msgid in (OTHER_MEANING, OTHER_MEASURE)
        return None
    listed = {name: getattr(merged, name) for name in _SAME_FROM_BOTH_SIDES}
    targets = [(each.measure, each.year, {each.ours, each.theirs}, each.holds) for each in merged.targets]
    months = [
        (each.month, {each.ours, each.theirs}, each.ours if each.ours_holds else each.theirs)
        for each in merged.reclosed
    ]
    return {**listed, "hidden": set(merged.hidden), "targets": targets, "reclosed": months}


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that a file says, roll-ups included, having held these to a recount."""
    with closing(connect(path, "ro")) as conn:
        assert list(wrong_rollups(conn)) == []
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        # The day on which a batch came is each copy's own.
        told = {table: conn.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES if table != "batch"}
        told["batch"] = conn.execute("SELECT id, officer, host, command, logged_at, logged_on FROM batch").fetchall()
        return {table: sorted(rows, key=repr) for table, rows in told.items()}


def keyed(conn: sqlite3.Connection, key: str, entry: Entry) -> None:
    """Record an entry under a key as an import does: not where the key is held by a live one."""
    if live_under_key(conn, key):
        return
    conn.execute(
        "INSERT INTO entry (id, batch, key, measure, day, type, amount, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.id, entry.batch, key, entry.measure, entry.day.isoformat(), entry.type, int((entry.value or 0) * 10000),
         entry.note or None),
    )  # fmt: skip
    record_twins(conn)


def _do(conn: sqlite3.Connection, ids: IdSource, batch: Batch, act: Act) -> None:
    day = date(2024, 6, 26 + act.two) if act.two < 5 else date(2024, 5, 31)
    add, total = Decimal(act.one + 1), Decimal(10 * act.one)
    match act.what:
        case "log":
            add_entries(conn, [Entry(ids.next_id(), batch.id, SUM, day, EntryType.ADD, add, act.one % 3)])
        case "total":
            code = (SUM, LAST, MILESTONE)[act.one % 3]
            add_entries(conn, [Entry(ids.next_id(), batch.id, code, day, EntryType.SET, total)])
        case "words":
            add_entries(conn, [Entry(ids.next_id(), batch.id, SUM, day, EntryType.WORDS, None, note="甲")])
        case "key":
            value, note = Decimal(act.two % 2), ("", "甲", "乙")[act.two % 3]
            row = Entry(ids.next_id(), batch.id, SUM, date(2024, 6, 1), EntryType.ADD, value, note=note)
            keyed(conn, f"k{act.one % 2}", row)
        case "void":
            _void(conn, ids, batch, act)
        case "target" | "withdraw":
            value_ = total if act.what == "target" else None
            add_targets(conn, batch.id, [
                Target(ids.next_id(), SUM, 2024, value_, date(2024, 1, 1), date(2024, 12, 31), Pace.NONE,
                       Origin.OFFICER, day)
            ])  # fmt: skip
        case "edit":
            field = ("owner", "name_zh")[act.one % 2]
            code = ("JJ90", SUM)[act.one > 0]
            if code in read_measures(conn):
                change_field(conn, ids, batch.id, "measure", code, field, "甲乙丙"[act.two % 3])
        case "retire":
            change_field(conn, ids, batch.id, "measure", LAST, "retired_on", (None, "2024-07-01")[act.one % 2])
        case "add":
            made = measure("JJ90", "JJ-G1", (Kind.SUM, Kind.SUM, Kind.LAST)[act.one % 3])
            if made.code not in read_measures(conn):
                define_measure(
                    conn, ids, batch.id, made._replace(owner="甲乙"[act.two % 2], leader=("", "丙")[act.one % 2])
                )
        case "add entry":
            if "JJ90" in read_measures(conn):
                add_entries(conn, [Entry(ids.next_id(), batch.id, "JJ90", day, EntryType.SET, total)])
        case "config":
            key, values = (
                ("behind", ("", "-5", "-12")), (f"behind/{SUM}", ("", "-5", "-35")), ("office_name_zh", "甲乙丙")
            )[act.one % 3]  # fmt: skip
            change_field(conn, ids, batch.id, "setting", key, "value", values[act.two % 3])
        case "goal" | "move" | "ratio" | "unit":
            _define(conn, ids, batch, act)
        case "undo":
            newest = newest_live_batch(conn, batch.officer, batch.host)
            entries, targets = live_rows_of(conn, newest.id) if newest else ([], [])
            void_entries(conn, batch.id, [(ids.next_id(), each) for each in entries], "撤销")
            void_targets(conn, [(ids.next_id(), batch.id, each, "撤销") for each in targets])
        case "import":
            file = batch._replace(id=ids.next_id(), command=f"import f.csv sha256={act.one % 2:064}")
            add_batch(conn, file)
            add_entries(conn, [Entry(ids.next_id(), file.id, SUM, day, EntryType.ADD, add)])
        case _:
            month = ("2024-05", "2024-06")[act.one % 2]
            add_closure(conn, ids.next_id(), batch.id, month, closed=act.two > 1, reason="已上报")


def _define(conn: sqlite3.Connection, ids: IdSource, batch: Batch, act: Act) -> None:
    """Add a goal or a ratio or change it, move a measure among goals, or give one without entries another unit."""
    goals, measures = [goal.code for goal in read_goals(conn)], read_measures(conn)
    match act.what:
        case "goal" if f"JJ-G{5 + act.one % 2}" not in goals:
            code, name = f"JJ-G{5 + act.one % 2}", "甲乙丙"[act.two % 3]
            define_goal(conn, ids, batch.id, Goal(code, "JJ", name, f"Goal {code}", ("", "1.1.1")[act.two % 2]))
        case "goal":
            code = f"JJ-G{5 + act.one % 2}"
            change_field(conn, ids, batch.id, "goal", code, ("name_zh", "source")[act.one % 2], "甲乙丙"[act.two % 3])
        case "move":
            here = [code for code in goals if code.startswith("JJ")]
            change_field(conn, ids, batch.id, "measure", SUM, "goal", here[act.one % len(here)])
        case "ratio" if "JJ95" not in measures:
            define_measure(conn, ids, batch.id, ratio_of("JJ95", SUM, (CEILING, LAST)[act.one % 2]))
        case "ratio":
            part = ("numerator", "denominator")[act.one % 2]
            change_field(conn, ids, batch.id, "measure", "JJ95", part, (SUM, LAST, CEILING)[act.two % 3])
        case "unit" if "JJ90" in measures:
            if not conn.execute("SELECT 1 FROM entry WHERE measure = 'JJ90'").fetchone():
                change_field(conn, ids, batch.id, "measure", "JJ90", "unit", "家个"[act.two % 2])


def _void(conn: sqlite3.Connection, ids: IdSource, batch: Batch, act: Act) -> None:
    """Take back one of the newest rows; one may be taken back at two desks."""
    entries = conn.execute("SELECT id FROM entry ORDER BY id DESC LIMIT 4").fetchall()
    targets = conn.execute("SELECT id FROM target ORDER BY id DESC LIMIT 1").fetchall()
    if act.two == 5:
        void_targets(conn, [(ids.next_id(), batch.id, target, "误") for (target,) in targets])
    elif entries:
        add_void(conn, ids.next_id(), batch.id, _picked(entries, act.one), "误")


def _picked(rows: Sequence[tuple[bytes]], number: int) -> bytes:
    return rows[number % len(rows)][0]
