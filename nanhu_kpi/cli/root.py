"""The root command's own options: its version, and shell completion in the language in force."""

from __future__ import annotations

import click

from nanhu_kpi import __version__
from nanhu_kpi.i18n import _


def version_option() -> click.Option:
    """Return `--version`."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"nanhu-kpi {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=_("Show the version.")
    )


def translate_completion(command: click.Command) -> None:
    """Give typer's two completion options words that can be translated: its own cannot."""
    for param in command.params:
        if not isinstance(param, click.Option):
            continue
        if param.name == "install_completion":
            param.help = _("Install completion for the current shell.")
            param.callback = _install
        elif param.name == "show_completion":
            param.help = _("Show completion for the current shell, to copy it or customize the installation.")


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
