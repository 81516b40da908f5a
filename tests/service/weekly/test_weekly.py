"""The week's sheet reckons exactly from one week to the next, and its figures are those of `status`."""

from __future__ import annotations

import csv
import io
import re
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import NO_DATA, Actual
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.paper.blocks import Table
from nanhu_kpi.render.paper.html import html_of
from nanhu_kpi.render.paper.markdown import escaped, markdown_of
from nanhu_kpi.render.paper.text import text_of
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from tests.support.builders import CEILING, SUM, batch, entry, made_id, replay
from tests.support.commands import NOW, desk_at
from tests.support.histories import NEXT, histories, picks
from tests.support.papers import Markup, cells_of, docx_of, docx_tables, in_document, in_page
from tests.support.views import logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nanhu_kpi.model import Entry

# Weeks around New Year, within a month and at its end; the histories crowd on these days.
WEEKS = ["2023-W52", "2024-W01", "2024-W05", "2024-W24", "2024-W25", "2025-W01"]
LOGGED = [
    date(2023, 12, 1), date(2023, 12, 25), date(2024, 1, 2), date(2024, 6, 15), date(2024, 6, 17), date(2024, 6, 18),
    date(2025, 1, 1),
]  # fmt: skip


@pytest.fixture
def emptied(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("weekly")))


def value(actual: Actual) -> Decimal:
    return actual.value or Decimal(0)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), voids=picks, days=st.lists(st.sampled_from(LOGGED), min_size=4, max_size=4),
       week=st.sampled_from(WEEKS))  # fmt: skip
# The catalogue's own rows bear a later day than this sheet's.
@example(history=[entry(0, SUM, "2023-11-30", "add", "0.0001")], voids={0},
         days=[date(2023, 12, 1), date(2023, 12, 1), date(2023, 12, 1), date(2024, 1, 2)], week="2023-W52")  # fmt: skip
def test_last_weeks_sheet_and_what_came_late_and_this_week_make_the_total(
    emptied: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Entry], voids: set[int], days: list[date],
    week: str,
) -> None:  # fmt: skip
    db = Path(shutil.copy(emptied, tmp_path_factory.mktemp("law") / "week.db"))
    with writing(db) as conn:
        for number, day in enumerate(days):
            add_batch(conn, batch(number, on=day))
        add_entries(conn, history)
        for at in sorted(voids):
            if at < len(history):
                add_void(conn, made_id(NEXT + at), made_id(3), history[at].id, "typed twice")
    on = dict(zip([made_id(number) for number in range(4)], days, strict=True))
    now = NOW.replace(year=2025, month=6)
    for sheet in weekly(desk_at(db, now=now), ["JJ"], week=week):
        eve = sheet.span.first - timedelta(days=1)
        voided = {history[at].id for at in voids if at < len(history)}
        printed_on = eve + timedelta(days=1)
        known = [each for each in history if on[each.batch] <= printed_on]
        known_voids = voided if days[3] <= printed_on else set()
        monday = sheet.period.last + timedelta(days=1)
        now_known = [each for each in history if on[each.batch] <= monday]
        now_voided = voided if days[3] <= monday else set()
        for line in sheet.lines:
            code = line.score.measure.code
            if code not in (SUM, CEILING):
                continue
            printed = (
                replay(known, eve, known_voids).get(code, NO_DATA) if eve.year == sheet.span.first.year else NO_DATA
            )
            total = replay(now_known, sheet.span.last, now_voided).get(code, NO_DATA)
            assert line.score.actual.value == total.value
            assert value(line.before) == value(printed)
            moved = line.score.week_change or Decimal(0)
            assert value(printed) + (line.late or 0) + moved == value(total)


def joined(text: str) -> str:
    """Return a cell without its breaks: a picture's words stand on lines of their own."""
    return text.replace("\n", "")


HOSTILE = "[b]红[/b] | `x` <b>&amp; ]]> \\| *a* _b_ 𠮷 \x1b[31m\n第二行"


