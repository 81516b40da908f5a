"""How long a light lasts, as the exports, `status`, `show` and `why` say it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.support.builders import LAST, SUM
from tests.support.views import agree, logged, run

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2024-06-30"


def lights(db: Path, day: date, *words: str) -> dict[str, str]:
    """Return every light of 2024 as `status` gives it on a day."""
    rows = run(db, "export", "status", "--year", "2024", *words, on=day.isoformat()).rows
    return {row["code"]: row["light"] for row in rows}


def test_status_gives_the_light_until_that_day_and_the_other_from_it_on(half_year_db: Path) -> None:
    rows = run(half_year_db, "export", "status", "--year", "2024", on=AS_OF).rows
    assert list(rows[0])[-2:] == ["days_left", "next_light"]
    turning = {row["code"]: row for row in rows if row["days_left"]}
    assert {row["light"] for row in turning.values()} == {"green", "yellow"}
    assert not any(row["days_left"] or row["next_light"] for row in rows if row["light"] not in ("green", "yellow"))
    for days_left in {int(row["days_left"]) for row in turning.values()}:
        day = date.fromisoformat(AS_OF) + timedelta(days=days_left)
        eve, then = lights(half_year_db, day - timedelta(days=1)), lights(half_year_db, day)
        for code, row in turning.items():
            if int(row["days_left"]) == days_left:
                assert (eve[code], then[code]) == (row["light"], row["next_light"])
            elif int(row["days_left"]) > days_left:
                assert then[code] == row["light"]


def test_what_never_turns_says_nothing(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    logged(empty_db, f"{SUM}=100", on=AS_OF)
    (row,) = run(empty_db, "status", SUM, "-f", "csv", on=AS_OF).rows
    assert (row["light"], row["days_left"], row["next_light"]) == ("green", "", "")
    assert "Light turns" not in run(empty_db, "show", SUM, on=AS_OF).out


def test_a_revision_that_comes_into_force_later_turns_it(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    logged(empty_db, f"{SUM}=55", on=AS_OF)
    words = ("target", "set", SUM, "400", "--from", "2024-07-05", "--reason", "raised")
    assert run(empty_db, *words, on=AS_OF).code == 0
    (row,) = run(empty_db, "status", SUM, "-f", "csv", on=AS_OF).rows
    assert (row["light"], row["days_left"], row["next_light"]) == ("green", "5", "red")
    withdrawn = ("target", "set", SUM, "--withdraw", "--from", "2024-07-03", "--reason", "void")
    assert run(empty_db, *withdrawn, on=AS_OF).code == 0
    (row,) = run(empty_db, "status", SUM, "-f", "csv", on=AS_OF).rows
    assert (row["days_left"], row["next_light"]) == ("3", "")
    assert "no light in 3 days, on 2024-07-03" in run(empty_db, "show", SUM, on=AS_OF).out


def test_show_why_and_the_wide_status_name_the_day(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 366)
    logged(empty_db, f"{SUM}=180", on=AS_OF)
    assert "yellow in 35 days, on 2024-08-04, if nothing more is recorded" in run(empty_db, "show", SUM, on=AS_OF).out
    told = run(empty_db, "why", SUM, on=AS_OF).out
    assert re.search(r"yellow in 35 days, on 2024-08-04: 49.18% - 59.29% = -10.11 points; -30 ≤ -10.11 < -10\n", told)
    assert "yellow in 35 days" in run(empty_db, "status", "--wide", on=AS_OF).out
    assert "yellow in 35 days" not in run(empty_db, "status", on=AS_OF).out
    assert "35 天后变黄（2024-08-04），如不再登记" in run(empty_db, "show", SUM, on=AS_OF, lang="zh").out


def test_what_turns_within_a_week_is_urgent_before_it_does(empty_db: Path) -> None:
    for code in (SUM, LAST):
        agree(empty_db, code, 2024, 366)
    logged(empty_db, f"{SUM}=148", f"{LAST}=366", on=AS_OF)  # 9.29 points behind
    words = ("status", "--sort", "urgency", "-f", "csv")
    assert [row["code"] for row in run(empty_db, *words, on=AS_OF).rows][:2] == [SUM, LAST]
    rows = run(empty_db, *words, on=AS_OF).rows
    assert (rows[0]["days_left"], rows[0]["next_light"]) == ("3", "yellow")
    assert "yellow in 3 days" in run(empty_db, "status", "--sort", "urgency", on=AS_OF).out
