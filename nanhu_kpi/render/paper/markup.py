"""Texts that people typed, inside markup."""

from __future__ import annotations

import html

from nanhu_kpi.text import visible


def escaped(text: str) -> str:
    """Return `text` as an element or an attribute shows it: markup is escaped, control characters are spelled out."""
    return html.escape(visible(text))