def busy(db: Path) -> None:
    """Half a year with every light, hostile words, a stated total, a void and something late."""
    logged(db, "JJ09+4.5", "JJ28=60", "JJ30=30", "--note", HOSTILE, "--issue", HOSTILE, on="2024-05-20")
    logged(db, "JJ29=5", "--next", "催办", on="2024-06-20")
    logged(db, "JJ32=1", on="2024-06-20")
    logged(db, "JJ09+3.25", "JJ31=100", on="2024-06-26")
    logged(db, "JJ09=6", "--date", "2024-06-10", "--note", "与统计核对", on="2024-06-27")
    logged(db, "MS01+1", "DJ02=超180", on="2024-06-28")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_holds_the_cells_of_the_same_paper(seeded_db: Path, lang: str) -> None:
    busy(seeded_db)
    activate("zh" if lang == "zh" else "en")
    (sheet,) = weekly(desk_at(seeded_db), week="2024-W26")
    paper = paper_of(sheet)
    cells = cells_of(paper)
    in_html = [[list(map(joined, row)) for row in table.rows] for table in Markup(html_of([paper])).tables]
    assert in_html == [[list(map(joined, row)) for row in table.rows] for table in cells_of(paper, in_page)]
    assert list(docx_tables(docx_of(paper))) == cells_of(paper, in_document)
    told = markdown_of([paper])
    for table in cells:
        for row in table.rows:
            assert f"| {' | '.join(escaped(cell) for cell in row)} |" in told
    assert max(map(len, re.findall(r"^\|.*$", told, re.MULTILINE))) < 2000
    whole = text_of([paper], 400)
    for table in cells:
        for row in table.rows:
            # The first line of each: what comes after a break stands in the next line of its column.
            assert re.search(r"\s+".join(re.escape(cell.split("\n")[0]) for cell in row if cell), whole), row


def test_the_figures_are_those_of_the_exported_status(seeded_db: Path) -> None:
    busy(seeded_db)
    exported = run(seeded_db, "export", "status", "--as-of", "2024-06-30", on="2024-07-01").by_code
    weekly_rows = run(seeded_db, "weekly", "--week", "2024-W26", "-f", "csv", on="2024-07-01").rows
    assert [row["code"] for row in weekly_rows] == list(exported)
    for row in weekly_rows:
        status = exported[row["code"]]
        for key in ("target", "actual", "actual_qualifier", "attainment", "expected", "gap", "status", "light"):
            assert row[key] == status[key], row
        assert row["week"] == status["week_change"]
    activate("en")
    (sheet,) = weekly(desk_at(seeded_db), week="2024-W26")
    (table,) = (table for table in cells_of(paper_of(sheet)) if "Target of the year" in table.head)
    shown = {row[0]: dict(zip(table.head, row, strict=True)) for row in table.rows if len(row) > 1}
    with_figures = [code for code, row in exported.items() if row["target"] or row["actual"]]
    assert list(shown) == with_figures
    for code, cells in shown.items():
        status = exported[code]
        percent = f"{100 * Decimal(status['attainment']):.2f}%" if status["attainment"] else ""
        assert (cells["Target of the year"], cells["Attainment"]) == (status["target"], percent)
        assert re.sub(r"^(over|nearly|about) ", "", cells["To date"]) == status["actual"]
        assert cells["Gap"] == (f"{Decimal(status['gap']):+.2f}" if status["gap"] else "")


@pytest.mark.parametrize(("width", "code"), [("59", 2), ("60", 0), ("1000", 0), ("1001", 2), ("9" * 30, 2)])
def test_a_width_that_no_paper_has_is_refused(seeded_db: Path, width: str, code: int) -> None:
    assert run(seeded_db, "weekly", "--week", "2024-W26", "--width", width, on="2024-07-01").code == code


@pytest.mark.parametrize("width", [80, 132])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_plain_text_keeps_to_its_width(seeded_db: Path, width: int, lang: str) -> None:
    from wcwidth import wcswidth

    busy(seeded_db)
    told = run(seeded_db, "weekly", "--week", "2024-W26", "--width", str(width), on="2024-07-01", lang=lang).out
    assert max(wcswidth(line) for line in told.splitlines()) <= width
    assert "\x0c" not in told
    if width == 132:
        assert ("Hidden to fit" if lang == "en" else "因宽度不足略去") not in told


