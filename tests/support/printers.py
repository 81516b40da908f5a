"""Sheets as they are printed: a page through headless Chromium, a document through LibreOffice, both as PDF read back.

Where a program is missing its tests are skipped and say so; with NANHU_PRINTED=required they fail instead.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import struct
import subprocess
import unicodedata
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

A4_UPRIGHT, A4_LANDSCAPE = (210, 297), (297, 210)
_SECONDS = 120
_CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--no-pdf-header-footer",
)  # fmt: skip
# Fonts of Chinese give a radical and the sign that looks like it one glyph, and a PDF tells the first of the two.
# Unicode normalizes the Kangxi radicals, but one of them to the other form of its sign, and the rest not at all.
_RADICALS = str.maketrans(
    "戶⺎⺏⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰", "户兀尣民虎西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙"
)
# Boxes whose words would be cut: what sticks out of them, or out of the page, in a frame as wide as is asked for.
_MEASURE = """
const told = [];
for (const frame of document.querySelectorAll('iframe')) {
  const page = frame.contentDocument, root = page.documentElement, wide = root.clientWidth, out = [];
  for (const box of page.querySelectorAll('h1, h2, h3, p, li, th, td, figcaption, caption, table, svg')) {
    if (!box.closest(frame.dataset.within)) continue;
    if (box.closest('thead, svg.patterns') && getComputedStyle(box.closest('thead, svg')).position === 'absolute')
      continue;
    const place = box.getBoundingClientRect();
    const held = box.closest('.box') && getComputedStyle(box.closest('.box')).overflowX === 'auto';
    if (box.scrollWidth > box.clientWidth + 1 && box.clientWidth && getComputedStyle(box).display !== 'table')
      out.push('cut: ' + box.textContent.slice(0, 60));
    if (!held && (place.right > wide + 1 || place.left < -1)) out.push('outside: ' + box.textContent.slice(0, 60));
  }
  told.push({asked: +frame.width, wide, scrolls: root.scrollWidth, out});
}
document.body.textContent = JSON.stringify(told);
"""


class Page(NamedTuple):
    """A printed page: its size in millimetres, its words without blanks, and the sizes of its type in points."""

    size: tuple[int, int]
    text: str
    type_sizes: frozenset[float]


class Screen(NamedTuple):
    """A page of HTML on a screen of a width, and a selector of the part of it that is looked at."""

    page: str
    width: int
    within: str = "body"


def chromium() -> str:
    """Return the browser's path."""
    return _program("Chromium", "chromium", "chromium-browser", "google-chrome", "chrome")


def libreoffice() -> str:
    """Return the office suite's path."""
    return _program("LibreOffice", "soffice", "libreoffice")


def _program(name: str, *commands: str) -> str:
    path = next((found for found in map(shutil.which, commands) if found), None)
    if path:
        return path
    told = f"{name} is not installed, so this is not tested as printed"
    if os.environ.get("NANHU_PRINTED") == "required":
        pytest.fail(told)
    pytest.skip(told)


def printed(page: str, folder: Path) -> list[Page]:
    """Print a page of HTML to PDF as a browser does on paper, and return what stands on each sheet."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    browse(folder, f"--print-to-pdf={target}", source.as_uri())
    return pages_of(target)


def converted(documents: Sequence[bytes], folder: Path) -> list[list[Page]]:
    """Open documents in one start of LibreOffice, print each to PDF, and return what stands on its sheets."""
    sources = [folder / f"paper-{number}.docx" for number in range(len(documents))]
    for source, document in zip(sources, documents, strict=True):
        source.write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [libreoffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return [pages_of(source.with_suffix(".pdf")) for source in sources]


def measured(screens: Sequence[Screen], folder: Path) -> list[dict[str, Any]]:
    """Lay pages out in one start of the browser; return how wide each scrolls and what sticks out or is cut.

    A page stays as it is, its policy against scripts included: the frame around it looks into it.
    """
    frames = "".join(
        f'<iframe width="{screen.width}" height="800" data-within="{screen.within}" '
        f'srcdoc="{html.escape(screen.page)}"></iframe>'
        for screen in screens
    )
    frame = folder / "frames.html"
    told = f"<body>{frames}<script>onload = () => {{ {_MEASURE} }}</script></body>"
    frame.write_text(f'<!DOCTYPE html><meta charset="utf-8">{told}', encoding="utf-8")
    dumped = browse(folder, "--dump-dom", frame.as_uri())
    found = re.search(r"<body>(.*)</body>", dumped, re.DOTALL)
    assert found, dumped[-500:]
    answer: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return answer


def photographed(page: str, folder: Path, width: int, height: int) -> list[list[bytes]]:
    """Return a screenshot of the top of a page on a screen this wide: its lines of pixels."""
    source, target = folder / "screen.html", folder / "screen.png"
    source.write_text(page, encoding="utf-8")
    browse(folder, f"--window-size={width},{height}", f"--screenshot={target}", source.as_uri())
    return pixels_of(target.read_bytes())


def pixels_of(png: bytes) -> list[list[bytes]]:
    """Return the lines of pixels of a PNG of eight bits a channel, as browsers write them (RFC 2083, 6 and 9)."""
    at, data, width, size = 8, b"", 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _height, depth, colours, _packing, _filters, interlaced = struct.unpack(">IIBBBBB", chunk)
            assert (depth, interlaced) == (8, 0)
            size = {2: 3, 6: 4}[colours]
        data += chunk if kind == b"IDAT" else b""
        at += 12 + length
    raw, lines, above = zlib.decompress(data), [], bytes(width * size)
    for start in range(0, len(raw), width * size + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * size], above, size)
        lines.append([above[place : place + size] for place in range(0, len(above), size)])
    return lines


def _unfiltered(way: int, line: bytes, above: bytes, size: int) -> bytes:
    told = bytearray(line)
    for at, had in enumerate(told):
        left, up = told[at - size] if at >= size else 0, above[at]
        corner = above[at - size] if at >= size else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda value: abs(guess - value))
        told[at] = had + (0, left, up, (left + up) // 2, nearest)[way] & 0xFF
    return bytes(told)


def browse(folder: Path, *words: str) -> str:
    """Run the browser once under a profile of its own and return what it wrote."""
    done = subprocess.run(
        [chromium(), *_CHROMIUM, f"--user-data-dir={folder / 'profile'}", *words],
        check=True, capture_output=True, timeout=_SECONDS,
    )  # fmt: skip
    return done.stdout.decode()


def pages_of(pdf: Path) -> list[Page]:
    """Return the pages of a PDF."""
    pages = []
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            written = filter(_holds_signs, page.get_objects([FPDF_PAGEOBJ_TEXT], textpage=text))
            sizes = frozenset(round(abs(each.get_font_size() * each.get_matrix().d), 1) for each in written)
            width, height = (round(edge / 72 * 25.4) for edge in page.get_size())
            pages.append(Page((width, height), bare(text.get_text_range()), sizes))
    return pages


def _holds_signs(piece: pdfium.PdfTextObj) -> bool:
    try:
        return bool(piece.extract().strip())
    except UnicodeDecodeError:  # half of a sign that takes two units
        return True


def bare(text: str) -> str:
    """Return `text` without blanks, its signs as Unicode composes them: how a PDF and its source compare."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_RADICALS).split())
