"""Keys after a merge: what says the same counts once, the rest is listed, and one that is taken back is told of."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.service.merge import merge
from nanhu_kpi.store.as_known import as_known
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.store.twins import record_twins
from tests.support.builders import SUM, batch, made_id
from tests.support.commands import actual, desk_at, did, recorded
from tests.support.files import imported

if TYPE_CHECKING:
    import sqlite3


@pytest.fixture
def other(empty_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_db, tmp_path / "other.db"))


def taken_in(db: Path, folder: str, text: str | None, row: str, officer: str) -> None:
    """Import one row from a folder of its own, in which `proof.txt` says `text` or is not."""
    place = db.parent / folder
    place.mkdir(exist_ok=True)
    if text is not None:
        (place / "proof.txt").write_text(text, encoding="utf-8")
    file = place / "rows.csv"
    file.write_text(f"measure,day,type,value,note,issue,next,evidence,key\n{row}\n", encoding="utf-8")
    imported(db, file, officer=officer)


ROW = "JJ01,2024-06-30,add,3,走访,缺地,选址,{},k1"


@pytest.mark.parametrize(
    ("ours", "theirs", "conflicts"),
    [
        (("one", "证明"), ("two", "证明"), 0),  # one file at two places
        (("one", "证明"), ("two", "别的"), 1),
        (("one", "证明"), ("one", "别的"), 1),  # another file at one place
    ],
)
def test_evidence_is_the_same_by_what_is_in_it_where_both_sides_know(
    empty_db: Path, other: Path, ours: tuple[str, str], theirs: tuple[str, str], conflicts: int
) -> None:
    for db, (folder, text), who in ((empty_db, ours, "甲"), (other, theirs, "乙")):
        taken_in(db, folder, text, ROW.format("proof.txt"), who)
    assert len({row["evidence_sha256"] for db in (empty_db, other) for row in recorded(db)}) == 1 + conflicts
    copy = Path(shutil.copy(empty_db, empty_db.with_name("copy.db")))
    for db, from_ in ((empty_db, other), (other, copy)):
        merged = merge(desk_at(db), from_).merged
        assert (len(merged.keys), merged.twins) == (conflicts, 1 - conflicts)
        assert actual(db, "JJ01") == ("6" if conflicts else "3")


@pytest.mark.parametrize(
    "row",
    ["JJ01,2024-06-30,add,3,别的,缺地,选址,https://a,k1", "JJ01,2024-06-30,add,3,走访,别的,选址,https://a,k1",
     "JJ01,2024-06-30,add,3,走访,缺地,别的,https://a,k1", "JJ01,2024-06-30,add,3,走访,缺地,选址,https://b,k1",
     "JJ01,2024-06-30,add,3余,走访,缺地,选址,https://a,k1", "JJ01,2024-06-29,add,3,走访,缺地,选址,https://a,k1",
     "JJ01,2024-06-30,add,4,走访,缺地,选址,https://a,k1"],
)  # fmt: skip
def test_whatever_differs_under_one_key_is_a_conflict_with_both_sides(empty_db: Path, other: Path, row: str) -> None:
    taken_in(empty_db, "one", None, ROW.format("https://a"), "甲")
    taken_in(other, "two", None, row, "乙")
    told = did(empty_db, "merge", str(other)).out.split("Conflicting keys")[1]
    for entry in recorded(empty_db):
        (line,) = [line for line in told.splitlines() if entry["id"][-6:] in line]
        assert entry["officer"] in line
        assert entry["batch"][-6:] in line
        assert "k1" in line


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "recorded with the same key by 乙, now counts"), ("zh", "现计入 乙 以同一流水号登记的")],
)
def test_an_undo_after_which_the_other_sides_row_counts_says_so(
    empty_db: Path, other: Path, lang: str, told: str
) -> None:
    taken_in(empty_db, "one", None, ROW.format("https://a"), "甲")
    taken_in(other, "two", None, ROW.format("https://a"), "乙")
    did(empty_db, "merge", str(other))
    first, second = sorted(recorded(empty_db), key=lambda row: row["id"])
    answer = did(empty_db, "undo", "--yes", first["batch"][-6:], lang=lang).out
    assert told.replace("乙", second["officer"]) in answer
    assert f"nanhu-kpi void {second['id'][-6:]} --reason" in answer
    assert actual(empty_db, "JJ01") == "3"
    assert (
        told.replace("乙", first["officer"]) not in did(empty_db, "undo", "--yes", second["batch"][-6:], lang=lang).out
    )
    assert actual(empty_db, "JJ01") == ""


def twins_of_two_days(conn: sqlite3.Connection) -> None:
    """Record one row under a key twice: the lesser id on the later day, as where one clock is wrong."""
    add_batch(conn, batch(1, on=date(2024, 6, 25)))
    add_batch(conn, batch(2, on=date(2024, 6, 20)))
    for number in (1, 2):
        conn.execute(
            """INSERT INTO entry (id, batch, key, measure, day, type, amount)
               VALUES (?, ?, 'k1', ?, '2024-06-15', 'add', 3)""",
            (made_id(10 * number), made_id(number), SUM),
        )
    record_twins(conn)


def test_the_void_of_a_twin_is_known_once_both_are(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        twins_of_two_days(conn)
        ((day, moment),) = conn.execute("SELECT logged_on, logged_at FROM batch WHERE officer = 'merge'").fetchall()
        assert (day, moment) == ("2024-06-25", "2024-06-25T01:00:00Z")
        known = []
        for on in (date(2024, 6, 19), date(2024, 6, 22), date(2024, 6, 25)):
            with closing(as_known(conn, on, 2024)) as copy:
                (voids,) = copy.execute("SELECT count(*) FROM void").fetchone()
                known.append((voids, [found.entries for found in actuals(copy, date(2024, 6, 30)).values()]))
        assert known == [(0, []), (0, [1]), (1, [1])]


def test_the_ids_of_a_twins_void_and_of_its_batch_follow_from_the_two_entries(empty_db: Path) -> None:
    # Copies derive them apart, in every version: they must stay what they are.
    with writing(empty_db) as conn:
        twins_of_two_days(conn)
        found = conn.execute("SELECT hex(id), hex(batch), entry, twin, reason FROM void").fetchall()
    assert found == [
        ("01904CE822807C119F22F08C56C3074A", "01904CE822807CC9BD53BE7FB6BA7568", made_id(20), made_id(10),
         "same as 00000a")
    ]  # fmt: skip
