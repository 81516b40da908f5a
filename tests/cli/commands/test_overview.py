"""`nanhu-kpi` alone: the year at a glance, on one screen."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from nanhu_kpi.quantity import signed
from tests.support.builders import CEILING, LAST, MILESTONE, SUM
from tests.support.commands import did
from tests.support.processes import before_mortals
from tests.support.terminals import spawn
from tests.support.views import agree, at_rest, environment, logged, run, without_colour

if TYPE_CHECKING:
    from pathlib import Path

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def screen(db: Path, on: str, lang: str = "en", *words: str) -> list[str]:
    """Return the lines of the first screen, which fit a terminal of 80 × 24 with its prompt."""
    outcome = run(db, *words, on=on, lang=lang)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert len(lines) <= 23, outcome.out
    assert max(map(cell_len, lines)) <= 80, outcome.out
    return lines


@both_languages
def test_a_new_database_says_what_is_planned_and_how_to_begin(seeded_db: Path, lang: str) -> None:
    lines = screen(seeded_db, "2024-01-08", lang)
    told = "\n".join(lines)
    assert ("2024: 50 targets, no entries yet" if lang == "en" else "2024年目标 50 项，尚无进展记录") in told
    assert ("11 of 25 measures with a target" if lang == "en" else "25 项指标，11 项有目标值") in told
    assert lines[-2].startswith("nanhu-kpi log JJ09+1  ")
    assert run(seeded_db, "log", "JJ09+1", on="2024-01-08").code == 0


def test_years_later_the_newest_plan_is_shown_and_it_says_so(seeded_db: Path) -> None:
    lines = screen(seeded_db, "2026-11-22")
    assert lines[0].endswith("2024 targets, as of 2024-12-31")
    assert lines[1] == "2026 has no targets and no entries yet, so 2024 is shown."
    assert any(line.startswith("nanhu-kpi log JJ09+1 --date 2024-12-31 ") for line in lines)


@both_languages
def test_in_mid_year_it_says_all_that_matters_most(half_year_db: Path, lang: str) -> None:
    lines = screen(half_year_db, "2024-06-30", lang)
    told = "\n".join(lines)
    rows = run(half_year_db, "status", "-f", "csv", on="2024-06-30").rows
    before = run(half_year_db, "status", "--as-of", "2024-06-23", "-f", "csv", on="2024-06-30").rows
    red, green = (sum(row["light"] == light for row in rows) for light in ("red", "green"))
    change = signed(Decimal(red - sum(row["light"] == "red" for row in before)))
    more = signed(Decimal(green - sum(row["light"] == "green" for row in before)))
    counts = (
        f"49.7% of 2024 has passed: green {green} ({more} in a week)"
        if lang == "en"
        else f"2024年已过 49.7%：绿 {green}（一周 {more}）"
    )
    assert counts in told
    assert (f"red {red} ({change})" if lang == "en" else f"红 {red}（{change}）") in told
    assert [line[:2] for line in lines[3:8]] == ["DJ", "JJ", "CQ", "PA", "MS"]
    urgent = run(half_year_db, "status", "--sort", "urgency", "-f", "csv", on="2024-06-30").rows
    first = next(at for at, line in enumerate(lines) if line.startswith(urgent[0]["code"]))
    shown = [line.split()[0] for line in lines[first : first + 3]]
    assert shown == [row["code"] for row in urgent[:3]]
    assert "4.4% / 49.7%" in lines[first]
    assert "经济服务办公室" in lines[first]
    assert "企业税源迁移" in lines[first]
    due = run(half_year_db, "due", "-f", "csv", on="2024-06-30").rows
    assert (f"Not reported ({len(due)}): " if lang == "en" else f"应报未报（{len(due)} 项）：") in told
    assert ("Recorded last: 06-28 li CQ02" if lang == "en" else "最近登记：06-28 li CQ02") in told
    assert any(line.startswith("nanhu-kpi due --remind ") for line in lines)


@both_languages
def test_a_finished_year_says_how_it_ended_and_what_goes_on(half_year_db: Path, lang: str) -> None:
    lines = screen(half_year_db, "2025-01-06", lang)
    assert ("2024 is over: green" if lang == "en" else "2024年已结束：绿") in lines[2]
    assert not any("week" in line or "一周" in line for line in lines)
    assert lines[-1].startswith("nanhu-kpi target carry 2024 2025 ")


def test_what_turns_within_a_week_is_named_before_it_does(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 366)
    logged(empty_db, f"{SUM}=148", on="2024-06-30")
    assert f"Turns within a week: {SUM} Measure {SUM} yellow in 3 days" in screen(empty_db, "2024-06-30")
    logged(empty_db, f"{SUM}+200", on="2024-06-30")
    assert not any(line.startswith("Turns") for line in screen(empty_db, "2024-06-30"))


def test_a_year_with_entries_and_no_target_offers_to_carry_those_of_the_year_before(empty_db: Path) -> None:
    agree(empty_db, SUM, 2023, 100)
    logged(empty_db, f"{SUM}+1", on="2024-02-01")
    lines = screen(empty_db, "2024-02-02")
    assert any(line.startswith("nanhu-kpi target carry 2023 2024 ") for line in lines)


def test_every_light_of_an_area_has_its_part_of_the_bar(empty_db: Path) -> None:
    for code in (SUM, LAST, MILESTONE):
        agree(empty_db, code, 2024, 100)
    logged(empty_db, f"{SUM}=60", f"{LAST}=20", f"{MILESTONE}=60", f"{CEILING}+1", on="2024-06-30")
    (area,) = (line for line in screen(empty_db, "2024-06-30") if line.startswith("JJ Economy"))
    bar = area.split()[2]
    assert (len(bar), set(bar)) == (24, {"#", "+"})
    assert area.endswith("green 2  yellow 1")


def test_the_issue_shown_is_the_one_that_stands(half_year_db: Path) -> None:
    logged(half_year_db, "JJ08", "--next", "下周约谈", on="2024-06-29")
    assert any("企业税源迁移" in line for line in screen(half_year_db, "2024-06-30"))
    assert run(half_year_db, "issues", "--solved", "JJ08", "--note", "已办结", on="2024-06-30").code == 0
    assert not any("企业税源迁移" in line or "solved" in line for line in screen(half_year_db, "2024-06-30"))


def test_quiet_leaves_out_what_to_type_next(half_year_db: Path) -> None:
    assert not any("nanhu-kpi" in line for line in screen(half_year_db, "2024-06-30", "en", "--quiet"))


def test_texts_that_are_not_tame_stay_on_their_lines(half_year_db: Path) -> None:
    rude = "\x1b[31m红\n\u202e" + "很长的名称" * 30
    did(half_year_db, "measure", "edit", "JJ08", "--owner", "[bold]很长的单位[/]" * 3)
    logged(half_year_db, "JJ08+1", "--issue", rude, "--by", rude, on="2024-06-29")
    for lang in ("en", "zh"):
        told = "".join(screen(half_year_db, "2024-06-30", lang))
        assert told.isprintable()


def test_a_database_that_can_only_be_read_is_left_as_it_is(half_year_db: Path) -> None:
    before = at_rest(half_year_db)
    half_year_db.chmod(0o444)
    folder = half_year_db.parent
    folder.chmod(0o555)
    try:
        env = environment(NANHU_DB=str(half_year_db), NANHU_LANG="en")
        line = f"{' '.join(before_mortals())} {sys.executable} -m nanhu_kpi | cat"
        child = spawn("/bin/sh", ["-c", line], env, rows=24, width=80)
        told = child.read()
        child.close()
    finally:
        folder.chmod(0o755)
        half_year_db.chmod(0o644)
    assert "nanhu-kpi weekly" in told
    assert "nanhu-kpi log" not in told
    assert before == at_rest(half_year_db)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    outcome = run(tmp_path / "none.db", on="2024-06-30")
    assert (outcome.code, outcome.out) == (5, "")
    assert "none.db" in outcome.err


@both_languages
@pytest.mark.parametrize("width", [44, 60])
def test_a_narrow_terminal_breaks_lines_and_cuts_nothing_without_a_sign(
    half_year_db: Path, lang: str, width: int
) -> None:
    env = environment(
        NANHU_DB=str(half_year_db), NANHU_LANG=lang, TERM="xterm", LC_ALL="C.UTF-8", LINES="24", COLUMNS=str(width)
    )
    child = spawn(sys.executable, ["-m", "nanhu_kpi"], env, rows=24, width=width)
    lines = without_colour(child.read()).replace("\r\n", "\n").splitlines()
    child.close()
    assert max(map(cell_len, lines)) <= width
    told, usual = "\n".join(lines), screen(half_year_db, "2026-11-28", lang)
    assert "".join(told.split()).startswith("".join(usual[0].split()))
    count = Counter(row["light"] for row in run(half_year_db, "status", "-f", "csv", on="2026-11-28").rows)[""]
    assert f"{'no light' if lang == 'en' else '未亮灯'} {count}\n" in told
    others = r"(?:green|yellow|red|绿|黄|红) \d+(?=  |$)"
    assert set(re.findall(others, "\n".join(usual), re.MULTILINE)) <= set(re.findall(others, told, re.MULTILINE))


@both_languages
@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_terminal_shows_the_same_lines_without_a_pager(half_year_db: Path, lang: str, width: int) -> None:
    env = environment(
        NANHU_DB=str(half_year_db), NANHU_LANG=lang, TERM="xterm", LC_ALL="C.UTF-8", LINES="24", COLUMNS=str(width)
    )
    child = spawn(sys.executable, ["-m", "nanhu_kpi"], env, rows=24, width=width, pager="echo paged")
    told = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "paged" not in told
    lines = without_colour(told).replace("\r\n", "\n").splitlines()
    assert max(map(cell_len, lines)) <= width
    if width == 80:
        assert "\x1b[" in told
        piped = spawn("/bin/sh", ["-c", f"{shutil.which('env')} {sys.executable} -m nanhu_kpi | cat"], env)
        assert [line.rstrip() for line in lines] == piped.read().replace("\r\n", "\n").splitlines()
        piped.close()
    assert os.environ.get("NANHU_DB") != str(half_year_db)
