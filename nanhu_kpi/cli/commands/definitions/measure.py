"""`measure list|add|edit|retire`: the measures, each change recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.commands.definitions.definition_options import (
    EnOption,
    NewCode,
    SourceOption,
    ZhOption,
    emit_definitions,
    given,
    print_edited,
    refuse_a_script,
    refuse_a_script_without,
)
from nanhu_kpi.cli.commands.definitions.measure_import import import_measures
from nanhu_kpi.cli.context import asking_why, is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.frame import command_group, commands, examples
from nanhu_kpi.cli.options import (
    ByOption,
    CodeArgument,
    OutputOption,
    ReasonOption,
    SelectArgument,
    ShapeOption,
    offered,
    offered_argument,
)
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Cadence, Direction, Kind
from nanhu_kpi.service.definitions import definitions as service
from nanhu_kpi.service.definitions.definition_rules import measure_code

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Ledger

app = commands()
measure = command_group(app, "measure", _("Measures: list, add, change, retire."))

GoalOption = Annotated[str | None, offered("goals", "--goal", help_=_("Goal it belongs to, such as JJ-G6."))]
UnitOption = Annotated[str | None, offered("units", "--unit", help_=_("Unit of the values; for a milestone %."))]
KindOption = Annotated[Kind | None, typer.Option("--kind", help=_("Kind: how entries become the actual."))]
DirectionOption = Annotated[
    Direction | None, typer.Option("--direction", help=_("Direction. Default for a new measure: at_least."))
]
CadenceOption = Annotated[
    Cadence | None, typer.Option("--cadence", help=_("How often it is reported. Default for a new measure: monthly."))
]
OwnerOption = Annotated[str | None, offered("owners", "--owner", help_=_("Owner: the unit in charge."))]
SupportOption = Annotated[str | None, offered("support", "--support", help_=_("Supporting units."))]
LeaderOption = Annotated[str | None, offered("leaders", "--leader", help_=_("Leader who oversees it."))]
AboveOption = Annotated[str | None, offered("codes", "--numerator", help_=_("Numerator of a ratio: a measure's code."))]
BelowOption = Annotated[
    str | None, offered("codes", "--denominator", help_=_("Denominator of a ratio: a measure's code."))
]
SelectMeasures = Annotated[
    list[str] | None,
    offered_argument(
        "selection",
        help_=_(
            "A code. For --owner, --support, --leader and --cadence also several, or an area, a goal or "
            "words of a name."
        ),
        metavar=_("SELECT ..."),
    ),
]


@measure.command(
    "list",
    help=_("List the measures and their codes by area."),
    epilog=examples(
        "nanhu-kpi measure list",
        _("Every measure and its code."),
        _("nanhu-kpi measure list tourism"),
        _("Find a code by words of the name."),
    ),
)
def measure_list(
    ctx: typer.Context, select: SelectArgument = None, format_: ShapeOption = None, output: OutputOption = None
) -> None:
    emit_definitions(ctx, "measures", select, format_, output)


@measure.command(
    "add",
    help=_("Add a measure; in a terminal it asks for what is missing."),
    epilog=examples(
        'nanhu-kpi measure add MS81 --goal MS-G3 --name-zh 夜校课程 --name-en "Evening classes" --kind sum --unit 场',
        _("Something that adds up over the year."),
        'nanhu-kpi measure add MS82 --goal MS-G1 --name-zh 户均帮扶 --name-en "Aid" --kind ratio --unit 万元 '
        "--numerator MS06 --denominator MS05",
        _("A ratio of two other measures."),
    ),
)
def measure_add(
    ctx: typer.Context, code: NewCode = None, goal: GoalOption = None, name_zh: ZhOption = None,
    name_en: EnOption = None, unit: UnitOption = None, kind: KindOption = None, direction: DirectionOption = None,
    cadence: CadenceOption = None, owner: OwnerOption = None, support: SupportOption = None,
    leader: LeaderOption = None, source: SourceOption = None, numerator: AboveOption = None,
    denominator: BelowOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    ledger = ledger_of(ctx, by)
    fields = given(
        goal=goal, name_zh=name_zh, name_en=name_en, unit=unit, kind=kind, direction=direction, cadence=cadence,
        owner=owner, support=support, leader=leader, source=source, numerator=numerator, denominator=denominator,
    )  # fmt: skip
    if code is None:
        refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_new_code

        code = ask_new_code(service.book(ledger), "measure", goal or "")
    # Before anything is asked that would be asked for nothing.
    code = measure_code(code, service.book(ledger))
    if lacking := service.missing(fields):
        refuse_a_script(f"measure add {code}", lacking)
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_measure_fields

        fields = ask_measure_fields(service.book(ledger), code, fields)
    added = service.add_measure(ledger, code, fields)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import measure_line

        click.echo(measure_line(added))


@measure.command(
    "edit",
    help=_("Change measures; owner, supporting units, leader and cadence of several at once."),
    epilog=examples(
        "nanhu-kpi measure edit JJ-G1 --owner 经济服务办公室",
        _("Name the owner of all measures of a goal."),
        "nanhu-kpi measure edit JJ09 --cadence weekly",
        _("Have one measure reported every week."),
    ),
)
def measure_edit(
    ctx: typer.Context, select: SelectMeasures = None, name_zh: ZhOption = None, name_en: EnOption = None,
    owner: OwnerOption = None, support: SupportOption = None, leader: LeaderOption = None,
    cadence: CadenceOption = None, goal: GoalOption = None, source: SourceOption = None, unit: UnitOption = None,
    kind: KindOption = None, direction: DirectionOption = None, numerator: AboveOption = None,
    denominator: BelowOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    ledger = ledger_of(ctx, by)
    fields = given(
        name_zh=name_zh, name_en=name_en, owner=owner, support=support, leader=leader, cadence=cadence, goal=goal,
        source=source, unit=unit, kind=kind, direction=direction, numerator=numerator, denominator=denominator,
    )  # fmt: skip
    select = select or [_measure_asked_for(ctx, ledger, "select")]
    if not fields and may_ask():
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_changes

        chosen = service.measures_selected(ledger, select)
        own = ("name_zh", "name_en") if len(chosen) == 1 else ()
        fields = ask_changes(service.book(ledger), "measure", chosen, (*own, *service.SHARED))
        select = [each.code for each in chosen]
    print_edited(ctx, service.edit_measures(ledger, select, fields))


@measure.command(
    "retire",
    help=_("Retire a measure: its entries are kept, and status no longer lists it."),
    epilog=examples(
        _('nanhu-kpi measure retire MS17 --reason "merged into MS18"'),
        _("From today on it is no longer listed."),
        _('nanhu-kpi measure retire MS17 --back --reason "still counted"'),
        _("Take that back."),
    ),
)
def measure_retire(
    ctx: typer.Context,
    code: CodeArgument = None,
    day: Annotated[str | None, offered("days", "--from", help_=_("Day it is retired from. Default: today."))] = None,
    reason: ReasonOption = "",
    back: Annotated[bool, typer.Option("--back", help=_("Bring back a retired measure."))] = False,
    by: ByOption = None,
) -> None:
    ledger = ledger_of(ctx, by)
    if back and day is not None:
        raise click.UsageError(_("--back and --from cannot be used together."), ctx=ctx)
    if code is None:
        code = _measure_asked_for(ctx, ledger, "code")
    if back:
        print_edited(ctx, service.bring_back(ledger, code, reason=reason.strip()))
        return
    named = code
    done = asking_why(lambda why: service.retire(ledger, named, day=day, reason=why.strip()), reason)
    print_edited(ctx, done)
    if done.changes and not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import retired_line
        from nanhu_kpi.render.words import name_of

        click.echo(retired_line(done.changes[0].code))
        rests = [each for each in service.ratios_of(ledger, code) if each.retired_on is None]
        if rests:
            sentence = _("{code} is part of {ratios}, which will have no data once {code} is no longer reported.")
            say(
                ctx,
                sentence.format(code=done.changes[0].code, ratios=listed([f"{r.code} {name_of(r)}" for r in rests])),
            )


measure.command(
    "import",
    help=_("Change the measures in a file, such as their owners: all of them or none."),
    epilog=examples(
        _("nanhu-kpi measure import owners.csv --dry-run"),
        _("What a file would change; nothing is changed."),
        _("nanhu-kpi measure import owners.csv --yes"),
        _("Change all of it, without being asked."),
    ),
)(import_measures)


def _measure_asked_for(ctx: click.Context, ledger: Ledger, param: str) -> str:
    """Return the code of the measure that a person finds. Raises MissingParameter in a script."""
    refuse_a_script_without(ctx, param)
    from nanhu_kpi.cli.prompts import ask_measure

    return ask_measure(service.book(ledger).measures).code
