"""What openpyxl does not tell of a workbook, or does not take as office suites do, read from its parts."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple
from xml.etree import ElementTree

from nanhu_kpi.exchange.readers.table import OutOfSight

if TYPE_CHECKING:
    from collections.abc import Container

_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_TYPES = "[Content_Types].xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
# The names of Strict Open XML (ISO/IEC 29500-1) and those that every program reads (29500-4).
_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
_TAG = re.compile(rb"<(?:\w+:)?(row|col|c)\b([^>]*)>")
# Said to be hidden, or of no height or width.
_HIDDEN = re.compile(rb"\b(?:hidden\s*=\s*[\"'](?:1|true)|(?:ht|width)\s*=\s*[\"']0(?:\.0*)?)[\"']")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]*)(\d+)[\"']")
_REACH = re.compile(rb"\b(?:min|max)\s*=\s*[\"'](\d+)[\"']")
_MOST_COLUMNS = 1 << 14
# The number formats of days that have a number and no text of their own, as Excel and WPS write them in Chinese.
# Source: ISO/IEC 29500-1, 18.8.30, zh-cn.
CHINESE_DAYS = frozenset((*range(27, 32), 36, *range(50, 55), 57, 58))
_FORMAT_OF_STYLE = re.compile(rb"\bnumFmtId\s*=\s*[\"'](\d+)[\"']")
_LONGEST_TAG = 4096


def transitional(stream: BinaryIO) -> BinaryIO:
    """Return the workbook as it is, or a copy with the ordinary names of its parts where it is Strict Open XML."""
    with zipfile.ZipFile(stream) as archive:
        if _BOOK not in archive.namelist() or _STRICT not in archive.read(_BOOK):
            return stream
        copy = io.BytesIO()  # as small as the file: its parts are packed again
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as made:
            for part in archive.infolist():
                content = archive.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    for strict, ordinary in _NAMES:
                        content = content.replace(strict, ordinary)
                made.writestr(part.filename, content)
    copy.seek(0)
    return copy


def mended(stream: BinaryIO) -> BinaryIO:
    """Return a copy without what keeps openpyxl from reading a workbook, and does not keep an office suite.

    Of the styles only the number formats stay; names of parts have slashes, and the case of the part; what is named and
    has no part, sheets that are charts, and the properties of the document are left out.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {name.replace("\\", "/"): name for name in archive.namelist()}
        by_case = {name.lower(): name for name in parts}
        links = ElementTree.fromstring(archive.read(parts[_LINKS])) if _LINKS in parts else ElementTree.Element("none")
        sheets = set()
        for link in links:
            target = (link.get("Target") or "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
            link.set("Target", "/" + by_case[whole.lower()] if whole.lower() in by_case else target)
            if whole.lower() in by_case and (link.get("Type") or "").endswith("/worksheet"):
                sheets.add(link.get("Id"))
        for name, stored in parts.items():
            content = archive.read(stored)
            if name == _LINKS:
                content = ElementTree.tostring(links)
            elif name == _BOOK and sheets:
                content = _with_sheets(content, sheets)
            elif name == _TYPES:
                content = _with_parts(content, by_case)
            elif name == _STYLES:
                content = _plain_styles(content)
            if content and not name.startswith("docProps/"):
                made.writestr(name, content)
    copy.seek(0)
    return copy


def _with_sheets(book: bytes, links: Container[str | None]) -> bytes:
    root = ElementTree.fromstring(book)
    for sheets in root.iter():
        if sheets.tag.endswith("}sheets"):
            for sheet in list(sheets):
                if not any(value in links for key, value in sheet.items() if key.endswith("}id")):
                    sheets.remove(sheet)
    return ElementTree.tostring(root)


def _with_parts(types: bytes, parts: Container[str]) -> bytes:
    root = ElementTree.fromstring(types)
    for part in list(root):
        if part.tag.endswith("}Override") and (part.get("PartName") or "").lstrip("/").lower() not in parts:
            root.remove(part)
    return ElementTree.tostring(root)


def _plain_styles(styles: bytes) -> bytes:
    """Return the number formats and which style has which of them; b'' where the styles are broken altogether."""
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return b""
    for part in list(root):
        kind = part.tag.rpartition("}")[2]
        if kind not in ("numFmts", "cellXfs"):
            root.remove(part)
        for style in part if kind == "cellXfs" else ():
            number_format = style.get("numFmtId", "0")
            style.clear()
            style.set("numFmtId", number_format)
    return ElementTree.tostring(root)


def unpacked_size(stream: BinaryIO) -> int:
    """Return how many bytes the parts of an archive have, which is also the most that is read of each."""
    with zipfile.ZipFile(stream) as archive:
        return sum(part.file_size for part in archive.infolist())


def count_sheets(stream: BinaryIO) -> int:
    """Return how many sheets the workbook names, 0 where that is not told in the usual place."""
    with zipfile.ZipFile(stream) as archive:
        if _BOOK not in archive.namelist():
            return 0
        return sum(each.tag.endswith("}sheet") for each in ElementTree.fromstring(archive.read(_BOOK)).iter())


def has_chinese_days(stream: BinaryIO) -> bool:
    """Return whether a style has one of the formats of `CHINESE_DAYS`."""
    with zipfile.ZipFile(stream) as archive:
        styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    return any(int(number) in CHINESE_DAYS for number in _FORMAT_OF_STYLE.findall(styles))


class Layout(NamedTuple):
    """What is hidden in a sheet, and whether its rows and cells stand in their order, each once."""

    hidden: OutOfSight
    is_in_order: bool


def sheet_layout(stream: BinaryIO, title: str) -> Layout:
    """Return the layout of the sheet of this title; where its part is not found nothing is hidden."""
    with zipfile.ZipFile(stream) as archive:
        place = _place_of(archive, title)
        if place not in archive.namelist():
            return Layout(OutOfSight((), ()), is_in_order=True)
        with archive.open(place) as part:
            return _layout_of(part)


def _layout_of(part: IO[bytes]) -> Layout:
    rows: list[int] = []
    columns: set[int] = set()
    number, last, in_order, tail = 0, (0, b""), True, b""
    while piece := part.read(1 << 20):
        text = tail + piece
        end = 0
        for found in _TAG.finditer(text):
            kind, said = found.groups()
            end = found.end()
            if kind == b"col":
                if _HIDDEN.search(said):
                    reach = [int(place) for place in _REACH.findall(said)]
                    columns.update(range(min(reach, default=1), min(max(reach, default=0), _MOST_COLUMNS) + 1))
                continue
            place = _PLACE.search(said)
            if kind == b"c":
                if place:
                    column = len(place[1]), place[1]
                    in_order = in_order and column > last
                    last = column
                continue
            before, number = number, int(place[2]) if place else number + 1
            in_order = in_order and number > before
            last = (0, b"")
            if _HIDDEN.search(said):
                rows.append(number)
        tail = text[max(end, len(text) - _LONGEST_TAG) :]
    return Layout(OutOfSight(rows, sorted(columns)), in_order)


def _place_of(archive: zipfile.ZipFile, title: str) -> str:
    if not {_BOOK, _LINKS} <= set(archive.namelist()):
        return ""
    book, links = (ElementTree.fromstring(archive.read(part)) for part in (_BOOK, _LINKS))
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == title:
            names = [value for key, value in sheet.items() if key.endswith("}id")]
            target = targets.get(names[0], "") if names else ""
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""
