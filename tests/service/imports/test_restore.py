"""Exports of targets and changes taken back in: with the entries, a database without its file comes back."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from nanhu_kpi.exchange.columns import FORMER_HEADERS
from tests.support.commands import did, exported, run
from tests.support.desks import Sitting, run_desks, sittings
from tests.support.files import imported, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

LATER = datetime(2024, 8, 1, 2, 0, tzinfo=UTC)
RECORDED = ("changes", "targets", "entries", "periods")
EVERY = ("goals", "measures", *RECORDED, "status")
MEASURE = ("--name-zh", "新指标", "--name-en", "New measure", "--unit", "件", "--kind", "sum", "--cadence", "weekly")
OTHER = ("--name-zh", "另一指标", "--name-en", "Other measure", "--unit", "件", "--kind", "sum")
FORMATS = {"csv": (), "tsv": (), "json": (), "jsonl": (), "xlsx": (), "for-excel.csv": ("--excel",)}


@pytest.fixture
def other(_built_empty: Path, tmp_path: Path) -> Path:
    """Another database made from the same catalogue."""
    return Path(shutil.copy2(_built_empty, tmp_path / "other.db"))


def told(db: Path) -> dict[str, str]:
    return {what: did(db, "export", what, now=LATER).out for what in EVERY}


def exported_to(db: Path, what: str, change: Callable[[list[dict[str, str]]], object] = lambda _rows: None) -> Path:
    """Export, with the rows changed by somebody in a spreadsheet."""
    text = did(db, "export", what).out
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    change(rows)
    path = db.with_name(f"{what}.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, text.partition("\n")[0].split(","), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


@pytest.fixture(scope="module")
def _worked(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = Path(shutil.copy2(_built_empty, tmp_path_factory.mktemp("restore")))
    for words in (
        ("goal", "add", "JJ-G9", "--name-zh", "新目标", "--name-en", "New goal", "--source", "0"),
        ("measure", "add", "JJ60", "--goal", "JJ-G9", *MEASURE),
        ("measure", "edit", "JJ01", "--owner", "经济办"),
        ("measure", "edit", "JJ01", "--owner", ""),
        ("measure", "retire", "JJ02", "--from", "2024-06-01", "--reason", "r"),
        ("config", "set", "behind", "--", "-5"),
        ("config", "set", "behind", "JJ01", "--reset"),
        ("target", "set", "JJ60", "100", "--year", "2024", "--reason", "=1+1", "--document", "南街办〔2024〕3号"),
        ("target", "schedule", "JJ60", "06-30=50", "12-31=120", "--year", "2024", "--reason", "r"),
        ("target", "set", "JJ01", "7", "--year", "2024"),
        ("undo", "--yes"),
        ("measure", "add", "JJ61", "--goal", "JJ-G9", *OTHER),
        ("undo", "--yes"),
        ("log", "JJ60+3", "JJ01+1"),
        ("period", "close", "2024-04", "--reason", "上报"),
        ("period", "close", "2024-05", "--reason", "上报"),
        ("period", "reopen", "2024-05", "--reason", "补报"),
        ("period", "close", "2024-03", "--reason", "上报"),
        ("undo", "--yes"),
    ):
        did(db, *words)
    return db


@pytest.fixture
def worked_db(_worked: Path, tmp_path: Path) -> Path:
    """A database with targets and changes of every sort, voids among them."""
    return Path(shutil.copy2(_worked, tmp_path / "nanhu.db"))


@pytest.mark.parametrize("ending", FORMATS)
def test_all_exports_of_a_database_restored_from_them_are_the_same_bytes(
    worked_db: Path, other: Path, ending: str
) -> None:
    for what in RECORDED:
        path = worked_db.with_name(f"{what}.{ending}")
        did(worked_db, "export", what, *FORMATS[ending], "-o", str(path))
        imported(other, path, now=LATER)
        assert "recorded already" in imported(other, path, now=LATER).err
    assert told(other) == told(worked_db)
    assert "JJ60" in told(other)["status"]
    assert run(other, "db", "check", now=LATER).code == 0


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=st.lists(sittings, max_size=8))
@example(history=[])
def test_whatever_three_desks_recorded_and_merged_comes_back_from_the_exports(
    empty_db: Path, history: list[Sitting]
) -> None:
    with tempfile.TemporaryDirectory(dir=empty_db.parent) as name:
        desk, *_ = run_desks(Path(name), empty_db, history)
        # A key under which two live entries differ is a conflict that a file cannot bring back; `db check` names it.
        assume("Several entries that count have the key" not in run(desk, "db", "check", now=LATER).out)
        restored = Path(shutil.copy2(empty_db, Path(name, "restored.db")))
        for what in RECORDED:
            path = Path(name, f"{what}.csv")
            did(desk, "export", what, "-o", str(path), now=LATER)
            if path.read_text(encoding="utf-8").count("\n") > 1:
                imported(restored, path, now=LATER)
        assert told(restored) == told(desk)


def test_a_restored_database_merges_with_its_source_and_gains_no_row(worked_db: Path, other: Path) -> None:
    for what in RECORDED:
        imported(other, exported_to(worked_db, what))
    before = told(other)
    for here, there in ((other, worked_db), (worked_db, other)):
        did(here, "merge", str(there))
        assert told(here) == before


def test_a_row_that_says_another_thing_under_its_id_is_refused(worked_db: Path, other: Path) -> None:
    for what, changed in (("changes", {"new": "8"}), ("targets", {"value": "8"})):
        imported(other, exported_to(worked_db, what))
        ((row, column, reason),) = problems_of(other, exported_to(worked_db, what, partial(_first_row, changed)))
        assert (row, column) == ("2", "id")
        assert reason.endswith("already exists and differs.")


@pytest.mark.parametrize(
    ("what", "cells", "column"),
    [
        ("targets", {"value": "1e3"}, "value"),
        ("targets", {"value": "1.23456"}, "value"),
        ("targets", {"start": "2024/1/1"}, "start"),
        ("targets", {"year": "次年"}, "year"),
        ("targets", {"measure": "JJ99"}, "measure"),
        ("targets", {"pace": "soon"}, "pace"),
        ("targets", {"schedule": "06-30"}, "schedule"),
        ("targets", {"id": "12"}, "id"),
        ("targets", {"logged_at": "2034-01-01"}, "logged_at"),
        ("targets", {"voided_by": "li"}, "voided_at"),
        ("targets", {"officer": "zhang"}, "batch"),
        ("changes", {"subject": "entry"}, "subject"),
        ("changes", {"field": ""}, "field"),
    ],
)
def test_a_cell_that_no_export_has_is_named(
    empty_db: Path, other: Path, what: str, cells: dict[str, str], column: str
) -> None:
    did(empty_db, "target", "set", "JJ01", "7", "--year", "2024")
    did(empty_db, "measure", "edit", "JJ01", "--owner", "甲", "--leader", "乙")
    did(empty_db, "target", "set", "JJ01", "8", "--year", "2024", "--reason", "plan")
    before = other.read_bytes()
    if column == "batch":  # one batch, two officers
        cells = cells | {"batch": exported(empty_db, "export", what)[1]["batch"]}
    found = problems_of(other, exported_to(empty_db, what, partial(_first_row, cells)))
    assert {each[1] for each in found} == {column}
    assert other.read_bytes() == before


@pytest.mark.parametrize("what", ["goals", "measures", "status"])
def test_what_follows_from_other_rows_says_which_exports_to_import(empty_db: Path, other: Path, what: str) -> None:
    ran = run(other, "import", str(exported_to(empty_db, what)), "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert f"is an export of {what}, which is calculated from entries, targets and changes" in ran.err


def test_a_preview_of_targets_records_nothing(worked_db: Path, other: Path) -> None:
    before = told(other)
    ran = did(other, "import", str(exported_to(worked_db, "targets", _of_seeded)), "--dry-run")
    assert "1 entry to record; nothing was recorded." in ran.err
    assert told(other) == before


def _first_row(cells: dict[str, str], rows: list[dict[str, str]]) -> None:
    rows[0].update(cells)


def _of_seeded(rows: list[dict[str, str]]) -> None:
    rows[:] = [row for row in rows if row["measure"] == "JJ01"]


def test_a_month_closed_at_the_source_is_closed_in_a_database_made_from_its_exports(
    worked_db: Path, other: Path
) -> None:
    for what in RECORDED:
        imported(other, exported_to(worked_db, what), now=LATER)
    for db in (worked_db, other):
        assert run(db, "log", "JJ01+1", "--date", "2024-04-30").code == 5
        assert run(db, "log", "JJ01+1", "--date", "2024-05-31").code == 0
    for cell, column in (("2024-13", "month"), ("maybe", "closed")):

        def spoil(rows: list[dict[str, str]], column: str = column, cell: str = cell) -> None:
            rows[0][column] = cell

        spoilt = exported_to(worked_db, "periods", spoil)
        assert {found for _, found, _ in problems_of(other, spoilt)} == {column}


@pytest.mark.parametrize("what", RECORDED)
def test_an_export_for_excel_is_read_with_the_headers_of_before(worked_db: Path, other: Path, what: str) -> None:
    for needed in RECORDED[: RECORDED.index(what)]:
        imported(other, exported_to(worked_db, needed))
    header, _, rows = did(worked_db, "export", what, "--excel").out.partition("\r\n")
    before = {now: former for former, now in FORMER_HEADERS.items()}
    names = [before.get(name, name) for name in header.split(",")]
    assert names != header.split(",")
    path = worked_db.with_name("before.csv")
    path.write_text(",".join(names) + "\r\n" + rows, encoding="utf-8", newline="")
    imported(other, path)
    assert did(other, "export", what).out == did(worked_db, "export", what).out
