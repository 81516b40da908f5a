"""A curve in plain characters: the actual of a year against its pace, as wide as the terminal.

The only place that knows plotext, which keeps its plot in the module: it is loaded when a curve is drawn.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import plotext

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.i18n import _
from nanhu_kpi.quantity import plain, rounded
from nanhu_kpi.text import is_carried

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    Points = Sequence[tuple[date, Decimal]]

NARROWEST = 60
HEIGHT = 12
_WIDEST = 120
_STEPS = 4
_PACE = "."
_FINE, _COARSE = "braille", "*"
_FINE_SAMPLE = "\u28c0\u2838\u2809"
# Frames of box-drawing signs take two cells each in many a Chinese terminal; these take one everywhere.
_FRAME = str.maketrans("┤│└┬─", "+|++-")
_PAINT = re.compile(r"\x1b\[[0-9;]*m")


def curve_text(actual: Points, pace: Points, year: int, width: int, encoding: str | None) -> str:
    """Return the curve with its legend, a line break at its end, in signs that `encoding` carries.

    The actual is a staircase, as what is not reported has not moved; the pace is dotted.
    """
    marker = _FINE if is_carried(_FINE_SAMPLE, encoding) else _COARSE
    sample = _FINE_SAMPLE if marker == _FINE else _COARSE * 3
    legend = [f"{sample} {_('Actual')}"] if actual else []
    legend += [f"{_PACE * 3} {_('Pace')}"] if pace else []
    drawn = _drawn(actual, pace, year, min(width, _WIDEST), marker)
    lines = [line.rstrip() for line in _PAINT.sub("", drawn).translate(_FRAME).splitlines()]
    return "\n".join(["   ".join(legend), *lines]) + "\n"


def _drawn(actual: Points, pace: Points, year: int, width: int, marker: str) -> str:
    last = (year_end(year) - year_start(year)).days + 1
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.limit_size(False, False)
    plotext.plot_size(width, HEIGHT)
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    if pace:
        plotext.plot([_at(day) for day, _value in pace], [float(value) for _day, value in pace], marker=_PACE)
    if actual:
        plotext.plot(*_staircase(actual), marker=marker)
    values = [Fraction(value) for _day, value in (*actual, *pace)]
    low, high = min(Fraction(0), *values), max(Fraction(0), *values)
    high = high if high > low else low + 1
    ticks = [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
    plotext.xlim(1, last)
    plotext.ylim(float(low), float(high))
    plotext.yticks([float(tick) for tick in ticks], [plain(rounded(tick, 2)) for tick in ticks])
    firsts = [year_start(year).replace(month=month) for month in range(1, 13)]
    plotext.xticks([_at(first) for first in firsts], [f"{first.month:02}" for first in firsts])
    return str(plotext.build())


def _staircase(points: Points) -> tuple[list[int], list[float]]:
    days, values = [_at(points[0][0])], [float(points[0][1])]
    for day, value in points[1:]:
        days += [_at(day), _at(day)]
        values += [values[-1], float(value)]
    return days, values


def _at(day: date) -> int:
    return (day - year_start(day.year)).days + 1
