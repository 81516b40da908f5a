"""What others record between the look at two files and the lock: the merge is the one it would have been after it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.merge import OTHER_OFFICE
from nanhu_kpi.service.merge import merge
from tests.support.commands import desk_at, did
from tests.support.desks import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.service.merge import Merging

_COMPARED = 2  # the step at which both files are looked through and nothing is locked


def merged_while(own: Path, other: Path, act: Callable[[], object]) -> Merging:
    def on_step(done: int, _of: int) -> None:
        if done == _COMPARED:
            act()

    return merge(desk_at(own)._replace(on_step=on_step), other)


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    """A copy that recorded, revised, closed and renamed on its own."""
    path = Path(shutil.copy(seeded_db, tmp_path / "other.db"))
    for words in (
        ("log", "JJ01+3", "JJ02=50", "--note", "走访"),
        ("log", "JJ01=9", "--date", "2024-05-20", "--note", "补"),
        ("measure", "edit", "JJ09", "--owner", "乙"),
        ("target", "set", "JJ01", "40", "--year", "2024", "--reason", "调整"),
        ("period", "close", "2024-04", "--reason", "已核"),
    ):
        did(path, *words, officer="wang")
    return path


_MEANWHILE: dict[str, tuple[tuple[str, ...], ...]] = {
    "an entry of a measure that the copy has entries of": (("log", "JJ01+7"),),
    "an entry on a day on which the copy states a total": (("log", "JJ01+2", "--date", "2024-05-20"),),
    "an entry in a month that the copy closed": (("log", "JJ01+2", "--date", "2024-04-20"),),
    "an entry taken back": (("log", "JJ01+7"), ("undo", "--yes")),
    "another revision of the same target": (("target", "set", "JJ01", "50", "--year", "2024", "--reason", "r"),),
    "the same month closed": (("period", "close", "2024-04", "--reason", "r"),),
    "the same field changed": (("measure", "edit", "JJ09", "--owner", "丙"),),
    "a measure retired that the copy recorded for": (("measure", "retire", "JJ01", "--from", "2024-06-01", "-r", "r"),),
}


@pytest.mark.parametrize("what", _MEANWHILE)
@pytest.mark.parametrize("brings_the_copy", [False, True], ids=["alone", "with the copy itself"])
def test_a_merge_is_the_one_it_would_be_after_what_came_meanwhile(
    seeded_db: Path, other: Path, tmp_path: Path, what: str, brings_the_copy: bool
) -> None:
    acted = Path(shutil.copy(seeded_db, tmp_path / "acted.db"))
    for words in _MEANWHILE[what]:
        did(acted, *words)
    if brings_the_copy:
        merge(desk_at(acted), other)
    plainly = Path(shutil.copy(seeded_db, tmp_path / "plainly.db"))
    merge(desk_at(plainly), acted)
    wanted = merge(desk_at(plainly), other)
    done = merged_while(seeded_db, other, lambda: merge(desk_at(seeded_db), acted))
    assert done == wanted
    assert content(seeded_db) == content(plainly)


def test_a_file_put_back_meanwhile_is_compared_anew(seeded_db: Path, other: Path, tmp_path: Path) -> None:
    earlier = Path(shutil.copy(seeded_db, tmp_path / "earlier.db"))
    merge(desk_at(seeded_db), other)
    plainly = Path(shutil.copy(earlier, tmp_path / "plainly.db"))
    wanted = merge(desk_at(plainly), other)
    restored = ("db", "restore", str(earlier), "--yes")
    assert merged_while(seeded_db, other, lambda: did(seeded_db, *restored)) == wanted
    assert content(seeded_db) == content(plainly)


def test_an_office_renamed_meanwhile_takes_no_copy_of_the_former(seeded_db: Path, other: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        merged_while(seeded_db, other, lambda: did(seeded_db, "config", "set", "office_code", "440399"))
    assert refusal.value.msgid == OTHER_OFFICE