def test_a_week_across_new_year_is_two_sheets_the_old_year_first(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", "--date", "2024-12-31", on="2025-01-06")
    logged(seeded_db, "JJ28=30", "--date", "2025-01-02", on="2025-01-06")
    old, new = weekly(desk_at(seeded_db, now=NOW.replace(year=2025, month=1, day=6)), week="2025-W01")
    assert [tuple(map(str, sheet.span)) for sheet in (old, new)] == [
        ("2024-12-30", "2024-12-31"), ("2025-01-01", "2025-01-05"),
    ]  # fmt: skip
    assert (old.card.days.year, new.card.days.year) == (2024, 2025)
    assert {line.score.measure.code: line.score.actual.value for line in old.lines}["JJ09"] == 4
    assert "JJ09" not in {each.measure for each, _, _ in new.entries}
    told = run(seeded_db, "weekly", "--week", "2025-W01", "--form-feed", on="2025-01-06", lang="zh").out
    first, second = told.split("\x0c")
    assert "2025年第1期（第1张，共2张）" in first
    assert "2024年12月30日至12月31日" in first
    assert "2025年第1期（第2张，共2张）" in second
    assert "2025年1月1日至1月5日" in second


def test_the_last_full_week_is_the_default(seeded_db: Path) -> None:
    for today, monday in (("2024-06-30", "2024-06-17"), ("2024-07-01", "2024-06-24"), ("2024-07-07", "2024-06-24")):
        rows = run(seeded_db, "weekly", "-f", "csv", on=today).rows
        assert {row["first_day"] for row in rows} == {monday}


def test_a_week_is_named_by_its_number_by_a_day_in_it_or_by_today(seeded_db: Path) -> None:
    def mondays(*words: str) -> set[str]:
        return {row["first_day"] for row in run(seeded_db, "weekly", *words, "-f", "csv", on="2024-07-03").rows}

    for week in ("26", "2024-06-27", "last", "上周"):
        assert mondays("--week", week) == {"2024-06-24"}
    for week in ("this", "本周", "27"):
        assert mondays("--week", week) == {"2024-07-01"}
    # Of a day that was, the week is named as on that day.
    assert mondays("--week", "last", "--known", "2024-06-26") == {"2024-06-17"}
    for week in ("26", "2024-06-27", "last"):
        status = run(seeded_db, "status", "--week", week, "-f", "csv", on="2024-07-03").rows
        assert {row["as_of"] for row in status} == {"2024-06-30"}


def test_known_alone_is_printed_on_that_day(seeded_db: Path) -> None:
    told = run(seeded_db, "weekly", "--known", "2024-07-01", on="2024-08-15", lang="zh").out
    assert "2024年第26期" in told
    assert "制表日期：2024年7月1日" in told


def test_a_past_week_comes_out_as_it_was_printed_under_a_line_that_says_what_came_since(seeded_db: Path) -> None:
    busy(seeded_db)
    logged(seeded_db, "JJ09+4", on="2024-06-26")
    logged(seeded_db, "JJ09+1", "--date", "2024-06-28", on="2024-07-01")  # on that Monday
    every = ("plain", "markdown", "html", "csv", "json")

    def printed(on: str, *words: str, forms: tuple[str, ...] = every) -> dict[str, str]:
        return {
            form: run(seeded_db, "weekly", "--week", "2024-W26", *words, "-f", form, on=on, lang="zh").out
            for form in forms
        }

    monday = printed("2024-07-01")
    short = ("plain", "csv")
    assert printed("2024-09-02", forms=short) == {form: monday[form] for form in short}  # nothing came since
    *_, row = run(seeded_db, "entries", "JJ09", "--to", "2024-06-26", "-f", "csv", on="2024-07-03").rows
    assert run(seeded_db, "void", row["id"].replace("-", ""), "--reason", "误", on="2024-07-03").code == 0
    logged(seeded_db, "MS05+1", "--date", "2024-06-28", on="2024-07-02")
    logged(seeded_db, "MS05+1", on="2024-07-02")  # of a later day
    assert run(seeded_db, "target", "set", "JJ09", "30", "--reason", "调整", on="2024-07-04").code == 0
    said = "2024年7月1日以后登记或作废、未计入本期的：进展记录2条，目标值调整1次。"
    for later in (printed("2024-07-04"), printed("2025-03-03")):
        assert later["csv"] == monday["csv"]
        assert later["json"] == monday["json"]
        for form in ("plain", "markdown", "html"):
            assert said in later[form]
            assert said not in monday[form]
            without = "".join(line for line in later[form].splitlines(keepends=True) if said not in line)
            assert [line for line in without.splitlines() if line] == [
                line for line in monday[form].splitlines() if line
            ]
    # Known on a later day, it counts what came since its Monday, and says so in its notes.
    known = printed("2025-03-03", "--known", "2024-07-04", forms=short)
    assert known["csv"] == printed("2024-07-04", "--known", "today", forms=("csv",))["csv"] != monday["csv"]
    assert "未计入本期" not in known["plain"]


def test_a_week_is_known_as_now_until_its_monday_is_over(seeded_db: Path) -> None:
    def actual(on: str, *known: str) -> str:
        words = ("weekly", "JJ09", "--week", "2024-W26", *known, "-f", "csv")
        return run(seeded_db, *words, on=on).rows[0]["actual"]

    logged(seeded_db, "JJ09+4", on="2024-06-26")
    assert actual("2024-06-27") == "4"
    logged(seeded_db, "JJ09+1", "--date", "2024-06-28", on="2024-07-01")
    assert actual("2024-07-01") == "5"
    logged(seeded_db, "JJ09+1", "--date", "2024-06-28", on="2024-07-02")
    assert (actual("2024-07-02"), actual("2024-07-02", "--known", "today")) == ("5", "6")
    assert actual("2024-07-02", "--known", "2024-06-30") == "4"


def test_a_quiet_week_and_an_empty_year_read_as_sentences(seeded_db: Path) -> None:
    quiet = run(seeded_db, "weekly", "--week", "2024-W26", on="2024-07-01", lang="zh").out
    assert "2024年目标 50 项，尚无进展记录" in quiet
    assert "本周没有进展记录。" in quiet
    assert "没有补报和更正。" in quiet
    assert "没有亮黄灯或红灯的指标。" in quiet
    empty = run(seeded_db, "weekly", "--week", "2030-W05", on="2030-03-01", lang="zh").out
    assert "没有生效的目标值，没有应报未报的指标。" in empty
    assert "2030年各项指标均无目标值和进展记录。" in empty


def test_an_area_without_rows_says_so(empty_db: Path) -> None:
    logged(empty_db, "JJ01+1", on="2031-01-02")
    assert (
        run(empty_db, "measure", "retire", "MS01", "--from", "2030-01-01", "--reason", "r", on="2031-01-02").code == 0
    )
    told = run(empty_db, "weekly", "--week", "2031-W02", on="2031-01-20", lang="zh").out
    assert told.count("没有设有目标值或有进展的指标") == 1


def test_attention_tells_the_words_last_recorded_or_that_there_are_none(seeded_db: Path) -> None:
    busy(seeded_db)
    activate("zh")
    (sheet,) = weekly(desk_at(seeded_db), week="2024-W26")
    told = {each.score.measure.code: each.told[1:] if each.told else None for each in sheet.attention}
    assert told["JJ29"] == ("", "催办")
    assert told["JJ30"] == (HOSTILE, "")
    assert told["JJ32"] is None
    assert [each.score.light for each in sheet.attention] == sorted(each.score.light or "" for each in sheet.attention)
    tables = [block for block in paper_of(sheet).blocks if isinstance(block, Table)]
    table = next(table for table in tables if table.curves)
    none = [row for row in table.rows if row.cells[-1] == "未填报"]
    assert len(none) == sum(each is None for each in told.values())


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--week", "2024-W40"], 4, "has not begun"),
        (["--week", "54"], 4, "54"),
        (["--week", "2024-W26", "--known", "2024-06-20"], 4, "had not begun on 2024-06-20 (--known)"),
        (["--week", "2024-W26", "--printed", "2024-06-01"], 4, "is before the sheet's first day"),
        (["-f", "pdf"], 2, "pdf"),
        (["-o", "sheet.xyz"], 2, "sheet.xyz"),
        (["ZZ99"], 3, "ZZ99"),
    ],
)
def test_what_cannot_be_printed_is_refused(seeded_db: Path, words: list[str], code: int, told: str) -> None:
    outcome = run(seeded_db, "weekly", *words, on="2024-07-01")
    assert (outcome.code, outcome.out) == (code, "")
    assert told in outcome.err


