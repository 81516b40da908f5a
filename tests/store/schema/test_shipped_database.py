"""`data/nanhu.db` is the catalogue's database, whatever was logged in this clone since."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from uuid import UUID

import pytest

from nanhu_kpi.store.database import reading
from nanhu_kpi.store.schema.seed import seed_batch
from tests.support.views import ROOT, logged, run

VOID_COLUMNS = ("voided_at", "voided_by", "void_reason")
CATALOGUE_BATCHES = {str(UUID(bytes=seed_batch(edition))) for edition in (1, 2)}
SHIPPED = ROOT / "data" / "nanhu.db"


@pytest.fixture
def shipped_db(tmp_path: Path) -> Path:
    """A copy of the shipped database."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    return Path(shutil.copy2(SHIPPED, folder / "nanhu.db"))


def catalogue_part(db: Path, what: str) -> str:
    """Return an export without the rows of other batches, and without who took rows of the catalogue back."""
    outcome = run(db, "export", what)
    assert outcome.code == 0, outcome.err
    if what in ("goals", "measures"):
        return outcome.out
    reader = csv.DictReader(io.StringIO(outcome.out, newline=""))
    kept = [name for name in reader.fieldnames or () if name not in VOID_COLUMNS]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in reader if row["batch"] in CATALOGUE_BATCHES)
    return stream.getvalue()


@pytest.mark.parametrize("what", ["goals", "measures", "entries", "targets"])
def test_the_shipped_database_and_one_built_now_export_the_same_bytes(
    shipped_db: Path, seeded_db: Path, what: str
) -> None:
    assert catalogue_part(shipped_db, what) == catalogue_part(seeded_db, what)


def test_the_catalogues_rows_are_all_of_the_report(shipped_db: Path) -> None:
    entries, targets = (catalogue_part(shipped_db, what).count("\n") - 1 for what in ("entries", "targets"))
    assert (entries, targets) == (80 + 41, 4 + 50)


@pytest.mark.parametrize("what", ["goals", "measures", "entries", "targets"])
def test_logging_in_a_clone_changes_nothing_of_the_catalogue(shipped_db: Path, seeded_db: Path, what: str) -> None:
    logged(shipped_db, "JJ03+12", "DJ09=40", on="2024-06-30")
    result = next(row for row in run(shipped_db, "export", "entries").rows if row["measure"] == "JJ04")
    assert run(shipped_db, "void", result["id"][-8:], "--reason", "counted twice").code == 0
    assert catalogue_part(shipped_db, what) == catalogue_part(seeded_db, what)


def test_targets_come_from_the_report_alone(shipped_db: Path) -> None:
    rows = [row for row in run(shipped_db, "export", "targets").rows if row["batch"] in CATALOGUE_BATCHES]
    assert {(row["year"], row["origin"], row["document"]) for row in rows} == {
        ("2023", "implied", "report-2023"),
        ("2024", "report", "report-2023"),
    }


def test_the_shipped_database_has_the_schema_of_one_built_now(shipped_db: Path, seeded_db: Path) -> None:
    def schema(db: Path) -> list[tuple[str, str]]:
        with reading(db) as conn:
            return sorted(conn.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema"))

    assert schema(shipped_db) == schema(seeded_db)
