"""`rollup` as a district sees it: tables, groups, a measure's offices, papers, partial files, problems."""

from __future__ import annotations

import csv
import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.support.goldens import holds
from tests.support.hostile import spoiled
from tests.support.offices import office_file
from tests.support.views import Outcome, at_rest, names_in, run, spawned
from tests.support.views import logged as log_on

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = ("--as-of", "2024-06-30")


@pytest.fixture(scope="session")
def district(_built_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three offices of two cities: one ahead in JJ09, one behind, one that has recorded nothing."""
    folder = tmp_path_factory.mktemp("district")
    (folder / "east").mkdir()
    first = office_file(_built_seeded, folder / "east" / "first.db", "440303001", "First")
    second = office_file(_built_seeded, folder / "east" / "second.db", "440303002", "Second")
    office_file(_built_seeded, folder / "third.db", "440305001", "Third")
    log_on(first, "JJ09+18", "JJ28=100", "JJ12=90", on="2024-06-20")
    log_on(second, "JJ09+1", "JJ12=80", on="2024-06-20")
    return folder


@cache
def rollup(folder: Path, *words: str, lang: str = "en") -> Outcome:
    """Roll up; the same words are run once."""
    return run(folder / "none.db", "rollup", *words, on="2024-07-01", lang=lang)


def test_the_table_by_office_ranks_fewest_red_first_and_who_recorded_nothing_last(district: Path) -> None:
    before = names_in(district), names_in(district / "east"), at_rest(district / "third.db")
    rows = rollup(district, str(district), *AS_OF, "-f", "csv").rows
    assert [(row["rank"], row["code"], row["name_en"]) for row in rows] == [
        ("1", "440303001", "First"), ("2", "440303002", "Second"), ("", "440305001", "Third"),
    ]  # fmt: skip
    assert int(rows[0]["red"]) < int(rows[1]["red"])
    assert (names_in(district), names_in(district / "east"), at_rest(district / "third.db")) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tables_of_many_offices_as_people_see_them(district: Path, lang: str) -> None:
    offices, measures = ("--table", "offices"), ("--table", "measures")
    asked = (offices, (*offices, "--by", "6"), measures, ("--measure", "JJ09"), ("--measure", "JJ12"))
    told = "\n".join(rollup(district, str(district), *AS_OF, *words, lang=lang).out for words in asked)
    of_others = re.compile(r"^(?!JJ09|JJ12|JJ28)[A-Z]{2}\d\d .*\n", re.MULTILINE)
    holds(f"rollup-{lang}", of_others.sub("", told))


def test_the_table_by_measure_adds_up_and_never_averages(district: Path) -> None:
    rows = {
        row["code"]: row for row in rollup(district, str(district), *AS_OF, "--table", "measures", "-f", "csv").rows
    }
    tourism, share, milestone = rows["JJ09"], rows["JJ12"], rows["JJ28"]
    assert [tourism[key] for key in ("offices", "with_target", "reported", "compared", "target", "actual")] == [
        "3", "3", "2", "2", "40", "19",
    ]  # fmt: skip
    assert tourism["attainment"] == "0.4750"
    assert (share["actual"], share["least"], share["greatest"]) == ("", "80", "90")
    assert (milestone["target"], milestone["met"], milestone["actual"]) == ("100", "1", "")
    assert share["compared"] == milestone["compared"] == "0"  # only what is added up is compared


def test_what_a_rollup_says_of_an_office_is_its_own_export(district: Path) -> None:
    own = run(district / "east" / "second.db", "export", "status", *AS_OF, on="2024-07-01").by_code["JJ09"]
    rows = rollup(district, str(district), *AS_OF, "-m", "JJ9", "-f", "csv").rows
    (ours,) = [row for row in rows if row["office"] == "440303002"]
    for key in ("target", "actual", "attainment", "status", "light", "code", "unit"):
        assert ours[key] == own[key]


def test_a_measures_sheet_names_the_offices_that_are_red(district: Path) -> None:
    told = rollup(district, str(district), *AS_OF, "--measure", "JJ09").out
    assert "Second" in told
    assert "First" not in told
    assert "3 offices have it: red 1, yellow 0, green 1" in told
    none = rollup(district, str(district / "east" / "first.db"), *AS_OF, "--measure", "JJ09").out
    assert "No office is red" in none
    assert rollup(district, str(district), "-m", "JJ99").code == 3


def test_offices_are_grouped_by_the_first_digits_of_their_codes(district: Path) -> None:
    rows = rollup(district, str(district), *AS_OF, "--by", "6", "-f", "csv").rows
    assert [(row["rank"], row["code"], row["offices"]) for row in rows] == [("1", "440303", "2"), ("", "440305", "1")]
    for by in ((), ("--by", "6")):
        assert ("Groups are ranked by" in rollup(district, str(district), *AS_OF, *by).out) == bool(by)
    single = rollup(district, str(district), *AS_OF, "-f", "csv").rows
    assert int(rows[0]["red"]) == sum(int(row["red"]) for row in single[:2])


def test_a_map_names_offices_and_their_parents_and_says_whose_file_is_missing(district: Path, tmp_path: Path) -> None:
    office_map = tmp_path / "map.csv"
    office_map.write_text(
        "编码,名称,上级\n440303001,一街道,4403\n440303002,二街道,4403\n440305001,三街道,4404\n4403,某市,\n4404,另一市,\n"
        "440399001,未报街道,4404\n",
        encoding="utf-8",
    )
    words = (str(district), *AS_OF, "--offices", str(office_map))
    listed = rollup(district, *words, "-f", "csv")
    assert [(row["name_zh"], row["parent"]) for row in listed.rows][:2] == [("一街道", "4403"), ("二街道", "4403")]
    assert "440399001    On the map of offices, but no file of it was found." in listed.err
    rows = rollup(district, *words, "--by", "parent", "-f", "csv").rows
    assert [(row["code"], row["name_zh"], row["offices"]) for row in rows] == [
        ("4403", "某市", "2"), ("4404", "另一市", "1"),
    ]  # fmt: skip


def test_a_map_gives_a_file_the_code_that_its_office_has_not_set(_built_seeded: Path, tmp_path: Path) -> None:
    office_file(_built_seeded, tmp_path / "a.db", "NANHU")
    (tmp_path / "map.csv").write_text("path,code,name\na.db,440303009,Ninth\n", encoding="utf-8")
    outcome = rollup(tmp_path, "--offices", str(tmp_path / "map.csv"), *AS_OF, "-f", "csv", "--fail-on", "problems")
    assert (outcome.code, [(row["code"], row["name_en"]) for row in outcome.rows]) == (0, [("440303009", "Ninth")])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\nx\n", "needs a column code or path"),
        ("code\nA1\nA1\n", "row 3: the code A1 appears twice"),
        ("code,name\n,x\n", "row 2: there is neither a path nor a code"),
        ("code\na b\n", "row 2: “A B” is not valid"),
    ],
)
def test_a_map_that_cannot_be_one_is_refused(district: Path, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "map.csv").write_text(text, encoding="utf-8")
    outcome = rollup(district, str(district), "--offices", str(tmp_path / "map.csv"))
    assert (outcome.code, outcome.out) == (4, "")
    assert told in outcome.err


def test_a_partial_file_is_a_place_and_comes_to_the_same(district: Path, tmp_path: Path) -> None:
    east, city = tmp_path / "east.part", tmp_path / "city.part"
    assert rollup(district, str(district / "east"), *AS_OF, "--partial", "-o", str(east)).code == 0
    assert rollup(district, str(east), str(district / "third.db"), "-o", str(city)).code == 0
    for words in (("--table", "measures"), ("-m", "JJ09")):
        whole = rollup(district, str(district), *AS_OF, *words, "-f", "csv")
        assert rollup(district, str(city), *words, "-f", "csv") == whole
    assert rollup(district, str(tmp_path), str(east), "-m", "JJ09", "-f", "csv").out == whole.out
    straight = tmp_path / "straight.part"
    assert rollup(district, str(district), *AS_OF, "--partial", "-o", str(straight)).code == 0
    assert straight.read_bytes() == city.read_bytes()


def test_a_partial_file_alone_is_of_its_own_days(district: Path, tmp_path: Path) -> None:
    part, days = tmp_path / "may.part", ("--as-of", "2024-05-31", "--known", "2024-06-01")
    assert rollup(district, str(district), *days, "-o", str(part)).code == 0
    alone, asked = rollup(district, str(part), "-f", "csv"), rollup(district, str(part), *days, "-f", "csv")
    assert alone == asked
    assert (alone.code, len(alone.rows)) == (0, 3)


def test_days_are_not_mixed(district: Path, tmp_path: Path) -> None:
    part = tmp_path / "may.part"
    assert rollup(district, str(district), "--as-of", "2024-05-31", "-o", str(part)).code == 0
    outcome = rollup(district, str(part), str(district), *AS_OF)
    assert (outcome.code, outcome.out) == (4, "")
    assert "may.part is as of 2024-05-31, the other offices as of 2024-06-30" in outcome.err
    known = rollup(district, str(part), "--as-of", "2024-05-31", "--known", "2024-06-01")
    assert "was made with --known -, the others with --known 2024-06-01" in known.err


def test_problems_are_listed_written_and_a_condition_that_others_count_all_the_same(
    district: Path, tmp_path: Path
) -> None:
    (tmp_path / "=1.db").write_bytes(b"junk" * 500)
    (tmp_path / "broken.part").write_bytes(b"\x1f\x8bjunk")
    problems = tmp_path / "problems.csv"
    words = (str(district), str(tmp_path), str(tmp_path / "gone.db"), *AS_OF, "-f", "csv")
    outcome = rollup(district, *words, "--problems", str(problems), "--fail-on", "problems")
    assert outcome.code == 10
    assert len(list(csv.DictReader(outcome.out.splitlines()))) == 3
    with problems.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["Kind"] for row in rows) == ["damaged", "foreign", "gone"]
    assert all(row["Problem"] for row in rows)
    assert rollup(district, str(district), *AS_OF, "--fail-on", "problems").code == 0


def test_of_many_problems_the_first_are_said_though_quiet_and_how_many_more_there_are(tmp_path: Path) -> None:
    for number in range(23):
        (tmp_path / f"{number}.db").touch()
    told = rollup(tmp_path, str(tmp_path), *AS_OF, "--quiet")
    assert (told.code, told.err.count("Empty")) == (0, 20)
    assert told.err.endswith("... and 3 more. To list all: --problems FILE\n")


def test_a_place_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "note.txt").touch()
    for words, code in (((), 2), ((str(tmp_path / "gone"),), 4), ((str(tmp_path),), 4), ((str(tmp_path / "f*"),), 4)):
        outcome = rollup(tmp_path, *words)
        assert (outcome.code, outcome.out) == (code, "")


def test_a_pipe_is_no_office_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    told = spawned("rollup", str(tmp_path / "pipe"), *AS_OF, "--lang", "en")
    assert "Cannot be read (not a file); not counted." in told.err


def test_patterns_name_files_and_one_file_counts_once(district: Path) -> None:
    place = str(district / "east" / "f*.db")
    rows = rollup(district, place, str(district / "east" / "first.db"), *AS_OF, "-f", "csv")
    assert ([row["code"] for row in rows.rows], rows.err) == (["440303001"], "")


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "0"), ("--by", "city"), ("--by", "parent"), ("--table", "areas"), ("--fail-on", "red"), ("-j", "0"),
        ("--table", "offices", "-m", "JJ09"), ("--partial", "-m", "JJ09"), ("--partial", "-f", "csv"),
        ("--scheduler", "tcp://10.0.0.1:8786"), ("--scheduler", "10.0.0.1"), ("--scheduler", "tcp://localhost.evil:1"),
    ],
)  # fmt: skip
def test_what_does_not_say_one_thing_is_a_usage_error(district: Path, words: tuple[str, ...]) -> None:
    outcome = rollup(district, str(district), *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1


def test_known_leaves_out_what_was_recorded_later(district: Path) -> None:
    rows = rollup(district, str(district), *AS_OF, "--known", "2024-06-19", "-f", "csv").rows
    assert [row["rank"] for row in rows] == ["", "", ""]
    own = run(district / "east" / "first.db", "export", "status", *AS_OF, "--known", "2024-06-19", on="2024-07-01")
    assert own.by_code["JJ09"]["actual"] == ""


@pytest.mark.parametrize(("lang", "endings"), [("zh", ["html", "docx"]), ("en", ["html", "md", "xlsx", "json"])])
def test_the_tables_are_papers_and_workbooks_too(district: Path, tmp_path: Path, lang: str, endings: list[str]) -> None:
    (tmp_path / "empty.db").touch()
    for ending in endings:
        place = tmp_path / f"rollup.{ending}"
        outcome = rollup(district, str(district), str(tmp_path / "empty.db"), *AS_OF, "-o", str(place), lang=lang)
        assert (outcome.code, outcome.out) == (0, "")
        assert place.stat().st_size > 100
    page = (tmp_path / "rollup.html").read_text(encoding="utf-8")
    told = "未计入或待处理" if lang == "zh" else "Not counted, or to be settled"
    assert page.index("First") < page.rindex("JJ09") < page.rindex(told)
    if "json" in endings:
        assert json.loads((tmp_path / "rollup.json").read_text(encoding="utf-8"))["what"] == "rollup_offices"
        lines = [line for line in (tmp_path / "rollup.md").read_text(encoding="utf-8").splitlines() if line]
        parts = [number for number, line in enumerate(lines) if line.startswith("## ")]
        assert [lines[number].split()[1] for number in parts] == ["1.", "2.", "3."]
        # A headline stands under the first two; the list of problems has none, and begins with its table.
        assert [lines[number + 1].partition(",")[0] for number in parts] == ["4 files read"] * 2 + [
            "| File | Problem |"
        ]


def test_offices_that_define_a_measure_otherwise_are_counted_apart_and_said(district: Path, tmp_path: Path) -> None:
    other = office_file(district / "third.db", tmp_path / "other.db", "440306001", "Fourth")
    spoiled(other, "UPDATE measure SET unit = '‰' WHERE code = 'JJ12'")
    outcome = rollup(district, str(district), str(other), *AS_OF, "--table", "measures")
    assert "JJ12 (2)" in outcome.out
    assert "JJ12 (2): 1 office defines it otherwise (‰, latest reading, at least the target) and is" in " ".join(
        outcome.out.split()
    )
    rows = rollup(district, str(district), str(other), *AS_OF, "--table", "measures", "-f", "csv").rows
    assert [(row["variant"], row["offices"]) for row in rows if row["code"] == "JJ12"] == [("1", "3"), ("2", "1")]


def test_text_of_an_office_is_shown_and_not_obeyed(district: Path, tmp_path: Path) -> None:
    office_file(district / "third.db", tmp_path / "a.db", "X1", "<b>[red]名")
    for form in ("html", "table"):
        outcome = rollup(district, str(tmp_path / "a.db"), *AS_OF, "-f", form)
        assert outcome.code == 0
        assert ("&lt;b&gt;[red]名" if form == "html" else "<b>[red]名") in outcome.out
