"""`help`: topics, commands, what comes near, and what the manual says of something."""

from __future__ import annotations

from pathlib import Path

from tests.support.views import run

NOWHERE = Path("/nowhere/none.db")


def test_help_alone_lists_the_topics_and_needs_no_database() -> None:
    listed = run(NOWHERE, "help")
    assert (listed.code, listed.err) == (0, "")
    assert "  recording   Recording progress\n" in listed.out


def test_help_shows_a_topic_by_either_name_without_marks() -> None:
    shown = run(NOWHERE, "help", "计算")
    assert shown == run(NOWHERE, "help", "computing")
    assert (shown.code, shown.out.splitlines()[0]) == (0, "How it computes")
    assert "#" not in shown.out


def test_help_of_a_command_is_its_help() -> None:
    assert run(NOWHERE, "help", "target", "set").out == run(NOWHERE, "target", "set", "--help").out
    assert run(NOWHERE, "help", "weekly").out.startswith("Usage: nanhu-kpi weekly ")


def test_help_of_an_unknown_word_names_what_comes_near() -> None:
    near = run(NOWHERE, "help", "recordng")
    assert (near.code, near.out) == (3, "")
    assert "Similar: recording" in near.err
    far = run(NOWHERE, "help", "qqqq")
    assert far.code == 3
    assert "nanhu-kpi help" in far.err


def test_help_k_lists_topic_heading_and_line() -> None:
    found = run(NOWHERE, "help", "-k", "reported late")
    assert found.code == 0
    topic, line = found.out.splitlines()[:2]
    assert topic == "sheets  What is on it"
    assert line.startswith("  Behind it stand six annexes: what needs attention, ")
    assert run(NOWHERE, "help", "-k", "LITESTREAM copies").out.startswith("backups  Continuous backup\n  Litestream")
    nothing = run(NOWHERE, "help", "-k", "zzzz")
    assert (nothing.code, nothing.out) == (3, "")


def test_the_help_of_a_command_names_its_topic() -> None:
    assert run(NOWHERE, "undo", "--help").out.endswith("Manual:\n  nanhu-kpi help recording\n")
