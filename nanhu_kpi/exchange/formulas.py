"""Texts that a spreadsheet would take for formulas: an apostrophe before them, and taken away again."""

from __future__ import annotations

import re

# Full-width signs count in Chinese locales. Source: OWASP, CSV Injection.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
# A text that begins with apostrophes of its own before such a sign gets one more, so that one can be taken away again.
_BARE = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")


def guarded(text: str) -> str:
    """Return a text that is no formula."""
    return f"'{text}" if _BARE.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
