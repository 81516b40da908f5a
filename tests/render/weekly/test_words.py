"""What the week's sheet says in words: for paper, of what it shows, and of nothing that it does not."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.paper.blocks import Heading, Items, Paragraph, Table
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.service.whose import Whose
from tests.support.commands import NOW, desk_at
from tests.support.views import logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.render.paper.blocks import Paper
    from nanhu_kpi.render.sheet import Row
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet


def sheets(
    db: Path, week: str, on: str, *words: str, owner: str = "", known: str | None = None
) -> tuple[PeriodSheet, ...]:
    day = date.fromisoformat(on)
    return weekly(
        desk_at(db, now=NOW.replace(day.year, day.month, day.day)), words, week=week, whose=Whose(owner), known=known
    )


def paper(
    db: Path, week: str, on: str, *words: str, owner: str = "", part: int = -1, known: str | None = None
) -> Paper:
    activate("zh")
    return paper_of(sheets(db, week, on, *words, owner=owner, known=known)[part])


def told(given: Paper) -> list[str]:
    return [block.text for block in given.blocks if isinstance(block, Paragraph | Heading)]


def told_first(given: Paper) -> list[str]:
    return [block.text for block in given.brief if isinstance(block, Paragraph | Heading)]


def areas_told(given: Paper) -> list[str]:
    tables = [block for block in given.blocks if isinstance(block, Table)]
    groups = [group.heading for table in tables for group in table.groups]
    return [heading.partition("\u3000")[0] for heading in groups if re.match(r"（[一二三四五]）", heading)]


def table_with(given: Paper, header: str) -> tuple[list[str], tuple[Row, ...]]:
    for block in given.blocks:
        if isinstance(block, Table) and header in (heads := [column.header for column in block.columns]):
            return heads, tuple(block.rows)
    raise AssertionError(header)


def cell(given: Paper, header: str, code: str) -> str:
    heads, rows = table_with(given, header)
    return next(row.cells[heads.index(header)] for row in rows if code in row.cells)


def notes(given: Paper) -> str:
    *_others, items = (block for block in given.blocks if isinstance(block, Items))
    return "\n".join(items.rows)


def owned(db: Path, code: str, owner: str, *more: str) -> None:
    assert run(db, "measure", "edit", code, "--owner", owner, *more, on="2024-01-02").code == 0


def test_a_part_says_what_was_selected_and_how_many_of_how_many(seeded_db: Path) -> None:
    owned(seeded_db, "JJ09", "经济服务办")
    assert told_first(paper(seeded_db, "2024-W26", "2024-07-01", "JJ09", "MS"))[1] == (
        "本期只列部分指标（所选 JJ09、MS）：全部 129 项中的 32 项。"
    )
    assert told_first(paper(seeded_db, "2024-W26", "2024-07-01", owner="经济"))[1] == (
        "本期只列部分指标（牵头单位 经济）：全部 129 项中的 1 项。"
    )
    assert told(paper(seeded_db, "2024-W26", "2024-07-01"))[0] == "附件1　需要关注"


def test_the_areas_are_numbered_as_they_are_printed(seeded_db: Path) -> None:
    logged(seeded_db, "MS05+1", on="2024-06-26")
    areas = areas_told(paper(seeded_db, "2024-W26", "2024-07-01", "MS", "JJ09"))
    assert areas == ["（一）经济发展 JJ", "（二）民生福祉 MS", "（一）民生福祉 MS"]


def test_where_nothing_fits_every_part_says_so(seeded_db: Path) -> None:
    owned(seeded_db, "MS27", "政务办")  # reached in 2023, and no row of 2024
    outcome = run(seeded_db, "weekly", "--week", "2024-W26", "--owner", "政务办", on="2024-07-01", lang="zh")
    assert outcome.code == 0
    assert "全部 129 项中的 0 项" in outcome.out
    parts = told(paper(seeded_db, "2024-W26", "2024-07-01", owner="政务办"))
    for at, text in enumerate(parts[:-1]):
        assert not (text.startswith("附件") and parts[at + 1].startswith("附件")), f"nothing under {text}"
    assert parts.count("2024年没有符合条件的指标。") == 2


def test_an_owner_that_no_measure_has_is_refused_as_by_status(seeded_db: Path) -> None:
    outcomes = [
        run(seeded_db, *words, "--owner", "无此单位", on="2024-07-01")
        for words in (("weekly", "--week", "2024-W26"), ("status",))
    ]
    assert [outcome.code for outcome in outcomes] == [3, 3]
    assert outcomes[0].err == outcomes[1].err


def test_an_owner_has_a_sheet_of_its_own_measures(seeded_db: Path) -> None:
    owned(seeded_db, "JJ09", "经济服务办")
    owned(seeded_db, "JJ28", "经济服务办")
    logged(seeded_db, "JJ03+1", "JJ09+1", "--date", "2024-06-20", on="2024-06-26")
    logged(seeded_db, "JJ03+1", "JJ09+1", on="2024-06-27")
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-05", owner="经济服务")
    assert [line.score.measure.code for line in sheet.lines] == ["JJ09", "JJ28"]
    assert {entry.measure for entry, _batch, _void in (*sheet.entries, *sheet.late_entries)} == {"JJ09"}
    assert [line.score.measure.code for line in sheet.late_lines] == ["JJ09"]
    assert [due.measure.code for due in sheet.dues] == ["JJ28"]


def test_what_came_after_the_sheets_monday_is_counted_where_a_later_day_is_known(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-06-26")
    logged(seeded_db, "JJ09+1", "--date", "2024-06-28", on="2024-07-01")  # on the sheet of that Monday
    assert "已计入本表" not in notes(paper(seeded_db, "2024-W26", "2024-07-05", known="today"))
    logged(seeded_db, "JJ09+1", "MS05+1", "--date", "2024-06-28", on="2024-07-02")
    logged(seeded_db, "JJ09+1", on="2024-07-02")  # of a later day
    *_, row = run(seeded_db, "entries", "JJ09", "--to", "2024-06-26", "-f", "csv", on="2024-07-03").rows
    assert run(seeded_db, "void", row["id"].replace("-", ""), "--reason", "误", on="2024-07-03").code == 0
    assert run(seeded_db, "target", "set", "JJ09", "30", "--reason", "调整", on="2024-07-04").code == 0
    assert run(seeded_db, "target", "set", "JJ09", "30", "--year", "2025", "--reason", "新", on="2024-07-04").code == 0
    assert run(seeded_db, "target", "set", "JJ28", "--withdraw", "--reason", "取消", on="2024-07-04").code == 0
    said = notes(paper(seeded_db, "2024-W26", "2024-07-05", known="today"))
    assert "2024年7月1日以后登记或作废、已计入本期的：进展记录3条，目标值调整2次。" in said
    assert "--" not in said
    said = notes(paper(seeded_db, "2024-W26", "2024-07-05", "MS", known="today"))
    assert "进展记录1条，目标值调整0次。" in said


def test_a_running_new_year_week_is_one_sheet_that_is_not_over(seeded_db: Path) -> None:
    given = paper(seeded_db, "2025-W01", "2024-12-30")
    assert (given.issue, given.days) == ("2025年第1期", "2024年12月30日至12月30日（本周未结束）")
    given = paper(seeded_db, "2025-W01", "2024-12-31")
    assert (given.issue, given.days) == ("2025年第1期", "2024年12月30日至12月31日")
    old, new = (paper(seeded_db, "2025-W01", "2025-01-02", part=at) for at in (0, 1))
    assert (old.issue, old.days) == ("2025年第1期（第1张，共2张）", "2024年12月30日至12月31日")
    assert (new.issue, new.days) == ("2025年第1期（第2张，共2张）", "2025年1月1日至1月2日（本周未结束）")


def test_shares_are_rounded_once(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+1", on="2025-03-10")
    (sheet,) = sheets(seeded_db, "2025-W11", "2025-03-17")
    assert sheet.elapsed == Fraction(75, 365)
    first = told_first(paper(seeded_db, "2025-W11", "2025-03-17"))[0]
    assert "时间进度为20.5%。" in first  # not 20.55 % and then 20.6 %
    assert sum(tally.number for tally in sheet.tallies) == len(sheet.lines)


def test_the_headline_names_every_status_of_the_rule(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=60", on="2024-06-18")
    logged(seeded_db, "JJ29=60", on="2024-06-25")
    conclusion, *_rest = told_first(paper(seeded_db, "2024-W26", "2024-07-01", "JJ28", "JJ29"))
    assert conclusion == (
        "2项指标无一亮红灯，0项亮黄灯，2项亮绿灯。截至6月30日，2024年全年时间进度为49.7%：已完成 0 项，"
        "超序时 2 项（比上期 +1），同步 0 项，滞后 0 项，严重滞后 0 项，逾期 0 项，未报 0 项（比上期 -1）。"
        "与上期相比，转红 0 项，转绿 1 项，新完成 0 项。"
    )


def test_issue_and_next_step_stand_in_the_weeks_progress_whatever_the_light(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=60", "--note", "方案已定", "--issue", "缺人", "--next", "增员", on="2024-06-26")
    logged(seeded_db, "DJ02", "--issue", "尚未开会", on="2024-06-27")
    given = paper(seeded_db, "2024-W26", "2024-07-01")
    said = [text for block in given.blocks if isinstance(block, Table) for row in block.rows
            for text in row.cells]  # fmt: skip
    assert {"方案已定；存在问题：缺人；下一步：增员", "存在问题：尚未开会"} <= set(said)


def test_attention_tells_what_was_last_recorded_by_the_sheets_last_day(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=5", "--issue", "先前的问题", "--next", "先前的步骤", on="2024-05-06")
    logged(seeded_db, "JJ28=6", "--issue", "现在的问题", on="2024-06-03")
    logged(seeded_db, "JJ28=7", "--issue", "以后的问题", on="2024-07-02")
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-03", "JJ28")
    assert [each.told for each in sheet.attention] == [(date(2024, 6, 3), "现在的问题", "")]


def test_an_unfinished_milestone_brings_its_issue_over_new_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=40", "--note", "主体封顶", "--issue", "缺资金", "--next", "申请追加", on="2024-12-20")
    assert run(seeded_db, "target", "set", "JJ28", "100", "--year", "2025", "--due", "01-31", "--reason", "结转",
               on="2025-01-02").code == 0  # fmt: skip
    logged(seeded_db, "JJ28=41", on="2025-01-10")
    (sheet,) = sheets(seeded_db, "2025-W03", "2025-01-20", "JJ28")
    assert [each.told for each in sheet.attention] == [(date(2024, 12, 20), "缺资金", "申请追加")]


def test_attention_names_its_units_and_what_is_needed_each_week(seeded_db: Path) -> None:
    owned(seeded_db, "JJ28", "经济服务办", "--leader", "王", "--support", "城管办")
    owned(seeded_db, "JJ29", "经济服务办", "--leader", "王", "--support", "城管办")
    logged(seeded_db, "JJ28=5", "JJ29=30", "JJ09+4", on="2024-05-03")
    given = paper(seeded_db, "2024-W26", "2024-07-01")
    assert (cell(given, "缺口", "JJ09"), cell(given, "周均需", "JJ09")) == (
        "16 家",
        "1 家",
    )  # 0.6087, rounded up to whole ones like the target
    assert cell(given, "缺口", "JJ28") == "95 %"
    assert cell(given, "分管领导、配合单位", "JJ28") == "王；城管办"
    (table,) = (block for block in given.blocks if isinstance(block, Table) and block.curves)
    headings = [group.heading for group in table.groups]
    assert headings[-1].startswith("（未定牵头单位）")
    assert "经济服务办  红 1 项；黄 1 项" in headings


def test_each_row_that_needs_attention_has_its_curve_labelled_at_both_ends_with_its_unit(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=3", on="2024-04-02")
    logged(seeded_db, "JJ28=5", "JJ09+4", on="2024-05-03")
    (table,) = (block for block in paper(seeded_db, "2024-W26", "2024-07-01").blocks
                if isinstance(block, Table) and block.curves)  # fmt: skip
    assert len(table.curves) == len(table.rows)
    curves = {curve.label.split()[0]: curve for curve in table.curves if curve}
    assert (curves["JJ09"].begins, curves["JJ09"].ends) == ("0", "4 / 20 家")
    assert curves["JJ09"].text == "累计 4，序时进度 9.95，年度目标 20"
    assert (curves["JJ28"].begins, curves["JJ28"].ends) == ("3", "5 / 100 %")
    assert curves["JJ32"].ends == "无数据 / 100 %"


def test_a_measure_with_neither_target_nor_entry_is_named_under_its_area_alone(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-05-03")
    given = paper(seeded_db, "2024-W26", "2024-07-01", "JJ")
    _heads, rows = table_with(given, "比序时")
    assert "JJ09" in {row.cells[0] for row in rows}
    assert "JJ10" not in {row.cells[0] for row in rows}
    lines = [line for block in given.blocks if isinstance(block, Items) for line in block.rows]
    assert any(line.startswith("经济发展 JJ 未设目标且尚无进展") and "JJ10 " in line for line in lines)


def test_what_was_not_reported_stands_by_owner_with_the_periods_missed_and_the_days_since(seeded_db: Path) -> None:
    owned(seeded_db, "JJ28", "甲办")
    owned(seeded_db, "JJ33", "甲办")
    owned(seeded_db, "JJ09", "乙办")
    assert run(seeded_db, "target", "set", "JJ33", "100", "--start", "05-01", "--from", "01-01", "--reason", "新",
               on="2024-05-02").code == 0  # fmt: skip
    logged(seeded_db, "JJ09+1", on="2024-05-03")
    given = paper(seeded_db, "2024-W26", "2024-07-01")
    lines = [line for block in given.blocks if isinstance(block, Items) for line in block.rows]
    assert "乙办 1 项：2024-06 JJ09 招引旅游企业（最近5月3日，已59天）" in lines
    assert any(
        line.startswith("甲办 2 项：2024-01 至 2024-06 JJ28") and "；2024-05 至 2024-06 JJ33" in line for line in lines
    )


@pytest.mark.parametrize(
    ("week", "on", "words", "said"),
    [
        ("2024-W01", "2024-01-08", ["JJ09"], "尚无到期应报的指标。"),
        ("2024-W26", "2024-07-01", ["JJ10"], "没有生效的目标值，没有应报未报的指标。"),
        ("2024-W26", "2024-07-01", ["JJ28"], "设有目标值的指标均已按报送频率报送。"),
    ],
)
def test_where_nothing_is_missing_it_says_why(seeded_db: Path, week: str, on: str, words: list[str], said: str) -> None:
    logged(seeded_db, "JJ28=9", on="2024-06-10")
    assert said in told(paper(seeded_db, week, on, *words))


def test_every_paragraph_ends_in_a_full_stop(seeded_db: Path) -> None:
    for week, on in (("2030-W05", "2030-03-01"), ("2024-W26", "2024-07-01"), ("2024-W01", "2024-01-08")):
        for block in paper(seeded_db, week, on).blocks:
            if isinstance(block, Paragraph):
                assert block.text.endswith(("。", "：")), block.text
