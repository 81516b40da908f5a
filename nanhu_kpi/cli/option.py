"""Click's option, but for one thing that costs every command more than all that `log` does with it."""

from __future__ import annotations

from typing import Any

import click


class Option(click.Option):
    """An option whose help is taken as it stands: click has `inspect` take a docstring's indentation out of it, which
    brings in five more modules."""

    def __init__(self, *args: Any, help: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = help
