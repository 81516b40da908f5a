"""Output fits: any width from 60 columns up in a terminal, aligned and uncut elsewhere, whatever people typed."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.formats.layout import fitted_to
from nanhu_kpi.render.formats.plain import plain_text
from nanhu_kpi.render.formats.terminal import print_sheet
from nanhu_kpi.render.sheets.entries import entries_sheet
from nanhu_kpi.render.sheets.status.status import status_sheet
from nanhu_kpi.service.entries import Wanted, entries
from nanhu_kpi.service.status.status import status
from tests.support.commands import desk_at
from tests.support.terminals import spawn
from tests.support.views import environment, logged, run, spawned, tables, without_colour

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet


WIDTHS = (60, 80, 100, 140, 200)
NEVER_DROPPED = ["code", "name", "actual", "attainment", "status"]
IN_ORDER = ["owner", "due", "per_week", "week", "remaining", "expected", "unit", "baseline", "gap", "target"]
AS_OF = ("--as-of", "2024-06-30")
RUDE = (
    "[bold]x[/v2] [red]红[/] \x1b[31m\x07\u202e𠮷野家 [link=http://x]y[/link] :smile: … \N{FULLWIDTH TILDE}" + "长" * 90
)
both_languages = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture(scope="module")
def _built_worked_db(_built_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's database with progress, so that every column holds something, and with texts that no one expects."""
    path = Path(shutil.copy2(_built_seeded, tmp_path_factory.mktemp("built")))
    logged(path, "JJ09+12", "JJ28=60", "MS01+1", on="2024-06-20")
    logged(path, "JJ09+3", "JJ29=10", "--note", RUDE, "--issue", "[/]", "--next", "再" * 30, on="2024-06-28")
    with closing(sqlite3.connect(path)) as conn, conn:
        batch = conn.execute("SELECT min(id) FROM batch").fetchone()[0]
        for number, field in enumerate(("name_zh", "name_en", "owner")):
            old = conn.execute(f"SELECT {field} FROM measure WHERE code = 'JJ28'").fetchone()[0]
            row = (bytes([number]) * 16, batch, field, old, RUDE)
            conn.execute("INSERT INTO change VALUES (?, ?, 'measure', 'JJ28', ?, ?, ?, NULL, NULL)", row)
            conn.execute(f"UPDATE measure SET {field} = ? WHERE code = 'JJ28'", (RUDE,))
    return path


@pytest.fixture
def worked_db(_built_worked_db: Path, tmp_path: Path) -> Path:
    """A copy of that database."""
    return Path(shutil.copy2(_built_worked_db, tmp_path / "nanhu.db"))


def in_terminal(db: Path, *words: str, width: int, lang: str = "en", **env: str) -> tuple[list[str], str]:
    """Return the lines that a terminal of `width` gets on stdout, and what was said on stderr."""
    errors = db.with_suffix(".stderr")
    child = spawn(
        "/bin/sh",
        ["-c", 'exec "$0" -m nanhu_kpi "$@" 2>"$TALK"', sys.executable, "--db", str(db), "--lang", lang, *words],
        environment(**{"TERM": "xterm-256color", "TALK": str(errors), **env}), rows=24, width=width,
    )  # fmt: skip
    shown = child.read()
    child.close()
    talk = errors.read_text(encoding="utf-8")
    assert child.exitstatus == 0, shown + talk
    return shown.split("\r\n"), talk


def standing_sheet(db: Path, lang: str) -> Sheet:
    activate("zh" if lang == "zh" else "en")
    found = status(desk_at(db), as_of="2024-06-30")
    return status_sheet(found.card, found.areas, found.goals, found.settings)


def record_sheet(db: Path, lang: str) -> Sheet:
    activate("zh" if lang == "zh" else "en")
    found = entries(desk_at(db), Wanted())
    return entries_sheet(found.entries, found.measures, found.settings.zone)


def printed(sheet: Sheet, width: int) -> tuple[list[str], tuple[str, ...]]:
    stream = io.StringIO()
    dropped = print_sheet(sheet, stream, width)
    return without_colour(stream.getvalue()).split("\n"), dropped


def cells_of(lines: list[str], headers: list[str]) -> list[list[str]]:
    """Return the rows of all printed tables, the lines of a wrapped cell put together, blanks left out."""
    rows: list[list[str]] = []
    for table in tables("\n".join(lines), headers):
        for cells in table:
            if cells[0]:
                rows.append([""] * len(cells))
            rows[-1] = [squeezed(had + more) for had, more in zip(rows[-1], cells, strict=True)]
    return rows


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# In a terminal.


@both_languages
@pytest.mark.parametrize("width", WIDTHS)
def test_status_fits_the_terminal_and_names_what_it_left_out(worked_db: Path, width: int, lang: str) -> None:
    shown, talk = in_terminal(worked_db, "status", *AS_OF, width=width, lang=lang)
    lines = [without_colour(line) for line in shown]
    assert max(map(cell_len, lines)) <= width
    headers = [column.header for column in standing_sheet(worked_db, lang).columns]
    header_line = next(line for line in lines if line.startswith(headers[0] + " "))
    left_out = [header for header in headers if header not in header_line]
    found = re.search(r"\d+", talk)
    assert (int(found[0]) if found else 0) == len(left_out), talk
    assert all(header in talk for header in left_out), talk
    assert bool(talk) == bool(left_out)


@both_languages
@pytest.mark.parametrize(
    "words", [("show", "JJ28", *AS_OF), ("entries", "-n", "0"), ("measure", "list"), ("goal", "list")]
)
def test_every_table_fits_sixty_columns(worked_db: Path, words: tuple[str, ...], lang: str) -> None:
    shown, _ = in_terminal(worked_db, *words, width=60, lang=lang)
    assert max(cell_len(without_colour(line)) for line in shown) <= 60


