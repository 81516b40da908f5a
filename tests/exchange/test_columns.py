"""`export schema`: what the columns are, in one place, and the exports and the manual held to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.exchange.columns import COLUMNS, TYPES
from tests.support.exports import LISTS
from tests.support.goldens import holds
from tests.support.views import ROOT, agree, logged, run

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^- `(\w+)`: (.+)$", re.MULTILINE)
CELLS = {
    "number": r"-?\d+(\.\d+)?",
    "integer": r"-?\d+",
    "day": r"\d{4}-\d\d-\d\d",
    "month": r"\d{4}-\d\d",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "code": r"[A-Z]{2}(-G)?\d*",
    "id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "text": r"(?s).*",
}


def test_the_schema_as_it_is_printed(seeded_db: Path) -> None:
    holds("export-schema", run(seeded_db, "export", "schema").out)


def test_the_schema_is_json_of_every_export(seeded_db: Path, tmp_path: Path) -> None:
    told = json.loads(run(seeded_db, "export", "schema", lang="zh").out)
    assert (told["schema"], told["what"], set(told["types"])) == (1, "schema", set(TYPES))
    assert {what: [column["name"] for column in held["columns"]] for what, held in told["exports"].items()} == {
        what: [column.name for column in columns] for what, columns in COLUMNS.items()
    }
    assert all(column["meaning"].endswith(".") for held in told["exports"].values() for column in held["columns"])
    place = tmp_path / "schema.json"
    assert run(seeded_db, "export", "schema", "-o", str(place)).code == 0
    assert json.loads(place.read_text(encoding="utf-8")) == told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_columns_of_the_manual_are_the_schema(language: str) -> None:
    page = ROOT / "nanhu_kpi" / "manual" / language / "scripts.md"
    rows = dict(ROW.findall(page.read_text(encoding="utf-8")))
    told = {what: rows.get(what, "").split(", ") for what in COLUMNS}
    assert told == {what: [column.name for column in columns] for what, columns in COLUMNS.items()}


@pytest.mark.parametrize("what", COLUMNS)
def test_cells_are_what_the_schema_says(seeded_db: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeded_db.parent)
    logged(seeded_db, "JJ09+12.5", "JJ28=60", "JJ03=超9.9999", "--note", "n", "--next", "n", on="2024-06-20")
    logged(seeded_db, "JJ31=5", "--issue", "i", on="2024-06-20")
    logged(seeded_db, "JJ30=15", on="2024-06-29")
    assert run(seeded_db, "undo", "--yes", on="2024-06-29").code == 0
    assert run(seeded_db, "config", "set", "behind", "-5", on="2024-06-29").code == 0
    assert run(seeded_db, "period", "close", "2024-01", "--reason", "r", on="2024-06-29").code == 0
    agree(seeded_db, "JJ04", 2024, 0)
    rows = run(seeded_db, *(("export", what) if what not in LISTS else (*LISTS[what], "-f", "csv"))).rows
    assert rows
    for column in COLUMNS[what]:
        filled = [row[column.name] for row in rows if row[column.name]]
        assert [cell for cell in filled if not re.fullmatch(CELLS[column.type], cell)] == []
        if column.values:
            assert set(filled) <= set(column.values)


@pytest.mark.parametrize("words", [("JJ",), ("--year", "2024"), ("--since", "-1"), ("--excel",), ("--all",)])
def test_what_says_nothing_about_the_schema_is_refused(seeded_db: Path, words: tuple[str, ...]) -> None:
    outcome = run(seeded_db, "export", "schema", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith("not with export schema.\n")


@pytest.mark.parametrize("format_", ["csv", "xlsx", "table"])
def test_the_schema_is_json_alone(seeded_db: Path, format_: str) -> None:
    outcome = run(seeded_db, "export", "schema", "-f", format_)
    assert (outcome.code, outcome.err) == (2, f"“{format_}” is not a format. Choose from: json, datapackage\n")


@pytest.mark.parametrize(
    ("words", "what"),
    [(("goal", "list", "JJ"), "goals"), (("measure", "list", "JJ"), "measures"), (("period", "list"), "periods")],
)
def test_a_list_is_written_as_it_is_exported(demo_db: Path, words: tuple[str, ...], what: str) -> None:
    listed = run(demo_db, *words, "-f", "csv")
    assert listed.out.count("\n") > 3
    assert listed.out == run(demo_db, "export", what, *words[2:]).out


def test_a_form_is_for_a_list_of_batches_and_not_for_undoing(demo_db: Path) -> None:
    assert run(demo_db, "undo", "-f", "csv").code == 2
