"""A curve as a small picture that every office suite shows: black on white, no letters in it.

No library that the extra for documents brings can draw; a picture of two lines is a few hundred bytes by itself.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from nanhu_kpi.render.paper.svg import plotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.render.paper.blocks import Curve
    from nanhu_kpi.render.paper.svg import Place

SMALL, LARGE = (320, 56), (900, 210)
_EDGE, _THICK, _THIN = 4, 5, 3
_DASH, _GAP = 10, 7


def png_of(curve: Curve, size: tuple[int, int] = SMALL) -> bytes:
    """Return the picture: the actual a thick line, the pace a thin dashed one, a line at the foot."""
    width, height = size
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    plot = plotted(curve, width - 2 * _EDGE, height - 2 * _EDGE)
    _draw(rows, [(0.0, float(height - 2 * _EDGE)), (float(width), float(height - 2 * _EDGE))], 1, 0x99)
    _draw(rows, plot.pace, _THIN, 0x55, dashed=True)
    _draw(rows, plot.actual, _THICK, 0x00)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )


def _draw(rows: list[bytearray], path: Sequence[Place], thick: int, shade: int, *, dashed: bool = False) -> None:
    """Set the pixels of a path, a square of ink a step along it."""
    step = 0
    for (x, y), (to_x, to_y) in pairwise(path):
        steps = max(int(max(abs(to_x - x), abs(to_y - y))), 1)
        for part in range(steps + 1):
            step += 1
            if not dashed or step % (_DASH + _GAP) < _DASH:
                _ink(rows, x + (to_x - x) * part / steps, y + (to_y - y) * part / steps, thick, shade)


def _ink(rows: list[bytearray], x: float, y: float, thick: int, shade: int) -> None:
    left, top = round(x) + _EDGE - thick // 2, round(y) + _EDGE - thick // 2
    across = slice(max(left, 0), max(min(left + thick, len(rows[0])), 0))
    ink = bytes([shade]) * (across.stop - across.start)
    for down in range(max(top, 0), min(top + thick, len(rows))):
        rows[down][across] = ink
