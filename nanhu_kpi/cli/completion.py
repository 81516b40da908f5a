"""What a shell is offered while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click  # noqa: TC002 - Typer reads the annotations of what it calls

from nanhu_kpi.cli.context import desk
from nanhu_kpi.errors import Refusal

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_codes(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that begin as typed, with their names; silent, and creating nothing, while somebody types."""
    from nanhu_kpi.render.words import name_of
    from nanhu_kpi.service.log import measures_known

    start = incomplete.upper().replace("-", "")
    try:
        measures = measures_known(desk(ctx)._replace(may_create=False))
    except Refusal:
        return []
    # As typed so far, and on: shells pass over what does not begin with the very letters typed.
    return [
        (f"{incomplete}{code[len(start) :]}", name_of(measure))
        for code, measure in measures.items()
        if code.startswith(start)
    ]


def completed_codes(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the same as click's items."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(code, help=name) for code, name in complete_codes(ctx, incomplete)]
