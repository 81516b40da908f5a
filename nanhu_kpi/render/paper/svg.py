"""What a paper draws: bars of counts by light, and the curve of an actual against its pace.

Nothing is told by colour alone: every light has a filling of its own, which the legend names, and the lines differ in
stroke.
"""

from __future__ import annotations

import html
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.i18n import _
from nanhu_kpi.quantity import plain
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.render.paper.blocks import Bar, Curve

    Place = tuple[float, float]


# Dark, hatched, pale and blank are told apart in black and white too.
_FILLS = {"red": "#a31515", "yellow": "url(#fill-yellow)", "green": "#b9dcc5"}
PATTERNS = (
    '<svg class="patterns" aria-hidden="true"><defs>'
    '<pattern id="fill-yellow" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#8a5a00"/></pattern>'
    "</defs></svg>"
)

_BAR, _BAR_HEIGHT = 640, 16
_SIGN = 12
# The plot of a curve, and the room right of it for its labels.
_WIDTH, _HEIGHT, _TOP, _LABELS, _MONTHS = 230, 90, 14, 100, 14
_APART = 11
_QUARTERS = (1, 4, 7, 10)


class Plot(NamedTuple):
    """A curve in a box: the paths of its actual, a staircase, as what is not reported has not moved, and its pace."""

    actual: list[Place]
    pace: list[Place]


def bar_svg(bar: Bar, longest: int) -> str:
    """Return a bar of its parts in their order, as long as its whole is of the `longest`."""
    drawn: list[str] = []
    labels: list[str] = []
    x = 0.0
    for part in bar.parts:
        width = part.number / (longest or 1) * _BAR
        drawn.append(
            f'<rect x="{_n(x)}" y="0" width="{_n(width)}" height="{_BAR_HEIGHT}" '
            f'fill="{_FILLS.get(part.style, "#fff")}" stroke="#000" stroke-width="0.8"/>'
        )
        label = str(part.number)
        if _size(label) + 2 <= width:
            if part.style == "yellow":
                size = _size(label) + 2
                left = x + (width - size) / 2
                labels.append(f'<rect x="{_n(left)}" y="2" width="{_n(size)}" height="{_BAR_HEIGHT - 4}" fill="#fff"/>')
            labels.append(
                _text(x + width / 2, _BAR_HEIGHT - 4, label, "middle", "#fff" if part.style == "red" else "#000")
            )
        x += width
    return _picture(f"{bar.label} {bar.text}", _BAR, _BAR_HEIGHT, [*drawn, *labels])


def swatch_svg(style: str) -> str:
    """Return a small piece of what a light's part of a bar is filled with, for the legend."""
    return (
        '<svg viewBox="0 0 30 14" aria-hidden="true"><rect x="0.5" y="0.5" width="29" height="13" '
        f'fill="{_FILLS.get(style, "#fff")}" stroke="#000" stroke-width="0.8"/></svg>'
    )


def plotted(curve: Curve, width: float, height: float) -> Plot:
    """Return a year's curve in a box, its origin above on the left; zero is always in it."""
    points = (*curve.actual, *curve.pace)
    if not points:
        return Plot([], [])
    place = _places(points[0][0].year, [float(value) for _day, value in points], width, height)
    actual = [place(day, float(value)) for day, value in curve.actual]
    return Plot(_staircase(actual), [place(day, float(value)) for day, value in curve.pace])


def spark_svg(curve: Curve) -> str:
    """Return a curve no higher than a row of a table; its labels stand beside it."""
    plot = plotted(curve, _SPARK, _SPARK_HEIGHT)
    drawn = [f'<path d="M0 {_SPARK_HEIGHT}H{_SPARK}" fill="none" stroke="#999" stroke-width="0.6"/>']
    if plot.pace:
        drawn.append(_line(plot.pace, 'stroke="#555" stroke-width="1" stroke-dasharray="3 2"'))
    if plot.actual:
        drawn.append(_line(plot.actual, 'stroke="#000" stroke-width="1.8"'))
    return _picture(f"{curve.label} {curve.text}", _SPARK, _SPARK_HEIGHT, drawn)


_SPARK, _SPARK_HEIGHT = 80, 16


