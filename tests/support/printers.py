"""Sheets as they are printed: a page through headless Chromium, a document through LibreOffice, both as PDF read back.

Where a program is missing its tests are skipped and say so; with NANHU_PRINTED=required they fail instead.
"""

from __future__ import annotations

import base64
import fcntl
import html
import json
import os
import select
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
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
# Fonts of Chinese give a radical and the sign that looks like it one glyph, and a PDF tells the first of the two.
# Unicode normalizes the Kangxi radicals, but one of them to the other form of its sign, and the rest not at all.
_RADICALS = str.maketrans(
    "戶⺎⺏⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰", "户兀尣民虎西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙"
)
# Boxes whose words would be cut: what sticks out of them, or out of the page, in a frame as wide as is asked for.
_MEASURE = """(() => {
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
return told;
})()"""


class Page(NamedTuple):
    """A printed page: its size in millimetres, its words without blanks, and itself."""

    size: tuple[int, int]
    text: str
    drawn: pdfium.PdfPage

    @property
    def type_sizes(self) -> set[float]:
        """The sizes of its type in points."""
        pieces = self.drawn.get_objects([FPDF_PAGEOBJ_TEXT], textpage=self.drawn.get_textpage())
        return {round(abs(each.get_font_size() * each.get_matrix().d), 1) for each in filter(_holds_signs, pieces)}


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


def converted(documents: Sequence[bytes], folder: Path) -> list[list[Page]]:
    """Open documents in one start of LibreOffice, print each to PDF, and return what stands on its sheets."""
    sources = [folder / f"paper-{number}.docx" for number in range(len(documents))]
    for source, document in zip(sources, documents, strict=True):
        source.write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [libreoffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return [pages_of(source.with_suffix(".pdf")) for source in sources]


class Browser:
    """A running Chromium, spoken to over pipes in the DevTools protocol: to start it takes longer than to print."""

    def __init__(self, folder: Path) -> None:
        command = [chromium(), *_CHROMIUM, f"--user-data-dir={folder / 'profile'}"]
        self._folder = folder
        self._held, self._number, self._session, self._happened = b"", 0, "", set[str]()
        reads, tells = os.pipe()
        hears, writes = os.pipe()
        # It reads from file 3 and writes to file 4; the shell puts the pipes there.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (hears, tells)]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{ends[0]} 4>&{ends[1]}', "-", *command],
            pass_fds=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in (hears, tells, *ends):
            os.close(end)
        self._reads, self._writes = reads, writes
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self._ask("Browser.close")
        self._process.wait(_SECONDS)
        os.close(self._reads)
        os.close(self._writes)

    def printed(self, page: str) -> list[Page]:
        """Print a page of HTML to PDF as a browser does on paper, and return what stands on each sheet."""
        self._open(page)
        told = self._ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True, generateTaggedPDF=False)
        return pages_of(base64.b64decode(told["data"]))

    def measured(self, screens: Sequence[Screen]) -> list[dict[str, Any]]:
        """Lay pages out side by side; return how wide each scrolls and what sticks out or is cut.

        A page stays as it is, its policy against scripts included: the frame around it is looked into from outside.
        """
        frames = "".join(
            f'<iframe width="{screen.width}" height="800" data-within="{screen.within}" '
            f'srcdoc="{html.escape(screen.page)}"></iframe>'
            for screen in screens
        )
        self._open(f'<!DOCTYPE html><meta charset="utf-8"><body>{frames}</body>')
        told = self._ask("Runtime.evaluate", expression=_MEASURE, returnByValue=True)
        answer: list[dict[str, Any]] = told["result"]["value"]
        return answer

    def photographed(self, page: str, width: int, height: int) -> list[list[bytes]]:
        """Return a screenshot of the top of a page on a screen this wide: its lines of pixels."""
        size = {"width": width, "height": height}
        self._ask("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=False)
        self._open(page)
        told = self._ask("Page.captureScreenshot")
        self._ask("Emulation.clearDeviceMetricsOverride")
        return pixels_of(base64.b64decode(told["data"]))

    def _open(self, page: str) -> None:
        source = self._folder / "page.html"
        source.write_text(page, encoding="utf-8")
        self._happened.clear()
        self._ask("Page.navigate", url=source.as_uri())
        while "Page.loadEventFired" not in self._happened:
            self._hear()

    def _ask(self, method: str, **asked: object) -> dict[str, Any]:
        """Ask for something and wait for the answer."""
        self._number += 1
        told = {"id": self._number, "method": method, "params": asked}
        told |= {"sessionId": self._session} if self._session else {}
        os.write(self._writes, json.dumps(told).encode() + b"\0")
        while (heard := self._hear()).get("id") != self._number:
            pass
        assert "error" not in heard, heard
        answer: dict[str, Any] = heard["result"]
        return answer

    def _hear(self) -> dict[str, Any]:
        """Return the next message, and keep in mind what happened."""
        while b"\0" not in self._held:
            assert select.select([self._reads], [], [], _SECONDS)[0], "the browser does not answer"
            part = os.read(self._reads, 1 << 20)
            assert part, "the browser is gone"
            self._held += part
        message, _, self._held = self._held.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        self._happened.add(heard.get("method", ""))
        return heard


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


def pages_of(pdf: Path | bytes) -> list[Page]:
    """Return the pages of a PDF."""
    pages = []
    for page in pdfium.PdfDocument(pdf):
        width, height = (round(edge / 72 * 25.4) for edge in page.get_size())
        pages.append(Page((width, height), bare(page.get_textpage().get_text_range()), page))
    return pages


def _holds_signs(piece: pdfium.PdfTextObj) -> bool:
    try:
        return bool(piece.extract().strip())
    except UnicodeDecodeError:  # half of a sign that takes two units
        return True


def bare(text: str) -> str:
    """Return `text` without blanks, its signs as Unicode composes them: how a PDF and its source compare."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_RADICALS).split())
