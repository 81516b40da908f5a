"""Every form of the week's sheet has the same cells, comes out again byte for byte, and holds two sheets if need be."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Cadence
from nanhu_kpi.render.paper.html import html_of
from nanhu_kpi.render.paper.markdown import escaped, markdown_of
from nanhu_kpi.render.paper.text import text_of
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.service.export import write_sheets
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, batch, made_id
from tests.support.commands import NOW, desk_at
from tests.support.histories import NEXT, histories, picks
from tests.support.papers import Markup, cells_of, docx_of, docx_tables
from tests.support.terminals import terminal
from tests.support.views import agree, environment, logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nanhu_kpi.model import Entry
    from tests.support.papers import TableRead

STATUSES = {
    "no_target": "未设目标", "unreported": "未报", "exceeded": "突破控制数", "met": "已完成", "overdue": "逾期",
    "ahead": "超序时", "on_track": "同步", "behind": "滞后", "far_behind": "严重滞后",
}  # fmt: skip
READINGS = {"met": "达标", "behind": "未达标", "far_behind": "差距较大"}
LIGHTS = {"": "", "green": "绿 ", "yellow": "黄 ", "red": "红 "}
QUALIFIERS = {"": "", "over": "超", "under": "近", "about": "约"}
STAGES = st.sampled_from(["", "主体封顶", "<b>&amp;| `x` *a* [/b]", "𠮷 ]]>"])


@pytest.fixture
def emptied(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("forms")))


def percent(share: str) -> str:
    return f"{100 * Decimal(share):.2f}%" if share else ""


def signed(value: str) -> str:
    return f"+{value}" if value and Decimal(value) > 0 else value


def cells_of_rows(rows: Iterable[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Return what the tables by area must hold, a sheet's in a table, from the rows that a script gets: those that have
    a figure."""
    found = []
    for _sheet, own in groupby(rows, key=lambda row: row["last_day"]):
        table = []
        for row in own:
            words = STATUSES | (READINGS if row["kind"] in ("last", "ratio") else {})
            status = words[row["status"]]
            if row["status"] == "overdue" and not row["actual"]:
                status = "逾期未报"
            if row["stale"] == "true":
                status += "\n久未更新"
            table.append({
                "编码": row["code"], "指标": row["name_zh"], "单位": row["unit"], "年度目标": row["target"],
                "本周新增/变动": signed(row["week"]), "累计完成": QUALIFIERS[row["actual_qualifier"]] + row["actual"],
                "完成率": percent(row["attainment"]), "序时进度": percent(row["expected"]),
                "比序时": f"{Decimal(row['gap']):+.2f}" if row["gap"] else "", "状态": LIGHTS[row["light"]] + status,
                "进展情况": row["stage"], "牵头单位": row["owner"],
            })  # fmt: skip
        found.append(table)
    return found


def area_rows(found: Iterable[TableRead]) -> list[list[dict[str, str]]]:
    """Return the rows of the tables by area, each by its heads."""
    return [
        [dict(zip(table.head, row, strict=True)) for row in table.rows if len(row) > 1]
        for table in found
        if "年度目标" in table.head
    ]


def holds(found: list[list[dict[str, str]]], expected: list[list[dict[str, str]]]) -> None:
    """Hold rows to what a script gets: every one with a figure is there, and every cell of it."""
    for table, wanted in zip(found, expected, strict=True):
        by_code = {row["编码"]: row for row in wanted}
        assert [row["编码"] for row in table] == [code for code in by_code if code in {row["编码"] for row in table}]
        left_out = by_code.keys() - {row["编码"] for row in table}
        assert not any(by_code[code]["年度目标"] or by_code[code]["累计完成"] for code in left_out)
        for row in table:
            for head, text in by_code[row["编码"]].items():
                assert row.get(head, "") == text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), voids=picks, stage=STAGES, week=st.sampled_from(["2024-W01", "2024-W24", "2025-W01"]),
       targets=st.tuples(*[st.sampled_from([None, 0, 1, 7, 300])] * 3),
       pace=st.sampled_from(["linear", "none"]))  # fmt: skip
def test_text_html_docx_and_csv_agree_cell_for_cell(
    emptied: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Entry], voids: set[int], stage: str,
    week: str, targets: tuple[int | None, ...], pace: str,
) -> None:  # fmt: skip
    db = Path(shutil.copy(emptied, tmp_path_factory.mktemp("law") / "week.db"))
    for code, target in zip((SUM, LAST, CEILING), targets, strict=True):
        if target is not None:
            agree(db, code, 2024, target, "none" if code != SUM else pace)
    agree(db, MILESTONE, 2024, 100)
    agree(db, MILESTONE, 2025, 100)
    with writing(db) as conn:
        for number in range(4):
            add_batch(conn, batch(number))
        add_entries(conn, [each._replace(note=stage) if each.measure == MILESTONE else each for each in history])
        for at in sorted(voids):
            if at < len(history):
                add_void(conn, made_id(NEXT + at), made_id(3), history[at].id, "typed twice")
    words = ["--goal", "JJ-G1", "--name-zh", "占比", "--name-en", "Share", "--unit", "%", "--kind", "ratio"]
    assert run(db, "measure", "add", "JJ60", *words, "--numerator", SUM, "--denominator", LAST).code == 0
    sheets = weekly(desk_at(db, now=NOW.replace(year=2025, month=6)), week=week)
    told = io.StringIO()
    write_sheets(Cadence.WEEKLY, sheets, FileFormat.CSV, told)
    expected = cells_of_rows(csv.DictReader(io.StringIO(told.getvalue(), newline="")))
    activate("zh")
    papers = [paper_of(sheet) for sheet in sheets]
    # A sheet without any entry names its targets in words.
    expected = [rows for sheet, rows in zip(sheets, expected, strict=True) if not sheet.card.silent]
    cells = [table for paper in papers for table in cells_of(paper)]
    holds(area_rows(cells), expected)
    in_page, in_document = Markup(html_of(papers)).tables, docx_tables(docx_of(*papers))
    assert area_rows(in_page) == area_rows(in_document) == area_rows(cells)
    plain, markdown = text_of(papers, 400), markdown_of(papers)
    for table in cells:
        for row in table.rows:
            assert f"| {' | '.join(escaped(cell) for cell in row)} |" in markdown or len(row) == 1
            assert re.search(r"\s+".join(re.escape(cell.split("\n")[0]) for cell in row if cell), plain), row


