"""What a shell is offered while somebody types, and how it is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import typer
from click.shell_completion import CompletionItem, add_completion_class, get_completion_class
from typer.completion import get_completion_inspect_parameters, show_callback

from nanhu_kpi.cli.context import ledger_of
from nanhu_kpi.errors import Refusal
from nanhu_kpi.i18n import _
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nanhu_kpi.model import Measure

_SHORTEST = 60
# Each sign as zsh takes it for itself: evaluated once in double quotes, inside single quotes that are evaluated before.
_ZSH = {"\\": "\\\\\\\\", "$": "\\$", "`": "\\`", '"': '\\"', "'": "'\\''", ":": "\\\\:"}


def complete_codes(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that begin as typed, with their names; silent, and creating nothing, while somebody types."""
    from nanhu_kpi.render.words import name_of

    start = incomplete.upper().replace("-", "")
    # As typed so far, and on: shells pass over what does not begin with the very letters typed.
    return [
        (f"{incomplete}{code[len(start) :]}", name_of(measure))
        for code, measure in _measures(ctx).items()
        if code.startswith(start)
    ]


def complete_groupings(incomplete: str) -> list[str]:
    """Return what `status --by` counts by, as typed so far and on."""
    from nanhu_kpi.service.status_by import By

    return [by for by in By if by.startswith(incomplete.lower())]


def complete_steps(incomplete: str) -> list[str]:
    """Return the periods of `trend --by`, as typed so far and on."""
    from nanhu_kpi.service.trend import STEPS

    return [step for step in STEPS if step.startswith(incomplete.lower())]


def complete_owners(ctx: click.Context, incomplete: str) -> list[str]:
    """Return the owners that begin as typed."""
    return _people(ctx, incomplete, "owner")


def complete_support(ctx: click.Context, incomplete: str) -> list[str]:
    """Return the supporting units that begin as typed."""
    return _people(ctx, incomplete, "support")


def complete_leaders(ctx: click.Context, incomplete: str) -> list[str]:
    """Return the leaders that begin as typed."""
    return _people(ctx, incomplete, "leader")


def _people(ctx: click.Context, incomplete: str, field: str) -> list[str]:
    names = {getattr(measure, field) for measure in _measures(ctx).values()}
    return sorted(name for name in names if name and name.startswith(incomplete))


def _measures(ctx: click.Context) -> Mapping[str, Measure]:
    from nanhu_kpi.service.log import measures_known

    try:
        return measures_known(ledger_of(ctx)._replace(may_create=False))
    except Refusal:
        return {}


def complete_topics(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the topics of the manual and the commands that begin as typed, with what they are."""
    from nanhu_kpi.render.manual import TOPICS, title_of

    root = ctx.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    below = [(name, group.get_command(root, name)) for name in group.list_commands(root)]
    offered = [(name, title_of(topic)) for topic in TOPICS for name in (topic.name, topic.names[0])]
    offered += [(name, command.get_short_help_str(_SHORTEST)) for name, command in below if command]
    return [(name, said) for name, said in offered if name.startswith(incomplete)]


def know_shells() -> None:
    """Have Typer register the shells that it knows, as it does where its own options are used.

    Names are what officers of any copy typed. Typer reads them as rich's markup, and its zsh runs what stands in them.
    """
    get_completion_inspect_parameters()
    for shell, offered in {"zsh": _offered_to_zsh, "fish": _offered_to_fish}.items():
        known: type[Any] | None = get_completion_class(shell)
        if known:
            add_completion_class(type(known.__name__, (known,), {"format_completion": offered}))


def _offered_to_zsh(_shell: object, item: CompletionItem) -> str:
    """Return a candidate and its help as words in double quotes, which zsh evaluates inside single quotes."""
    words = [item.value, *([item.help] if item.help else [])]
    return ":".join('"' + "".join(_ZSH.get(char, char) for char in visible(word)) + '"' for word in words)


def _offered_to_fish(_shell: object, item: CompletionItem) -> str:
    return f"{visible(item.value)}\t{visible(item.help)}" if item.help else visible(item.value)


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