@both_languages
@pytest.mark.parametrize("of", [standing_sheet, record_sheet])
def test_at_any_width_nothing_is_cut_and_what_is_left_out_goes_in_the_set_order(worked_db: Path, of, lang: str) -> None:  # type: ignore[no-untyped-def]
    sheet = of(worked_db, lang)
    order = [column for column in sheet.columns if column.drop is not None]
    order.sort(key=lambda column: column.drop or 0)
    whole = [[squeezed(cell) for cell in row.cells] for section in sheet.sections for row in section.rows]
    counts = []
    for width in sorted({*WIDTHS, *range(60, 200, 9)}):
        lines, dropped = printed(sheet, width)
        assert max(map(cell_len, lines)) <= width
        assert list(dropped) == [column.header for column in order][: len(dropped)]
        kept = [at for at, column in enumerate(sheet.columns) if column.header not in dropped]
        headers = [sheet.columns[at].header for at in kept]
        assert cells_of(lines, headers) == [[row[at] for at in kept] for row in whole], f"width {width}"
        counts.append(len(dropped))
    assert counts == sorted(counts, reverse=True)  # a wider screen never shows less


def test_the_order_of_leaving_out_is_set(worked_db: Path) -> None:
    columns = standing_sheet(worked_db, "en").columns
    assert [column.key for column in columns if column.drop is None] == NEVER_DROPPED
    assert [c.key for c in sorted((c for c in columns if c.drop), key=lambda c: c.drop or 0)] == IN_ORDER


@both_languages
def test_the_largest_figures_are_not_cut_at_sixty_columns(seeded_db: Path, lang: str) -> None:
    logged(seeded_db, "JJ09=超999999999999.9999", "--note", "too much", on="2024-06-20")
    sheet = standing_sheet(seeded_db, lang)._replace(notes=())
    lines, dropped = printed(sheet, 60)
    assert max(map(cell_len, lines)) <= 60
    cells = (row.cells for section in sheet.sections for row in section.rows)
    kept = [at for at, column in enumerate(sheet.columns) if column.header not in dropped]
    wanted = Counter(squeezed("".join(row[at] for row in cells for at in kept)))
    assert not wanted - Counter(squeezed("".join(lines)))


def test_a_terminal_too_narrow_for_its_columns_cuts_nothing(seeded_db: Path) -> None:
    sheet = record_sheet(seeded_db, "zh")
    lines, _ = printed(sheet, 22)
    kept, _ = fitted_to(sheet, 22, cell_len)
    cells = "".join(cell for section in kept.sections for row in section.rows for cell in row.cells)
    assert max(map(cell_len, lines)) <= 22
    assert Counter(squeezed(cells)) <= Counter("".join(lines))


def test_no_color_takes_the_colours_away(worked_db: Path) -> None:
    colour = re.compile(r"\x1b\[(?:\d+;)*(?:3|4|9|10)\d(?:;\d+)*m")
    assert any(map(colour.search, in_terminal(worked_db, "status", *AS_OF, width=100)[0]))
    assert not any(map(colour.search, in_terminal(worked_db, "status", *AS_OF, width=100, NO_COLOR="1")[0]))


# Texts that people typed.


@both_languages
@pytest.mark.parametrize("form", ["table", "plain"])
@pytest.mark.parametrize("words", [("entries", "JJ29"), ("show", "JJ28"), ("show", "JJ29"), ("status", "JJ28")])
def test_texts_are_shown_as_they_are_and_never_obeyed(
    worked_db: Path, words: tuple[str, ...], form: str, lang: str
) -> None:
    outcome = run(worked_db, *words, "-f", form, width=1000, lang=lang)
    assert outcome.code == 0, outcome.err
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", outcome.out)
    assert "[bold]x[/v2] [red]红[/] \\x1b[31m\\x07\\u202e𠮷野家" in outcome.out
    assert "长" * 90 in outcome.out


# Not a terminal.


@both_languages
@pytest.mark.parametrize("of", [standing_sheet, record_sheet])
def test_plain_text_is_aligned_and_whole(worked_db: Path, of, lang: str) -> None:  # type: ignore[no-untyped-def]
    sheet = of(worked_db, lang)
    headers = [column.header for column in sheet.columns]
    rows = [list(row.cells) for section in sheet.sections for row in section.rows]
    found = list(tables(plain_text(sheet), headers))
    assert [cells for table in found for cells in table] == rows
    assert len(found) == len(sheet.sections)


@both_languages
def test_a_pipe_gets_plain_text_without_ansi(worked_db: Path, lang: str) -> None:
    outcome = spawned(
        "--db", str(worked_db), "status", *AS_OF, env=environment(NANHU_LANG=lang, TERM="xterm-256color", COLUMNS="60")
    )
    assert outcome.code == 0
    assert outcome.err == ""
    assert "\x1b" not in outcome.out
    assert outcome.out == plain_text(standing_sheet(worked_db, lang))


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
@pytest.mark.parametrize(
    "words", [("status", *AS_OF), ("entries", "-f", "table"), ("log", "JJ09+1", "--date", "2024-06-30")]
)
def test_an_encoding_that_lacks_a_character_crashes_nothing(
    worked_db: Path, words: tuple[str, ...], encoding: str
) -> None:
    env = environment(PYTHONIOENCODING=encoding, NANHU_LANG="zh")
    outcome = spawned("--db", str(worked_db), *words, env=env)
    assert outcome.code == 0, outcome.err
    assert "Traceback" not in outcome.err
    assert "JJ09" in outcome.out
