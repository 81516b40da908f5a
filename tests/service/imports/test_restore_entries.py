"""Rows that an export wrote: restored as they were, skipped where they are there, refused where they differ."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.database import reading
from nanhu_kpi.store.rollups import recorded_late
from tests.support.commands import NOW, actual, did, recorded, run
from tests.support.files import csv_file, imported, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, str]
LATER = datetime(2024, 7, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def other(empty_db: Path) -> Path:
    """Another database made from the same catalogue."""
    return Path(shutil.copy2(empty_db, empty_db.with_name("other.db")))


def exported_to(db: Path, change: Callable[[list[Row]], object] = lambda _rows: None) -> Path:
    """Export the entries, changed by somebody in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(did(db, "export", "entries").out, newline="")))
    names = list(rows[0])
    change(rows)
    path = db.with_name("entries.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, names, lineterminator="\n", restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def test_entries_batches_and_voids_come_back_as_they_were(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "JJ02=98.5", "--note", "走访", "--date", "2024-05-31", officer="wang")
    did(empty_db, "log", "JJ01=20", now=LATER)
    did(empty_db, "void", recorded(empty_db)[1]["id"][-6:], "--reason", "重复", now=LATER)
    ran = imported(other, exported_to(empty_db), now=LATER)
    assert "Recorded 3 entries  1 voided as in the file\n" in ran.out
    assert did(other, "export", "entries").out == did(empty_db, "export", "entries").out
    assert (actual(other, "JJ01", "2024-07-02"), actual(other, "JJ02", "2024-07-02")) == ("20", "")
    assert "Nothing to import: all 3 rows" in imported(other, exported_to(empty_db), now=LATER).err


def test_a_database_restored_from_an_export_merges_with_its_source(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", officer="wang")
    did(empty_db, "log", "JJ01+4", now=LATER)
    did(empty_db, "config", "set", "time_zone", "Pacific/Auckland")
    imported(other, exported_to(empty_db), now=LATER)
    before = did(other, "export", "entries").out
    for here, there in ((other, empty_db), (empty_db, other)):
        did(here, "merge", str(there))
    assert did(other, "export", "entries").out == did(empty_db, "export", "entries").out == before


def test_what_a_merge_voids_between_twins_is_no_void_of_its_own_in_an_export(empty_db: Path, other: Path) -> None:
    # As a plain void it would outlast the twin, and the figure be lost with it.
    third = Path(shutil.copy2(empty_db, empty_db.with_name("third.db")))
    for db in (empty_db, other):
        imported(db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,3,,k1"))
    did(empty_db, "merge", str(other))
    imported(third, exported_to(empty_db))
    assert did(third, "export", "entries").out == did(empty_db, "export", "entries").out
    (live,) = [row for row in recorded(empty_db) if not row["voided_at"]]
    did(empty_db, "void", live["id"][-6:], "--reason", "误", now=LATER)
    imported(third, exported_to(empty_db), now=LATER)
    assert (actual(empty_db, "JJ01"), actual(third, "JJ01")) == ("3", "3")
    assert did(third, "export", "entries").out == did(empty_db, "export", "entries").out


def test_a_void_brought_for_an_entry_of_a_closed_month_is_refused(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "--date", "2024-05-31")
    imported(other, exported_to(empty_db))
    did(other, "period", "close", "2024-05", "--reason", "已上报")
    did(empty_db, "void", recorded(empty_db)[0]["id"][-6:], "--reason", "重复")
    ((row, column, reason),) = problems_of(other, exported_to(empty_db))
    assert (row, column) == ("2", "voided_at")
    assert reason.startswith("2024-05 was closed by li")
    assert actual(other, "JJ01") == "3"


def test_what_is_restored_says_how_it_is_taken_back(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3")
    file = exported_to(empty_db)
    assert "undo BATCH" in imported(other, file).err
    did(other, "undo", "--yes", recorded(other)[0]["batch"][-6:])
    assert actual(other, "JJ01") == ""


def test_an_exported_file_taken_back_into_its_own_database_adds_nothing(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+3")
    before = did(seeded_db, "export", "entries").out
    assert "recorded already" in imported(seeded_db, exported_to(seeded_db)).err
    assert did(seeded_db, "export", "entries").out == before


def test_a_void_that_the_record_lacks_is_brought_and_one_that_the_file_lacks_stays(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3")
    did(empty_db, "log", "JJ01+4")
    early = exported_to(empty_db)
    imported(other, early)
    did(empty_db, "void", recorded(empty_db)[0]["id"][-6:], "--reason", "重复")
    assert (
        "Recorded 0 entries  2 already recorded  1 voided as in the file" in imported(other, exported_to(empty_db)).out
    )
    assert actual(other, "JJ01") == "4"
    early = exported_to(empty_db, lambda rows: [row.update(voided_at="", voided_by="", void_reason="") for row in rows])
    assert "Nothing to import" in imported(other, early).err
    assert actual(other, "JJ01") == "4"


def test_an_id_that_says_something_else_is_a_conflict_with_both_sides(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+3", "--note", "走访")
    file = exported_to(empty_db, lambda rows: rows[0].update(value="30", note="补"))
    ((row, column, reason),) = problems_of(empty_db, file)
    assert (row, column) == ("2", "id")
    assert "differs in amount, note: amount=3; note=走访. The file says: amount=30; note=补." in reason


def test_an_id_twice_in_a_file_is_one_row_or_a_conflict(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3")
    file = exported_to(empty_db, lambda rows: rows.append({**rows[0], "value": "4"}))
    assert [problem[0] for problem in problems_of(other, file)] == ["3"]
    file = exported_to(empty_db, lambda rows: rows.append(dict(rows[0])))
    assert "Recorded 1 entry  1 already recorded" in imported(other, file).out


def test_new_rows_may_stand_below_exported_ones(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3")
    new = {"measure": "JJ01", "day": "2024-06-30", "type": "新增", "value": "+5"}
    ran = imported(other, exported_to(empty_db, lambda rows: rows.append(new)), now=LATER)
    assert "Recorded 2 entries  #" in ran.out
    first, second = recorded(other)
    assert (first["officer"], first["logged_at"]) == ("li", "2024-07-01T02:00:00Z")
    assert second["logged_at"] == "2024-07-02T02:00:00Z"
    did(other, "undo", "--yes", now=LATER)
    assert actual(other, "JJ01") == "3"


def test_a_row_restored_late_counts_as_recorded_late(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "--date", "2024-05-31")
    imported(other, exported_to(empty_db))
    for db in (empty_db, other):
        with reading(db) as conn:
            assert recorded_late(conn, date(2024, 6, 15)) == 1


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"id": "12"}, "id", "“12” is not an id"),
        ({"id": "ffffffff-ffff-7fff-bfff-ffffffffffff"}, "id", "is not an id"),
        ({"id": "5b3fd3c8-1f2e-4c1f-9a3b-0123456789ab"}, "id", "is not an id"),
        ({"batch": ""}, "batch", "A row with an id also needs batch"),
        ({"id": ""}, "id", "A row with an id also needs batch"),
        ({"logged_at": "2024-07-01"}, "logged_at", "is not a moment"),
        ({"type": ""}, "type", "empty"),
        ({"value": ""}, "value", "empty"),
        ({"type": "words"}, "value", "The type is words"),
        ({"void_reason": "重复"}, "voided_at", "given together"),
        ({"measure": "JJ02"}, "value", "is a reading and cannot be added to"),
        ({"officer": "zhao"}, "id", "differs in officer"),
    ],
)  # fmt: skip
def test_what_no_export_wrote_is_named(empty_db: Path, change: Row, column: str, reason: str) -> None:
    did(empty_db, "log", "JJ01+3", now=NOW)
    found = problems_of(empty_db, exported_to(empty_db, lambda rows: rows[0].update(change)))
    assert [(problem[0], problem[1]) for problem in found][:1] == [("2", column)]
    assert reason in found[0][2]


def test_a_batch_of_another_officer_is_a_conflict(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "JJ02=5")
    file = exported_to(empty_db, lambda rows: rows[1].update(officer="zhao"))
    ((row, column, reason),) = problems_of(other, file)
    assert (row, column) == ("3", "batch")
    assert "already exists with another officer, host or time" in reason
    imported(other, exported_to(empty_db, lambda rows: rows.pop()))
    file = exported_to(empty_db, lambda rows: rows[1].update(officer="zhao"))
    assert [problem[:2] for problem in problems_of(other, file)] == [("3", "batch")]


def test_a_closed_month_takes_no_restored_row_either(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "--date", "2024-05-31")
    did(other, "period", "close", "2024-05", "--reason", "已上报")
    assert [problem[1] for problem in problems_of(other, exported_to(empty_db))] == ["day"]


def test_a_restored_row_under_a_key_that_stands_is_there_already(empty_db: Path, other: Path) -> None:
    file = empty_db.with_name("in.csv")
    file.write_text("measure,day,type,value,key\nJJ01,2024-06-30,add,3,k1\n", encoding="utf-8")
    imported(empty_db, file)
    imported(other, file)
    assert "Nothing to import" in imported(other, exported_to(empty_db)).err
    assert run(other, "export", "entries").out.count("k1") == 1


def test_a_batch_whose_command_the_file_does_not_tell_is_one_of_an_import(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "JJ02=5", "--note", "走访 社区", officer="wang")
    did(empty_db, "undo", "--yes", officer="wang")
    file = exported_to(empty_db, lambda rows: [row.update(command="") for row in rows])
    imported(other, file)
    with reading(other) as conn:
        commands = conn.execute("SELECT DISTINCT command FROM batch WHERE officer = 'wang'").fetchall()
    assert commands == [("import",)]
    assert "Nothing to import" in imported(other, file).err


def test_a_voided_row_of_a_file_leaves_its_key_to_a_live_one(empty_db: Path, other: Path) -> None:
    row = "measure,day,type,value,key\nJJ01,2024-06-30,add,{},k1\n"
    source = empty_db.with_name("in.csv")
    for value in (3, 4):
        source.write_text(row.format(value), encoding="utf-8")
        imported(empty_db, source)
        if value == 3:
            did(empty_db, "undo", "--yes")
    imported(other, exported_to(empty_db), now=LATER)
    assert [(each["value"], each["key"], bool(each["voided_at"])) for each in recorded(other)] == [
        ("3", "k1", True), ("4", "k1", False),
    ]  # fmt: skip
    assert actual(other, "JJ01", "2024-07-02") == "4"


def test_a_voided_row_of_a_file_stands_beside_a_live_one_of_the_record(empty_db: Path, other: Path) -> None:
    for db, value in ((empty_db, 3), (other, 4)):
        imported(db, csv_file(db.parent, f"JJ01,2024-06-30,add,{value},,k1"))
    did(empty_db, "undo", "--yes")
    imported(other, exported_to(empty_db), now=LATER)
    assert sorted((each["value"], bool(each["voided_at"])) for each in recorded(other)) == [("3", True), ("4", False)]
    assert actual(other, "JJ01") == "4"


def test_rows_that_do_not_tell_their_command_come_in_whether_voided_or_not(empty_db: Path, other: Path) -> None:
    did(empty_db, "log", "JJ01+3", "JJ02=5")
    newest = recorded(empty_db)[-1]["id"]
    did(empty_db, "void", newest[-6:], "--reason", "slip")
    file = exported_to(empty_db)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "command": ""} for row in rows)
    imported(other, file, now=LATER)
    assert sorted((row["measure"], bool(row["voided_at"])) for row in recorded(other)) == sorted(
        (row["measure"], bool(row["voided_at"])) for row in recorded(empty_db)
    )
