"""Every refusal that can be explained: its facts, its sentence (a msgid) and its exit code; a family a module.

A sentence names the cause and then what to do. `__main__` translates it and fills the facts in; nothing else prints.
"""

from __future__ import annotations

from typing import ClassVar

OK = 0
BUG = 1
USAGE = 2
UNKNOWN = 3
BAD_INPUT = 4
REFUSED = 5
FOUND = 10
INTERRUPTED = 130


def N_(msgid: str) -> str:  # noqa: N802 - the name that message extractors look for
    """Return `msgid` as it is, marked for translation."""
    return msgid


class Refusal(Exception):
    """What the product declines to do, with the facts that its sentence names."""

    exit_code: ClassVar[int] = BAD_INPUT
    msgid: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.msgid.format(**self.facts)