def curve_svg(curve: Curve) -> str:
    """Return a year's curve with its quarters and labels."""
    plot = plotted(curve, _WIDTH, _HEIGHT)
    floor = _TOP + _HEIGHT
    if not (plot.actual or plot.pace):
        return _picture(f"{curve.label} {curve.text}", _WIDTH + _LABELS, floor + _MONTHS, [])
    year = (*curve.actual, *curve.pace)[0][0].year
    drawn = [f'<path d="M0 {_TOP}V{floor}H{_WIDTH}" fill="none" stroke="#000" stroke-width="0.8"/>']
    for month in _QUARTERS:
        x = _across(year, date(year, month, 1), _WIDTH)
        drawn.append(f'<path d="M{_n(x)} {floor}v3" stroke="#000" stroke-width="0.8"/>')
        drawn.append(_text(x, floor + _MONTHS - 1, f"{month:02}", "start"))
    ends: list[tuple[Place, str]] = []
    if plot.pace:
        path = _lowered(plot.pace)
        drawn.append(_line(path, 'stroke="#555" stroke-width="1.4" stroke-dasharray="5 3"'))
        ends.append((path[-1], f"{_('Pace')} {plain(curve.pace[-1][1])}"))
    if plot.actual:
        path = _lowered(plot.actual)
        drawn.append(_line(path, 'stroke="#000" stroke-width="2.2"'))
        x, y = path[-1]
        drawn.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.6"/>')
        ends.append((path[-1], f"{_('Actual')} {plain(curve.actual[-1][1])}"))
    drawn += [_text(x + 5, y, label, "start") for (x, y), label in _parted(ends)]
    return _picture(f"{curve.label} {curve.text}", _WIDTH + _LABELS, floor + _MONTHS, drawn)


def _lowered(path: Sequence[Place]) -> list[Place]:
    return [(x, y + _TOP) for x, y in path]


def _places(year: int, values: Sequence[float], width: float, height: float) -> Callable[[date, float], Place]:
    """Return the function that gives a day and a value their place in the plot."""
    low, high = min(0.0, *values), max(0.0, *values)

    def place(day: date, value: float) -> Place:
        return _across(year, day, width), height * (1 - (value - low) / ((high - low) or 1.0))

    return place


def _across(year: int, day: date, width: float) -> float:
    first, last = year_start(year), year_end(year)
    return (day - first).days / (last - first).days * width


def _staircase(path: Sequence[Place]) -> list[Place]:
    steps = list(path[:1])
    for (_x, before), (x, y) in pairwise(path):
        steps += [(x, before), (x, y)]
    return steps


def _parted(ends: Sequence[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """Return the labels at the ends of their lines, moved apart where they would cover each other."""
    moved: list[tuple[Place, str]] = []
    for (x, y), label in sorted(ends, key=lambda end: end[0][1]):
        lowest = moved[-1][0][1] + _APART if moved else _TOP
        moved.append(((x, max(y + 3, lowest)), label))
    return moved


def _line(path: Sequence[Place], stroke: str) -> str:
    return f'<path d="M{"L".join(f"{_n(x)} {_n(y)}" for x, y in path)}" fill="none" {stroke}/>'


def _text(x: float, y: float, text: str, anchor: str, fill: str = "#000") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_SIGN - 1}" text-anchor="{anchor}" fill="{fill}">'
        f"{escaped(text)}</text>"
    )


def _size(text: str) -> float:
    """Return about how wide a text is drawn."""
    return sum(_SIGN if ord(char) > 0x2E80 else _SIGN * 0.55 for char in text)


def _picture(told: str, width: int, height: int, drawn: Sequence[str]) -> str:
    around = f'<svg role="img" viewBox="-1 -1 {width + 2} {height + 2}"><title>{escaped(told)}</title>'
    return "\n".join([around, *drawn, "</svg>"])


def _n(number: float) -> str:
    """Return a coordinate with at most one place, so that the same paper gives the same bytes everywhere."""
    return f"{number:.1f}".removesuffix(".0")


def escaped(text: str) -> str:
    """Return `text` as an element or an attribute shows it: markup is escaped, control characters are spelled out."""
    return html.escape(visible(text))