def test_a_running_week_says_that_it_is_not_over(seeded_db: Path) -> None:
    told = run(seeded_db, "weekly", "--week", "2024-W26", on="2024-06-27", lang="zh").out
    assert "2024年6月24日至6月27日（本周未结束）" in told


def test_a_file_takes_the_form_of_its_ending(seeded_db: Path, tmp_path: Path) -> None:
    for name, begins in (
        ("a.txt", b" "),
        ("a.md", b"# "),
        ("a.html", b"<!DOCTYPE html>"),
        ("a.docx", b"PK"),
        ("a.csv", b"issue,"),
    ):
        outcome = run(seeded_db, "weekly", "--week", "2024-W26", "-o", str(tmp_path / name), on="2024-07-01")
        assert outcome == (0, "", outcome.err)
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_rows_of_two_languages_are_the_same(seeded_db: Path) -> None:
    busy(seeded_db)
    zh, en = (run(seeded_db, "weekly", "-f", "csv", on="2024-07-01", lang=lang).out for lang in ("zh", "en"))
    assert zh == en
    assert next(csv.reader(io.StringIO(zh)))[:4] == ["issue", "first_day", "last_day", "area"]


def test_reading_a_week_changes_nothing(seeded_db: Path) -> None:
    before = seeded_db.read_bytes()
    run(seeded_db, "weekly", "--week", "2024-W26", on="2024-07-01")
    assert seeded_db.read_bytes() == before
    with closing(connect(seeded_db, "ro&immutable=1")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def late_of(db: Path, week: str, on: str, *words: str) -> list[tuple[str, ...]]:
    """Return code, last sheet, late, this week and actual of the rows that a week's sheet tells of as late."""
    (sheet,) = weekly(desk_at(db, now=datetime.fromisoformat(f"{on}T02:00:00+00:00")), words, week=week)
    return [
        (line.score.measure.code, *(plain(value) if value is not None else "" for value in (
            line.before.value, line.late, line.score.week_change, line.score.actual.value
        )))
        for line in sheet.late_lines
    ]  # fmt: skip


def retire(db: Path, code: str, *, on: str) -> None:
    assert run(db, "measure", "retire", code, "--from", on, "--reason", "不再统计", on=on).code == 0


def test_a_row_that_was_on_the_last_sheet_and_is_retired_since_is_told(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+7", on="2031-01-07")
    logged(seeded_db, "JJ04+2", on="2031-01-07")
    logged(seeded_db, "JJ05", "--note", "words alone", on="2031-01-07")
    for code in ("JJ03", "JJ05"):
        retire(seeded_db, code, on="2031-01-15")
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2031, 1, 20)), week="2031-W03")
    assert [line.score.measure.code for line in sheet.lines if line.score.measure.code in ("JJ03", "JJ04", "JJ05")] == [
        "JJ04"
    ]
    assert late_of(seeded_db, "2031-W03", "2031-01-20") == [("JJ03", "7", "0", "", "7")]
    assert late_of(seeded_db, "2031-W03", "2031-01-20", "JJ04") == []
    # The next sheet has it behind it.
    assert late_of(seeded_db, "2031-W04", "2031-01-27") == []


