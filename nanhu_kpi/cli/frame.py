"""The frame of every command: the common options, help by screen cells, and words that come near.

`log`, `status` and the root stand on click alone, since importing Typer takes longer than all that `log` does; the
other commands are Typer's (`typed`), on the same frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nanhu_kpi.cli.context import common_options
from nanhu_kpi.cli.helping import Context
from nanhu_kpi.cli.option import Option
from nanhu_kpi.i18n import _, listed

if TYPE_CHECKING:
    _Base = click.Command
    _GroupBase = click.Group
else:
    _Base = _GroupBase = object


class Framed(_Base):
    """A command with the common options, so that they may stand after its name too."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options_metavar = _("[OPTIONS]")
        self.params += common_options()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`. Click's own asks the process-wide gettext, which is not set up for a word nobody reads."""
        if self._help_option is None:
            self._help_option = Option(
                self.get_help_option_names(ctx), is_flag=True, is_eager=True, expose_value=False, callback=_show_help,
                help=_("Show this message and exit."),
            )  # fmt: skip
        return self._help_option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the arguments are, then the options, then the commands of a group."""
        for title, type_ in ((_("Arguments"), "argument"), (_("Options"), "option")):
            params = [param for param in self.get_params(ctx) if param.param_type_name == type_]
            if records := [record for param in params if (record := param.get_help_record(ctx))]:
                with formatter.section(title):
                    formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class FramedGroup(Framed, _GroupBase):
    """A group with the common options; its commands are listed in the order of their registration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subcommand_metavar = _("COMMAND [ARGS]...")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begins with. Raises a usage error that names what comes near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx)) if args else []
            if not near:
                raise
            hint = _("Did you mean: {near}?").format(near=listed(near))
            raise click.UsageError(f"{error.message} {hint}", ctx) from None


def no_such_option(word: str, ctx: click.Context) -> click.NoSuchOption:
    """Return the refusal of an option that a command does not have, with those that come near."""
    options = [name for param in ctx.command.get_params(ctx) for name in param.opts if name.startswith("--")]
    return click.NoSuchOption(word.partition("=")[0], possibilities=options, ctx=ctx)


class Command(Framed, click.Command):
    """A command on click alone."""


class Group(FramedGroup, click.Group):
    """A group on click alone."""


class Argument(click.Argument):
    """An argument that help explains: click's own has no words of its own."""

    def __init__(self, names: list[str], *, help: str, **facts: Any) -> None:
        super().__init__(names, **facts)
        self.help = help

    def make_metavar(self, ctx: click.Context) -> str:
        """Return its name, in brackets where it may be left out."""
        name = self.metavar or ""
        return name if self.required or name.startswith("[") else f"[{name}]"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return its name and what it is."""
        return self.make_metavar(ctx), self.help
