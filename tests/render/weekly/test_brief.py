"""The first page of the week's sheet: what a deputy director reads, and nothing that another page contradicts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Light
from nanhu_kpi.render.paper.blocks import Items, Paragraph, Table
from nanhu_kpi.render.weekly.brief import _ROOMS, urgency
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.render.weekly.words import short
from nanhu_kpi.scorecard.period_sheet import Attention
from tests.support.commands import NOW, desk_at
from tests.support.standings import AT_MOST, DAY_99, LAST, row
from tests.support.views import logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.scorecard.card import Score


def brief(db: Path, week: str = "2024-W26", on: str = "2024-07-01") -> tuple[Block, ...]:
    day = date.fromisoformat(on)
    activate("zh")
    (sheet,) = weekly(desk_at(db, now=NOW.replace(day.year, day.month, day.day)), week=week)
    return paper_of(sheet, brief_alone=True).brief


def rows(blocks: tuple[Block, ...], number: int) -> list[dict[str, str]]:
    table = [block for block in blocks if isinstance(block, Table)][number]
    heads = [column.key for column in table.columns]
    return [dict(zip(heads, row.cells, strict=True)) for row in table.rows]


def moved(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    (items,) = (block for block in blocks if isinstance(block, Items))
    return items.rows


def owned(db: Path, code: str, owner: str) -> None:
    assert run(db, "measure", "edit", code, "--owner", owner, on="2024-01-02").code == 0


def test_owners_rank_by_their_share_of_red_and_equal_shares_share_a_rank(seeded_db: Path) -> None:
    for code, owner in (("DJ24", "甲"), ("DJ25", "乙"), ("DJ26", "丙"), ("JJ28", "丙"), ("JJ29", "丁")):
        owned(seeded_db, code, owner)
    logged(seeded_db, "JJ28=80", "JJ29=80", on="2024-06-20")
    told = rows(brief(seeded_db), 0)
    assert [(row["name"], row["red"], row["rank"]) for row in told[:-1]] == [
        ("乙", "1", "3"), ("甲", "1", "3"), ("丙", "1", "2"), ("丁", "0", "1"),     ]  # fmt: skip
    assert (told[-1]["name"], told[-1]["rank"]) == ("（未定牵头单位）", "")


def test_a_year_with_entries_and_no_target_says_so_and_ranks_nobody(seeded_db: Path) -> None:
    owned(seeded_db, "JJ28", "甲")
    logged(seeded_db, "JJ28=80", on="2025-03-04")
    blocks = brief(seeded_db, "2025-W10", "2025-03-10")
    told = next(block.text for block in blocks if isinstance(block, Paragraph))
    assert told.startswith("2025年各项指标均没有目标值。截至3月9日，")
    assert "红灯" not in told
    assert {row["rank"] for row in rows(blocks, 0)} == {""}


def test_issue_and_next_step_are_of_one_entry_whose_day_is_marked_where_it_is_older(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=5", "--issue", "先前的问题", "--next", "先前的步骤", on="2024-05-06")
    logged(seeded_db, "JJ28=6", "--issue", "现在的问题", on="2024-06-03")
    logged(seeded_db, "JJ29=6", "--next", "约谈", on="2024-06-26")
    told = {row["code"]: row["told"] for row in rows(brief(seeded_db), 1)}
    assert told["JJ28"] == "存在问题：现在的问题（6月3日，非本周）"
    assert told["JJ29"] == "下一步：约谈（6月26日）"
    assert "未填报" in told.values()


def test_weeks_red_are_counted_back_to_the_first_sheet_that_was_not(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=20", on="2024-06-03")  # 45.9 % expected by 16 June, 47.8 % by 23 June, 49.7 % by 30 June
    logged(seeded_db, "JJ28=15", "--note", "核减", on="2024-06-19")
    (row,) = (row for row in rows(brief(seeded_db), 1) if row["code"] == "JJ28")
    assert (row["status"], row["weeks"]) == ("红\n严重滞后", "2")


def test_weeks_red_are_red_by_the_measures_own_threshold(seeded_db: Path) -> None:
    assert run(seeded_db, "config", "set", "far_behind/JJ28", "-27", on="2024-01-02").code == 0
    logged(seeded_db, "JJ28=20", on="2024-06-03")  # 25.9 behind on 16 June, 27.8 on 23 June, 29.7 on 30 June
    (row,) = (row for row in rows(brief(seeded_db), 1) if row["code"] == "JJ28")
    assert row["weeks"] == "2"


def test_the_conclusion_stands_first_and_what_was_left_out_at_the_foot(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=20", on="2024-06-20")
    logged(seeded_db, "JJ28=21", "--date", "2024-06-20", on="2024-07-03")
    told = [block.text for block in brief(seeded_db, on="2024-07-03") if isinstance(block, Paragraph)]
    assert "项亮红灯" in told[0]
    assert told[-1] == "2024年7月1日以后登记或作废、未计入本期的：进展记录1条，目标值调整0次。"


def test_red_measures_that_found_no_room_are_named_by_their_codes(seeded_db: Path) -> None:
    words = ["--issue", "困难" * 40, "--next", "办法" * 40]
    codes = [f"{code}=1" for code in ("JJ28", "JJ29", "JJ30", "JJ31", "DJ24", "DJ25", "DJ26", "DJ27", "MS34", "MS35")]
    logged(seeded_db, *codes, *words, on="2024-06-20")
    told = brief(seeded_db)
    shown = {row["code"] for row in rows(told, 1)}
    assert 3 < len(shown) <= 10
    (others,) = (block.text for block in told if isinstance(block, Paragraph) and "另有" in block.text)
    red = int(re.findall(r"亮红灯 (\d+) 项", others)[0])
    assert red > 20 or len(re.findall(r"[A-Z]{2}\d{2}", others)) == red


def test_the_first_sheet_of_a_year_says_that_it_is_the_first(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=20", on="2024-01-04")
    assert moved(brief(seeded_db, "2024-W01", "2024-01-08"))[0] == "本期是2024年首期，没有上期可比。"
    assert moved(brief(seeded_db, "2024-W26")) == ("与上期相比无变动。",)


def test_a_revised_target_stands_with_old_and_new_value_reason_document_and_officer(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+15", on="2024-06-03")
    words = ["--reason", "区里调整", "--document", "南街〔2024〕8号", "--by", "王芳"]
    assert run(seeded_db, "target", "set", "JJ09", "15", *words, on="2024-06-26").code == 0
    lines = moved(brief(seeded_db))
    assert "目标调整 1 项：JJ09 20 → 15（区里调整，南街〔2024〕8号，王芳）" in lines
    assert "新完成 1 项：JJ09 招引旅游企业" in lines


def test_measures_that_were_added_and_retired_are_named(seeded_db: Path) -> None:
    add = ("measure", "add", "JJ80", "--name-zh", "新指标", "--goal", "JJ-G1", "--kind", "last", "--unit", "个")
    for words in (add, ("measure", "retire", "JJ09", "--reason", "不再统计")):
        told = run(seeded_db, *words, on="2024-06-26")
        assert told.code == 0, told.err
    lines = moved(brief(seeded_db))
    assert "新增指标 1 项：JJ80 新指标" in lines
    assert "停用指标 1 项：JJ09 招引旅游企业" in lines


@pytest.mark.parametrize(("targets", "signs"), [(12, 24), (13, 8), (40, 8), (41, 0)])
def test_the_more_targets_were_revised_the_less_is_said_of_why(seeded_db: Path, targets: int, signs: int) -> None:
    why, day = "理由" * 20, date(2024, 6, 26)
    assert run(seeded_db, "target", "set", "JJ09", "15", "--reason", why, "--by", "王", on=day.isoformat()).code == 0
    activate("zh")
    (sheet,) = weekly(desk_at(seeded_db, now=NOW.replace(2024, 7, 1)), week="2024-W26")
    (revised,) = sheet.moved_targets
    blocks = paper_of(sheet._replace(moved_targets=(revised,) * targets), brief_alone=True).brief
    (line,) = (line for line in moved(blocks) if line.startswith("目标调整"))
    said = f"（{short(why, signs)}，王）" if signs else ""
    assert line == f"目标调整 {targets} 项：{'；'.join([f'JJ09 20 → 15{said}'] * targets)}"


def test_each_page_that_is_tried_says_no_more_of_anything_than_the_fuller_one_before() -> None:
    for fuller, page in pairwise(_ROOMS):
        assert all(less <= more for less, more in zip(page[:5], fuller[:5], strict=True))
        assert page[:5] != fuller[:5]


def test_what_needs_a_decision_begins_with_broken_ceilings_and_ends_with_yellow_ones_that_were_reported() -> None:
    def attention(score: Score) -> Attention:
        return Attention(score, Decimal(0), (), (), None, 0)

    broken = attention(row("12", "10", direction=AT_MOST))
    red, red_unreported = (attention(row(value, "100", as_of=DAY_99)) for value in ("10", None))
    yellow, yellow_unreported = (attention(row(value, "100", kind=LAST)) for value in ("95", None))
    in_order = [broken, red, red_unreported, yellow_unreported, yellow]
    assert [each.score.light for each in in_order] == [Light.RED] * 3 + [Light.YELLOW] * 2
    assert [each.score.unreported for each in in_order] == [False, False, True, True, False]
    assert sorted([yellow, yellow_unreported, red_unreported, red, broken], key=urgency) == in_order


def test_the_brief_alone_leaves_out_what_stands_behind_it(seeded_db: Path) -> None:
    words = ("weekly", "--week", "2024-W26", "-f", "markdown")
    alone, whole = (run(seeded_db, *words, *more, on="2024-07-01", lang="zh").out for more in (("--brief",), ()))
    assert whole.startswith(alone.rstrip("\n"))
    assert "各领域目标与进展" in whole
    assert "各领域目标与进展" not in alone
    assert run(seeded_db, "weekly", "--brief", "-f", "csv", on="2024-07-01").code == 2
