"""Keys: nothing is added twice, another value under a key is a conflict, and an undone import can be done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, recorded, run
from tests.support.files import csv_file, imported, problems_of

if TYPE_CHECKING:
    from pathlib import Path

ROWS = ("JJ01,2024-05-31,add,3,走访,k1", "JJ01,2024-06-30,add,4,,k2")


def live(db: Path) -> list[str]:
    return [row["key"] for row in recorded(db) if not row["voided_at"]]


def test_the_same_file_imported_twice_adds_nothing(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *ROWS)
    imported(empty_db, file)
    ran = imported(empty_db, file)
    assert "Nothing to import: all 2 rows are recorded already." in ran.err
    assert live(empty_db) == ["k1", "k2"]


def test_two_overlapping_files_add_each_row_once(empty_db: Path) -> None:
    imported(empty_db, csv_file(empty_db.parent, *ROWS))
    ran = imported(empty_db, csv_file(empty_db.parent, *ROWS, "JJ01,2024-06-30,add,5,,k3"))
    assert "Recorded 1 entry  2 already recorded" in ran.out
    assert live(empty_db) == ["k1", "k2", "k3"]


@pytest.mark.parametrize(
    "row",
    ["JJ01,2024-05-31,add,4,走访,k1", "JJ01,2024-05-30,add,3,走访,k1", "JJ01,2024-05-31,set,3,走访,k1",
     "JJ01,2024-05-31,add,3,走访企业,k1", "JJ01,2024-05-31,add,3余,走访,k1", "JJ02,2024-05-31,set,3,走访,k1"],
)  # fmt: skip
def test_other_content_under_a_key_is_a_conflict_shown_with_both_sides(empty_db: Path, row: str) -> None:
    imported(empty_db, csv_file(empty_db.parent, *ROWS), officer="wang")
    ((number, column, reason),) = problems_of(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,5,,k9", row))
    assert (number, column) == ("3", "key")
    assert "Key k1 already exists and differs: JJ01 2024-05-31 +3 走访 (wang, 2024-07-01 10:00)" in reason
    assert live(empty_db) == ["k1", "k2"]


def test_a_key_twice_in_a_file_is_one_row_or_a_conflict(empty_db: Path) -> None:
    imported(empty_db, csv_file(empty_db.parent, *ROWS, ROWS[0], ROWS[0]))
    assert live(empty_db) == ["k1", "k2"]
    file = csv_file(
        empty_db.parent, "JJ01,2024-06-30,add,5,,k5", "JJ01,2024-06-30,add,6,,k5", "JJ01,2024-06-30,add,5,,k5"
    )
    ((number, _, reason),) = problems_of(empty_db, file)
    assert number == "3"
    assert "Key k5 is in row 2 too and differs: JJ01 2024-06-30 +5. This row says: JJ01 2024-06-30 +6." in reason


def test_an_undone_import_can_be_done_again_and_with_other_values(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *ROWS)
    imported(empty_db, file)
    did(empty_db, "undo", "--yes")
    imported(empty_db, file)
    assert live(empty_db) == ["k1", "k2"]
    did(empty_db, "undo", "--yes")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-05-31,add,30,走访,k1"))
    assert live(empty_db) == ["k1"]


def test_rows_there_already_are_taken_though_their_month_is_closed_since(empty_db: Path) -> None:
    imported(empty_db, csv_file(empty_db.parent, *ROWS))
    did(empty_db, "period", "close", "2024-05", "--reason", "已上报")
    imported(empty_db, csv_file(empty_db.parent, *ROWS, "JJ01,2024-06-30,add,5,,k3"))
    assert live(empty_db) == ["k1", "k2", "k3"]


def test_a_file_without_keys_is_not_imported_twice_unless_asked(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,4,,")
    imported(empty_db, file, officer="wang")
    ran = run(empty_db, "import", str(file), "--yes")
    assert ran.code == 4
    assert "rows imported before with the same content: 2 (1 in all; batch" in ran.err
    assert ", wang, 2024-07-01 10:00)" in ran.err
    imported(empty_db, file, "--again")
    assert len(live(empty_db)) == 2


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("utf-16", ["2024/6/30,jj-1,走访,4.0,新增"]),
        ("gb18030", ["20240630,JJ01,走访,４,+", "2024-06-29,JJ01,走访,4,+"]),
        ("utf-8", ["2024-06-28,JJ01,,2,+", "2024-06-30 00:00,JJ01,走访,4,add"]),
    ],
)
def test_rows_are_known_again_by_what_they_say_whatever_wrote_the_file(
    empty_db: Path, encoding: str, rows: list[str]
) -> None:
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,4,走访,"))
    header = "日期,编码,说明,数值,方式"
    saved_again = csv_file(empty_db.parent, *rows, header=header, encoding=encoding, name="again.csv")
    ran = run(empty_db, "import", str(saved_again), "--yes")
    number = 1 + next(at for at, row in enumerate(rows, start=1) if "30" in row.split(",")[0])
    assert (ran.code, f"imported before with the same content: {number} (1 in all" in ran.err, len(live(empty_db))) == (
        4,
        True,
        1,
    )
    imported(empty_db, saved_again, "--again")
    assert len(live(empty_db)) == 1 + len(rows)


@pytest.mark.parametrize("row", ["2,走访", "4,走访二", "4,", "超4,走访"])
def test_a_row_that_says_anything_else_is_another_row(empty_db: Path, row: str) -> None:
    header = "measure,day,type,value,note"
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,4,走访", header=header))
    imported(empty_db, csv_file(empty_db.parent, f"JJ01,2024-06-30,add,{row}", header=header))
    assert len(live(empty_db)) == 2


@pytest.mark.parametrize("key", ["", "k1"])
@pytest.mark.parametrize("note", ["一\n二", "一\r\n二", "一\r二", " 一\n二 ", "\u3000一\r\n二\r\n"])
@pytest.mark.parametrize("before", ["一\n二", "一\r\n二\t"])
def test_line_breaks_and_blanks_at_the_ends_of_a_text_make_no_other_row(
    empty_db: Path, before: str, note: str, key: str
) -> None:
    imported(empty_db, csv_file(empty_db.parent, f'JJ01,2024-06-30,add,4,"{before}",{key}'))
    (row,) = recorded(empty_db)
    assert row["note"] == before
    again = csv_file(empty_db.parent, f'JJ01,2024-06-30,add,4,"{note}",{key}', name="again.csv")
    ran = run(empty_db, "import", str(again), "--yes")
    known = "Nothing to import" if key else "imported before with the same content: 2 (1 in all"
    assert (ran.code, known in ran.err, len(live(empty_db))) == (0 if key else 4, True, 1)


def test_rows_that_one_file_says_twice_are_two_rows_and_what_was_logged_is_no_import(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+4", "--date", "2024-06-30")
    imported(empty_db, csv_file(empty_db.parent, *["JJ01,2024-06-30,add,4,,"] * 2))
    assert len(live(empty_db)) == 3


def test_a_file_without_keys_can_be_imported_again_once_it_is_undone(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,4,,")
    imported(empty_db, file)
    did(empty_db, "undo", "--yes")
    imported(empty_db, file)
    assert len(live(empty_db)) == 1


def test_a_key_is_trimmed_and_another_case_is_another_key(empty_db: Path) -> None:
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,4,, A-1 ", "JJ01,2024-06-30,add,4,,a-1"))
    assert live(empty_db) == ["A-1", "a-1"]


@pytest.mark.parametrize(("digest", "conflict"), [("a1" * 32, False), ("b2" * 32, True)])
def test_evidence_is_the_same_by_its_digest_wherever_it_lies(empty_db: Path, digest: str, conflict: bool) -> None:
    header = "measure,day,type,value,evidence,evidence_sha256,key"
    row = "JJ01,2024-06-30,add,3,{},{},k1"
    imported(empty_db, csv_file(empty_db.parent, row.format("one/a.pdf", "a1" * 32), header=header))
    again = csv_file(empty_db.parent, row.format("two/b.pdf", digest), header=header)
    if conflict:
        ((number, column, reason),) = problems_of(empty_db, again)
        assert (number, column, "Key k1 already exists and differs" in reason) == ("2", "key", True)
    else:
        assert "Nothing to import" in imported(empty_db, again).err
    assert live(empty_db) == ["k1"]


@pytest.mark.parametrize(("place", "conflict"), [("https://a", False), ("https://b", True)])
def test_evidence_without_a_digest_is_the_same_by_its_address(empty_db: Path, place: str, conflict: bool) -> None:
    header = "measure,day,type,value,evidence,key"
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,3,https://a,k1", header=header))
    again = csv_file(empty_db.parent, f"JJ01,2024-06-30,add,3,{place},k1", header=header)
    if conflict:
        assert [problem[:2] for problem in problems_of(empty_db, again)] == [("2", "key")]
    else:
        assert "Nothing to import" in imported(empty_db, again).err


def test_a_row_like_an_entry_that_somebody_typed_is_recorded_and_said(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+3", "--date", "2024-06-30", "--note", "走访", officer="wang")
    (row,) = recorded(empty_db)
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,3,,", "JJ01,2024-06-29,add,3,,", "JJ01,2024-06-30,add,4,,")
    ran = imported(empty_db, file)
    assert f"Rows equal to an entry typed before, counted in addition: 2 (#{row['id'][-6:]}, wang)\n" in ran.err
    assert len(live(empty_db)) == 4
