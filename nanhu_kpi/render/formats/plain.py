"""Aligned plain text: for pipes, files and printers. Nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tabulate

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet


def plain_text(sheet: Sheet) -> str:
    """Return the sheet as text, its columns aligned over all sections, ending in a line break."""
    lines = [line for line in (sheet.title, sheet.headline) if line]
    if sheet.facts:
        lines += ["", *_table([list(fact) for fact in sheet.facts], ("left", "left"))]
    rows = [list(row.cells) for section in sheet.sections for row in section.rows]
    if rows:
        table = _table([[column.header for column in sheet.columns], *rows], [column.align for column in sheet.columns])
        header, body = table[0], iter(table[1:])
        for section in sheet.sections:
            lines += ["", *([section.heading] if section.heading else []), header]
            for group in section.groups:
                lines += [*([group.heading] if group.heading else []), *(next(body) for _ in group.rows)]
    if sheet.notes:
        lines += ["", *sheet.notes]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _table(rows: list[list[str]], aligns: list[str] | tuple[str, ...]) -> list[str]:
    return tabulate.tabulate(
        rows, tablefmt="plain", disable_numparse=True, colalign=tuple(aligns), stralign=None
    ).split("\n")
