"""What people see, byte for byte, in both languages: `golden/*.txt`.

How to write them anew stands in `support/goldens.py`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from tests.support.builders import batch, entry, made_id
from tests.support.goldens import holds
from tests.support.views import run

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.model import Entry

LATER = "2026-11-22"
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])

# Half a year: every light, a stated total, words alone, one entry taken back, and texts that are not tame.
PROGRESS: tuple[Entry, ...] = (
    entry(10, "JJ09", "2024-02-20", "add", 4, batch=1, note="春季招商会"),
    entry(11, "JJ09", "2024-03-15", "add", 5, batch=1),
    entry(12, "JJ09", "2024-05-31", "set", 11, batch=1, note="与统计核对"),
    entry(13, "JJ09", "2024-06-26", "add", "1.5", qualifier=1, batch=1, note="[bold]x[/v2] <b>&amp; \x1b[31m红"),
    entry(14, "JJ28", "2024-04-01", "set", 60, batch=1, note="方案已定"),
    entry(15, "JJ29", "2024-05-01", "set", 45, batch=1),
    entry(16, "JJ30", "2024-05-02", "set", 30, batch=1),
    entry(17, "JJ31", "2024-05-03", "set", 5, batch=1),
    entry(18, "JJ32", "2024-06-02", "words", batch=1, note="尚无数字"),
    entry(19, "DJ23", "2024-06-03", "set", 100, batch=1),
    entry(20, "JJ03", "2024-06-04", "add", 12, batch=1),
    entry(21, "DJ02", "2024-06-05", "set", 180, qualifier=1, batch=1),
    entry(22, "JJ09", "2024-06-28", "add", 150, batch=1),
)


@pytest.fixture
def worked_db(seeded_db: Path) -> Path:
    """The report's database with `PROGRESS`, under ids that are the same every time."""
    with writing(seeded_db) as conn:
        add_batch(conn, batch(1))
        add_entries(conn, PROGRESS)
        add_batch(conn, batch(30, "void", officer="王芳"))
        add_void(conn, made_id(31), made_id(30), made_id(22), "多打了一个零")
    return seeded_db


@both_languages
@pytest.mark.parametrize("year", ["2023", "2024"])
def test_the_plain_status_of_the_report(seeded_db: Path, year: str, lang: str) -> None:
    outcome = run(seeded_db, "status", "--year", year, on=LATER, lang=lang)
    holds(f"status-{year}-{lang}", outcome.out)


@both_languages
def test_the_plain_status_of_half_a_year(worked_db: Path, lang: str) -> None:
    holds(f"status-half-year-{lang}", run(worked_db, "status", on="2024-06-30", lang=lang).out)


@both_languages
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_half_a_year(worked_db: Path, width: int, lang: str) -> None:
    outcome = run(worked_db, "status", "-f", "table", on="2024-06-30", lang=lang, width=width)
    holds(f"table-{width}-{lang}", f"{outcome.out}\n{outcome.err}")


@both_languages
def test_the_first_screen_of_half_a_year(worked_db: Path, lang: str) -> None:
    holds(f"overview-{lang}", run(worked_db, on="2024-06-30", lang=lang).out)


@both_languages
def test_one_measure_close_up(worked_db: Path, lang: str) -> None:
    holds(f"show-JJ09-{lang}", run(worked_db, "show", "JJ09", on="2024-06-30", lang=lang).out)


@both_languages
@pytest.mark.parametrize("words", [("status", "JJ-G1"), ("show", "JJ09")])
def test_a_standing_and_a_measure_on_paper(worked_db: Path, words: tuple[str, ...], lang: str) -> None:
    told = run(worked_db, *words, "-f", "markdown", on="2024-06-30", lang=lang).out
    holds(f"{words[0]}-markdown-{lang}", told)


@both_languages
def test_one_measures_close_up_on_the_first_run(seeded_db: Path, lang: str) -> None:
    holds(f"show-JJ09-first-run-{lang}", run(seeded_db, "show", "JJ09", on=LATER, lang=lang).out)


@both_languages
@pytest.mark.parametrize("code", ["JJ09", "JJ32"])
def test_how_a_row_is_derived(worked_db: Path, code: str, lang: str) -> None:
    holds(f"why-{code}-{lang}", run(worked_db, "why", code, "--as-of", "2024-06-27", on="2024-06-30", lang=lang).out)


@both_languages
def test_how_a_row_is_derived_in_a_narrow_terminal(worked_db: Path, lang: str) -> None:
    outcome = run(worked_db, "why", "JJ09", "-f", "table", on="2024-06-30", lang=lang)
    holds(f"why-table-80-{lang}", f"{outcome.out}\n{outcome.err}")


@both_languages
def test_the_record_of_one_measure(worked_db: Path, lang: str) -> None:
    holds(f"entries-JJ09-{lang}", run(worked_db, "entries", "JJ09", on="2024-06-30", lang=lang).out)


def test_the_export_of_the_plan(seeded_db: Path) -> None:
    holds("export-status-2024", run(seeded_db, "export", "status", "--year", "2024", on=LATER).out)


@both_languages
@pytest.mark.parametrize(
    ("form", "words"),
    [("plain", []), ("wide", ["--width", "132"]), ("markdown", ["-f", "markdown"]), ("html", ["-f", "html"])],
)
def test_the_weeks_sheet(worked_db: Path, form: str, words: list[str], lang: str) -> None:
    outcome = run(worked_db, "weekly", "--week", "2024-W26", "--by", "王芳", *words, on="2024-07-01", lang=lang)
    holds(f"weekly-{form}-{lang}", outcome.out)


@both_languages
@pytest.mark.parametrize("width", [80, 140])
def test_the_weeks_sheet_in_a_terminal(worked_db: Path, width: int, lang: str) -> None:
    words = ("weekly", "--week", "2024-W26", "--by", "王芳", "-f", "table")
    outcome = run(worked_db, *words, on="2024-07-01", lang=lang, width=width)
    holds(f"weekly-table-{width}-{lang}", f"{outcome.out}\n{outcome.err}")


@both_languages
@pytest.mark.parametrize("form", ["plain", "markdown", "html"])
def test_the_two_sheets_of_a_week_across_new_year(worked_db: Path, form: str, lang: str) -> None:
    words = ("weekly", "JJ", "--week", "2025-W01", "--by", "王芳", "-f", form)
    with writing(worked_db) as conn:
        add_batch(conn, batch(40, on=date(2025, 1, 6)))
        add_entries(
            conn,
            (
                entry(41, "JJ09", "2024-12-31", "add", 2, batch=40, note="年末"),
                entry(42, "JJ28", "2025-01-03", "set", 65, batch=40, note="元旦后"),
            ),
        )
    holds(f"weekly-new-year-{form}-{lang}", run(worked_db, *words, on="2025-01-06", lang=lang).out)
