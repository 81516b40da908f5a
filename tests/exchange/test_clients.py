"""The contracts held to by the programs that read them: exports, the Data Package, and the file itself.

The libraries are imported where they read: together they take longer to load than all other tests.
"""

from __future__ import annotations

import asyncio
import csv
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.store.schema.tables import TABLE_NAMES
from tests.support.commands import did, exported
from tests.support.exports import LISTS
from tests.support.printers import libreoffice
from tests.support.versions import first_version

EXPORTS = ("goals", "measures", "entries", "targets", "changes", "periods", "status")


@pytest.fixture
def folder(half_year_db: Path) -> Path:
    """Every export of half a year of work, with the descriptor of all."""
    folder = half_year_db.with_name("exports")
    folder.mkdir()
    did(half_year_db, "log", "JJ09+1", "--note", '两\n行，"引号"\t制表', "--by", "王")
    did(half_year_db, "period", "close", "2024-01", "--reason", "上报")
    did(half_year_db, "measure", "edit", "JJ03", "--owner", "经济办")
    for what in EXPORTS:
        did(half_year_db, "export", what, "-o", str(folder / f"{what}.csv"))
    for what, words in LISTS.items():
        named = [str(half_year_db) if word == "." else word for word in words]
        did(half_year_db, *named, "-o", str(folder / f"{what}.csv"))
    did(half_year_db, "export", "schema", "-f", "datapackage", "-o", str(folder / "datapackage.json"))
    return folder


@pytest.mark.slow
def test_every_export_is_what_the_data_package_says(folder: Path) -> None:
    import frictionless

    package = folder / "datapackage.json"
    assert json.loads(package.read_text(encoding="utf-8"))["resources"][2]["schema"]["primaryKey"] == ["id"]
    report = frictionless.Package(str(package)).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(COLUMNS)
    spoilt = folder / "entries.csv"
    spoilt.write_text(spoilt.read_text(encoding="utf-8").replace(",JJ09,", ",JJ99,", 1), encoding="utf-8")
    assert not frictionless.Package(str(package)).validate().valid


def test_duckdb_and_polars_read_what_the_file_holds(folder: Path, half_year_db: Path) -> None:
    import duckdb
    import polars

    total = sum(Decimal(row["value"]) for row in exported(half_year_db, "export", "entries") if row["value"])
    entries = str(folder / "entries.csv")
    read = duckdb.sql(f"SELECT sum(value::DECIMAL(18, 4)) FROM read_csv('{entries}', all_varchar = true)")
    assert read is not None
    assert read.fetchall() == [(total,)]
    frame = polars.read_csv(entries, infer_schema=False).with_columns(polars.col("value").cast(polars.Decimal(18, 4)))
    assert frame["value"].sum() == total
    assert frame.filter(polars.col("officer") == "王")["note"].to_list() == ['两\n行，"引号"\t制表']


@pytest.mark.skipif(shutil.which("mlr") is None, reason="Miller is not installed")
def test_miller_reads_tabs_and_breaks_in_a_tsv(half_year_db: Path) -> None:
    note = "两\n行\t制表\\反斜"
    did(half_year_db, "log", "JJ09+1", "--note", note, "--by", "王")
    file = half_year_db.with_name("entries.tsv")
    did(half_year_db, "export", "entries", "-o", str(file))
    assert all(line.count("\t") == 20 for line in file.read_text(encoding="utf-8").splitlines())
    told = subprocess.run(
        ["mlr", "--itsv", "--ojson", "filter", '$officer == "王"', str(file)], capture_output=True, check=True
    ).stdout
    assert json.loads(told)[0]["note"] == note


def test_the_scorecard_of_the_file_agrees_with_the_export(half_year_db: Path) -> None:
    rows = {row["code"]: row for row in exported(half_year_db, "export", "status", "--as-of", "2024-12-31")}
    with closing(sqlite3.connect(half_year_db)) as conn:
        seen = conn.execute("SELECT code, target, actual, attainment FROM scorecard WHERE year = 2024").fetchall()
    assert len(seen) > 40
    for code, *figures in seen:
        told = [rows[code][name] for name in ("target", "actual", "attainment")]
        assert ["" if figure is None else Decimal(str(figure)) for figure in figures] == [
            Decimal(cell) if cell else "" for cell in told
        ], code


