"""An office counts once, whichever files speak for it; and merging does not ask in which order or how often."""

from __future__ import annotations

import shutil
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanhu_kpi.exchange.part import PartialFile, read_part, write_part
from nanhu_kpi.rollup_result import ProblemKind
from nanhu_kpi.service.rollup.counted_once import counting, duplicates, take, to_settle
from nanhu_kpi.service.rollup.rollup import RollupWish, gather
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from tests.support.builders import SUM, batch, entry
from tests.support.offices import HEAD, NOW, bytes_of, office_file, part_of, recorded

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="session")
def parts(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PartialFile]:
    """A part of each of some files: an office's copies that contain each other and one that has gone apart, two more
    offices, one that has the code of another, and files that cannot be read."""
    folder = tmp_path_factory.mktemp("parts")
    first = office_file(_built_empty, folder / "first.db", "A1")
    early = recorded(first, 1, [entry(1, SUM, "2024-06-01", "add", 1, batch=1)])
    later, apart = (Path(shutil.copy2(early, folder / f"{name}.db")) for name in ("later", "apart"))
    recorded(later, 2, [entry(2, SUM, "2024-06-02", "add", 5, batch=2), entry(3, SUM, "2024-06-03", "add", 1, batch=2)])
    recorded(apart, 3, [entry(4, SUM, "2024-06-02", "add", 7, batch=3)])
    again = shutil.copy2(later, folder / "again.db")
    other = office_file(_built_empty, folder / "other.db", "B2")
    stranger = recorded(office_file(_built_empty, folder / "stranger.db", "B2", "Another"), 9)
    recorded(other, 8)
    fresh = shutil.copy2(_built_empty, folder / "fresh.db")
    (folder / "empty.db").touch()
    files = [early, later, apart, again, other, stranger, fresh, folder / "empty.db", folder / "gone.db"]
    return {str(file).rpartition("/")[2].removesuffix(".db"): part_of([file]) for file in files}


def merged(parts: Sequence[PartialFile]) -> PartialFile:
    whole = PartialFile(HEAD)
    for part in parts:
        take(whole, part)
    return whole


def through_a_file(part: PartialFile) -> PartialFile:
    stream = BytesIO()
    write_part(part, stream)
    return read_part(BytesIO(stream.getvalue()), "city.part")


@settings(max_examples=40)
@given(st.data())
def test_merging_is_associative_commutative_and_idempotent(parts: dict[str, PartialFile], data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=9))

    def tree(some: list[str]) -> PartialFile:
        if len(some) == 1:
            return parts[some[0]]
        cut = data.draw(st.integers(1, len(some) - 1))
        joined = merged([tree(some[:cut]), tree(some[cut:])])
        return through_a_file(joined) if data.draw(st.booleans()) else joined

    flat = merged([parts[name] for name in sorted(set(names))])
    found = tree(data.draw(st.permutations(names)))
    assert bytes_of(found) == bytes_of(flat)
    assert list(to_settle(found)) == list(to_settle(flat))
    assert list(duplicates(found)) == list(duplicates(flat))
    assert [line.digest for line in counting(found)] == [line.digest for line in counting(flat)]


def short(text: str) -> str:
    return text.rpartition("/")[2]


def test_of_copies_the_one_that_contains_the_others_counts_and_a_notice_says_so(parts: dict[str, PartialFile]) -> None:
    whole = merged([parts["first"], parts["later"], parts["again"]])
    assert [(short(source.file), short(counts.file)) for source, counts in duplicates(whole)] == [
        ("first.db", "again.db"), ("later.db", "again.db"),
    ]  # fmt: skip
    assert list(to_settle(whole)) == []


def test_of_very_many_commands_a_sample_says_whether_a_copy_has_them(_built_empty: Path, tmp_path: Path) -> None:
    def copy_of(name: str, numbers: range) -> Path:
        file = office_file(_built_empty, tmp_path / f"{name}.db", "A1")
        with closing(connect(file, "rw")) as conn:
            conn.execute("BEGIN")
            for number in numbers:
                add_batch(conn, batch(number))
            conn.execute("COMMIT")
        return file

    early, later, apart = (
        part_of([copy_of(name, numbers)])
        for name, numbers in {"early": range(8000), "later": range(8300), "apart": range(9000, 9100)}.items()
    )
    whole = merged([early, later])
    assert [(short(source.file), short(counts.file)) for source, counts in duplicates(whole)] == [
        ("early.db", "later.db")
    ]
    assert list(to_settle(whole)) == []
    assert [problem.kind for problem in to_settle(merged([apart, later]))] == [ProblemKind.APART]


def test_of_copies_that_have_gone_apart_the_fuller_one_counts_and_both_are_listed(
    parts: dict[str, PartialFile],
) -> None:
    whole = merged([parts["apart"], parts["first"], parts["later"]])
    (problem,) = to_settle(whole)
    assert (problem.kind, problem.office, short(problem.file), short(problem.detail)) == (
        ProblemKind.APART, "A1", "apart.db", "later.db",
    )  # fmt: skip
    (line,) = counting(whole)
    (alone,) = counting(parts["later"])
    assert line == alone


def test_one_code_under_two_names_is_listed(parts: dict[str, PartialFile]) -> None:
    (problem,) = to_settle(merged([parts["other"], parts["stranger"]]))
    assert (problem.kind, problem.office) == (ProblemKind.TWO_NAMES, "B2")


def test_it_is_told_how_many_files_are_read(_built_empty: Path, parts: dict[str, PartialFile], tmp_path: Path) -> None:
    with (tmp_path / "first.part").open("wb") as stream:
        write_part(parts["first"], stream)
    told: list[tuple[int, int]] = []
    gather(RollupWish((str(tmp_path),)), lambda: NOW, lambda done, count: told.append((done, count)))
    assert told == [(1, 1)]
    told.clear()
    for code in ("C1", "C2"):
        office_file(_built_empty, tmp_path / f"{code}.db", code)
    gather(RollupWish((str(tmp_path),)), lambda: NOW, lambda done, count: told.append((done, count)))
    assert (told[0], told[-1]) == ((1, 3), (3, 3))
    assert told == sorted(told)


def test_the_code_of_a_new_database_is_listed(parts: dict[str, PartialFile]) -> None:
    (problem,) = to_settle(merged([parts["fresh"], parts["other"]]))
    assert (problem.kind, problem.office, short(problem.file)) == (ProblemKind.CODE_NOT_SET, "NANHU", "fresh.db")
