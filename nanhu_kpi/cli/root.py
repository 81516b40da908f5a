"""The root command's own options: its version, and shell completion in the language in force."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from nanhu_kpi import __version__
from nanhu_kpi.cli.option import Option
from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    from collections.abc import MutableMapping


def version_option() -> click.Option:
    """Return `--version`."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"nanhu-kpi {__version__}")
            ctx.exit()

    return Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=_("Show the version.")
    )


def completion_options() -> list[click.Parameter]:
    """Return `--install-completion` and `--show-completion`: Typer's, in words that can be translated."""
    return [
        Option(
            ["--install-completion"], is_flag=True, expose_value=False, callback=_install,
            help=_("Install completion for the current shell."),
        ),
        Option(
            ["--show-completion"], is_flag=True, expose_value=False, callback=_show,
            help=_("Show completion for the current shell, to copy it or customize the installation."),
        ),
    ]  # fmt: skip


def answer_shell(command: click.Command, ctx_args: MutableMapping[str, Any], prog_name: str) -> None:
    """Answer a shell that asks what may come next, and leave; do nothing where none asks."""
    asked = f"_{prog_name}_COMPLETE".replace("-", "_").upper()
    if not (instruction := os.environ.get(asked)):
        return
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete

    completion_init()
    sys.exit(shell_complete(command, ctx_args, prog_name, asked, instruction))


def _install(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if not value or ctx.resilient_parsing:
        return
    from typer.completion import install  # type: ignore[attr-defined]

    shell, path = install(shell=value if isinstance(value, str) else None, prog_name="nanhu-kpi")
    click.echo(
        _("Completion for {shell} is installed in {path}; it begins with the next shell.").format(
            shell=shell, path=path
        )
    )
    ctx.exit()


def _show(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from typer.completion import show_callback

        show_callback(ctx, param, value)
