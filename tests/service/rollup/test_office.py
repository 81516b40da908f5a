"""What a rollup says of an office is what the office itself says, and whatever is wrong with a file is a row."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nanhu_kpi.errors.rollup import EmptyFile
from nanhu_kpi.exchange.part import LONGEST_TEXT, PartHead, figures_of
from nanhu_kpi.quantity import value_of
from nanhu_kpi.rollup_result import FileProblem, ProblemKind
from nanhu_kpi.service.rollup.counted_once import counting
from nanhu_kpi.service.rollup.office import problem_of
from nanhu_kpi.service.status.status import status
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.schema.create import create
from tests.support.builders import CEILING, SUM, entry, ratio_of, small_catalogue
from tests.support.commands import desk_at
from tests.support.histories import LOOKS, histories
from tests.support.hostile import spoiled
from tests.support.offices import NOW, fill, office_file, part_of, random_targets
from tests.support.versions import first_version
from tests.support.views import at_rest, run

if TYPE_CHECKING:
    from nanhu_kpi.exchange.part import PartialFile
    from nanhu_kpi.model import Entry
    from nanhu_kpi.rollup_result import OfficeFigures
    from tests.support.offices import Agreement


@pytest.fixture(scope="session")
def bare_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a measure of every kind, without an entry or a target."""
    path = tmp_path_factory.mktemp("offices") / "bare.db"
    catalogue = small_catalogue()
    create(path, catalogue._replace(measures=(*catalogue.measures, ratio_of("JJ04", CEILING, SUM))), Settings())
    return spoiled(path, f"INSERT INTO setting VALUES ('far_behind/{SUM}', '-9999')")


def only_office(part: PartialFile) -> OfficeFigures:
    (line,) = counting(part)
    return figures_of(line.line, part.definitions(line.catalogue))


# On its due day, looked at on that day, a target is not missed yet; and a measure has thresholds of its own.
@example(
    entries=[entry(1, SUM, "2024-06-01", "add", 5)],
    targets=[(SUM, 2024, Decimal(100), date(2024, 6, 30))],
    as_of=date(2024, 6, 30),
    known=date(2024, 6, 30),
)
@settings(max_examples=25)
@given(
    entries=histories(),
    targets=random_targets(),
    as_of=st.sampled_from(LOOKS),
    known=st.sampled_from([None, date(2024, 6, 30)]),
)
def test_every_row_of_an_office_is_that_of_its_own_status(
    bare_db: Path, entries: list[Entry], targets: list[Agreement], as_of: date, known: date | None
) -> None:
    db = bare_db.with_name("office.db")
    shutil.copy2(bare_db, db)
    fill(db, entries, targets)
    office = only_office(part_of([db], PartHead(as_of, known)))
    report = status(desk_at(db, now=NOW), as_of=as_of.isoformat(), known=known.isoformat() if known else None)
    card = report.card
    assert office.silent == card.silent
    assert [
        (row.definition.code, _value(row.target), _value(row.actual), row.qualifier, row.status, row.light,
         row.reported)
        for row in office.rows
    ] == [
        (score.measure.code, score.target_value, score.actual.value, score.actual.qualifier, score.status, score.light,
         score.reported)
        for score in card.scores
    ]  # fmt: skip
    actual = {row.definition.code: row.actual for row in office.rows}
    parts = {row.definition.code: row.parts for row in office.rows}
    assert parts.pop("JJ04") == (actual[CEILING], actual[SUM])
    assert set(parts.values()) == {(None, None)}


def _value(amount: int | None) -> object:
    return None if amount is None else value_of(amount)


def test_an_office_of_half_a_year_is_row_for_row_its_export(half_year_db: Path) -> None:
    office = only_office(part_of([half_year_db]))
    rows = run(half_year_db, "export", "status", "--as-of", "2024-06-30", on="2024-07-01").rows
    assert [(row["code"], row["status"], row["light"], row["target"], row["actual"]) for row in rows] == [
        (row.definition.code, row.status, row.light or "", _plain(row.target), _plain(row.actual))
        for row in office.rows
    ]
    assert len({row["status"] for row in rows}) > 5


def _plain(amount: int | None) -> str:
    from nanhu_kpi.quantity import plain

    return "" if amount is None else plain(value_of(amount))


def kinds_of(part: PartialFile) -> list[tuple[str, ProblemKind]]:
    return sorted((problem.file.rpartition("/")[2], problem.kind) for problem in part.problems)


