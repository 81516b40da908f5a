"""A paper as one page of HTML: nothing is fetched, nothing runs; it reads on a screen, a phone and A4."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from wcwidth import wcswidth

from nanhu_kpi.i18n import _, language
from nanhu_kpi.render.paper.blocks import (
    Bar,
    Bars,
    Block,
    Curve,
    Curves,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from nanhu_kpi.render.paper.layout import columns_on_page, half_signs
from nanhu_kpi.render.paper.svg import PATTERNS, bar_svg, curve_svg, escaped, spark_svg, swatch_svg
from nanhu_kpi.text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.render.paper.formats import PaperLayout
    from nanhu_kpi.render.sheet import Row, SheetColumn

_STYLESHEET = Path(__file__).with_name("paper.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
# A short head or cell stays on one line; a word longer than a column may be broken anywhere.
_SHORT_HEAD, _SHORT, _LONG_WORD = 8, 16, 20
# Half signs of nine points between the margins of a page, and what a small curve takes of them.
_UPRIGHT, _ACROSS, _CURVE = 108, 168, 18


class _Place(NamedTuple):
    """What the ids of a paper begin with, the rows of it that can be referred to, and whether its page lies across."""

    prefix: str
    rows: frozenset[str]
    lies_wide: bool = False


def html_of(papers: Sequence[Paper]) -> str:
    """Return the papers as one page, each on new sheets of A4."""
    title = escaped(" / ".join(f"{paper.title} {paper.issue}".rstrip() for paper in papers))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{_LANGUAGES[language()]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLESHEET.read_text(encoding='utf-8')}</style>",
        "</head>",
        "<body>",
        PATTERNS,
        "<main>",
    ]
    for number, paper in enumerate(papers, 1):
        lines += _article(paper, f"sheet-{number}-" if len(papers) > 1 else "")
    return "\n".join([*lines, "</main>", "</body>", "</html>"]) + "\n"


def _article(paper: Paper, prefix: str) -> Iterator[str]:
    place = _Place(prefix, frozenset(_anchored(paper.every)))
    yield "<article>"
    if paper.brief:
        yield '<section class="brief">'
        yield from _head(paper)
        yield from _blocks(paper.brief, place)
        if not paper.blocks:
            yield from _foot(paper)
        yield "</section>"
        yield from _contents(paper, place)
    if paper.blocks or not paper.brief:
        yield f"<section{_class('wide' if paper.lies_wide else '')}>"
        if not paper.brief:
            yield from _head(paper)
            yield from _contents(paper, place)
        yield from _blocks(paper.blocks, place._replace(lies_wide=paper.lies_wide), parts=True)
        yield from _foot(paper)
        yield "</section>"
    yield "</article>"


def _foot(paper: Paper) -> Iterator[str]:
    if paper.foot:
        yield '<footer class="foot">'
        yield from (f"<p>{escaped(line)}</p>" for line in paper.foot)
        yield "</footer>"


def _head(paper: Paper) -> Iterator[str]:
    imprint = f'<p class="imprint"><span>{escaped(paper.office)}</span> <span>{escaped(paper.printed)}</span></p>'
    title, days = f"<h1>{escaped(paper.title)}</h1>", f'<span class="whole">{escaped(paper.days)}</span>'
    if paper.letterhead:
        yield '<header class="letterhead">'
        yield f'<p class="name">{escaped(paper.letterhead.name)}</p>'
        yield f'<p class="issue">{escaped(paper.issue)}</p>'
        yield from (imprint, "</header>", title, f'<p class="issue">{days}</p>')
    else:
        issue = f"{escaped(paper.issue)} {days}".lstrip()
        yield from ("<header>", title, f'<p class="issue">{issue}</p>', imprint, "</header>")


def _contents(paper: Paper, place: _Place) -> Iterator[str]:
    """Yield the list of the parts behind the brief, which screens show."""
    headings = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    if len(headings) > 1:
        yield f'<nav class="contents" aria-label="{escaped(_("Contents"))}">'
        for number, text in enumerate(headings, 1):
            yield f'<a href="#{place.prefix}part-{number}">{escaped(text)}</a>'
        yield "</nav>"


def _anchored(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the names of the rows that can be referred to."""
    for block in blocks:
        if isinstance(block, Table) and block.anchor:
            code = _place_of("code", block.columns)
            yield from (f"{block.anchor}-{row.cells[code]}" for row in block.rows if code is not None)


def _blocks(blocks: Sequence[Block], place: _Place, *, parts: bool = False) -> Iterator[str]:
    """Yield blocks, with `parts` so that the contents can refer to their headings; a sentence before a table is its
    caption."""
    part, caption = 0, ""
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, Table):
            caption = block.text
        elif isinstance(block, Heading) and block.level == 1 and parts:
            part += 1
            yield f'<h2 id="{place.prefix}part-{part}">{escaped(block.text)}</h2>'
        else:
            yield from _block(block, caption, place)
            caption = ""


def _block(block: Block, caption: str, place: _Place) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + 1}>{escaped(text)}</h{level + 1}>"
        case Paragraph(text):
            yield f"<p>{_lines(text)}</p>"
        case Items(rows):
            yield "<ul>"
            yield from (f"<li>{_lines(row)}</li>" for row in rows)
            yield "</ul>"
        case Table():
            yield from _table(block, caption, place)
        case Bars(bars):
            yield '<div class="bars">'
            longest = max((bar.whole for bar in bars), default=0)
            for bar in bars:
                yield from _figure(bar.label, bar_svg(bar, longest), bar.text)
            yield from _legend(bars)
            yield "</div>"
        case Curves(large):
            yield '<div class="curves">'
            for curve in large:
                yield from _figure(curve.label, curve_svg(curve), curve.text)
            yield "</div>"
        case Signatures(lines):
            yield '<div class="signatures">'
            yield from (f"<p>{escaped(line)}</p>" for line in lines)
            yield "</div>"


