"""A curve as a picture, looked at pixel by pixel."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from decimal import Decimal

from nanhu_kpi.render.paper.blocks import Curve
from nanhu_kpi.render.paper.png import LARGE, SMALL, png_of
from tests.support.goldens import holds

WIDTH, HEIGHT = 100, 28
INK = {0xFF: " ", 0x99: "_", 0x55: ".", 0x00: "#"}


def test_the_actual_is_drawn_thick_over_a_dashed_pace_and_a_line_at_the_foot() -> None:
    actual = ((date(2024, 2, 1), Decimal(2)), (date(2024, 5, 1), Decimal(6)), (date(2024, 8, 1), Decimal(9)))
    pace = ((date(2024, 1, 1), Decimal(0)), (date(2024, 12, 31), Decimal(20)))
    curve = Curve("JJ09", actual, pace, "9")
    png = png_of(curve, (WIDTH, HEIGHT))
    length, kind, *header = struct.unpack(">I4sIIBBBBB", png[8:29])
    assert (length, kind, header) == (13, b"IHDR", [WIDTH, HEIGHT, 8, 0, 0, 0, 0])
    (size,) = struct.unpack(">I", png[33:37])
    pixels = zlib.decompress(png[41 : 41 + size])
    lines = [pixels[at + 1 : at + 1 + WIDTH] for at in range(0, len(pixels), WIDTH + 1)]
    holds("curve-png", "".join("".join(INK[pixel] for pixel in line).rstrip() + "\n" for line in lines))
    assert png_of(curve)[16:24] == struct.pack(">II", *SMALL) != struct.pack(">II", *LARGE)
