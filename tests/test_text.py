"""Texts that people typed: safe to show, alike to search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from nanhu_kpi.text import folded, is_encodable, normal, shortened, visible, wrapped


@pytest.mark.parametrize(
    "text",
    [
        "",
        "走访社区企业35次",
        "第\u3000一行",
        "[bold red]ok[/bold red]",
        "[/]",
        ":warning:",
        r"C:\new\table",
        "=SUM(A1:A9)",
        "<b>&amp;</b>",
        "𠮷野家",
        "完成👍",
        "naïve café",
    ],
)
def test_what_only_prints_is_left_alone(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("first\nsecond", "first↵second"),
        ("first\r\nsecond", "first↵second"),
        ("a\tb", r"a\tb"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x00", r"\x00"),
        ("\x7f", r"\x7f"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202eabc", r"\u202eabc"),
        ("\u2066abc\u2069", r"\u2066abc\u2069"),
        ("a\u200bb", r"a\u200bb"),
        ("\ufeffa", r"\ufeffa"),
        ("a\u2028b", "a↵b"),
        ("a\u0085b", r"a\x85b"),
        ("bad \udcff byte", r"bad \udcff byte"),
        ("\U000e0041", r"\U000e0041"),
        ("走访\n𠮷", "走访↵𠮷"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f"])
def test_an_unusual_space_becomes_a_plain_one(space: str) -> None:
    assert visible(f"12{space}家") == "12 家"


def test_an_ideographic_space_stays_beside_a_control() -> None:
    assert visible("甲\u3000乙\n") == "甲\u3000乙↵"


@given(text=st.text(st.characters()))
def test_a_shown_text_is_one_encodable_line_that_prints(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert is_encodable(shown)
    assert shown.replace("\u3000", "").isprintable()


@given(text=st.text(st.characters()))
def test_showing_a_text_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ＪＪ０３", "jj03"),
        ("JJ03", "jj03"),
        ("Warm Bee", "WARM BEE"),
        ("（二）", "(二)"),
        ("Straße", "STRASSE"),
        ("ｶﾞ", "ガ"),
        ("暖蜂\u3000驿站", "暖蜂 驿站"),
    ],
)
def test_width_and_case_make_no_difference_to_a_search(typed: str, stored: str) -> None:
    assert folded(typed) == folded(stored)


@pytest.mark.parametrize(("one", "other"), [("JJ03", "JJ04"), ("渔邨", "渔村"), ("[bold]", "bold"), ("𠮷", "吉")])
def test_different_words_stay_different_to_a_search(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(("text", "claim"), [("走访𠮷", True), ("", True), ("\udcff", False), ("a\ud800b", False)])
def test_a_lone_surrogate_cannot_be_written(text: str, claim: bool) -> None:
    assert is_encodable(text) is claim


@pytest.mark.parametrize("width", range(8, 40))
@pytest.mark.parametrize(
    "text",
    [
        "未报 1 项（0.8%，较上周 -1），未设目标 62 项（47.0%）。",
        "unreported 1 (0.8%, -1 on the week before), no target 62 (47.0%).",
        "“第一议题”学习（含《条例》）、二十大、100%！",
        f"{'W' * 60}）。",
    ],
)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str, width: int) -> None:
    lines = wrapped(text, width, wcswidth)
    assert max(map(wcswidth, lines)) <= width
    assert [line for line in lines if line[0] in "，。；：、）”！？》),.;:!?%" or line[-1] in "（“《(["] == []
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(text=st.text(st.sampled_from(list("（“)）。，%目标a1 .")), max_size=40), width=st.integers(2, 20))
def test_wrapping_keeps_to_the_width_and_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrapped(text, width, wcswidth)
    assert max(map(wcswidth, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("   ", 5, [""]),
        ("字 ", 1, ["字"]),
        ("字 字", 1, ["字", "字"]),
        ("ab  cd", 4, ["ab", "cd"]),
        ("ab cd", 5, ["ab cd"]),
        ("abcdef gh", 6, ["abcdef", "gh"]),
        ("abcdefg", 3, ["abc", "def", "g"]),
        # A count stays with what is counted, unless a line has no room for both.
        ("滞后 1 项、严重滞后 22 项）", 20, ["滞后 1 项、", "严重滞后 22 项）"]),
        ("严重滞后 2 项", 8, ["严重滞后", "2 项"]),
        # A sign with its closing marks fills a line whole.
        ("WWWWWWWW）。", 5, ["WWWWW", "WW", "W）。"]),
        # An ideographic space clings to the mark before it, and the line is full with it.
        ("字字（\u3000 目标", 6, ["字字（", "目标"]),
        # A mark stays with the word that it closes, where one stands before the word too.
        ("：abc，def", 6, ["：ab", "c，def"]),
        # Marks that are wider than a line are parted.
        ("W）。）。", 4, ["W）", "。）", "。"]),
    ],
)
def test_a_text_is_broken_where_a_line_ends(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, wcswidth) == lines


def test_a_text_is_shortened_only_beyond_what_shows_it() -> None:
    assert [shortened("a" * length, 5) for length in (4, 5, 6)] == ["aaaa", "aaaaa", "aaaaa..."]


def test_a_text_of_very_many_marks_is_made_alike_in_parts() -> None:
    # All at once would take the square of their number: minutes.
    text = "e" + "\u0301\u0316" * 100_000
    assert len(normal(text)) > 100_000
    assert normal("ＪＪ０３　１２" * 200) == "JJ03 12" * 200