def _legend(bars: Sequence[Bar]) -> Iterator[str]:
    """Yield what the fillings of the bars mean."""
    styles = {part.word: part.style for bar in bars for part in bar.parts}
    yield '<p class="legend">'
    yield from (f"<span>{swatch_svg(style)}{escaped(word)}</span>" for word, style in styles.items())
    yield "</p>"


def _figure(label: str, drawn: str, text: str) -> Iterator[str]:
    yield f"<figure><figcaption><b>{escaped(label)}</b> {escaped(text)}</figcaption>"
    yield drawn
    yield "</figure>"


def _table(table: Table, caption: str, place: _Place) -> Iterator[str]:
    """Yield a table; a group's own line runs over all columns."""
    columns, curves = table.columns, table.curves
    yield '<div class="box"><table>'
    if caption:
        yield f"<caption>{escaped(caption)}</caption>"
    yield _widths(table, place)
    heads = [f'<th scope="col"{_class(_head_kind(column))}>{escaped(column.header)}</th>' for column in columns]
    if curves:
        heads.append(f'<th scope="col">{escaped(_("Course of the year"))}</th>')
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    number = 0
    for group in table.groups:
        yield "<tbody>"
        if group.heading:
            heading = f'<th scope="rowgroup" colspan="{len(heads)}">{escaped(group.heading)}</th>'
            yield f'<tr class="group">{heading}</tr>'
        for row in group.rows:
            yield _row(table, row, [_spark(curves[number])] if curves else [], place)
            number += 1
        yield "</tbody>"
    yield "</table></div>"


def _widths(table: Table, place: _Place) -> str:
    """Return how the columns share a page's width: tables with the same ones stand alike."""
    room = _ACROSS if place.lies_wide else _UPRIGHT
    drawn = max((half_signs(f"{curve.begins}{curve.ends}") for curve in table.curves if curve), default=0) + _CURVE
    sizes = columns_on_page(table.columns, table.rows, room - drawn if table.curves else room)
    sizes += [drawn] if table.curves else []
    return (
        "<colgroup>" + "".join(f'<col style="width:{100 * size / sum(sizes):.1f}%">' for size in sizes) + "</colgroup>"
    )


def _place_of(key: str, columns: Sequence[SheetColumn]) -> int | None:
    return next((at for at, column in enumerate(columns) if column.key == key), None)


def _naming(columns: Sequence[SheetColumn]) -> str:
    """Return the column that says what a row is about."""
    keys = [column.key for column in columns]
    return next((key for key in ("name", "code") if key in keys), keys[0])


def _row(table: Table, row: Row, more: Sequence[str], place: _Place) -> str:
    """Return a row; one whose status needs no attention can be folded where a row is a card."""
    cells = []
    named, code = _naming(table.columns), _place_of("code", table.columns)
    calm = row.mark == "status" and row.style not in ("yellow", "red")
    for column, text in zip(table.columns, row.cells, strict=True):
        shown = _lines(text)
        if row.style in ("green", "yellow", "red") and row.mark == column.key and text:
            shown = f'<span class="light {row.style}">{shown}</span>'
        if column.key == "code" and f"{table.leads_to}-{text}" in place.rows:
            shown = f'<a href="#{place.prefix}{table.leads_to}-{escaped(text)}">{shown}</a>'
        kinds = [*_kinds(column, text), *(["status"] if row.mark == "status" == column.key else [])]
        around = _class(" ".join(kinds))
        if column.key == named:
            folded = f"<details><summary>{shown}</summary></details>" if calm else shown
            cells.append(f'<th scope="row"{around}>{folded}</th>')
        else:
            cells.append(f'<td{around} data-column="{escaped(column.header)}">{shown}</td>')
    name = f"{table.anchor}-{row.cells[code]}" if code is not None else ""
    anchor = f' id="{place.prefix}{escaped(name)}"' if name in place.rows else ""
    return f"<tr{anchor}>{''.join((*cells, *more))}</tr>"


def _spark(curve: Curve | None) -> str:
    head = f'<td class="spark" data-column="{escaped(_("Course of the year"))}">'
    if curve is None:
        return f"{head}</td>"
    return f"{head}<span>{escaped(curve.begins)}</span>{spark_svg(curve)}<span>{escaped(curve.ends)}</span></td>"


def _lines(text: str) -> str:
    return "<br>".join(map(escaped, visible_lines(text).split("\n")))


def _class(kinds: str) -> str:
    return f' class="{kinds}"' if kinds else ""


def _head_kind(column: SheetColumn) -> str:
    return "whole" if wcswidth(column.header) <= _SHORT_HEAD else ""


def _kinds(column: SheetColumn, text: str) -> Iterable[str]:
    if column.wraps:
        yield "text"
    elif column.align == "right":
        yield "figure"
    elif wcswidth(text) <= _SHORT:
        yield "whole"
    if any(len(word) > _LONG_WORD for word in text.split()):
        yield "broken"


def write(papers: Sequence[Paper], stream: TextIO, _layout: PaperLayout) -> list[str]:
    """Write the papers to `stream`, and return the headers of the columns that found no room."""
    stream.write(html_of(papers))
    return []
