"""The curve of `show`: the actual of a year against its pace, in signs that the terminal carries."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Kind, Origin, Pace, Target
from nanhu_kpi.render.sheets.show.show_curve import curve_text
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.pace import expected_share
from nanhu_kpi.service.show.curve import curve_of, pace_of
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.rollups import actual_curve, actuals
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, entry, measure, ratio_of
from tests.support.builders import batch as batch_of
from tests.support.commands import desk_at
from tests.support.terminals import spawn
from tests.support.views import agree, environment, logged, run, without_colour

if TYPE_CHECKING:
    from pathlib import Path

YEAR = Days(2024, date(2024, 6, 30), date(2024, 6, 30))
TARGET = Target(
    b"", SUM, 2024, Decimal(366), date(2024, 1, 1), date(2024, 12, 31), Pace.LINEAR, Origin.OFFICER, date(2024, 1, 1)
)


@pytest.fixture(autouse=True)
def _english() -> None:
    activate("en")


@pytest.fixture
def worked_db(empty_db: Path) -> Path:
    """Increments, a stated total, words, a voided value of nothing, and a reading that falls."""
    with writing(empty_db) as conn:
        add_batch(conn, batch_of(1))
        add_entries(
            conn,
            [
                entry(2, SUM, "2023-12-31", "add", 99, batch=1),
                entry(3, SUM, "2024-02-01", "add", 10, batch=1),
                entry(4, SUM, "2024-03-01", "words", batch=1, note="n"),
                entry(5, SUM, "2024-04-01", "add", 5, batch=1),
                entry(6, SUM, "2024-05-01", "set", 12, batch=1),
                entry(7, SUM, "2024-05-01", "add", "0.5", batch=1),
                entry(8, SUM, "2024-06-01", "add", 4, batch=1),
                entry(9, LAST, "2024-02-01", "set", 50, batch=1),
                entry(10, LAST, "2024-05-01", "set", 40, batch=1),
            ],
        )
    return empty_db


def day(text: str) -> date:
    return date.fromisoformat(text)


# What is drawn.


def test_the_actual_of_each_day_is_what_every_table_gives(worked_db: Path) -> None:
    with desk_at(worked_db).look() as look:
        points = actual_curve(look.conn, SUM, 2024, date(2024, 5, 31))
        assert points == (
            (day("2024-02-01"), Decimal(10)),
            (day("2024-04-01"), Decimal(15)),
            (day("2024-05-01"), Decimal("12.5")),
        )
        for at, value in (*points, *actual_curve(look.conn, LAST, 2024, date(2024, 12, 31))):
            code = SUM if (at, value) in points else LAST
            assert actuals(look.conn, at, code)[code].value == value


def test_the_actual_goes_on_to_the_day_looked_at_and_a_milestone_begins_where_it_stood(worked_db: Path) -> None:
    with desk_at(worked_db).look() as look:
        standing = Standing(measure(SUM, "JJ-G1", Kind.SUM))
        assert curve_of(look.conn, standing, YEAR).actual[-2:] == (
            (day("2024-06-01"), Decimal("16.5")),
            (day("2024-06-30"), Decimal("16.5")),
        )
        carried = Standing(measure(MILESTONE, "JJ-G1", Kind.MILESTONE), carried=Decimal(30))
        assert curve_of(look.conn, carried, YEAR).actual == (
            (day("2024-01-01"), Decimal(30)),
            (day("2024-06-30"), Decimal(30)),
        )
        assert curve_of(look.conn, Standing(measure(CEILING, "MS-G1", Kind.SUM)), YEAR).actual == ()
        ahead = Days(2025, date(2024, 6, 30), date(2024, 6, 30))
        assert curve_of(look.conn, standing, ahead).actual == ()


def test_a_ratio_moves_with_either_part(worked_db: Path) -> None:
    with desk_at(worked_db).look() as look:
        standing = Standing(ratio_of("JJ09", SUM, LAST))
        assert curve_of(look.conn, standing, YEAR).actual == (
            (day("2024-02-01"), Decimal("20.0000")),  # 10 of 50
            (day("2024-04-01"), Decimal("30.0000")),  # 15 of 50
            (day("2024-05-01"), Decimal("31.2500")),  # 12.5 of 40
            (day("2024-06-01"), Decimal("41.2500")),  # 16.5 of 40
            (day("2024-06-30"), Decimal("41.2500")),
        )


AGREED = ((day("2024-03-31"), Decimal(30)), (day("2024-06-30"), Decimal(210)), (day("2024-11-30"), Decimal(366)))


@pytest.mark.parametrize(
    ("kind", "changes", "carried"),
    [
        (Kind.SUM, {}, None),
        (Kind.SUM, {"start": date(2024, 4, 2), "due": date(2024, 10, 15)}, None),
        (Kind.MILESTONE, {"start": date(2024, 4, 2), "due": date(2024, 10, 15), "value": Decimal(80)}, Decimal(30)),
        (Kind.SUM, {"pace": Pace.SCHEDULE, "schedule": AGREED, "start": date(2024, 2, 1)}, None),
        (Kind.LAST, {"pace": Pace.SCHEDULE, "schedule": AGREED}, None),
        (Kind.MILESTONE, {"pace": Pace.SCHEDULE, "schedule": AGREED, "start": date(2024, 2, 1)}, Decimal(10)),
    ],
)
def test_the_pace_runs_straight_through_what_is_expected_on_every_day(
    kind: Kind, changes: dict[str, Any], carried: Decimal | None
) -> None:
    target = TARGET._replace(**changes)
    of_kind = measure(SUM, "JJ-G1", kind)
    points = pace_of(Standing(of_kind, target, carried=carried), YEAR)
    assert points[0][0] == (target.start if carried is None else day("2024-01-01"))
    assert points[-1] == (day("2024-12-31"), target.value)
    assert target.value
    for (first, before), (last, after) in pairwise(points):
        for passed in range((last - first).days + 1):
            at = first + timedelta(days=passed)
            expected = expected_share(of_kind, target, Days(2024, at, YEAR.today), carried) * target.value
            drawn = before + (after - before) * passed / (last - first).days
            assert abs(drawn - expected) <= target.value / 10_000, at  # shares have four places


def test_a_level_pace_is_a_line_and_without_a_target_there_is_none() -> None:
    standing = Standing(measure(SUM, "JJ-G1", Kind.SUM), TARGET)
    level = TARGET._replace(pace=Pace.NONE, value=Decimal(5))
    assert dict(pace_of(standing._replace(target=level), YEAR)) == {day("2024-01-01"): 5, day("2024-12-31"): 5}
    assert pace_of(standing._replace(target=None), YEAR) == ()


# How it looks.


def curve(width: int = 72, encoding: str | None = "utf-8") -> str:
    actual = ((day("2024-02-01"), Decimal(100)), (day("2024-06-30"), Decimal(200)))
    pace = pace_of(Standing(measure(SUM, "JJ-G1", Kind.SUM), TARGET), YEAR)
    return curve_text(actual, pace, 2024, width, encoding)


@pytest.mark.parametrize("width", [60, 61, 80, 132, 400])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk", None])
def test_it_fits_the_width_in_13_lines_and_holds_no_colour(width: int, encoding: str | None) -> None:
    lines = curve(width, encoding).splitlines()
    assert len(lines) == 13  # a legend and twelve
    assert all(cell_len(line) <= width for line in lines)
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", None, "no such"])
def test_a_terminal_without_fine_signs_gets_plain_ones(encoding: str | None) -> None:
    drawn = curve(encoding=encoding)
    assert drawn.isascii()
    assert drawn.splitlines()[0] == "*** Actual   ... Pace"
    assert drawn.count("*") > 30


def test_the_axes_name_months_and_values() -> None:
    lines = curve().splitlines()
    assert lines[-1].split() == [f"{month:02}" for month in range(1, 13)]
    assert [line.split("+")[0].strip() for line in lines[1:-2] if "+" in line] == ["366", "274.5", "183", "91.5", "0"]


def test_levels_below_zero_and_at_zero_are_drawn(empty_db: Path) -> None:
    for value in (-5, 0):
        flat = ((day("2024-01-01"), Decimal(value)), (day("2024-12-31"), Decimal(value)))
        lines = curve_text(flat, (), 2024, 60, "ascii").splitlines()
        assert lines[0] == "*** Actual"
        assert max(line.count("*") for line in lines[1:]) > 50


# Where it stands.


def on_screen(db: Path, *words: str, width: int = 80, **around: str) -> str:
    around = environment(NANHU_DB=str(db), NANHU_LANG="en", NO_COLOR="1", **around)
    child = spawn(sys.executable, ["-m", "nanhu_kpi", *words], around, rows=60, width=width)
    told = child.read()
    child.close()
    assert child.exitstatus == 0, told
    return without_colour(told).replace("\r\n", "\n")


def test_a_terminal_shows_it_after_the_numbers_and_before_the_history(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 366)
    logged(empty_db, f"{SUM}+100", on="2024-02-01")
    told = on_screen(empty_db, "show", SUM, "--as-of", "2024-06-30")
    assert told.index("Attainment") < told.index(" Actual   ... Pace\n") < told.index("In force from")
    assert "\u28c0" in told
    plain = on_screen(empty_db, "show", SUM, "--as-of", "2024-06-30", PYTHONIOENCODING="ascii")
    assert "*** Actual   ... Pace\n" in plain
    assert "\u28c0" not in plain
    for kind in ("dumb", "linux"):
        assert "\u28c0" not in on_screen(empty_db, "show", SUM, "--as-of", "2024-06-30", TERM=kind)


def test_numbers_curve_and_history_are_about_one_screen(seeded_db: Path) -> None:
    for month in range(1, 10):
        logged(seeded_db, "JJ09+1", "--note", "done", on=f"2024-{month:02}-05")
    for lang in ("en", "zh"):
        told = on_screen(seeded_db, "show", "JJ09", "--as-of", "2024-09-30", "--lang", lang)
        assert len(told.splitlines()) <= 52
    told = on_screen(seeded_db, "show", "JJ09", "--as-of", "2024-09-30")
    assert re.search(r"^Actual +9 units +Attainment +45\.00% *$", told, re.MULTILINE)
    assert "Showing the newest 6 of 10 entries. To show all: nanhu-kpi entries JJ09 --last 0" in told


def test_a_narrow_terminal_says_how_wide_it_must_be(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 366)
    told = on_screen(empty_db, "show", SUM, "--as-of", "2024-06-30", width=59)
    assert "The curve is 60 characters wide. Widen the window to see it." in told
    assert "... Pace" not in told


def test_without_a_target_or_a_value_there_is_none(empty_db: Path) -> None:
    assert "... Pace" not in on_screen(empty_db, "show", SUM)


def test_it_stays_out_of_pipes_and_files(empty_db: Path, tmp_path: Path) -> None:
    agree(empty_db, SUM, 2024, 366)
    for shape in ("plain", "table"):
        assert "... Pace" not in run(empty_db, "show", SUM, "-f", shape).out
    on_screen(empty_db, "show", SUM, "-o", str(tmp_path / "show.txt"))
    assert "... Pace" not in (tmp_path / "show.txt").read_text()
