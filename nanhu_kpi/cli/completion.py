"""What a shell is offered while somebody types, and how it is set up."""

from __future__ import annotations

import click
import typer
from typer.completion import get_completion_inspect_parameters, show_callback

from nanhu_kpi.cli.context import ledger_of
from nanhu_kpi.errors import Refusal
from nanhu_kpi.i18n import _


def complete_codes(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that begin as typed, with their names; silent, and creating nothing, while somebody types."""
    from nanhu_kpi.render.words import name_of
    from nanhu_kpi.service.log import measures_known

    start = incomplete.upper().replace("-", "")
    try:
        measures = measures_known(ledger_of(ctx)._replace(may_create=False))
    except Refusal:
        return []
    # As typed so far, and on: shells pass over what does not begin with the very letters typed.
    return [
        (f"{incomplete}{code[len(start) :]}", name_of(measure))
        for code, measure in measures.items()
        if code.startswith(start)
    ]


def know_shells() -> None:
    """Have Typer register the shells that it knows, as it does where its own options are used."""
    get_completion_inspect_parameters()


def install_completion(ctx: typer.Context, value: bool) -> None:
    """Set up the current shell, and leave."""
    if not value or ctx.resilient_parsing:
        return
    from typer.completion import install  # type: ignore[attr-defined]

    shell, path = install(prog_name="nanhu-kpi")
    click.echo(
        _("Completion for {shell} was installed in {path}. Open a new terminal to use it.").format(
            shell=shell, path=path
        )
    )
    raise typer.Exit


def show_completion(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    """Print what sets up the current shell, and leave."""
    show_callback(ctx, param, value)
