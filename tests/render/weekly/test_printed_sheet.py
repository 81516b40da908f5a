"""The week's sheet of an office at work, as it is printed: its numbers are the export's, on A4 and on a phone."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.printers import A4_LANDSCAPE, A4_UPRIGHT, Screen, bare, converted, measured, photographed, printed
from tests.support.views import logged, run
from tests.support.weeks import LAST_DAY, MONDAY_AFTER, WEEK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.printers import Page

pytestmark = pytest.mark.slow
PHONE, UPRIGHT, LANDSCAPE = 390, 650, 1009
HEAD = "序号编码指标单位年度目标本周新增/变动累计完成完成率序时进度比序时状态牵头单位"
LIGHTS = {"green": "绿", "yellow": "黄", "red": "红", "": ""}
STATUSES = {
    "no_target": "未设目标", "unreported": "未报", "exceeded": "突破控制数", "met": "已完成", "overdue": "逾期",
    "ahead": "超序时", "on_track": "同步", "behind": "滞后", "far_behind": "严重滞后",
}  # fmt: skip
# A heading of an area, or the sentence that counts its measures, at the foot of a page.
LEFT_BEHIND = r"(\([一二三四五]\)[^。]{4,8}[A-Z]{2}|未设目标\d+项。)(—\d+—)?$"
PARTS = (
    "一、总体情况", "二、各领域目标与进展", "三、本周进展", "四、补报", "五、需要关注", "六、应报未报", "七、说明",
)  # fmt: skip
QUALIFIERS = {"over": "超", "under": "近", "about": "约", "": ""}


class Sheet(NamedTuple):
    """The sheet as a page of HTML, both its printed forms, and what `export status` says of its last day."""

    page: str
    on_paper: list[Page]
    document: list[Page]
    rows: list[dict[str, str]]


@pytest.fixture(scope="module")
def sheet(_built_worked: Path, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("sheet")
    page, document = folder / "sheet.html", folder / "sheet.docx"
    for target in (page, document):
        outcome = run(_built_worked, "weekly", "--week", WEEK, "-o", str(target), on=MONDAY_AFTER, lang="zh")
        assert outcome.code == 0, outcome.err
    rows = run(_built_worked, "export", "status", "--as-of", LAST_DAY, on=MONDAY_AFTER).rows
    html = page.read_text(encoding="utf-8")
    (in_office,) = converted([document.read_bytes()], folder)
    return Sheet(html, printed(html, folder), in_office, rows)


def row_on_paper(row: dict[str, str]) -> str:
    """Return the pattern of an exported row as it stands in the table of its area, cell after cell."""
    name = re.escape(bare(row["name_zh"])) + r"(\([^()]*\))?"  # a milestone has its stage beside its name
    percents = [f"{100 * Decimal(row[key]):.2f}%" if row[key] else "" for key in ("attainment", "expected")]
    week = f"{Decimal(row['week_change']):+f}" if row["week_change"] not in ("", "0") else row["week_change"]
    status = STATUSES[row["status"]]
    if row["kind"] in ("last", "ratio"):
        status = {"met": "达标", "behind": "未达标", "far_behind": "差距较大"}.get(row["status"], status)
    if row["status"] == "overdue" and not row["actual"]:
        status = "逾期未报"
    if row["stale"] == "true":
        status += "久未更新"
    cells = (
        row["unit"], row["target"], week, QUALIFIERS[row["actual_qualifier"]] + row["actual"], *percents,
        f"{Decimal(row['gap']):+.2f}" if row["gap"] else "", LIGHTS[row["light"]] + status, row["owner"],
    )  # fmt: skip
    return r"\d+" + row["code"] + name + re.escape(bare("".join(cells)))


@pytest.mark.parametrize("form", ["on_paper", "document"])
def test_every_row_of_the_areas_stands_whole_on_a_page_with_the_exports_numbers(sheet: Sheet, form: str) -> None:
    pages: list[Page] = getattr(sheet, form)
    assert len(sheet.rows) > 100
    assert {row["light"] for row in sheet.rows} == {"green", "yellow", "red", ""}
    assert sum(bool(row["gap"]) for row in sheet.rows) > 10
    for row in sheet.rows:
        on = [page for page in pages if re.search(row_on_paper(row), page.text)]
        assert len(on) == 1, row
        assert HEAD in on[0].text
        assert on[0].size == A4_LANDSCAPE


@pytest.mark.parametrize("form", ["on_paper", "document"])
def test_every_page_is_a4_and_numbered(sheet: Sheet, form: str) -> None:
    pages: list[Page] = getattr(sheet, form)
    assert {page.size for page in pages} == {A4_UPRIGHT, A4_LANDSCAPE}
    assert pages[0].size == pages[-1].size == A4_UPRIGHT
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    assert sum(HEAD in page.text for page in pages) > 3


def test_a_page_ends_with_no_heading_and_the_signatures_do_not_stand_alone(sheet: Sheet) -> None:
    for pages in (sheet.on_paper, sheet.document):
        for page in pages:
            assert not re.search(LEFT_BEHIND, page.text), page.text[-80:]
    assert "列入下期补报。" in sheet.document[-1].text  # the last note


def test_the_sheet_has_its_head_and_all_its_parts(sheet: Sheet) -> None:
    for pages in (sheet.on_paper, sheet.document):
        told = "".join(page.text for page in pages)
        assert "2024年第26期" in pages[0].text
        assert "2024年6月24日至6月30日" in pages[0].text
        assert all(part in told for part in PARTS)
        assert "场地移交滞后,协调难度大" in told
        assert "审签" in pages[0].text


def test_the_first_page_is_the_brief_with_every_owners_rank_and_how_many_more_are_red(sheet: Sheet) -> None:
    red = sum(row["light"] == "red" for row in sheet.rows)
    for pages in (sheet.on_paper, sheet.document):
        first, second = pages[:2]
        assert first.size == A4_UPRIGHT
        assert "一、总体情况" not in first.text
        assert "一、总体情况" in second.text
        assert all(bare(row["owner"]) in first.text for row in sheet.rows)
        shown = sum(row["code"] + bare(row["name_zh"]) in first.text for row in sheet.rows if row["light"] == "red")
        assert f"其中亮红灯{red - shown}项" in first.text
        assert "企业税源迁移手续未办结" in first.text


def test_the_brief_fits_one_page_whatever_the_names_and_the_notes(half_year_db: Path, tmp_path: Path) -> None:
    db = half_year_db
    for number, code in enumerate(run(db, "status", "-f", "csv", on=LAST_DAY).by_code):
        owner, leader, name = f"第{number % 13}办" + "很长的单位名称😀" * 3, "副主任" * 10, f"极长指标{number}" * 4
        words = ["--owner", owner, "--leader", leader, "--name-zh", name]
        assert run(db, "measure", "edit", code, *words, on="2024-01-03").code == 0
    for code in ("DJ01", "JJ03", "JJ07", "JJ08", "CQ02", "MS21", "JJ09"):
        logged(db, code, "--issue", "困" * 500, "--next", "W" * 500, on="2024-06-27")
        words = ["77777", "--reason", "理由" * 200, "--document", "文" * 300]
        assert run(db, "target", "set", code, *words, on="2024-06-27").code == 0
    page, document = tmp_path / "brief.html", tmp_path / "brief.docx"
    for target in (page, document):
        outcome = run(db, "weekly", "--week", WEEK, "--brief", "-o", str(target), on=MONDAY_AFTER, lang="zh")
        assert outcome.code == 0, outcome.err
    (in_office,) = converted([document.read_bytes()], tmp_path)
    assert len(printed(page.read_text(encoding="utf-8"), tmp_path)) == len(in_office) == 1


def test_nothing_of_the_sheet_sticks_out_on_paper_or_on_a_phone(sheet: Sheet, tmp_path: Path) -> None:
    on_paper = sheet.page.replace("@media print", "@media all")
    upright, wide, phone = measured(
        [
            Screen(on_paper, UPRIGHT, "section:not(.wide)"),
            Screen(on_paper, LANDSCAPE, "section.wide"),
            Screen(sheet.page, PHONE),
        ],
        tmp_path,
    )
    assert (upright["out"], wide["out"], phone["out"]) == ([], [], [])
    assert phone["scrolls"] <= PHONE


def test_a_screenshot_of_a_phone_shows_the_sheet_between_white_edges(sheet: Sheet, tmp_path: Path) -> None:
    lines = photographed(sheet.page, tmp_path, PHONE, 800)
    assert {len(line) for line in lines} == {PHONE}
    left, inside, right = (
        {pixel[:3] for line in lines for pixel in line[part]} for part in (slice(6), slice(6, -6), slice(-6, None))
    )
    assert left == right == {b"\xff\xff\xff"}
    assert b"\x00\x00\x00" in inside
