"""A field changed on two sides is in dispute until somebody who knows of both decides, whatever the values were."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nanhu_kpi.service.check import check
from nanhu_kpi.service.merge import merge
from nanhu_kpi.store.database import reading
from nanhu_kpi.store.schema.create import upgrade
from tests.support.builders import made_id
from tests.support.commands import desk_at, did, run
from tests.support.versions import first_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.merge_result import Claim

NAMES = ("--name-zh", "新指标", "--name-en", "New measure")
JJ90 = ("measure", "add", "JJ90", "--goal", "JJ-G1", "--kind", "sum", "--unit", "件")


class Desks(NamedTuple):
    """Three copies of one database."""

    a: Path
    b: Path
    c: Path


@pytest.fixture
def desks(empty_db: Path, tmp_path: Path) -> Desks:
    return Desks(empty_db, *(Path(shutil.copy(empty_db, tmp_path / f"{name}.db")) for name in "bc"))


def owned(db: Path, *owners: str, officer: str, hour: int) -> None:
    """Give a measure one owner after another, six minutes after another, before the moment of the tests."""
    for number, owner in enumerate(owners):
        now = datetime(2024, 7, 1, 1, 6 * (hour + number), tzinfo=UTC)
        did(db, "measure", "edit", "JJ01", "--owner", owner, officer=officer, now=now)


def claims(db: Path, other: Path) -> list[list[tuple[str, str]]]:
    """Merge and return every dispute as what is claimed by whom."""
    return [[told(claim) for claim in each.claims] for each in merge(desk_at(db), other).merged.disputes]


def told(claim: Claim) -> tuple[str, str]:
    return claim.new or "", claim.officer


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (["甲办"], ["乙办"], [("甲办", "li"), ("乙办", "wang")]),
        (["甲办", ""], ["乙办"], [("", "li"), ("乙办", "wang")]),  # back to where it was is a decision too
        (["甲办", "", "丙办"], ["乙办"], [("丙办", "li"), ("乙办", "wang")]),
        (["甲办", "丙办"], ["甲办"], [("丙办", "li"), ("甲办", "wang")]),  # only one of two equal ones went on
        (["甲办"], ["甲办", "丙办"], [("甲办", "li"), ("丙办", "wang")]),
        (["甲办"], ["甲办"], None),
        (["甲办", "丙办"], ["丙办"], None),
    ],
)
def test_each_sides_last_word_is_a_claim_whatever_the_values_were(
    desks: Desks, first: Sequence[str], second: Sequence[str], expected: list[tuple[str, str]] | None
) -> None:
    owned(desks.a, *first, officer="li", hour=1)
    owned(desks.b, *second, officer="wang", hour=6)
    copy = Path(shutil.copy(desks.a, desks.a.with_name("copy.db")))
    for db, other in ((desks.a, desks.b), (desks.b, copy), (desks.c, desks.a)):
        assert claims(db, other) == ([expected] if expected else [])
        assert run(db, "db", "check").code == (10 if expected else 0)


def test_a_dispute_settled_at_one_of_three_desks_is_over_at_all(desks: Desks) -> None:
    owned(desks.a, "甲办", "", officer="li", hour=1)
    owned(desks.b, "乙办", officer="wang", hour=6)
    merge(desk_at(desks.c), desks.a)
    assert len(claims(desks.c, desks.b)) == 1
    owned(desks.c, "乙办", officer="zhao", hour=8)
    for db in (desks.a, desks.b):
        assert claims(db, desks.c) == []
        assert check(desk_at(db)).faults == ()


def test_one_changed_at_a_third_desk_meanwhile_stays_in_dispute(desks: Desks) -> None:
    owned(desks.a, "甲办", officer="li", hour=1)
    owned(desks.b, "乙办", officer="wang", hour=2)
    owned(desks.c, "丙办", officer="zhao", hour=3)
    merge(desk_at(desks.a), desks.b)
    owned(desks.a, "甲办", officer="li", hour=5)
    assert claims(desks.a, desks.c) == [[("丙办", "zhao"), ("甲办", "li")]]


def test_after_two_sides_said_the_same_one_change_starts_from_both(desks: Desks) -> None:
    owned(desks.a, "甲办", officer="li", hour=1)
    owned(desks.b, "甲办", officer="wang", hour=2)
    merge(desk_at(desks.a), desks.b)
    owned(desks.a, "丙办", officer="li", hour=4)
    assert claims(desks.a, desks.b) == []
    assert claims(desks.b, desks.a) == []


def test_a_field_left_empty_at_one_desk_and_filled_in_at_the_other_is_listed(desks: Desks) -> None:
    did(desks.a, *JJ90, *NAMES, officer="li")
    did(desks.b, *JJ90, *NAMES, "--owner", "乙办", officer="wang")
    (listed,) = claims(desks.a, desks.b)
    assert sorted(listed) == [("", "li"), ("乙办", "wang")]
    assert "JJ90" in run(desks.a, "db", "check").out
    did(desks.a, "measure", "edit", "JJ90", "--owner", "乙办")
    assert claims(desks.b, desks.a) == []
    assert run(desks.b, "db", "check").code == 0


def test_changes_of_the_first_version_start_from_the_one_before(tmp_path: Path) -> None:
    old = first_version(tmp_path / "v1.db")
    rows = [("甲办", "owner", ""), ("", "owner", "甲办"), ("李", "leader", ""), ("乙办", "owner", "")]
    with closing(sqlite3.connect(old)) as conn, conn:
        for number, (new, field, before) in enumerate(rows):
            conn.execute(
                "INSERT INTO change SELECT ?, id, 'measure', 'JJ09', ?, ?, ? FROM batch LIMIT 1",
                (made_id(number), field, before, new),
            )
    upgrade(old)
    with reading(old) as conn:
        found = conn.execute("SELECT after FROM change ORDER BY id").fetchall()
    assert [after for (after,) in found] == [None, made_id(0), None, made_id(1)]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "JJ01 Owner was changed in both copies: 甲办 (li, 2024-07-01), (none) (wang, 2024-07-01). "),
        ("zh", "双方改过 JJ01 的“牵头单位”：甲办（li，2024-07-01）、（无）（wang，2024-07-01）。"),
    ],
)
def test_a_check_names_both_sides_and_the_command_that_settles_it(desks: Desks, lang: str, told: str) -> None:
    owned(desks.a, "甲办", officer="li", hour=1)
    owned(desks.b, "乙办", "", officer="wang", hour=6)
    did(desks.a, "measure", "retire", "JJ02", "--from", "2024-06-01", "--reason", "plan")
    did(desks.b, "measure", "retire", "JJ02", "--from", "2024-06-02", "--reason", "plan")
    did(desks.a, "config", "set", "behind", "-5", "JJ01")
    did(desks.b, "config", "set", "behind", "-6", "JJ01")
    merge(desk_at(desks.a), desks.b)
    lines = run(desks.a, "db", "check", lang=lang).out.splitlines()
    assert lines[0].startswith(told)
    hints = ("measure edit JJ01 --owner …", "measure retire JJ02 --from … / --back", "config set behind … JJ01")
    for line, hint in zip(lines, hints, strict=True):
        assert line.endswith(f"nanhu-kpi {hint}")
    did(desks.a, "measure", "edit", "JJ01", "--owner", "")
    did(desks.a, "measure", "retire", "JJ02", "--from", "2024-06-02", "--reason", "plan")
    did(desks.a, "config", "set", "behind", "-6", "JJ01")
    assert run(desks.a, "db", "check").code == 0
