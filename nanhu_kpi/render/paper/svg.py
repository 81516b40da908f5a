"""What a paper draws: a bar of statuses with the pace marked, a curve of an actual against its pace.

Nothing is told by colour alone: every status has a pattern of its own, which the legend names, and the lines differ in
stroke.
"""

from __future__ import annotations

import html
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind, Status
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.words import status_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from nanhu_kpi.render.paper.blocks import Bar, Curve, Part

    Points = Sequence[tuple[date, Decimal]]
    Place = tuple[float, float]


def _pattern(status: Status, size: int, ground: str, drawn: str, turned: int = 0) -> str:
    turn = f' patternTransform="rotate({turned})"' if turned else ""
    return (
        f'<pattern id="fill-{status}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turn}>'
        f'<rect width="{size}" height="{size}" fill="{ground}"/>{drawn}</pattern>'
    )


# Dark and light are as good as black and white; within each of them the lines run in other directions.
_GREEN, _YELLOW, _RED, _GREY = "#1a6b35", "#8a5a00", "#a31515", "#555"
PATTERNS = "".join(
    (
        '<svg class="patterns" aria-hidden="true"><defs>',
        _pattern(Status.AHEAD, 5, "#fff", f'<rect width="5" height="1.2" fill="{_GREEN}"/>'),
        _pattern(Status.ON_TRACK, 5, "#fff", f'<rect width="1.2" height="5" fill="{_GREEN}"/>'),
        _pattern(Status.BEHIND, 6, "#fff", f'<rect width="2" height="6" fill="{_YELLOW}"/>', 45),
        _pattern(Status.FAR_BEHIND, 6, "#fff", f'<rect width="4" height="6" fill="{_RED}"/>', -45),
        _pattern(
            Status.EXCEEDED, 6, "#fff",
            f'<rect width="2.5" height="6" fill="{_RED}"/><rect width="6" height="2.5" fill="{_RED}"/>', 45,
        ),
        _pattern(Status.UNREPORTED, 5, "#fff", f'<circle cx="2.5" cy="2.5" r="0.8" fill="{_GREY}"/>'),
        "</defs></svg>",
    )
)  # fmt: skip
_SOLID = {Status.MET: "#b9dcc5", Status.OVERDUE: _RED, Status.NO_TARGET: "#fff"}
# What stands in for a status that only its light tells.
_BY_LIGHT = {"green": Status.MET, "yellow": Status.BEHIND, "red": Status.OVERDUE}

_BAR, _BAR_TOP, _BAR_HEIGHT, _BAR_FOOT = 640, 14, 20, 3
_SIGN = 12
# The plot of a curve, and the room right of it for its labels.
_WIDTH, _HEIGHT, _TOP, _LABELS, _MONTHS = 230, 90, 14, 100, 14
_APART = 11
_QUARTERS = (1, 4, 7, 10)


def bar_svg(bar: Bar) -> str:
    """Return a bar of its parts in their order, with a mark where the pace stands."""
    drawn: list[str] = []
    labels: list[str] = []
    x = 0.0
    for part in bar.parts:
        width = float(part.share) * _BAR
        drawn.append(
            f'<rect x="{_n(x)}" y="{_BAR_TOP}" width="{_n(width)}" height="{_BAR_HEIGHT}" '
            f'fill="{_fill(status_of(part))}" stroke="#000" stroke-width="0.8"/>'
        )
        labels += _labelled(part, x, width)
        x += width
    if bar.pace is not None:
        pace = float(bar.pace) * _BAR
        bottom = _BAR_TOP + _BAR_HEIGHT + _BAR_FOOT
        drawn.append(f'<path d="M{_n(pace)} {_BAR_TOP - 4}V{bottom}" stroke="#000" stroke-width="2"/>')
        drawn.append(f'<path d="M{_n(pace)} {_BAR_TOP - 3}l-5 -7h10z"/>')
    return _picture(f"{bar.label} {bar.text}", _BAR, _BAR_TOP + _BAR_HEIGHT + _BAR_FOOT, [*drawn, *labels])


def status_of(part: Part) -> Status:
    """Return the status that a part's word names."""
    named = next((status for status in Status if status_word(status, Kind.SUM) == part.word), None)
    return named or _BY_LIGHT.get(part.style, Status.UNREPORTED)


def swatch_svg(part: Part) -> str:
    """Return a small piece of what a part of a bar is filled with, for the legend."""
    return (
        '<svg viewBox="0 0 30 14" aria-hidden="true"><rect x="0.5" y="0.5" width="29" height="13" '
        f'fill="{_fill(status_of(part))}" stroke="#000" stroke-width="0.8"/></svg>'
    )


