"""What a shell is offered while somebody types, and how it is set up."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them at every start.

import io
import os
import re
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from typing import Any

import click
import typer
from click.shell_completion import CompletionItem, add_completion_class, get_completion_class
from typer.completion import get_completion_inspect_parameters, show_callback

from nanhu_kpi.i18n import _
from nanhu_kpi.text import shortened, visible

# The keys that have bash list what fits: then each comes with its name, which is never put into the line.
_LISTING = ("33", "63", "64")
_ASKED = "COMP_CWORD=$COMP_CWORD"
_ASKED_HOW = f"{_ASKED} COMP_TYPE=$COMP_TYPE"
# Each sign as zsh takes it for itself: evaluated once in double quotes, inside single quotes that are evaluated before.
_ZSH = {"\\": "\\\\\\\\", "$": "\\$", "`": "\\`", '"': '\\"', "'": "'\\''", ":": "\\\\:"}


def offering(what: str) -> Callable[[click.Context, str], list[tuple[str, str]]]:
    """Return what answers a shell that asks for weeks, owners or whatever `what` says."""

    def offer(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
        from nanhu_kpi.cli.offers import OFFERS

        return OFFERS[what](ctx, incomplete)

    return offer


def know_shells() -> None:
    """Have Typer register the shells that it knows, as it does where its own options are used.

    Names are what officers of any copy typed. Typer reads them as rich's markup, and its zsh runs what stands in them.
    """
    get_completion_inspect_parameters()
    bash: dict[str, Any] = {"format_completion": _offered_to_bash, "get_completions": _bash_completions}
    ours: dict[str, dict[str, Any]] = {
        "bash": bash,
        "zsh": {"format_completion": _offered_to_zsh},
        "fish": {"format_completion": _offered_to_fish},
    }
    for shell, methods in ours.items():
        known: type[Any] | None = get_completion_class(shell)
        if known:
            add_completion_class(type(known.__name__, (known,), methods))


def _offered_to_zsh(_shell: object, item: CompletionItem) -> str:
    """Return a candidate and its help as words in double quotes, which zsh evaluates inside single quotes."""
    words = [item.value, *([item.help] if item.help else [])]
    return ":".join('"' + "".join(_ZSH.get(char, char) for char in visible(word)) + '"' for word in words)


def _offered_to_fish(_shell: object, item: CompletionItem) -> str:
    return f"{visible(item.value)}\t{visible(item.help)}" if item.help else visible(item.value)


def _offered_to_bash(shell: Any, item: CompletionItem) -> str:
    """Return a candidate, with its help where several are listed: what stands alone is put into the line."""
    value = _quoted(visible(item.value))
    return f"{value}  {shortened(visible(item.help))}" if item.help and shell.lists else value


def _bash_completions(shell: Any, args: list[str], incomplete: str) -> list[CompletionItem]:
    """Return what bash is offered, and note whether it will list it."""
    found: list[CompletionItem] = super(type(shell), shell).get_completions(args, incomplete)
    shell.lists = len(found) > 1 and os.environ.get("COMP_TYPE") in _LISTING
    return found


def _quoted(text: str) -> str:
    """Return a word as bash takes it, quoted where something in it means something to bash."""
    return "'" + text.replace("'", "'\\''") + "'" if re.search(r"""[\s"'$`\\!*?&|;<>(){}\[\]#~]""", text) else text


def install_completion(ctx: typer.Context, value: bool) -> None:
    """Set up the current shell, and leave."""
    if not value or ctx.resilient_parsing:
        return
    from typer.completion import install  # type: ignore[attr-defined]

    shell, path = install(prog_name="nanhu-kpi")
    path.write_text(path.read_text(encoding="utf-8").replace(_ASKED, _ASKED_HOW), encoding="utf-8")
    click.echo(
        _("Completion for {shell} was installed in {path}. Open a new terminal to use it.").format(
            shell=shell, path=path
        )
    )
    raise typer.Exit


def show_completion(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    """Print what sets up the current shell, and leave."""
    if not value or ctx.resilient_parsing:
        return
    with redirect_stdout(io.StringIO()) as shown, suppress(SystemExit):
        show_callback(ctx, param, value)
    click.echo(shown.getvalue().replace(_ASKED, _ASKED_HOW), nl=False)
    raise typer.Exit