def later_work(db: Path, on: str, day: str) -> None:
    """Record, take back, revise and rename after the sheet was printed."""
    logged(db, "JJ09+2", "MS05+1", on=on)
    logged(db, "JJ09+30", "JJ28=90", "--date", day, "--note", "补", on=on)
    *_, row = run(db, "entries", "JJ29", "-f", "csv", on=on).rows
    assert run(db, "void", row["id"].replace("-", ""), "--reason", "误", on=on).code == 0
    for words in (
        ["target", "set", "JJ09", "90", "--year", day[:4], "--from", day, "--reason", "调整"],
        ["measure", "edit", "JJ09", "--name-zh", "改名", "--owner", "改了单位"],
        ["config", "set", "behind", "-2"],
    ):
        outcome = run(db, *words, on=on)
        assert outcome.code == 0, outcome.err


@pytest.mark.parametrize(
    ("week", "printed", "later", "day"),
    [("2024-W26", "2024-07-01", "2024-07-03", "2024-06-27"), ("2025-W01", "2025-01-06", "2025-01-08", "2024-12-30")],
)
def test_a_printed_sheet_comes_out_again_byte_for_byte(
    seeded_db: Path, tmp_path: Path, week: str, printed: str, later: str, day: str
) -> None:
    def bytes_of(name: str, on: str, *more: str, endings: Iterable[str]) -> dict[str, bytes]:
        told = {}
        for ending in endings:
            place = tmp_path / f"{name}.{ending}"
            words = ["--week", week, "--by", "王芳", "-o", str(place), *more]
            assert run(seeded_db, "weekly", *words, on=on, lang="zh").code == 0
            told[ending] = place.read_bytes()
        return told

    every, some = ("txt", "html", "md", "docx", "csv"), ("txt", "csv")
    logged(seeded_db, "JJ09+4", "JJ28=40", "JJ29=20", "--issue", "缺人", on="2024-06-20")
    logged(seeded_db, "JJ09+1", "--date", day, on=printed)
    before = bytes_of("before", printed, endings=every)
    later_work(seeded_db, later, day)
    assert bytes_of("again", later, "--known", printed, "--printed", printed, endings=every) == before
    # The day of printing is then that day.
    assert bytes_of("alone", later, "--known", printed, endings=some) == {ending: before[ending] for ending in some}
    # By default too, but for the line that says what came since; a script has no such line.
    by_rule = bytes_of("by_rule", later, endings=some)
    assert [ending for ending in some if by_rule[ending] == before[ending]] == ["csv"]
    now = bytes_of("now", later, "--known", later, "--printed", printed, endings=some)
    assert [ending for ending in some if now[ending] == before[ending]] == []


@pytest.mark.parametrize("ending", ["txt", "html", "md", "docx"])
def test_every_form_holds_both_sheets_of_a_week_across_new_year(seeded_db: Path, tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"week.{ending}"
    assert run(seeded_db, "weekly", "--week", "2025-W01", "-o", str(place), on="2025-01-06", lang="zh").code == 0
    if ending == "docx":
        told = "\n".join(paragraph.text for paragraph in docx.Document(str(place)).paragraphs)
    else:
        told = place.read_text(encoding="utf-8")
    old, new = told.index("2024年12月30日至12月31日"), told.index("2025年1月1日至1月5日")
    assert old < new
    assert told[:old].count("（第1张，共2张）") >= 1
    headings = r"^(?:#+ |<h2[^>]*>)?附件6　阅读说明" if ending in ("html", "md") else r"^附件6　阅读说明"
    assert len(re.findall(headings, told, re.MULTILINE)) == 2
    if ending == "html":
        assert told.count("<article>") == 2


def test_without_python_docx_the_sheet_says_what_to_install(seeded_db: Path) -> None:
    code = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "docx":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
from nanhu_kpi.__main__ import main
sys.exit(main(["weekly", "--week", "2024-W26", "-f", "docx"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60,
        env=environment(NANHU_DB=str(seeded_db), NANHU_LANG="en"),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pip install 'nanhu-kpi[docx]'" in done.stderr


def test_a_document_is_not_written_to_a_terminal(seeded_db: Path) -> None:
    with terminal(seeded_db, "weekly", "--week", "2024-W26", "-f", "docx", code=2) as child:
        child.expect_exact("This format cannot be shown in a terminal")
        child.expect_exact("weekly.docx")
