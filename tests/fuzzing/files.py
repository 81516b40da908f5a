"""Files of rows that somebody meddled with: workbooks, JSON, text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from tests.support.hostile import damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_CELLS: tuple[Any, ...] = (
    "", " ", "x", "JJ09", "jj9", "JJ-G1", "旅游企业", "2024-06-30", "30/06/2024", "2024-02-30", "45473", "45473.5",
    "+1", "=1+1", "-1", "1e9999999999", "1e5", "NaN", "Infinity", "1,000", "1.00001", "９", "一百", "#N/A", "#REF!",
    "2.02403E+15", "x" * 40_000, "\0", "\x1b[2J", "\u202eabc", "\ud800", "a\nb", 'a"b', "'", "=cmd|' /C calc'!A0",
    "http://x", "/etc/passwd", "/dev/zero", "..", "add", "set", "words", "%", "万", "over", "0.3", "1" * 400, True,
    None, -1, 0, 1.5, 1e308, 10**40, [], {}, ["x"], {"x": 1},
)  # fmt: skip
_XML = (
    "", "x", "0", "-1", "1048577", "2147483648", "99999999999999999999", "A1", "ZZZZ1", "A1:XFD1048576", "s", "n",
    "d", "b", "e", "str", "inlineStr", "1e400", "nan", "\ud7ff", "&#0;", "&x;", "<a/>", "true", "../../x", "rId9",
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "latin-1", "shift_jis")


def meddled_rows(rows: list[list[str]], chance: Random) -> list[list[Any]]:
    """Return a table of cells with some of them changed."""
    table: list[list[Any]] = [list(row) for row in rows]
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = 0 if chance.random() < 0.2 else chance.randrange(len(table))
        match chance.randrange(8):
            case 0:
                del table[at]
            case 1:
                table.insert(at, list(chance.choice(table)) if table else [])
            case 2 if table[at]:
                del table[at][chance.randrange(len(table[at]))]
            case 3:
                table[at].append(chance.choice(_CELLS))
            case 4:
                table[at] = []
            case _ if table[at]:
                table[at][chance.randrange(len(table[at]))] = chance.choice(_CELLS)
        if not table:
            return [[]]
    return table


def text_file(rows: list[list[str]], chance: Random) -> bytes:
    """Return rows as CSV, TSV or the like, meddled with in cells, signs, encoding or bytes."""
    sign = chance.choice((",", ",", "\t", ";", "|"))
    quote = chance.choice(("", '"'))
    end = chance.choice(("\n", "\r\n", "\r"))
    table = meddled_rows(rows, chance)
    text = end.join(sign.join(f"{quote}{'' if cell is None else cell}{quote}" for cell in row) for row in table) + end
    for _ in range(chance.choice((0, 0, 1, 3))):
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(('"', sign, end, "\0", "\ufeff", "中", " " * 200_000)) + text[place:]
    data = text.encode(chance.choice(_ENCODINGS), errors="replace")
    return damaged(data, chance) if data and chance.random() < 0.25 else data


def json_file(rows: list[list[str]], chance: Random) -> bytes:
    """Return rows as JSON or JSON lines, meddled with in cells, shape or bytes."""
    header, *body = [list(row) for row in rows]
    table = meddled_rows(body, chance)
    records: list[Any] = [dict(zip(map(str, header), row, strict=False)) for row in table]
    for _ in range(chance.choice((0, 1, 2))):
        if records:
            records[chance.randrange(len(records))] = chance.choice(_CELLS)
    match chance.randrange(6):
        case 0:
            whole: Any = {"schema": 1, "rows": records}
        case 1:
            whole = {chance.choice(("rows", "data", "x")): records, "more": records}
        case _:
            whole = records
    text = "\n".join(map(json.dumps, records)) if chance.random() < 0.3 else json.dumps(whole)
    match chance.randrange(8):
        case 0:
            text = "[" * 600 + text + "]" * 600
        case 1:
            text = text.replace('"', "'", chance.randrange(9))
        case 2:
            text = re.sub(r"\d+", lambda _: chance.choice(("1e9999999999", "-", "00", "1" * 5000)), text, count=2)
        case 3:
            text = text[: chance.randrange(len(text) + 1)]
        case 4:
            text += chance.choice((text, "x", "]", "\0", "\n[]"))
    data = text.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030")), errors="replace")
    return damaged(data, chance) if data and chance.random() < 0.25 else data


def workbook(whole: bytes, chance: Random) -> bytes:
    """Return an .xlsx whose parts were meddled with, or its archive."""
    if chance.random() < 0.2:
        return damaged(whole, chance)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        name = chance.choice(list(parts))
        match chance.randrange(10):
            case 0:
                del parts[name]
            case 1:
                parts[chance.choice(("xl/workbook.xml", "xl/worksheets/sheet1.xml", "x", "../x"))] = parts[name]
            case 2 if parts[name]:
                parts[name] = damaged(parts[name], chance)
            case _:
                parts[name] = _meddled_xml(parts[name].decode(errors="replace"), chance).encode(errors="replace")
        if not parts:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _meddled_xml(text: str, chance: Random) -> str:
    def at_one(pattern: str, change: Callable[[re.Match[str]], str]) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        match = chance.choice(found)
        return text[: match.start()] + change(match) + text[match.end() :]

    value = chance.choice(_XML)
    match chance.randrange(8):
        case 0:
            return at_one(r'="[^"]*"', lambda _: f'="{value}"')
        case 1:
            return at_one(r"(?<=>)[^<>]+(?=<)", lambda _: value)
        case 2:
            return at_one(r"<[^<>]+>", lambda _: "")
        case 3:
            return at_one(r"<[^<>]+>", lambda found: found[0] * chance.choice((2, 2, 1000)))
        case 4:
            return at_one(r"<\w+", lambda _: f"<{chance.choice(('c', 'row', 'v', 'is', 't', 'x', 'sheet', 'xf'))}")
        case 5:
            return '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "' + "&x;" * 99 + '">]>' + text
        case 6:
            return text[: chance.randrange(len(text) + 1)]
    return at_one(r'\s\w+(:\w+)?="[^"]*"', lambda _: "")
