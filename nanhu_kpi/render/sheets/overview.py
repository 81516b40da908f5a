"""The first screen: the year at a glance, in lines that fit 80 columns and 24 rows."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wcwidth import width as cells

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Light
from nanhu_kpi.quantity import percent, signed
from nanhu_kpi.render.sheets.entries import recorded_value
from nanhu_kpi.render.sheets.status.status import STYLES, headline, status_title, turn_word
from nanhu_kpi.render.words import light_word, name_of, share_word
from nanhu_kpi.text import visible, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nanhu_kpi.scorecard.results import Glance

_ROWS = 23  # a line is left for the prompt
_USUAL, _WIDEST, _ROOM_FOR_OWNERS = 80, 100, 72
_BAR, _NAME, _SHORTEST, _OWNER, _GAP = 24, 20, 8, 14, 2
_MOST, _FEWEST = 8, 3
_CUT = ".."
# Signs that take one cell in every terminal and differ without colour.
_SIGNS = {Light.GREEN: "#", Light.YELLOW: "+", Light.RED: "!", None: "."}


class Piece(NamedTuple):
    """A part of a line, and how it is painted."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]


def overview_lines(glance: Glance, next_steps: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """Return the lines of the screen, none wider than `width` or 100, and of 80 columns not more than a terminal of 24
    rows takes. In a narrower one, lines go on below; no word or number is cut without a sign."""
    width = min(width, _WIDEST)
    above = _within(width, [*_conclusion(glance, width), (), *_areas(glance, width)])
    below = _within(
        width, [*_turning(glance, width), *_silent(glance, width), *_recent(glance, width), *_next(next_steps, width)]
    )
    room = max(_ROWS - len(above) - len(below) - 2 - (width < _USUAL), _FEWEST if width >= _USUAL else 1)
    return [*above, *_within(width, _concerns(glance, width, min(room, _MOST))), *below]


def _within(width: int, lines: Iterable[Line]) -> list[Line]:
    """Return the lines, those that are too wide for a narrow screen broken between words."""
    fitting: list[Line] = []
    for line in lines:
        text = "".join(piece.text for piece in line)
        fits = cells(text) <= width
        fitting += [line] if fits else [_line(part, line[0].style) for part in wrapped(text, width, cells)]
    return fitting


def _conclusion(glance: Glance, width: int) -> list[Line]:
    card = glance.card
    lines = [_line(status_title(card, glance.settings), "bold")]
    if card.days.year != card.days.today.year:
        fell_back = _("{this_year} has no targets and no entries yet, so {year} is shown.")
        lines.append(_line(fell_back.format(this_year=card.days.today.year, year=card.days.year)))
    if card.silent or not card.scores:
        return [*lines, _line(headline(card))]
    now = Counter(score.light for score in card.scores)
    counts = [_counted(light, now[light], glance.lights_before) for light in Light]
    counts.append(f"{_light(None)} {now[None]}")
    over = card.days.as_of < card.days.today
    told = _("{year} is over: {counts}") if over else _("{share} of {year} has passed: {counts}")
    start = told.format(counts="", share=percent(glance.elapsed, 1), year=card.days.year)
    # A usual screen has a row for it, and has none to spare.
    if width >= _USUAL and cells(f"{start}{listed(counts)}") > width:
        del counts[-1]
    return [*lines, *(_line(part) for part in _flowed([f"{start}{counts[0]}", *counts[1:]], listed(["", ""]), width))]


def _flowed(pieces: Sequence[str], between: str, width: int) -> list[str]:
    """Return pieces in lines, as many on each as fit; none is broken."""
    lines = [""]
    for piece in (*(f"{each}{between}" for each in pieces[:-1]), pieces[-1]):
        if lines[-1] and cells(f"{lines[-1]}{piece}".rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _counted(light: Light, number: int, before: Mapping[Light | None, int] | None) -> str:
    """Return how many rows have a light, and how many more than a week before."""
    if before is None:
        return f"{_light(light)} {number}"
    told = _("{light} {count} ({change} in a week)") if light is Light.GREEN else _("{light} {count} ({change})")
    return told.format(light=_light(light), count=number, change=signed(Decimal(number - before[light])))


def _light(light: Light | None) -> str:
    return light_word(light) or _("no light")


def _areas(glance: Glance, width: int) -> list[Line]:
    """Return a line an area: its lights as a bar, and counted."""
    gap = " " * _GAP
    rows = []
    for area in glance.areas:
        own = [score for score in glance.card.scores if score.measure.area == area.code]
        if not own:
            continue
        number_of = Counter(score.light for score in own)
        if glance.card.silent:
            planned = sum(score.target is not None for score in own)
            told = [_("{planned} of {count} measures with a target").format(planned=planned, count=len(own))]
        else:
            told = [f"{_light(light)} {number_of[light]}" for light in (*Light, None) if number_of[light]]
        rows.append((f"{area.code} {name_of(area)}", number_of, told))
    widest = max((cells(name) for name, _number_of, _told in rows), default=0)
    longest = max((cells(gap.join(told)) for _name, _number_of, told in rows), default=0)
    length = min(max(width - widest - longest - 2 * _GAP, len(_SIGNS)), _BAR)
    lines: list[Line] = []
    for name, number_of, told in rows:
        start = widest + length + 2 * _GAP
        if cells(gap.join(told)) > width - start and number_of[None] and not glance.card.silent:
            del told[-1:]  # those without a light are counted above
        flowed = [part for each in _flowed(told, gap, width - start) for part in wrapped(each, width - start, cells)]
        lines.append((Piece(f"{_padded(name, widest)}{gap}"), *_bar(number_of, length), Piece(f"{gap}{flowed[0]}")))
        lines += [_line(f"{' ' * start}{part}") for part in flowed[1:]]
    return lines


def _bar(number_of: Mapping[Light | None, int], length: int) -> list[Piece]:
    """Return lights as a bar of a set length; what is there at all has at least one sign."""
    whole = sum(number_of.values())
    sizes = {light: max(length * number // whole, 1) for light, number in number_of.items() if number}
    # What rounding left over, or took too much, is the largest part's.
    largest = max(sizes, key=lambda light: sizes[light])
    sizes[largest] += length - sum(sizes.values())
    return [Piece(_SIGNS[light] * sizes[light], STYLES[light]) for light in (*Light, None) if light in sizes]


def _concerns(glance: Glance, width: int, room: int) -> list[Line]:
    shown = glance.concerns[:room]
    if not shown:
        return []
    heading = _("Needs attention most ({shown} of {count} yellow and red; attainment / expected):").format(
        shown=len(shown), count=glance.trouble_count
    )
    name = max(_NAME + width - _USUAL, _NAME)
    owner = _OWNER if width >= _ROOM_FOR_OWNERS else 0
    rows: list[tuple[str, ...]] = [
        (
            score.measure.code,
            _cut(name_of(score.measure), name),
            light_word(score.light),
            f"{share_word(score.attainment, 1) or '-'} / {share_word(score.expected, 1) or '-'}",
            _cut(visible(score.measure.owner), owner),
        )
        for score, _issue in shown
    ]
    widths = [max(cells(row[at]) for row in rows) for at in range(5)]
    gap = " " * _GAP
    over = sum(widths) + _GAP * len([size for size in widths if size]) - _GAP - width
    if over > 0:
        widths[1] = max(widths[1] - over, _SHORTEST)
        rows = [(code, _cut(called, widths[1]), *rest) for code, called, *rest in rows]
    lines = [(), _line(heading, "bold")]
    for row, (score, issue) in zip(rows, shown, strict=True):
        code, called, light, *rest = (_padded(text, size) for text, size in zip(row, widths, strict=True))
        told = _cut(visible(issue), width - sum(widths) - _GAP * len(widths))
        end = Piece("".join(f"{gap}{text}" for text in (*rest, told) if text).rstrip())
        lines.append((Piece(f"{code}{gap}{called}{gap}"), Piece(light, STYLES[score.light]), end))
    return lines


def _turning(glance: Glance, width: int) -> list[Line]:
    """Return what turns within a week if nothing more is recorded: named before it does."""
    told = [
        f"{score.measure.code} {_cut(name_of(score.measure), _NAME)} {turn_word(score)}" for score in glance.turning
    ]
    return _listing(_("Turns within a week"), told, width)


def _silent(glance: Glance, width: int) -> list[Line]:
    number_of = Counter(measure.owner for measure in glance.silent)
    told = [
        f"{_cut(visible(owner), _NAME) or _('no owner')} {count}"
        for owner, count in sorted(number_of.items(), key=lambda each: (not each[0], -each[1], each[0]))
    ]
    return _listing(_("Not reported ({count})").format(count=len(glance.silent)), told, width)


def _recent(glance: Glance, width: int) -> list[Line]:
    told = []
    for entry, batch, _void in glance.recent:
        measure = glance.measures[entry.measure]
        what = recorded_value(entry, measure)
        told.append(f"{entry.day:%m-%d} {visible(batch.officer)} {entry.measure} {what}")
    return _listing(_("Recorded last"), told, width, more=False)


def _listing(heading: str, things: Sequence[str], width: int, *, more: bool = True) -> list[Line]:
    """Return one line of as many things as fit, the others counted."""
    if not things:
        return []
    start = f"{heading}{_(': ')}"
    for shown in range(len(things), 0, -1):
        rest = len(things) - shown
        text = listed(things[:shown])
        if rest and more:
            text = _("{things} and {count} more").format(things=text, count=rest)
        if shown == 1 or cells(start) + cells(text) <= width:
            break
    return [(Piece(start, "bold"), Piece(_cut(text, width - cells(start))))]


def _next(next_steps: Sequence[tuple[str, str]], width: int) -> list[Line]:
    if not next_steps:
        return []
    widest = max(cells(command) for _what, command in next_steps)
    lines: list[Line] = [()]
    for what, command in next_steps:
        start = Piece(f"{_padded(command, widest)}{' ' * _GAP}", "bold")
        fits = cells(start.text) + cells(what) <= width
        lines.append((start, Piece(what, "dim")) if fits else (Piece(command, "bold"),))
    return lines


def _line(text: str, style: str = "") -> Line:
    return (Piece(text, style),)


def _padded(text: str, size: int) -> str:
    return f"{text}{' ' * (size - cells(text))}"


def _cut(text: str, size: int) -> str:
    """Return a text, or as much of its beginning as fits into so many cells."""
    if cells(text) <= size:
        return text
    kept = ""
    for sign in text:
        if cells(kept + sign) > size - len(_CUT):
            break
        kept += sign
    return f"{kept}{_CUT}" if size >= len(_CUT) else ""


def plain_lines(lines: Iterable[Line]) -> str:
    """Return the screen as plain text."""
    return "".join(f"{''.join(piece.text for piece in line).rstrip()}\n" for line in lines)
