"""`entries`: the record, filtered, for people and for scripts."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from tests.support.commands import NOW, did, exported, recorded, run

HEADER = (
    "id,batch,key,measure,day,type,value,qualifier,note,issue,next,evidence,evidence_sha256,officer,host,"
    "logged_at,voided_at,voided_by,void_reason,command,logged_on\n"
)


@pytest.fixture(scope="module")
def _built_db(_built_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's database with a few entries of 2024: six live, one taken back."""
    path = Path(shutil.copy2(_built_seeded, tmp_path_factory.mktemp("built")))
    for words in (
        ["JJ09+1", "--date", "2024-05-31"],
        ["JJ09+2", "JJ28=40", "--date", "2024-06-01"],
        ["JJ03+3", "--date", "2024-06-15", "--by", "wang"],
        ["DJ01+4", "--date", "2024-06-30", "--by", "Wang"],
        ["MS13=99.5", "--date", "2024-07-01"],
        ["JJ03+5", "--date", "2024-07-01"],
    ):
        last = did(path, "log", *words)
    did(path, "undo", "--yes", last.batch, "--reason", "typed twice", "--by", "wang")
    return path


@pytest.fixture
def db(_built_db: Path, tmp_path: Path) -> Path:
    """A copy of that database."""
    return Path(shutil.copy2(_built_db, tmp_path / "nanhu.db"))


def values(db: Path, *words: str) -> list[str]:
    """Return the measures and values of 2024 that pass, oldest first."""
    rows = exported(db, "entries", *words, "-f", "csv")
    return [f"{row['measure']} {row['value']}" for row in rows if row["day"] >= "2024"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["JJ"], ["JJ09 1", "JJ09 2", "JJ28 40", "JJ03 3", "JJ03 5"]),
        (["jj"], ["JJ09 1", "JJ09 2", "JJ28 40", "JJ03 3", "JJ03 5"]),
        (["JJ-G4"], ["JJ28 40"]),
        (["jj9"], ["JJ09 1", "JJ09 2"]),
        (["旅游企业", "--from", "06-01"], ["JJ09 2"]),
        (["tourism companies", "--to", "05-31"], ["JJ09 1"]),
        (["DJ", "MS13"], ["DJ01 4", "MS13 99.5"]),
        (["--from", "2024-06-01", "--to", "2024-06-15"], ["JJ09 2", "JJ28 40", "JJ03 3"]),
        (["--from", "2024-06-15", "--to", "2024-06-15"], ["JJ03 3"]),
        (["--from", "yesterday"], ["DJ01 4", "MS13 99.5", "JJ03 5"]),
        (["--by", "wang"], ["JJ03 3"]),
        (["--by", "Wang"], ["DJ01 4"]),
        (["--by", "li", "JJ03"], ["JJ03 5"]),
        (["--last", "2"], ["MS13 99.5", "JJ03 5"]),
        (["-n", "1", "JJ09"], ["JJ09 2"]),
        (["-n", "0", "JJ09"], ["JJ09 1", "JJ09 2"]),
        (["-n", "9" * 30, "JJ09"], ["JJ09 1", "JJ09 2"]),
        (["--by", "nobody"], []),
    ],
    ids=" ".join,
)
def test_filters_narrow_the_record(db: Path, words: list[str], found: list[str]) -> None:
    assert values(db, *words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--search", "签约"], ["JJ09 3", "JJ03 7"]),
        (["--search", "ａｂｃ 签约"], ["JJ09 3"]),
        (["--search", "场地"], ["JJ09 3"]),
        (["-s", "走访"], ["JJ03 7"]),
        (["--search", "签约 走访", "JJ09"], []),
        (["--search", "约缺"], []),
        (["--search", "100%_"], []),
        (["--owner", "经济"], ["JJ09 1", "JJ09 2", "JJ09 3"]),
        (["--owner", "经济", "--search", "签约"], ["JJ09 3"]),
        (["--owner", "经济", "JJ03"], []),
    ],
    ids=" ".join,
)
def test_words_of_the_texts_and_an_owner_narrow_the_record(db: Path, words: list[str], found: list[str]) -> None:
    did(db, "log", "JJ09+3", "--note", "与 ABC 签约", "--issue", "缺场地")
    did(db, "log", "JJ03+7", "--note", "签约", "--next", "走访楼宇")
    did(db, "measure", "edit", "JJ09", "--owner", "经济服务办")
    assert values(db, *words) == found


def test_an_owner_that_no_measure_has_is_refused(db: Path) -> None:
    assert run(db, "entries", "--owner", "城管").code == 3


def test_a_search_over_damaged_text_says_so(db: Path) -> None:
    id_ = did(db, "log", "JJ09+3", "--note", "签约").batch
    with closing(sqlite3.connect(db)) as conn, conn:
        conn.execute("DROP TRIGGER entry_refuses_update")
        conn.execute("UPDATE entry SET note = CAST(x'ff41' AS TEXT) WHERE lower(hex(batch)) LIKE ?", (f"%{id_}",))
    ran = run(db, "entries", "--search", "a")
    assert (ran.code, ran.out) == (5, "")
    assert "is damaged (a text that is not UTF-8" in ran.err


def test_the_whole_record_goes_down_a_pipe(db: Path) -> None:
    table = did(db, "entries")
    assert table.err == ""
    assert len(table.out.splitlines()) == 3 + len(exported(db, "export", "entries"))


