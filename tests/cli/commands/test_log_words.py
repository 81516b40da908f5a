"""The words of `log`: every way to write a code and a value, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, recorded, run

if TYPE_CHECKING:
    from pathlib import Path

Said = tuple[str, str, str]  # a measure, add or set, and the value


def heard(db: Path, *words: str) -> list[Said]:
    """Record `words` with a note, so that no surprise is refused, and return what the file holds then."""
    ran = run(db, "log", *words, "--note", "as agreed")
    assert ran.code == 0, ran
    return [(row["measure"], row["type"], row["value"]) for row in recorded(db)]


@pytest.mark.parametrize("written", ["JJ03", "jj03", "Jj3", "JJ-03", "jj-3", "JJ_3", "ＪＪ０３", "ｊｊ－３"])
@pytest.mark.parametrize("value", ["+12", "＋１２", "+ 12"])
def test_a_code_is_read_in_any_case_with_or_without_zero_and_hyphen(seeded_db: Path, written: str, value: str) -> None:
    assert heard(seeded_db, written + value) == [("JJ03", "add", "12")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["JJ03+12"], ("JJ03", "add", "12")),
        (["JJ03 +12"], ("JJ03", "add", "12")),
        (["JJ03", "+12"], ("JJ03", "add", "12")),
        (["JJ03", "+", "12"], ("JJ03", "add", "12")),
        (["JJ03=152"], ("JJ03", "set", "152")),
        (["JJ03", "=152"], ("JJ03", "set", "152")),
        (["JJ03", "=", "152"], ("JJ03", "set", "152")),
        (["JJ03＝１５２"], ("JJ03", "set", "152")),
        (["JJ03-5"], ("JJ03", "add", "-5")),
        (["JJ-03-5"], ("JJ03", "add", "-5")),
        (["JJ03", "-5"], ("JJ03", "add", "-5")),
        (["JJ03", "-", "5"], ("JJ03", "add", "-5")),
        (["JJ03", "-.5"], ("JJ03", "add", "-0.5")),
        (["JJ03=-5"], ("JJ03", "set", "-5")),
        (["JJ03+0"], ("JJ03", "add", "0")),
        (["JJ03=0"], ("JJ03", "set", "0")),
        (["JJ03=1.2万"], ("JJ03", "set", "12000")),
        (["JJ03", "+1.2万家"], ("JJ03", "add", "12000")),
        (["JJ03=0.0003亿"], ("JJ03", "set", "30000")),
        (["JJ03=1,234,567.8901"], ("JJ03", "set", "1234567.8901")),
        (["JJ03=1，200"], ("JJ03", "set", "1200")),
        (["JJ03+12家"], ("JJ03", "add", "12")),
        (["JJ07=38.17亿元"], ("JJ07", "set", "38.17")),
        (["JJ08=500万"], ("JJ08", "set", "500")),
        (["MS13=99.5"], ("MS13", "set", "99.5")),
        (["MS13=99.5%"], ("MS13", "set", "99.5")),
        (["MS13", "99.5"], ("MS13", "set", "99.5")),
        (["JJ03\u3000+12"], ("JJ03", "add", "12")),
        (["JJ28", "40"], ("JJ28", "set", "40")),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_value_is_read_as_officers_write_it(seeded_db: Path, words: list[str], said: Said) -> None:
    assert heard(seeded_db, *words) == [said]


def test_several_measures_stand_in_one_command_in_any_mixture_of_forms(seeded_db: Path) -> None:
    assert heard(seeded_db, "JJ03+12", "ms5", "=152", "JJ04", "+", "3", "MS13", "99.5", "JJ-05-1") == [
        ("JJ03", "add", "12"),
        ("MS05", "set", "152"),
        ("JJ04", "add", "3"),
        ("MS13", "set", "99.5"),
        ("JJ05", "add", "-1"),
    ]


def test_options_stand_before_between_and_after_the_words(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "--note", "a", "JJ03", "-d", "-1", "-5", "--issue", "b", "MS05+1").code == 0
    rows = [(row["measure"], row["value"], row["day"], row["note"], row["issue"]) for row in recorded(seeded_db)]
    assert rows == [("JJ03", "-5", "2024-06-30", "a", "b"), ("MS05", "1", "2024-06-30", "a", "b")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["JJ03", "--add", "12"], ("JJ03", "add", "12")),
        (["JJ03", "--add=12"], ("JJ03", "add", "12")),
        (["JJ03", "--add", "+12"], ("JJ03", "add", "12")),
        (["JJ03", "--add", "-5"], ("JJ03", "add", "-5")),
        (["--total", "1.2万", "JJ03"], ("JJ03", "set", "12000")),
        (["MS13", "--reading", "98.5"], ("MS13", "set", "98.5")),
        (["JJ28", "--reading", "40"], ("JJ28", "set", "40")),
        (["JJ28", "--done"], ("JJ28", "set", "100")),
    ],
    ids=" ".join,
)
def test_a_long_form_says_the_same_in_words(seeded_db: Path, words: list[str], said: Said) -> None:
    assert heard(seeded_db, *words) == [said]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["JJ03", "--add", "1", "--total", "2"], 2, "only with one code"),
        (["JJ28", "--done", "--reading", "40"], 2, "only with one code"),
        (["JJ03+1", "--add", "1"], 2, "only with one code"),
        (["JJ03", "JJ04", "--add", "1"], 2, "only with one code"),
        (["--add", "1"], 2, "only with one code"),
        (["JJ03", "--reading", "1"], 4, "--reading is not valid for JJ03 Companies attracted and settled. Use --add"),
        (["JJ03", "--done"], 4, "--done is not valid for JJ03"),
        (["MS13", "--total", "1"], 4, "Use --reading."),
        (["MS13", "--done"], 4, "Use --reading."),
        (["MS13", "--add", "1"], 4, "cannot be added to"),
        (["JJ28", "--total", "40"], 4, "Use --reading, --done."),
        (["JJ28", "--add", "40"], 4, "cannot be added to"),
        (["JJ03", "--add", "many"], 4, "“many” is not a value"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_long_form_that_does_not_fit_is_refused(seeded_db: Path, words: list[str], code: int, told: str) -> None:
    ran = run(seeded_db, "log", *words)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert recorded(seeded_db) == []


def test_the_long_forms_that_fit_are_listed_as_the_language_lists(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "JJ03", "--done").err.endswith("Use --add, --total.\n")
    assert run(seeded_db, "log", "JJ03", "--done", lang="zh").err.endswith("请用 --add、--total。\n")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ([], 2, "Nothing to record"),
        (["JJ03"], 2, "JJ03 has no value"),
        (["12"], 2, "“12” is not a code and a value"),
        (["+12"], 2, "“+12” is not a code and a value"),
        (["JJ03", "="], 2, "“=” is not a code and a value"),
        (["JJ03="], 4, "“JJ03=” is not a code and a value. Write JJ03+12 to add, or JJ03=12 for the total"),
        (["JJ03+"], 4, "“JJ03+” is not a code and a value. Write JJ03+12 to add, or JJ03=12 for the total"),
        (["JJ03：15"], 4, "Write JJ03+15 to add, or JJ03=15 for the total"),
        (["JJ03增加3"], 4, "Write JJ03+3 to add, or JJ03=3 for the total"),
        (["JJ04+1", "jj-3加1.2万"], 4, "Write jj-3+1.2万 to add"),
        (["JJ03+12", "+3"], 2, "“+3” is not a code and a value"),
        (["JJ03+twelve"], 4, "“twelve” is not a value"),
        (["JJ03=1,20"], 4, "is not a value"),
        (["JJ03=1.2.3"], 4, "is not a value"),
        (["JJ03=1e5"], 4, "is not a value"),
        (["JJ03=NaN"], 4, "is not a value"),
        (["JJ03--5"], 4, "is not a value"),
        (["JJ03++5"], 4, "“+5” is not a value"),
        (["JJ03==5"], 4, "“=5” is not a value"),
        (["JJ03+12户"], 4, "is not a value"),
        (["JJ03+1.00001"], 4, "more than four decimals"),
        (["JJ03+1." + "0" * 36 + "1"], 4, "more than four decimals"),
        (["JJ03=1000000000000"], 4, "is too large"),
        (["JJ03=1万亿"], 4, "is not a value"),
        (["JJ+12"], 3, "JJ is an area or a goal"),
        (["JJ003+12"], 3, "No measure has the code JJ003"),
        (["JJ-G1+12"], 3, "JJ-G1 is an area or a goal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_words_that_do_not_say_one_thing_are_refused(seeded_db: Path, words: list[str], code: int, told: str) -> None:
    ran = run(seeded_db, "log", *words)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("value", ["1,200", "1.2万", "１２", "12家", "超350", "350余"])
def test_a_bare_number_on_a_sum_is_refused_in_a_script_however_it_is_written(seeded_db: Path, value: str) -> None:
    ran = run(seeded_db, "log", "JJ03", value)
    assert (ran.code, ran.out) == (2, "")
    assert ": add or total?" in ran.err
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("words", [["招引落地+5"], ["招引落地", "+5"], ["落地企业=5"], ["Settled", "5"]])
def test_a_name_in_place_of_a_code_is_refused_with_the_code(seeded_db: Path, words: list[str]) -> None:
    ran = run(seeded_db, "log", *words)
    assert ran.code == 3
    assert "Similar: JJ03 Companies attracted and settled" in ran.err
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("words", [["招引落地企业+5"], ["Companies attracted and settled", "+5"], ["jj03", "+5", "家"]])
def test_a_name_written_out_and_a_unit_apart_are_understood(seeded_db: Path, words: list[str]) -> None:
    did(seeded_db, "log", *words)
    assert [(row["measure"], row["value"]) for row in recorded(seeded_db)] == [("JJ03", "5")]


@pytest.mark.parametrize("words", [["JJ09+10²"], ["JJ09+①"], ["JJ09", "=1₂"]])
def test_a_number_that_normalizing_would_change_is_refused(seeded_db: Path, words: list[str]) -> None:
    assert run(seeded_db, "log", *words).code == 4
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("option", ["--nope", "--nope=3", "--notes", "--dates=06-30"])
@pytest.mark.parametrize("before", [["JJ03+1"], ["JJ03"], []])
def test_an_option_that_log_does_not_have_is_refused_by_name(seeded_db: Path, option: str, before: list[str]) -> None:
    ran = run(seeded_db, "log", *before, option)
    assert ran.code == 2
    assert f"{option.partition('=')[0]} is not an option. " in ran.err
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("option", ["-x", "-xyz"])
def test_a_short_option_that_log_does_not_have_is_refused(seeded_db: Path, option: str) -> None:
    ran = run(seeded_db, "log", "JJ03+1", option)
    assert ran.code == 2
    assert option in ran.err
    assert recorded(seeded_db) == []


def test_a_unit_stands_apart_only_beside_a_value(seeded_db: Path) -> None:
    ran = run(seeded_db, "log", "JJ03", "家", "--note", "走访")
    assert (ran.code, ran.out) == (3, "")
    assert recorded(seeded_db) == []
