"""What every command shares: what the common options said, the ledger, and talk on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
import typer  # noqa: TC002 - Typer reads the annotations of what it calls

from nanhu_kpi.days import utc_now
from nanhu_kpi.errors import FOUND, OK, Refusal
from nanhu_kpi.errors.targets import ReasonWanted
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.service.ledger import Ledger, database_place, this_host, this_officer
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nanhu_kpi.days import Clock

_META = "nanhu_kpi."
_T = TypeVar("_T")


class Surroundings:
    """What `main` hands to the commands, and learns from them: which file is in use, whether anything was recorded or
    a question waits for its answer, and how to end."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self.clock = clock
        self.path: Path | None = None
        self.recorded = False
        self.asking = False
        self.exit_code = OK


def ledger_of(ctx: click.Context, by: str | None = None) -> Ledger:
    """Return the ledger that the common options and the surroundings name."""
    path, may_create = database_place(ctx.meta.get(f"{_META}db"), os.environ)
    around = _surroundings(ctx)
    around.path = path

    def on_recorded() -> None:
        around.recorded = True

    def on_upgraded(path: Path, backup: Path) -> None:
        sentence = _("Upgraded {path} to this version's format; the previous file is kept as {backup}.")
        say(ctx, sentence.format(path=path, backup=backup))
        say(ctx, _("To add the measures that the report's catalogue has gained: nanhu-kpi db update"))

    def on_ahead(newest: str, now: str) -> None:
        sentence = _("The newest row of the file is of {newest}, and the clock says {now}. Check the clocks.")
        say(ctx, f"{sentence.format(newest=newest, now=now)} {_('To see such rows: nanhu-kpi db check')}")

    return Ledger(
        path=path,
        clock=around.clock,
        officer=this_officer(by),
        host=this_host(),
        may_create=may_create,
        on_recorded=on_recorded,
        on_created=lambda path: say(ctx, _("Created {path} from the 2023 work report.").format(path=path)),
        on_wait=lambda path: say(ctx, _("Waiting for another program that is writing to {path} ...").format(path=path)),
        on_upgraded=on_upgraded,
        on_ahead=on_ahead,
    )


def clock_of(ctx: click.Context) -> Clock:
    """Return the clock of a command that has no ledger."""
    return _surroundings(ctx).clock


def keep_common(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> None:
    """Keep what a common option says, before a command's name or after it."""
    if value is not None and value is not False:
        ctx.meta[f"{_META}{param.name}"] = value


def say(ctx: click.Context, sentence: str) -> None:
    """Say something on stderr, unless --quiet."""
    if not is_quiet(ctx):
        click.echo(visible(sentence), err=True)


def say_refusal(refusal: Refusal) -> None:
    """Say on stderr why something is refused, where the command goes on all the same."""
    from nanhu_kpi.render.refusals import sentence

    click.echo(sentence(refusal), err=True)


def say_tried(ctx: click.Context, count: int) -> None:
    """Say how many entries a dry run has not recorded."""
    told = ngettext(
        "{count} entry to record; nothing was recorded. To record it, leave out --dry-run.",
        "{count} entries to record; nothing was recorded. To record them, leave out --dry-run.",
        count,
    )
    say(ctx, told.format(count=count))


def asking_why(act: Callable[[str], _T], reason: str) -> _T:
    """Return what `act` makes of a reason, asking a person for one where it wants one and has none."""
    try:
        return act(reason)
    except ReasonWanted as refusal:
        if not may_ask():
            raise
        wanted = refusal
    from nanhu_kpi.cli.prompts import ask_why

    return act(ask_why(wanted))


def end_with_finding(ctx: click.Context) -> None:
    """Have the process end with 10 when the command is done, also where the reader of its output leaves early."""
    _surroundings(ctx).exit_code = FOUND


@contextmanager
def asking() -> Iterator[None]:
    """Have it known that a question waits for its answer, so that who leaves at it is told that nothing was recorded;
    nothing is written meanwhile."""
    around = _surroundings(click.get_current_context())
    around.asking = True
    yield
    around.asking = False


def is_quiet(ctx: click.Context) -> bool:
    """Return whether --quiet was given."""
    return bool(ctx.meta.get(f"{_META}quiet"))


def may_page() -> bool:
    """Return whether what is taller than the screen may go through a pager: nobody said --no-pager."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and not ctx.meta.get(f"{_META}no_pager")


def may_ask() -> bool:
    """Return whether a person sits at the other end: questions go to stderr and are answered on stdin."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _surroundings(ctx: click.Context) -> Surroundings:
    root = ctx.find_root().obj
    return root if isinstance(root, Surroundings) else Surroundings()
