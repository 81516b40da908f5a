"""A paper as one page of HTML: nothing is fetched, nothing runs; it reads on a screen, a phone and A4."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from wcwidth import wcswidth

from nanhu_kpi.i18n import _, language
from nanhu_kpi.render.paper.blocks import Bars, Curves, Heading, Items, Paragraph, Signatures, Table, runs
from nanhu_kpi.render.paper.svg import PATTERNS, bar_svg, curve_svg, escaped, status_of, swatch_svg
from nanhu_kpi.render.sheets.status import COUNTED
from nanhu_kpi.text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from nanhu_kpi.render.paper.blocks import Bar, Block, Paper
    from nanhu_kpi.render.paper.formats import PaperLayout
    from nanhu_kpi.render.sheet import Row, Section, SheetColumn

_STYLESHEET = Path(__file__).with_name("paper.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
# A short head or cell stays on one line; a word longer than a column may be broken anywhere.
_SHORT_HEAD, _SHORT, _LONG_WORD = 8, 16, 20


def html_of(papers: Sequence[Paper]) -> str:
    """Return the papers as one page, each on new sheets of A4."""
    title = escaped(" / ".join(f"{paper.title} {paper.issue}" for paper in papers))
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
    ]
    for paper in papers:
        lines += _article(paper)
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _article(paper: Paper) -> Iterator[str]:
    yield "<article>"
    head = [
        "<header>",
        f"<h1>{escaped(paper.title)}</h1>",
        f'<p class="issue">{escaped(paper.issue)} <span class="whole">{escaped(paper.days)}</span></p>',
        f'<p class="imprint"><span>{escaped(paper.office)}</span> <span>{escaped(paper.printed)}</span></p>',
        "</header>",
    ]
    pages: list[tuple[str, Sequence[Block]]] = [("brief", paper.brief)] if paper.brief else []
    pages += [("wide" if wide else "", blocks) for wide, blocks in runs(paper.blocks)]
    for number, (kind, blocks) in enumerate(pages):
        yield f"<section{_class(kind)}>"
        if not number:
            yield from head
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Paragraph) and isinstance(following, Table):
                yield f'<p class="lead">{escaped(block.text)}</p>'
            else:
                yield from _block(block)
        yield "</section>"
    yield "</article>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + 1}>{escaped(text)}</h{level + 1}>"
        case Paragraph(text):
            yield f"<p>{_lines(text)}</p>"
        case Items(rows):
            yield "<ul>"
            yield from (f"<li>{_lines(row)}</li>" for row in rows)
            yield "</ul>"
        case Table(columns, sections):
            for section in sections:
                yield from _table(columns, section)
        case Bars(bars):
            yield '<div class="bars">'
            for bar in bars:
                yield from _figure(bar.label, bar_svg(bar), bar.text)
            yield from _legend(bars)
            yield "</div>"
        case Curves(curves):
            yield '<div class="curves">'
            for curve in curves:
                yield from _figure(curve.label, curve_svg(curve), curve.text)
            yield "</div>"
        case Signatures(lines):
            yield '<div class="signatures">'
            yield from (f"<p>{escaped(line)}</p>" for line in lines)
            yield "</div>"


def _legend(bars: Sequence[Bar]) -> Iterator[str]:
    """Yield what the patterns of the bars mean, and the mark on them."""
    parts = {part.word: part for bar in bars for part in bar.parts}
    legend = sorted(parts.values(), key=lambda part: COUNTED.index(status_of(part)))
    yield '<p class="legend">'
    yield from (f"<span>{swatch_svg(part)}{escaped(part.word)}</span>" for part in legend)
    if any(bar.pace is not None for bar in bars):
        yield f"<span>▼ {escaped(_('share of the year that has passed'))}</span>"
    yield "</p>"


def _figure(label: str, drawn: str, text: str) -> Iterator[str]:
    yield f"<figure><figcaption><b>{escaped(label)}</b> {escaped(text)}</figcaption>"
    yield drawn
    yield "</figure>"


def _table(columns: Sequence[SheetColumn], section: Section) -> Iterator[str]:
    """Yield a section as a table with one head; a group's own line runs over all columns."""
    yield '<div class="box"><table>'
    if section.heading:
        yield f"<caption>{escaped(section.heading)}</caption>"
    heads = "".join(f'<th scope="col"{_class(_head_kind(column))}>{escaped(column.header)}</th>' for column in columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    named = _naming(columns)
    for group in section.groups:
        yield "<tbody>"
        if group.heading:
            heading = f'<th scope="rowgroup" colspan="{len(columns)}">{escaped(group.heading)}</th>'
            yield f'<tr class="group">{heading}</tr>'
        yield from (_row(columns, row, named) for row in group.rows)
        yield "</tbody>"
    yield "</table></div>"


def _naming(columns: Sequence[SheetColumn]) -> str:
    """Return the column that says what a row is about."""
    keys = [column.key for column in columns]
    return next((key for key in ("name", "code") if key in keys), keys[0])


def _row(columns: Sequence[SheetColumn], row: Row, named: str) -> str:
    cells = []
    for column, text in zip(columns, row.cells, strict=True):
        shown = _lines(text)
        if row.style in ("green", "yellow", "red") and row.mark == column.key and text:
            shown = f'<span class="light {row.style}">{shown}</span>'
        around = _class(" ".join(_kinds(column, text)))
        if column.key == named:
            cells.append(f'<th scope="row"{around}>{shown}</th>')
        else:
            cells.append(f'<td{around} data-column="{escaped(column.header)}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"


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
