"""What is taller than the screen goes through a pager, in a terminal alone."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.terminals import spawn, until_it_waits

if TYPE_CHECKING:
    from pathlib import Path

    import pexpect

HEADLINE = "Nanhu Subdistrict: progress against 2024 targets"


def before(db: Path, *words: str, pager: str, rows: int = 24, **around: str) -> pexpect.spawn[str]:
    env = {
        **os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en", "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1",
        "LINES": str(rows), "PYTHONDONTWRITEBYTECODE": "1", **around,
    }  # fmt: skip
    env.pop("LESS", None)
    return spawn(sys.executable, ["-m", "nanhu_kpi", *words], env, rows=rows, width=100, pager=pager)


def shown(db: Path, *words: str, pager: str, rows: int = 24, code: int = 0, **around: str) -> str:
    child = before(db, *words, pager=pager, rows=rows, **around)
    text = child.read()
    child.close()
    assert child.exitstatus == code, text
    return text


with_less = pytest.mark.skipif(shutil.which("less") is None, reason="no less on this system")


@pytest.fixture
def marking(tmp_path: Path) -> str:
    """A pager that says that it was asked, and shows what it is given."""
    path = tmp_path / "pager of the office"
    path.write_text("#!/bin/sh\necho '[paged]'; cat\n", encoding="utf-8")
    path.chmod(0o755)
    return f"'{path}'"


def test_what_is_taller_than_the_screen_goes_through_the_pager_headline_first(seeded_db: Path, marking: str) -> None:
    text = shown(seeded_db, "status", "--year", "2024", pager=marking)
    assert text.lstrip().startswith("[paged]")
    assert text.index("[paged]") < text.index(HEADLINE) < text.index("To record progress")
    for words in (["weekly", "--week", "2024-W26"], ["measure", "list"], ["entries"], ["show", "JJ09"]):
        assert "[paged]" in shown(seeded_db, *words, pager=marking)


def test_what_fits_the_screen_is_printed_straight(seeded_db: Path, marking: str) -> None:
    assert "[paged]" not in shown(seeded_db, "status", "JJ09", "--year", "2024", pager=marking)
    assert "[paged]" not in shown(seeded_db, "status", "--year", "2024", pager=marking, rows=999)


def test_no_pager_and_a_terminal_that_can_do_nothing_print_straight(seeded_db: Path, marking: str) -> None:
    for text in (
        shown(seeded_db, "status", "--year", "2024", "--no-pager", pager=marking),
        shown(seeded_db, "--no-pager", "status", "--year", "2024", pager=marking),
        shown(seeded_db, "status", "--year", "2024", pager=marking, TERM="dumb"),
    ):
        assert "[paged]" not in text
        assert HEADLINE in text


@pytest.mark.parametrize("pager", ["", "no-such-pager", "false", "sh -c 'exit 3'", "an 'open quote"])
def test_a_missing_or_failing_pager_prints_straight(seeded_db: Path, pager: str) -> None:
    text = shown(seeded_db, "status", "--year", "2024", pager=pager)
    assert text.count(HEADLINE) == 1
    assert "Lights: green" in text


def test_what_goes_to_scripts_or_a_pipe_is_never_paged(seeded_db: Path, marking: str) -> None:
    assert "[paged]" not in shown(seeded_db, "export", "status", "--year", "2024", pager=marking)
    child = spawn(
        "/bin/sh", ["-c", f'"{sys.executable}" -m nanhu_kpi status --year 2024 | cat'],
        {**os.environ, "NANHU_DB": str(seeded_db), "NANHU_LANG": "en", "TERM": "xterm"}, pager=marking,
    )  # fmt: skip
    assert "[paged]" not in child.read()
    child.close()


@with_less
@pytest.mark.parametrize(("words", "code"), [([], 0), (["--fail-on", "unreported"], 10)])
def test_leaving_the_pager_early_is_no_failure(seeded_db: Path, words: list[str], code: int) -> None:
    child = before(seeded_db, "status", "--year", "2024", *words, pager="less")
    child.expect_exact(HEADLINE)
    child.expect(r"\n:")
    child.send("q")
    rest = child.read()
    child.close()
    assert child.exitstatus == code, rest
    assert "Lights: green" not in rest


@with_less
def test_ctrl_c_is_the_pagers(seeded_db: Path) -> None:
    child = before(seeded_db, "status", "--year", "2024", pager="less")
    child.expect_exact(HEADLINE)
    child.expect(r"\n:")
    assert child.pid
    until_it_waits(child.pid)
    child.sendintr()
    child.expect(r"\n:")
    child.send("Gq")
    rest = child.read()
    child.close()
    assert child.exitstatus == 0, rest
    assert "Lights: green" in rest


@with_less
def test_colours_and_chinese_pass_through_less(seeded_db: Path) -> None:
    child = before(seeded_db, "status", "--year", "2024", "--lang", "zh", pager="less", NO_COLOR="")
    child.expect_exact("年目标任务完成情况")
    child.send("q")
    child.read()
    child.close()
    assert child.exitstatus == 0
