"""The formats of a paper: a module of this room and one line here for each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.weekly import DOCX_MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.render.paper.blocks import Paper


class PaperLayout(NamedTuple):
    """How plain text is laid out: the columns of a line, and whether a form feed stands between two papers."""

    width: int
    form_feeds: bool


class Write(Protocol):
    """Writes papers to a stream, bytes to its `buffer`, and returns the headers of the columns without room."""

    def __call__(self, papers: Sequence[Paper], stream: TextIO, layout: PaperLayout, /) -> list[str]:
        """Write the papers."""


class PaperFormat(NamedTuple):
    """A format of a paper: the endings that name it and the module whose `write` makes it, loaded only for that.

    `utf8` says that it is UTF-8 on stdout too, whatever the locale; `for_terminal` that a terminal can show it.
    `library_missing` is the sentence said where the library that the module needs is not installed.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    utf8: bool = False
    for_terminal: bool = True
    library_missing: str = ""

    def loaded(self) -> Write:
        """Return the function that writes it. Raises `library_missing` where the library is."""
        try:
            write: Write = import_module(self.module).write
        except ModuleNotFoundError as error:
            if not self.library_missing:
                raise
            raise Usage(self.library_missing) from error
        return write


# In the order in which help and refusals name them.
PAPER_FORMATS = [
    PaperFormat("table", (), "nanhu_kpi.render.paper.terminal"),
    PaperFormat("plain", (".txt",), "nanhu_kpi.render.paper.text"),
    PaperFormat("markdown", (".md",), "nanhu_kpi.render.paper.markdown"),
    PaperFormat("html", (".html", ".htm"), "nanhu_kpi.render.paper.html", utf8=True),
    PaperFormat("docx", (".docx",), "nanhu_kpi.render.paper.docx", utf8=True, for_terminal=False,
                library_missing=DOCX_MISSING),
]  # fmt: skip