def _fill(status: Status) -> str:
    return _SOLID.get(status) or f"url(#fill-{status})"


def curve_svg(curve: Curve) -> str:
    """Return a year's curve: the actual a solid staircase, as what is not reported has not moved, the pace dashed."""
    points = (*curve.actual, *curve.pace)
    if not points:
        return _picture(f"{curve.label} {curve.text}", _WIDTH + _LABELS, _HEIGHT + _TOP + _MONTHS, [])
    year = points[0][0].year
    place = _places(year, [float(value) for _day, value in points])
    floor = _TOP + _HEIGHT
    drawn = [f'<path d="M0 {_TOP}V{floor}H{_WIDTH}" fill="none" stroke="#000" stroke-width="0.8"/>']
    for month in _QUARTERS:
        x, _y = place(date(year, month, 1), 0.0)
        drawn.append(f'<path d="M{_n(x)} {floor}v3" stroke="#000" stroke-width="0.8"/>')
        drawn.append(_text(x, floor + _MONTHS - 1, f"{month:02}", "start"))
    ends: list[tuple[Place, str]] = []
    if curve.pace:
        path = [place(day, float(value)) for day, value in curve.pace]
        drawn.append(_line(path, 'stroke="#555" stroke-width="1.4" stroke-dasharray="5 3"'))
        ends.append((path[-1], f"{_('Pace')} {plain(curve.pace[-1][1])}"))
    if curve.actual:
        path = _staircase([place(day, float(value)) for day, value in curve.actual])
        drawn.append(_line(path, 'stroke="#000" stroke-width="2.2"'))
        x, y = path[-1]
        drawn.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.6"/>')
        ends.append((path[-1], f"{_('Actual')} {plain(curve.actual[-1][1])}"))
    drawn += [_text(x + 5, y, label, "start") for (x, y), label in _parted(ends)]
    return _picture(f"{curve.label} {curve.text}", _WIDTH + _LABELS, floor + _MONTHS, drawn)


def _places(year: int, values: Sequence[float]) -> Callable[[date, float], Place]:
    """Return the function that gives a day and a value their place in the plot; zero is always in it."""
    low, high = min(0.0, *values), max(0.0, *values)
    first, last = year_start(year), year_end(year)

    def place(day: date, value: float) -> Place:
        across = (day - first).days / (last - first).days * _WIDTH
        up = (value - low) / ((high - low) or 1.0) * _HEIGHT
        return across, _TOP + _HEIGHT - up

    return place


def _staircase(path: Sequence[Place]) -> list[Place]:
    steps = [path[0]]
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


def _labelled(part: Part, x: float, width: float) -> list[str]:
    """Return a part's word and count inside it, the count alone, or nothing, by what fits; a pattern gets a plate."""
    label = next((text for text in (f"{part.word} {part.count}", str(part.count)) if _size(text) + 6 <= width), "")
    if not label:
        return []
    status = status_of(part)
    dark = status is Status.OVERDUE
    words = _text(x + width / 2, _BAR_TOP + _BAR_HEIGHT - 6, label, "middle", "#fff" if dark else "#000")
    if status in _SOLID:
        return [words]
    size = _size(label) + 4
    left = x + (width - size) / 2
    return [
        f'<rect class="plate" x="{_n(left)}" y="{_BAR_TOP + 3}" width="{_n(size)}" height="14" fill="#fff"/>',
        words,
    ]


def _text(x: float, y: float, text: str, anchor: str, fill: str = "#000") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_SIGN - 1}" text-anchor="{anchor}" fill="{fill}">'
        f"{escaped(text)}</text>"
    )


def _size(text: str) -> float:
    """Return about how wide a text is drawn."""
    return sum(_SIGN if ord(char) > 0x2E80 else _SIGN * 0.55 for char in text)


def _picture(told: str, width: int, height: int, drawn: Sequence[str]) -> str:
    around = f'<svg role="img" viewBox="-1 0 {width + 2} {height}"><title>{escaped(told)}</title>'
    return "\n".join([around, *drawn, "</svg>"])


def _n(number: float) -> str:
    """Return a coordinate with at most one place, so that the same paper gives the same bytes everywhere."""
    return f"{number:.1f}".removesuffix(".0")


def escaped(text: str) -> str:
    """Return `text` as an element or an attribute shows it: markup is escaped, control characters are spelled out."""
    return html.escape(visible(text))
