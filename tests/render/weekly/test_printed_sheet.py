"""The week's sheet of an office at work, as it is printed: its numbers are the export's, on A4 and on a phone."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.definitions import change_field
from nanhu_kpi.store.ids import id_source
from tests.support.builders import batch
from tests.support.commands import NOW
from tests.support.printers import A4_LANDSCAPE, A4_UPRIGHT, Screen, bare, converted
from tests.support.views import logged, run
from tests.support.weeks import LAST_DAY, MONDAY_AFTER, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.printers import Browser, Page

pytestmark = pytest.mark.slow
PHONE, UPRIGHT, LANDSCAPE = 390, 650, 1009
HEAD = "编码指标单位年度目标本周新增/变动累计完成完成率序时进度比序时状态进展情况年末预测牵头单位"
LIGHTS = {"green": "绿", "yellow": "黄", "red": "红", "": ""}
STATUSES = {
    "no_target": "未设目标", "unreported": "未报", "exceeded": "突破控制数", "met": "已完成", "overdue": "逾期",
    "ahead": "超序时", "on_track": "同步", "behind": "滞后", "far_behind": "严重滞后",
}  # fmt: skip
# A heading or the line of a group at the foot of a page.
LEFT_BEHIND = r"(附件\d[^。]{2,12}|未设目标\d+项)(—\d+—)?$"
ANNEXES = (
    "附件1需要关注", "附件2各领域目标与进展", "附件3本周进展", "附件4补报与更正", "附件5应报未报", "附件6阅读说明",
)  # fmt: skip
QUALIFIERS = {"over": "超", "under": "近", "about": "约", "": ""}
# A page holds at least so many signs: five short lines.
FIVE_LINES = 60
HARD = ("JJ03", "JJ07", "JJ08", "CQ02", "MS21", "JJ09")


class Sheet(NamedTuple):
    """The sheet as a page of HTML, both its printed forms, and what `export status` says of its last day; then as both
    forms print it of a year without entries, of a hostile file, and the brief of a file that is as full as can be,
    without and with a letterhead; and of the office at work the sheets of a month, a quarter and a year."""

    page: str
    on_paper: list[Page]
    document: list[Page]
    rows: list[dict[str, str]]
    quiet: tuple[list[Page], list[Page]]
    hostile: tuple[list[Page], list[Page]]
    full_brief: tuple[list[Page], list[Page]]
    official_brief: tuple[list[Page], list[Page]]
    month: tuple[list[Page], list[Page]]
    quarter: tuple[list[Page], list[Page]]
    year: tuple[list[Page], list[Page]]


def defined(db: Path, fields: Iterable[tuple[str, str, str]]) -> None:
    """Give measures other names, owners and leaders, all in one batch of the year's first days."""
    with writing(db) as conn:
        ids = id_source(conn, NOW)
        early = batch(1, on=date(2024, 1, 3))._replace(id=ids.next_id())
        add_batch(conn, early)
        for code, field, value in fields:
            change_field(conn, ids, early.id, "measure", code, field, value)


def make_hostile(db: Path) -> None:
    """Give every measure a very long name with right-to-left letters and emoji, and write as much as a field takes."""
    codes = list(run(db, "status", "-f", "csv", on=LAST_DAY).by_code)
    defined(db, [(code, "name_zh", f"极长指标{number}אבג😀" * 2) for number, code in enumerate(codes)])
    for code in HARD:
        words = ["--note", "注" * 500, "--issue", "困" * 500, "--next", "W" * 500, "--by", "经办人" * 20]
        logged(db, code, *words, on="2024-06-27")


def make_full(db: Path) -> None:
    """Give every measure one of thirteen long owners and a leader, and revise targets for long reasons."""
    codes = list(run(db, "status", "-f", "csv", on=LAST_DAY).by_code)
    owners = [(code, "owner", f"第{number % 13}办" + "很长的单位名称😀" * 3) for number, code in enumerate(codes)]
    defined(db, [*owners, *((code, "leader", "副主任" * 10) for code in codes)])
    for code in HARD:
        words = ["77777", "--reason", "理由" * 200, "--document", "文" * 300]
        assert run(db, "target", "set", code, *words, on="2024-06-27").code == 0


def make_official(db: Path) -> None:
    """Give the office a letterhead, and whom its sheets go to."""
    for key, value in (("letterhead", "南湖简报"), ("report_to", "区委办、区政府办"), ("copy_to", "街道领导"),
                       ("issue_to", "各科室、各社区工作站"), ("copies", "30")):  # fmt: skip
        assert run(db, "config", "set", key, value, on="2024-01-03").code == 0