def test_what_comes_late_of_the_year_before_last_is_not_last_years(seeded_db: Path) -> None:
    for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"):
        logged(seeded_db, "JJ09+1", "--date", day, on="2025-01-08")
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2025, 1, 13)), week="2025-W02")
    assert sorted(entry.day.isoformat() for entry, _batch, _void in sheet.earlier_entries) == [
        "2024-01-01", "2024-12-31",
    ]  # fmt: skip
    assert [entry.day.isoformat() for entry, _batch, _void in sheet.late_entries] == ["2025-01-01"]
    (revised,) = sheet.earlier
    assert (revised.measure.code, revised.change) == ("JJ09", Decimal(2))


def test_a_code_asked_for_without_figures_was_on_the_last_sheet_too(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2031-03-03")
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2031, 3, 17)), ["JJ09", "JJ21"], week="2031-W11")
    assert [line.score.measure.code for line in sheet.lines] == ["JJ09", "JJ21"]
    assert {tally.change for tally in sheet.tallies} == {0}
    # By its area it is asked for only unfinished.
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2031, 3, 17)), ["JJ"], week="2031-W11")
    assert not {"JJ09", "JJ01"} - (lines := {line.score.measure.code for line in sheet.lines})
    assert "JJ21" not in lines
    assert {tally.change for tally in sheet.tallies} == {0}


def test_a_years_first_sheet_has_none_before_it(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-01-01")
    logged(seeded_db, "JJ09+1", on="2024-01-03")
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2024, 1, 8)), ["JJ09"], week="2024-W01")
    (line,) = sheet.lines
    assert (line.before.value, line.score.week_change, line.score.actual.value) == (None, Decimal(5), Decimal(5))
    assert (sheet.late_lines, sheet.late_entries) == ((), ())
    assert {tally.change for tally in sheet.tallies} == {None}