def test_whatever_is_wrong_with_a_file_the_others_count(half_year_db: Path, tmp_path: Path) -> None:
    data = half_year_db.read_bytes()
    (tmp_path / "cut.db").write_bytes(data[:20_000])
    (tmp_path / "empty.db").touch()
    (tmp_path / "foreign.db").write_bytes(b"no database at all" * 99)
    (tmp_path / "noise.db").write_bytes(data[:100] + bytes(len(data) - 100))
    newer = tmp_path / "newer.db"
    shutil.copy2(half_year_db, newer)
    with closing(sqlite3.connect(newer)) as conn:
        conn.execute("PRAGMA user_version = 99")
    shutil.copy2(half_year_db, tmp_path / "sent.db")
    (tmp_path / "sent.db.sha256").write_text(f"{'0' * 64}  sent.db\n", encoding="ascii")
    zone, kind = (Path(shutil.copy2(half_year_db, tmp_path / f"{name}.db")) for name in ("zone", "kind"))
    spoiled(zone, "UPDATE setting SET value = 'Mars/Base' WHERE key = 'time_zone'")
    spoiled(kind, "UPDATE measure SET kind = 'guess' WHERE code = 'JJ03'")
    sound = office_file(half_year_db, tmp_path / "sound.db", "A1")
    (tmp_path / "folder.db").mkdir()
    names = ["cut", "empty", "foreign", "noise", "newer", "sent", "gone", "folder"]
    part = part_of([*(tmp_path / f"{name}.db" for name in names), zone, kind, sound])
    assert list(part.offices) == ["A1"]
    assert dict(kinds_of(part)) == {
        "cut.db": ProblemKind.DAMAGED, "empty.db": ProblemKind.EMPTY, "foreign.db": ProblemKind.FOREIGN,
        "noise.db": ProblemKind.DAMAGED, "newer.db": ProblemKind.NEWER, "sent.db": ProblemKind.CHECKSUM,
        "gone.db": ProblemKind.GONE, "folder.db": ProblemKind.DAMAGED, "zone.db": ProblemKind.DAMAGED,
        "kind.db": ProblemKind.DAMAGED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (PermissionError(13, "Permission denied"), ProblemKind.UNREADABLE, "Permission denied"),
        (OSError("pulled out"), ProblemKind.UNREADABLE, "OSError: pulled out"),
        (ValueError("of no use"), ProblemKind.DAMAGED, "ValueError: of no use"),
        (FileNotFoundError(2, "No such file or directory"), ProblemKind.GONE, ""),
        (EmptyFile(path="a.db"), ProblemKind.EMPTY, ""),
    ],
)
def test_a_problem_is_explained_where_its_name_does_not_say_all(
    error: Exception, kind: ProblemKind, detail: str
) -> None:
    assert problem_of("a.db", error) == FileProblem(kind, "a.db", "", detail)


def test_a_file_with_its_checksum_counts(half_year_db: Path, tmp_path: Path) -> None:
    import hashlib

    db = office_file(half_year_db, tmp_path / "a.db", "A1")
    digest = hashlib.sha256(db.read_bytes()).hexdigest()
    for written in (f"{digest}  a.db\n", digest.upper()):
        db.with_name("a.db.sha256").write_text(written, encoding="ascii")
        part = part_of([db])
        assert (list(part.offices), part.problems) == (["A1"], set())


def test_a_file_of_the_first_version_is_read_in_memory_and_stays_as_it_is(tmp_path: Path) -> None:
    db = first_version(tmp_path / "old.db")
    before = at_rest(db)
    office = only_office(part_of([db]))
    assert at_rest(db) == before
    assert run(db, "status", "--as-of", "2024-06-30", "-f", "csv", on="2024-07-01").code == 0  # this one upgrades it
    again = only_office(part_of([db]))
    assert again.rows == office.rows != ()


@pytest.mark.parametrize(("length", "told"), [(LONGEST_TEXT, []), (LONGEST_TEXT + 1, [ProblemKind.DAMAGED])])
def test_a_text_of_a_file_that_no_command_writes_keeps_it_out(bare_db: Path, length: int, told: list[str]) -> None:
    db = office_file(bare_db, bare_db.with_name("long.db"), "A1")
    spoiled(db, f"UPDATE measure SET name_zh = '{'长' * length}' WHERE code = 'JJ03'")
    assert [problem.kind for problem in part_of([db]).problems] == told


def test_a_chunk_is_read_by_one_function_that_takes_and_gives_bytes(half_year_db: Path) -> None:
    from nanhu_kpi.service.rollup.office import OfficeFile, Question, chunk_of, read_chunk

    chunk = chunk_of(Question(PartHead(date(2024, 6, 30)), NOW), [OfficeFile(str(half_year_db))])
    assert json.loads(read_chunk(chunk).splitlines()[0])["as_of"] == "2024-06-30"
    assert read_chunk(chunk) == read_chunk(chunk)