@pytest.fixture(scope="module")
def sheet(
    _built_worked: Path, _built_seeded: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Sheet:
    """Print every sheet: all pages at once, and all documents with one start of the office suite."""
    folder = tmp_path_factory.mktemp("sheet")
    hostile = Path(shutil.copy2(_built_worked, folder / "hostile.db"))
    make_hostile(hostile)
    full = Path(shutil.copy2(hostile, folder / "full.db"))
    make_full(full)
    official = Path(shutil.copy2(full, folder / "official.db"))
    make_official(official)
    pages: list[bytes] = []
    documents: list[bytes] = []
    week = ("weekly", "--week", WEEK)
    sheets = (
        (_built_worked, week, MONDAY_AFTER),
        (_built_seeded, week, MONDAY_AFTER),
        (hostile, week, MONDAY_AFTER),
        (full, (*week, "--brief"), MONDAY_AFTER),
        (official, (*week, "--brief"), MONDAY_AFTER),
        (_built_worked, ("monthly", "--month", "2024-06"), MONDAY_AFTER),
        (_built_worked, ("quarterly", "--quarter", "2024Q2"), MONDAY_AFTER),
        (_built_worked, ("yearly", "--year", "2024"), "2025-01-06"),
    )
    for number, (db, asked, on) in enumerate(sheets):
        for into, ending in ((pages, "html"), (documents, "docx")):
            target = folder / f"sheet-{number}.{ending}"
            outcome = run(db, *asked, "-o", str(target), on=on, lang="zh")
            assert outcome.code == 0, outcome.err
            into.append(target.read_bytes())
    texts = [page.decode() for page in pages]
    articles = [re.search(r"<article>.*</article>", text, re.DOTALL) for text in texts]
    together = "\n".join(found[0] for found in articles if found)
    on_paper = apart(browser.printed(re.sub(r"<article>.*</article>", lambda _: together, texts[0], flags=re.DOTALL)))
    in_office = converted(documents, folder)
    assert len(on_paper) == len(in_office) == len(sheets)
    rows = run(_built_worked, "export", "status", "--as-of", LAST_DAY, on=MONDAY_AFTER).rows
    others = [(on_paper[at], in_office[at]) for at in range(1, len(sheets))]
    return Sheet(texts[0], on_paper[0], in_office[0], rows, *others)


def apart(pages: list[Page]) -> list[list[Page]]:
    """Return the pages of sheets that were printed together: each begins with its one upright page."""
    sheets: list[list[Page]] = []
    for page in pages:
        if page.size == A4_UPRIGHT:
            sheets.append([])
        sheets[-1].append(page)
    return sheets


def row_on_paper(row: dict[str, str]) -> str:
    """Return the pattern of an exported row as it stands in the table by area, cell after cell up to its status."""
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
        row["code"], row["name_zh"], row["unit"], row["target"], week, QUALIFIERS[row["actual_qualifier"]]
        + row["actual"], *percents, f"{Decimal(row['gap']):+.2f}" if row["gap"] else "", LIGHTS[row["light"]] + status,
    )  # fmt: skip
    return re.escape(bare("".join(cells)))


@pytest.mark.parametrize("form", ["on_paper", "document"])
def test_every_row_with_a_figure_stands_whole_on_a_page_with_the_exports_numbers(sheet: Sheet, form: str) -> None:
    pages: list[Page] = getattr(sheet, form)
    rows = [row for row in sheet.rows if row["target"] or row["actual"]]
    assert len(rows) > 55
    assert {row["light"] for row in rows} == {"green", "yellow", "red", ""}
    assert sum(bool(row["gap"]) for row in rows) > 10
    for row in rows:
        on = [page for page in pages if re.search(row_on_paper(row), page.text)]
        assert len(on) == 1, row
        assert HEAD in on[0].text
        assert on[0].size == A4_LANDSCAPE
    told = "".join(page.text for page in pages)
    assert all(row["code"] in told for row in sheet.rows)


@pytest.mark.parametrize("form", ["on_paper", "document"])
def test_a_busy_week_takes_eleven_pages_at_most_the_first_upright_and_the_others_across(
    sheet: Sheet, form: str
) -> None:
    pages: list[Page] = getattr(sheet, form)
    assert [page.size for page in pages] == [A4_UPRIGHT, *[A4_LANDSCAPE] * (len(pages) - 1)]
    assert len(pages) <= 11
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    assert all(len(page.text) > FIVE_LINES for page in pages[:-1])


def test_a_year_without_entries_takes_three_pages_at_most(sheet: Sheet) -> None:
    for pages in sheet.quiet:
        assert len(pages) <= 3
        assert bare("2024年目标 50 项，尚无进展记录") in pages[0].text


