"""Papers made by hand and by chance, and the tables that stand in a page or a document read back into cells."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
from docx.oxml.ns import qn
from hypothesis import strategies as st

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import (
    Bar,
    Bars,
    Curve,
    Curves,
    Heading,
    Items,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Table,
)
from nanhu_kpi.render.paper.docx import write_docx
from nanhu_kpi.render.sheet import Row, RowGroup, SheetColumn
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.render.sheet import Align, Style

PRINTED = date(2024, 7, 1)
HOSTILE = (
    "<script>alert(1)</script>",
    "</td></table></style>]]>",
    "&amp; & &lt; \"quoted\" 'single'",
    "\x1b[31mred\x00\x01\x7f\u202e\u2028\ufffe\ud800",
    "𠮷野家😀",
    "第一行\n第二行\r\t尾",
    "W" * 500,
    "长" * 500,
    " 两端有空格 ",
    "{{ x }} {% y %} $z",
)
_VOID = {"meta", "br", "hr", "img", "link", "input", "wbr", "col"}
_LETTERS = st.sampled_from(list("<>&\"']/ 指标JJ09+-.%\n\r\t\x00\x1b\u202e\ufffe\ud800𠮷😀"))
_TEXTS = st.text(_LETTERS | st.characters(), max_size=12)
_STYLES: st.SearchStrategy[Style] = st.sampled_from(["", "green", "yellow", "red", "dim"])

# The columns of an area's table: more than an upright page carries.
AREA_COLUMNS = tuple(
    SheetColumn(key, header, "right" if key in ("target", "actual", "gap") else "left", wraps=key in ("name", "owner"))
    for key, header in (
        ("number", "No."), ("code", "Code"), ("name", "Measure"), ("unit", "Unit"), ("target", "Target"),
        ("actual", "To date"), ("gap", "Gap"), ("status", "Status"), ("owner", "Owner"),
    )
)  # fmt: skip
WORDS_COLUMNS = (SheetColumn("name", "Measure", wraps=True), SheetColumn("issue", "Issue", wraps=True))


class TableRead(NamedTuple):
    """A table as it was read: its head and its rows; a row that runs over all columns has one cell."""

    head: list[str]
    rows: list[list[str]]


def paper(*blocks: Block, title: str = "Weekly status", office: str = "Nanhu") -> Paper:
    """Return a paper of the blocks."""
    return Paper(title, office, "No. 26 of 2024", "24 to 30 June", "Printed on 2024-07-01", PRINTED, blocks)


def area_table(count: int, owner: str = "Economy office") -> Table:
    """Return an area's table of `count` rows in two groups, with every light."""
    lights: tuple[tuple[Style, str], ...] = (
        ("green", "green ahead"),
        ("yellow", "yellow behind"),
        ("red", "red far behind"),
        ("", "unreported"),
    )
    rows = []
    for number in range(1, count + 1):
        style, word = lights[number % 4]
        code, name = f"JJ{number:02}", f"Measure number {number} with a name of some length"
        figures = ("12345.25", f"{number}.5", "-16.94")
        rows.append(Row((str(number), code, name, "units", *figures, word, owner), style, "status"))
    groups = (
        RowGroup("JJ-G1  Business", tuple(rows[: count // 2])),
        RowGroup("JJ-G2  Trade", tuple(rows[count // 2 :])),
    )
    return Table(AREA_COLUMNS, groups)


def words_table(texts: Sequence[str]) -> Table:
    """Return an upright table of two columns, a text a row."""
    rows = tuple(Row((f"Measure {number}", text)) for number, text in enumerate(texts))
    return Table(WORDS_COLUMNS, (RowGroup("", rows),))


def full_paper(texts: Sequence[str] = ("short of hands",), count: int = 60) -> Paper:
    """Return a paper with a block of every kind, its texts wherever people's texts may stand."""
    june = tuple((date(2024, 1, 1) + timedelta(days=30 * at), Decimal(at * 3)) for at in range(6))
    pace = ((date(2024, 1, 1), Decimal(0)), (date(2024, 12, 31), Decimal(60)))
    parts = (Part("red", "red", 1), Part("yellow", "yellow", 2), Part("green", "green", 3), Part("no light", "", 1))
    return paper(
        Paragraph("Measures 60: met 3."),
        Bars((Bar(texts[0], parts, "red 1, yellow 2, green 3, no light 1"),)),
        Heading("1. Areas", 1),
        Heading("(1) Economy", 2),
        area_table(count, texts[0]),
        Paragraph("No measures in this area."),
        Heading("2. Attention", 1),
        Items(tuple(texts)),
        words_table(texts),
        Curves(tuple(Curve(text, june, pace, "actual 15, expected 29.83, target 60") for text in texts[:3])),
        Heading("3. Signed", 1),
        *(Paragraph(text) for text in texts),
        Signatures(tuple(texts)),
        title=texts[0] if len(texts) > 1 else "Weekly status",
        office=texts[-1],
    )


def cells_of(given: Paper, drawn: Callable[[Curve], str] | None = None) -> list[TableRead]:
    """Return what the paper's tables hold, as it may be shown; with `drawn` a last cell for each curve beside a row."""
    read = []
    for block in given.every:
        if not isinstance(block, Table):
            continue
        curves_drawn = drawn is not None and bool(block.curves)
        curves = iter(block.curves)
        rows: list[list[str]] = []
        for group in block.groups:
            rows += [[visible(group.heading)]] if group.heading else []
            for row in group.rows:
                curve = next(curves, None)
                more = ["" if drawn is None or curve is None else drawn(curve)] if curves_drawn else []
                rows.append([visible_lines(cell) for cell in row.cells] + more)
        head = [visible(column.header) for column in block.columns]
        read.append(TableRead(head + ([_("Course of the year")] if curves_drawn else []), rows))
    return read


def in_page(curve: Curve) -> str:
    """Return what a page says of a small curve: its labels, and in words what is drawn."""
    return f"{visible(curve.begins)}\n{visible(f'{curve.label} {curve.text}')}\n{visible(curve.ends)}"


def in_document(curve: Curve) -> str:
    """Return what a document says of a small curve: its labels."""
    return f"{visible(curve.begins)}  {visible(curve.ends)}"


class Markup(HTMLParser):
    """A page read strictly: every element is closed where it was opened. Holds its tables, words and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.tables: list[TableRead] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(set(names)) == len(names), (tag, names)
        if tag == "br":
            self.handle_data("\n")
            return
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append(TableRead([], []))
        elif tag == "tr" and "thead" not in self.open:
            self.tables[-1].rows.append([])
        elif tag in ("th", "td"):
            self._line().append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self.open):
            self._line()[-1] += data
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def _line(self) -> list[str]:
        return self.tables[-1].head if "thead" in self.open else self.tables[-1].rows[-1]


def docx_of(*papers: Paper) -> bytes:
    """Return the papers as a document."""
    stream = io.BytesIO()
    write_docx(papers, stream)
    return stream.getvalue()


def _told(cell: Any) -> str:
    parts = cell.iter(qn("w:t"), qn("w:br"))
    return "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)


def docx_tables(document: bytes) -> Iterator[TableRead]:
    """Yield the tables of a document; what stands over all columns is one cell."""
    for table in docx.Document(io.BytesIO(document)).tables:
        if table.style is None or table.style.name != "Table Grid":
            continue  # bars
        rows = [[_told(tc) for tc in row._tr.tc_lst] for row in table.rows]
        # A head is set in even lines, which are no breaks of its text.
        yield TableRead([cell.replace("\n", "") for cell in rows[0]], rows[1:])


@st.composite
def any_paper(draw: st.DrawFn) -> Paper:
    """Return a paper of any tables with any texts in them."""
    blocks: list[Block] = []
    for _number in range(draw(st.integers(1, 3))):
        width = draw(st.integers(1, 12))
        aligns: st.SearchStrategy[Align] = st.sampled_from(["left", "right"])
        columns = tuple(
            SheetColumn(f"k{at}", draw(_TEXTS), draw(aligns), wraps=draw(st.booleans())) for at in range(width)
        )
        row = st.builds(Row, st.tuples(*[_TEXTS] * width), _STYLES, st.sampled_from([column.key for column in columns]))
        group = st.builds(RowGroup, _TEXTS, st.lists(row, max_size=3).map(tuple))
        blocks += [Heading(draw(_TEXTS), draw(st.sampled_from([1, 2]))), Paragraph(draw(_TEXTS))]
        blocks.append(Table(columns, tuple(draw(st.lists(group, max_size=3)))))
    return paper(*blocks, title=draw(_TEXTS), office=draw(_TEXTS))
