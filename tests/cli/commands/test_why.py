"""`why CODE`: which entries and which revision count, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.views import logged, run

if TYPE_CHECKING:
    from pathlib import Path


def line(text: str, beginning: str) -> str:
    """Return the one line that begins so, its gaps made single."""
    (found,) = [" ".join(each.split()) for each in text.splitlines() if each.startswith(beginning)]
    return found


def test_a_ratio_shows_both_parts_and_their_entries(seeded_db: Path) -> None:
    words = ["measure", "add", "JJ77", "--goal", "JJ-G1", "--name-zh", "占比", "--name-en", "Share", "--unit", "%",
             "--kind", "ratio", "--numerator", "JJ09", "--denominator", "JJ03", "--source", "x"]  # fmt: skip
    added = run(seeded_db, *words, on="2024-06-01")
    assert added.code == 0, added.err
    logged(seeded_db, "JJ09+2", "JJ03+3", on="2024-06-02")
    told = run(seeded_db, "why", "JJ77", on="2024-06-30")
    assert line(told.out, "Actual ") == "Actual 2 ÷ 3 × 100 = 66.6667 %"
    assert "JJ09 Tourism companies attracted\n" in told.out
    assert "JJ03 Companies attracted and settled\n" in told.out


def test_of_a_target_the_newest_revision_not_after_the_day_is_in_force(seeded_db: Path) -> None:
    for value, first in (("24", "2024-03-01"), ("30", "2024-09-01")):
        words = ["target", "set", "JJ09", value, "--from", first, "--reason", "调整"]
        outcome = run(seeded_db, *words, on="2024-06-30")
        assert outcome.code == 0, outcome.err
    told = run(seeded_db, "why", "JJ09", "--as-of", "2024-06-01", on="2024-06-30").out
    assert line(told, "2024-01-01  ").endswith("no, replaced by that in force from 2024-03-01")
    assert line(told, "2024-03-01  ").endswith("yes, the newest not after 2024-06-01")
    assert line(told, "2024-09-01  ").endswith("no, after 2024-06-01")
    assert line(told, "Target ") == "Target 24 units"


def test_an_entry_after_the_day_does_not_count(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-05-31")
    logged(seeded_db, "JJ09+5", on="2024-06-27")
    told = run(seeded_db, "why", "JJ09", "--as-of", "2024-06-15", on="2024-06-30").out
    assert line(told, "2024-05-31").endswith("+4 units 4 counted")
    assert line(told, "2024-06-27").endswith("+5 units no, after 2024-06-15")
    assert "JJ09 " in told
    assert "2024-06-27" not in run(seeded_db, "why", "JJ09", "--known", "2024-06-15", on="2024-06-30").out


@pytest.mark.parametrize(("words", "code"), [(["JJ99"], 3), (["JJ09", "-f", "csv"], 2), (["JJ09", "--year", "x"], 2)])
def test_what_cannot_be_derived_is_refused(seeded_db: Path, words: list[str], code: int) -> None:
    assert run(seeded_db, "why", *words).code == code
