"""`config`: what the office sets about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.context import is_quiet, ledger_of
from nanhu_kpi.cli.frame import command_group, commands, examples, no_such_option
from nanhu_kpi.cli.options import ByOption, OutputOption, ShapeOption, offered_argument
from nanhu_kpi.cli.output import emit
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import SETTING_WORDS_WANTED
from nanhu_kpi.exchange.formats import format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.config import set_setting, settings_known
from nanhu_kpi.service.export import write_filled

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

app = commands()
config = command_group(app, "config", _("Settings of the office."))
# A threshold is below 0, and is no option.
_VALUES = {"ignore_unknown_options": True}


@config.command(
    "list",
    help=_("List the settings and their defaults, with those of single measures."),
    epilog=examples(
        "nanhu-kpi config list",
        _("Every setting with its default."),
        "nanhu-kpi config list --lang en",
        _("In English."),
    ),
)
def config_list(ctx: typer.Context, format_: ShapeOption = None, output: OutputOption = None) -> None:
    shape, settings = format_asked(format_, output), settings_known(ledger_of(ctx))

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.config import settings_sheet

        return [settings_sheet(settings)]

    emit(ctx, shape, output, sheets, lambda fmt, stream: write_filled("settings", settings, fmt, stream))


@config.command(
    "set",
    context_settings=_VALUES,
    help=_("Change a setting, for the office or for one measure."),
    epilog=examples(
        "nanhu-kpi config set behind -5",
        _("Yellow from more than 5 points behind."),
        "nanhu-kpi config set far_behind -20 JJ03",
        _("Red from more than 20 points behind, for one measure."),
        "nanhu-kpi config set behind --reset",
        _("Back to the default."),
    ),
)
def config_set(
    ctx: typer.Context,
    key: Annotated[str, offered_argument("keys", help_=_("A setting. To list them: nanhu-kpi config list"))],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("VALUE [CODE]"),
            help=_("The value. behind and far_behind also take a measure's code, for that measure alone."),
            show_default=False,
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help=_("Restore the default; for CODE, the office's value."))
    ] = False,
    by: ByOption = None,
) -> None:
    given = words or []
    for word in (key, *given):
        if word.startswith("--"):
            raise no_such_option(word, ctx)
    value = None if reset or not given else given.pop(0)
    if len(given) > 1 or (value is None and not reset):
        raise Usage(SETTING_WORDS_WANTED)
    done = set_setting(ledger_of(ctx, by), key, value, *given)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.config import setting_line

        click.echo(setting_line(done.before, done.after, done.recorded))