@pytest.mark.parametrize(("period", "most"), [("month", 11), ("quarter", 12), ("year", 14)])
def test_longer_periods_take_few_pages_after_a_brief_that_counts_the_red_measures(
    sheet: Sheet, period: str, most: int
) -> None:
    for pages in getattr(sheet, period):
        assert [page.size for page in pages] == [A4_UPRIGHT, *[A4_LANDSCAPE] * (len(pages) - 1)]
        assert len(pages) <= most
        assert all(len(page.text) > FIVE_LINES for page in pages[:-1])
        red = int(re.findall(r"(\d+)项亮红灯", pages[0].text)[0])
        assert int(re.findall(r"其中亮红灯(\d+)项", pages[0].text)[0]) >= red - 10
        assert "审签" in pages[0].text


def test_the_year_says_that_it_is_the_first_of_its_sheets(sheet: Sheet) -> None:
    for pages in sheet.year:
        assert "本期是2024年首期" in pages[0].text
        assert "与上期相比" not in pages[0].text


def test_a_letterhead_leaves_the_brief_one_page(sheet: Sheet) -> None:
    for pages in sheet.official_brief:
        assert [page.size for page in pages] == [A4_UPRIGHT]
        assert "共印30份" in pages[0].text


def test_a_hostile_file_is_at_most_a_fifth_longer(sheet: Sheet) -> None:
    for pages, usual in zip(sheet.hostile, (sheet.on_paper, sheet.document), strict=True):
        assert len(pages) <= len(usual) * 6 / 5
        assert [page.size for page in pages[:2]] == [A4_UPRIGHT, A4_LANDSCAPE]


def test_a_page_ends_with_no_heading_and_the_signatures_stand_on_the_brief(sheet: Sheet) -> None:
    for pages in (sheet.on_paper, sheet.document):
        for page in pages:
            assert not re.search(LEFT_BEHIND, page.text), page.text[-80:]
        assert "审签" in pages[0].text
        assert not any("审签" in page.text for page in pages[1:])


def test_the_sheet_has_its_head_and_its_annexes_in_order(sheet: Sheet) -> None:
    for pages in (sheet.on_paper, sheet.document):
        told = "".join(page.text for page in pages)
        assert "2024年第26期" in pages[0].text
        assert "2024年6月24日至6月30日" in pages[0].text
        places = [told.index(annex) for annex in ANNEXES]
        assert places == sorted(places)
        assert "场地移交滞后,协调难度大" in told


def test_the_first_page_is_the_brief_with_every_owners_rank_and_how_many_more_are_red(sheet: Sheet) -> None:
    red = sum(row["light"] == "red" for row in sheet.rows)
    for pages in (sheet.on_paper, sheet.document):
        first, second = pages[:2]
        assert first.size == A4_UPRIGHT
        assert ANNEXES[0] not in first.text
        assert ANNEXES[0] in second.text
        assert all(bare(row["owner"]) in first.text for row in sheet.rows)
        shown = sum(row["code"] + bare(row["name_zh"]) in first.text for row in sheet.rows if row["light"] == "red")
        assert f"其中亮红灯{red - shown}项" in first.text
        assert "企业税源迁移手续未办结" in first.text


def test_the_brief_is_one_page_with_every_revised_target_whatever_the_names_and_the_notes(sheet: Sheet) -> None:
    for pages in sheet.full_brief:
        assert [page.size for page in pages] == [A4_UPRIGHT]
        assert all(re.search(rf"{code}[\d.]*(无\))?→77777", pages[0].text.replace("(", "")) for code in HARD)
        assert re.search(r"另有\d+个单位", pages[0].text)


def test_nothing_of_the_sheet_sticks_out_on_paper_or_on_a_phone(sheet: Sheet, browser: Browser) -> None:
    on_paper = sheet.page.replace("@media print", "@media all")
    upright, wide, phone = browser.measured(
        [
            Screen(on_paper, UPRIGHT, "section:not(.wide)"),
            Screen(on_paper, LANDSCAPE, "section.wide"),
            Screen(sheet.page, PHONE),
        ]
    )
    assert (upright["out"], wide["out"], phone["out"]) == ([], [], [])
    assert phone["scrolls"] <= PHONE


def test_a_screenshot_of_a_phone_shows_the_sheet_between_white_edges(sheet: Sheet, browser: Browser) -> None:
    lines = browser.photographed(sheet.page, PHONE, 300)
    assert {len(line) for line in lines} == {PHONE}
    left, inside, right = (
        {pixel[:3] for line in lines for pixel in line[part]} for part in (slice(6), slice(6, -6), slice(-6, None))
    )
    assert left == right == {b"\xff\xff\xff"}
    assert b"\x00\x00\x00" in inside
