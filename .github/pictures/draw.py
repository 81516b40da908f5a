"""Draw the pictures of the README from a demonstration: `python .github/pictures/draw.py`. Needs chromium for the PNGs.

The first screen is drawn as a terminal of 80 columns shows it, the sheet as a browser prints its first page.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from nanhu_kpi.__main__ import main
from nanhu_kpi.service.demo import make_demo

HERE = Path(__file__).parent
MONDAY = datetime(2024, 7, 1, 1, tzinfo=UTC)
DAY = "2024-06-30"
COLUMNS, SCREEN, PAGE = 80, (752, 543), (900, 1320)
CELL, ROW, EDGE, BAR = 9, 21, 16, 44
FONTS = "font-family=\"Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans CJK SC', 'PingFang SC', monospace\""
BUTTONS = ("#ff5f57", "#febc2e", "#28c840")
SHEET = ["weekly", "--week", "2024-W26", "--known", "2024-07-01", "--brief", "--by", "李敏"]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(language: str, *words: str) -> str:
    """Return what a command prints in a terminal, with its colours."""
    terminal = Terminal(io.BytesIO(), encoding="utf-8", newline="")
    with redirect_stdout(terminal), redirect_stderr(io.StringIO()):
        code = main([*words, "--lang", language, "--no-pager"], clock=lambda: MONDAY)
    assert code == 0, (words, code)
    terminal.flush()
    return terminal.buffer.getvalue().decode()  # type: ignore[attr-defined]


def draw_terminal(text: str, path: Path, title: str) -> None:
    """Write a terminal as an SVG that fetches nothing: each run of signs stands where its cells are."""
    lines = text.rstrip("\n").split("\n")
    width, height = COLUMNS * CELL + 2 * EDGE, len(lines) * ROW + BAR + EDGE
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-size="15" {FONTS}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="#1e1e1e"/>',
        *(f'<circle cx="{22 + 20 * at}" cy="20" r="6" fill="{fill}"/>' for at, fill in enumerate(BUTTONS)),
    ]
    console = Console(width=1000, color_system="truecolor", force_terminal=True)
    for number, line in enumerate(lines):
        at = 0
        for piece in console.render(Text.from_ansi(line)):
            style = piece.style or Style()
            fill = style.color.get_truecolor(SVG_EXPORT_THEME).hex if style.color else "#d4d4d4"
            weight = "bold" if style.bold else "normal"
            look = f'fill="{fill}" font-weight="{weight}" opacity="{0.7 if style.dim else 1}"'
            for run in re.findall(r" +|[!-\u2e7f]+|[\u2e80-\uffff]+", piece.text):
                cells = cell_len(run)
                if not run.isspace():
                    drawn.append(
                        f'<text x="{EDGE + at * CELL:g}" y="{BAR + number * ROW + 15:g}" {look} '
                        f'textLength="{cells * CELL:g}" lengthAdjust="spacingAndGlyphs">{escape(run)}</text>'
                    )
                at += cells
    path.write_text("\n".join([*drawn, "</svg>\n"]), encoding="utf-8")


def photograph(page: Path, path: Path, size: tuple[int, int]) -> None:
    """Write what a browser shows of a page as a PNG."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--window-size={size[0]},{size[1]}", f"--screenshot={path}", page.absolute().as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def draw() -> None:
    """Draw every picture in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "demo.db")
        make_demo(db, DAY, lambda: MONDAY)
        os.environ.update(NANHU_DB=str(db), COLUMNS=str(COLUMNS), LINES="24", TERM="xterm-256color", FORCE_COLOR="1")
        for language in ("zh", "en"):
            screen, sheet = HERE / f"first-screen.{language}.svg", HERE / f"sheet.{language}.svg"
            draw_terminal(shown(language), screen, "nanhu-kpi")
            draw_terminal(shown(language, *SHEET), sheet, "nanhu-kpi weekly")
            page = Path(folder, f"sheet.{language}.html")
            shown(language, *SHEET, "-o", str(page))
            photograph(screen, screen.with_suffix(".png"), SCREEN)
            photograph(page, sheet.with_suffix(".png"), PAGE)


if __name__ == "__main__":
    sys.exit(draw())