@pytest.mark.slow
@pytest.mark.parametrize("upgraded", [False, True])
def test_datasette_opens_every_table_and_view_and_shows_names_for_codes(half_year_db: Path, upgraded: bool) -> None:
    from datasette.app import Datasette

    db = first_version(half_year_db.with_name("v1.db")) if upgraded else half_year_db
    for words in (("JJ09+2.5", "--note", "甲"), ("JJ09+10", "--note", "乙")):
        did(db, "log", *words)
    described = json.loads(did(db, "db", "datasette").out)
    opened = Datasette([str(db)], metadata=described)

    def got(path: str) -> Any:
        response = asyncio.run(opened.client.get(f"/{db.stem}{path}"))
        assert response.status_code == 200, (path, response.text[-800:])
        return response

    listed = got(".json").json()
    names = [each["name"] for each in (*listed["tables"], *listed["views"])]
    assert {*TABLE_NAMES, "entries", "targets", "changes", "scorecard"} <= set(names)
    for name in names:
        got(f"/{name}")
    assert "招引旅游企业" in got("/entry?measure=JJ09").text
    assert {row["name_zh"] for row in got("/entries.json?_shape=array&measure=JJ09").json()} == {"招引旅游企业"}
    rows = got("/entries.json?_shape=array&_sort_desc=value&value__gt=2&measure=JJ09&officer=li").json()
    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)
    assert {2.5, 10} <= {row["value"] for row in rows}
    entries = exported(db, "export", "entries")
    seen, page = [], "/entries.json?_shape=objects&_size=50"
    for _ in range(0, len(entries), 50):
        told = got(page).json()
        seen += [row["id"] for row in told["rows"]]
        page = "/" + (told["next_url"] or "").partition(f"/{db.stem}/")[2]
    assert sorted(seen) == sorted(row["id"] for row in entries)
    shown = {each["name"] for each in listed["tables"] if not each["hidden"]}
    assert shown == {"area", "goal", "measure", "setting"}


@pytest.mark.slow
def test_an_office_suite_shows_days_and_what_it_saves_comes_back_in(half_year_db: Path, _built_seeded: Path) -> None:
    made_again = Path(shutil.copy(_built_seeded, half_year_db.with_name("again.db")))
    folder = half_year_db.with_name("saved")
    source = folder.with_name("targets.xlsx")
    did(half_year_db, "export", "targets", "-o", str(source))
    profile = f"-env:UserInstallation={folder.with_name('office').as_uri()}"
    for form in ("csv", "xlsx"):
        command = [libreoffice(), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    if not (folder / "targets.xlsx").exists():
        pytest.skip("LibreOffice Calc is not installed")
    with (folder / "targets.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["due"] for row in csv.DictReader(stream)} == {
            row["due"] for row in exported(half_year_db, "export", "targets")
        }
    did(made_again, "import", str(folder / "targets.xlsx"), "--yes")
    assert exported(made_again, "export", "targets") == exported(half_year_db, "export", "targets")


PAGES = [Path(__file__).parents[2] / "nanhu_kpi" / "manual" / name / "scripts.md" for name in ("en", "zh")]
LINES, LINES_IN_CHINESE = (
    [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if re.match("    (?!nanhu-kpi)", line)]
    for page in PAGES
)


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_the_manual_reads_an_export(
    half_year_db: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(half_year_db.parent)
    for ending in ("csv", "tsv", "json", "jsonl"):
        did(half_year_db, "export", "entries", "-o", f"entries.{ending}")
    program = line.split(maxsplit=1)[0]
    if program in ("jq", "mlr"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        assert subprocess.run(line, shell=True, capture_output=True, check=True).stdout
    else:
        library = program.partition(".")[0]
        names = {library: import_module(library), "json": json, "Decimal": Decimal, "Path": Path}
        assert len(eval(line, names))


def test_the_lines_of_the_manual_are_of_every_client() -> None:
    programs = {line.replace(" ", ".").split(".")[0] for line in LINES}
    assert programs == {"pandas", "polars", "duckdb", "jq", "mlr"}
    assert LINES == LINES_IN_CHINESE
