"""What a person sees of every command and Typer leaves open: common options, help by screen cells, words that come
near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click
import typer
from typer.core import TyperCommand, TyperGroup

from nanhu_kpi.cli.options import common_options
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TERM_MAX = 34
_NARROWEST = 20
_OF_A_GROUP = 3
_Function = TypeVar("_Function", bound="Callable[..., Any]")


class Commands(typer.Typer):
    """An app whose commands end their help with examples."""

    def command(self, *words: Any, **settings: Any) -> Callable[[_Function], _Function]:
        """Register a command; its `epilog` is what `examples` returns."""
        return super().command(*words, cls=Command, **settings)


def commands() -> Commands:
    """Return an app that a module registers its commands with, by the words that are typed."""
    return Commands(rich_markup_mode=None, suggest_commands=False)


def command_group(app: typer.Typer, name: str, help: str) -> Commands:
    """Register a command that others stand below, and return the app that they are registered with."""
    group = Commands(name=name, cls=Group, help=help, no_args_is_help=True)
    app.add_typer(group)
    return group


def examples(*lines: str) -> str:
    """Return the end of a command's help: lines to type, each followed by what it is for. A test runs them all."""
    return "\n".join(lines)


def examples_of(command: click.Command) -> list[tuple[str, str]]:
    """Return the lines that a command's help ends with, and what each is for: of a group those of the commands below,
    where it has none of its own."""
    if isinstance(command, click.Group) and not command.epilog:
        by_command = [examples_of(below) for below in command.commands.values()]
        return [of_one[0] for of_one in by_command if of_one][:_OF_A_GROUP] if len(by_command) > 1 else by_command[0]
    lines = (command.epilog or "").splitlines()
    return list(zip(lines[::2], lines[1::2], strict=True))


def framed(command: click.Command) -> click.Command:
    """Give a command, and those below it, the common options, Chinese signs in its usage and help by screen cells."""
    command.params += common_options()
    command.options_metavar = _("[OPTIONS]")
    command.context_class = CellContext
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for below in command.commands.values():
            framed(below)
    return command


def show_usage_error(error: click.ClickException) -> None:
    """Print what was typed wrong. Names and choices are listed as the language lists them: click prints a Python repr
    of each."""
    told = ""
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        near = listed(error.possibilities)
        told = _("{text} is not an option. Similar: {near}.").format(text=error.option_name, near=near)
    elif isinstance(error, click.BadParameter) and error.param is not None:
        told = _misfit(error, error.param)
    (click.UsageError(told, getattr(error, "ctx", None)) if told else error).show()


def _misfit(error: click.BadParameter, param: click.Parameter) -> str:
    choices = param.type.choices if isinstance(param.type, click.Choice) else ()
    known = listed([str(getattr(choice, "value", choice)) for choice in choices])
    name = " / ".join(param.opts) if isinstance(param, click.Option) else str(param.metavar or param.name)
    if isinstance(error, click.MissingParameter):
        told = _("Missing argument: {name} ({known})") if known else _("Missing argument: {name}")
    else:
        told = (
            _("Invalid value for {name}. Choose from: {known}.") if known else _("Invalid value for {name}: {reason}")
        )
    return told.format(name=name, known=known, reason=error.message)


def refuse_extra(ctx: click.Context, words: Sequence[str]) -> None:
    """Refuse arguments beyond those that a command takes, as click does. Raises UsageError."""
    sentence = ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", len(words))
    ctx.fail(sentence.format(args=" ".join(words)))


def no_such_option(word: str, ctx: click.Context) -> click.NoSuchOption:
    """Return the refusal of an option that a command does not have, with those that come near."""
    options = [name for param in ctx.command.get_params(ctx) for name in param.opts if name.startswith("--")]
    return click.NoSuchOption(word.partition("=")[0], possibilities=options, ctx=ctx)


def _write_end(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    if found := examples_of(ctx.command):
        with formatter.section(_("Examples")):
            for line, meaning in found:
                formatter.write_text(line)
                with formatter.indentation():
                    formatter.write_text(meaning)
    from nanhu_kpi.render.manual import topic_of

    words = ctx.command_path.split()
    topic = topic_of(words[1]) if len(words) > 1 else None
    if topic or len(words) == 1:
        with formatter.section(_("Manual")):
            formatter.write_text(f"nanhu-kpi help {topic.label if topic else ''}".rstrip())


class Command(TyperCommand):
    """A command whose help ends with examples."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, and which topic of the manual says more."""
        _write_end(ctx, formatter)


class Group(TyperGroup):
    """A group that answers a mistyped command in the language in force: Typer's own answer is English."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first example of each command below, and which topic of the manual says more."""
        _write_end(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begins with. Raises a usage error that names what comes near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx)) if args else []
            if not near:
                raise
            told = _("“{text}” is not a command. Similar: {near}.").format(text=args[0], near=listed(near))
            raise click.UsageError(told, ctx) from None


class CellHelpFormatter(click.HelpFormatter):
    """Wraps texts and aligns definition lists by the cells that they take on a screen: click counts characters, and a
    Chinese one takes two cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write a usage line, without a space behind a full-width colon."""
        super().write_usage(prog, args, prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write a heading, with the colon of the language in force."""
        self.write(f"{'':>{self.current_indent}}{heading}{_(': ').rstrip()}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped."""
        indent = " " * self.current_indent
        for line in self._wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _TERM_MAX, col_spacing: int = 2) -> None:
        """Write terms with their explanations in a second column."""
        from wcwidth import width

        rows = list(rows)
        column = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, explanation in rows:
            lines = self._wrapped(explanation, self.width - column - self.current_indent)
            gap = column - width(term)
            first = lines.pop(0) if lines and gap >= col_spacing else ""
            self.write(f"{indent}{term}{' ' * gap}{first}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * column}{line}\n")

    @staticmethod
    def _wrapped(text: str, cells: int) -> list[str]:
        from wcwidth import width

        return [line for part in text.splitlines() for line in wrapped(part, max(cells, _NARROWEST), width)]


class CellContext(click.Context):
    """A context whose help is laid out by cells."""

    formatter_class = CellHelpFormatter
