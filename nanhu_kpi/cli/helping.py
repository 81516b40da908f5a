"""Help laid out by screen cells: click counts characters, and a Chinese one takes two cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

_TERM_MAX = 34
_NARROWEST = 20


class CellHelpFormatter(click.HelpFormatter):
    """Wraps texts and aligns definition lists by the cells that they take on a screen."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped."""
        indent = " " * self.current_indent
        for line in self._wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _TERM_MAX, col_spacing: int = 2) -> None:
        """Write terms with their explanations in a second column."""
        from wcwidth import width

        rows = list(rows)
        column = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, explanation in rows:
            lines = self._wrapped(explanation, self.width - column - self.current_indent)
            gap = column - width(term)
            first = lines.pop(0) if lines and gap >= col_spacing else ""
            self.write(f"{indent}{term}{' ' * gap}{first}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * column}{line}\n")

    @staticmethod
    def _wrapped(text: str, cells: int) -> list[str]:
        from wcwidth import width

        return [line for part in text.splitlines() for line in wrapped(part, max(cells, _NARROWEST), width)]


class Context(click.Context):
    """A context whose help is laid out by cells."""

    formatter_class = CellHelpFormatter