def test_what_was_left_out_by_n_is_said(db: Path) -> None:
    ran = did(db, "entries", "JJ", "--from", "2024-01-01", "-n", "2")
    told, _colon, command = ran.err.rstrip().rpartition(": ")
    assert told == "Showing the newest 2 of 5 entries. To show all"
    assert command == "nanhu-kpi entries JJ --from 2024-01-01 --last 0"
    assert len(exported(db, *command.split()[1:], "-f", "csv")) == 5
    assert did(db, "entries", "JJ", "-n", "2", "--quiet").err == ""


def test_a_filter_of_several_words_is_told_so_that_it_can_be_typed(db: Path) -> None:
    ran = did(db, "entries", "tourism companies", "旅游企业", "--to", "2024-07-01", "-n", "1")
    assert ran.err.endswith(": nanhu-kpi entries 'tourism companies' 旅游企业 --to 2024-07-01 --last 0\n")


def test_a_record_without_entries_says_so(db: Path) -> None:
    assert did(db, "entries", "--by", "nobody") == (0, "", "No entries match.\n")
    assert did(db, "entries", "--by", "nobody", "-f", "csv").out == HEADER


def test_a_row_that_was_taken_back_says_by_whom_when_and_why(db: Path) -> None:
    rows = did(db, "entries", "JJ03", "--from", "2024-01-01").out.splitlines()[3:]
    assert [row.endswith("2024-07-01 10:00 by wang: typed twice") for row in rows] == [False, True]
    assert "+5 units" in rows[1]


@pytest.mark.parametrize(
    "words", [["--from", "2024-06-02", "--to", "2024-06-01"], ["--from", "soon"], ["--to", "02-30"]]
)
def test_a_range_that_is_none_is_refused(db: Path, words: list[str]) -> None:
    ran = run(db, "entries", *words)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.count("\n") == 1


def test_a_reversed_range_says_what_to_do(db: Path) -> None:
    assert "Swap --from and --to." in run(db, "entries", "--from", "2024-06-02", "--to", "2024-06-01").err


@pytest.mark.parametrize("word", ["ZZ", "JJ99", "JJ-G99", "旅馆", "", " ", "%"])
def test_a_selection_of_nothing_is_unknown(db: Path, word: str) -> None:
    for words in ([word], ["JJ09", word]):
        ran = run(db, "entries", *words)
        assert (ran.code, ran.out) == (3, "")
        assert "No area, goal, code or name matches" in ran.err


def test_a_pipe_gets_aligned_text_and_nothing_is_cut(seeded_db: Path) -> None:
    long = "走访楼宇" * 100
    did(seeded_db, "log", "JJ09+5", "--note", long, "--by", "王")
    did(seeded_db, "log", "JJ09+123456.5", "--note", long + "end", "--issue", "x", "--by", "wang li")
    out = did(seeded_db, "entries", "JJ09", "--from", "2024-01-01").out
    header, first, second = out.splitlines()[2:]
    assert "\x1b" not in out
    assert long + "end" in second
    for title, one, other in (
        ("Measure", "Tourism", "Tourism"),
        ("Note", "走访", "走访"),
        ("Officer", "王", "wang li"),
    ):
        assert place_of(header, title) == place_of(first, one) == place_of(second, other)


def place_of(line: str, mark: str) -> int:
    """Return the column of a terminal at which `mark` begins; Chinese characters are two wide."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line[: line.index(mark)])


TEXTS = [
    "[bold red]x[/bold red] [/v2] [link=x]", "<b onclick='x'>&amp;</b>", "=SUM(A1:A9)", "@cmd|' /C calc'!A0",
    "two\nlines\tand\r\nmore", "lone\rreturn", '"quoted", and, commas', "\x1b[31mred\x1b[0m\x07",
    "\u202egnp.exe", "𠮷野😀",
    " spaces kept  ",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_comes_back_byte_for_byte_and_is_shown_not_obeyed(seeded_db: Path, text: str) -> None:
    did(seeded_db, "log", "JJ28", "--note", text, "--issue", text, "--next", text, "--by", "li")
    row = recorded(seeded_db)[0]
    assert (row["note"], row["issue"], row["next"]) == (text, text, text)
    (row,) = exported(seeded_db, "entries", "--by", "li", "-f", "csv")
    assert row["note"] == text
    seen = did(seeded_db, "entries", "--by", "li").out
    signs = {ord(char): ascii(char)[1:-1] for char in "\t\x1b\x07\u202e"} | {ord("\n"): "↵", ord("\r"): "↵"}
    spelled = text.replace("\r\n", "\n").translate(signs).strip()
    assert spelled in seen
    for screen in (seen, did(seeded_db, "entries", "JJ28", "-f", "table").out, did(seeded_db, "show", "JJ28").out):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", screen)


def test_csv_has_the_columns_and_the_bytes_of_the_export(db: Path) -> None:
    whole = did(db, "export", "entries").out
    assert whole.startswith(HEADER)
    assert did(db, "entries", "-f", "csv").out == whole
    assert did(db, "entries", "-f", "csv", now=NOW, lang="zh").out == whole


def test_a_files_ending_names_its_format(db: Path, tmp_path: Path) -> None:
    assert did(db, "entries", "JJ28", "-o", str(tmp_path / "jj28.csv")).out == ""
    assert (tmp_path / "jj28.csv").read_text(encoding="utf-8") == did(db, "entries", "JJ28", "-f", "csv").out
