"""`goal add|edit` and `measure add|edit|retire`: definitions, each change recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.commands.definitions import goal, measure
from nanhu_kpi.cli.completion import complete_codes
from nanhu_kpi.cli.context import desk, is_quiet, may_ask, say
from nanhu_kpi.cli.typed import Command
from nanhu_kpi.cli.typed_options import ByOption
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import OPTIONS_WANTED
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.model import Cadence, Direction, Kind
from nanhu_kpi.service import definitions as service
from nanhu_kpi.service.definition_rules import goal_code, measure_code
from nanhu_kpi.service.definitions import Edited

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Ledger

__all__ = ["goal", "measure"]

ZhOption = Annotated[str | None, typer.Option("--name-zh", metavar=_("TEXT"), help=_("The Chinese name, short."))]
EnOption = Annotated[str | None, typer.Option("--name-en", metavar=_("TEXT"), help=_("The English name, short."))]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar=_("TEXT"), help=_("Where it stands: 2.3.2 of the report, or a paper."))
]
GoalOption = Annotated[str | None, typer.Option("--goal", metavar=_("CODE"), help=_("Its goal, such as JJ-G6."))]
UnitOption = Annotated[str | None, typer.Option("--unit", metavar=_("TEXT"), help=_("Its unit; a milestone's is %."))]
KindOption = Annotated[Kind | None, typer.Option("--kind", help=_("How its entries become the actual."))]
DirectionOption = Annotated[Direction | None, typer.Option("--direction", help=_("Else at_least."))]
CadenceOption = Annotated[Cadence | None, typer.Option("--cadence", help=_("How often it is reported."))]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar=_("TEXT"), help=_("Who answers for it."))]
SupportOption = Annotated[str | None, typer.Option("--support", metavar=_("TEXT"), help=_("Who helps."))]
LeaderOption = Annotated[str | None, typer.Option("--leader", metavar=_("TEXT"), help=_("Which leader oversees it."))]
AboveOption = Annotated[str | None, typer.Option("--numerator", metavar=_("CODE"), help=_("Of a ratio: its code."))]
BelowOption = Annotated[str | None, typer.Option("--denominator", metavar=_("CODE"), help=_("Of a ratio: its code."))]
# Without a default they could not be asked for: a script that leaves them out is refused all the same.
NewCode = Annotated[
    str | None,
    typer.Argument(metavar=_("CODE"), help=_("A new one: a code is never given twice."), show_default=False),
]
GoalCode = Annotated[str | None, typer.Argument(metavar=_("CODE"), help=_("Such as JJ-G6."), show_default=False)]
MeasureCode = Annotated[
    str | None,
    typer.Argument(metavar=_("CODE"), help=_("Such as JJ03."), autocompletion=complete_codes, show_default=False),
]
SelectMeasures = Annotated[
    list[str] | None,
    typer.Argument(
        show_default=False,
        metavar=_("SELECT ..."),
        help=_("A code; for owner, support, leader and cadence several, or an area, a goal, words of a name."),
        autocompletion=complete_codes,
    ),
]


@goal.command("add", cls=Command, help=_("Define a new goal; in a terminal it asks for what is missing."))
def goal_add(
    ctx: typer.Context, code: NewCode = None, name_zh: ZhOption = None, name_en: EnOption = None,
    source: SourceOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    """Define a new goal."""
    at = desk(ctx, by)
    fields = _given(name_zh=name_zh, name_en=name_en, source=source)
    if code is None:
        _refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.measure_prompts import ask_new_code

        code = ask_new_code(service.book(at), "goal")
    code = goal_code(code, service.book(at))
    lacking = [field for field in ("name_zh", "name_en") if field not in fields]
    if lacking:
        _refuse_a_script(f"goal add {code}", lacking)
        from nanhu_kpi.cli.commands.measure_prompts import ask_goal

        fields = ask_goal(service.book(at), code, fields)
    added = service.add_goal(at, code, fields)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import goal_line

        click.echo(goal_line(added))


@goal.command("edit", cls=Command, help=_("Change a goal's names or source; what it was is kept."))
def goal_edit(
    ctx: typer.Context, code: GoalCode = None, name_zh: ZhOption = None, name_en: EnOption = None,
    source: SourceOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    """Change a goal."""
    at = desk(ctx, by)
    fields = _given(name_zh=name_zh, name_en=name_en, source=source)
    if code is None:
        _refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.measure_prompts import ask_known_goal

        code = ask_known_goal(service.book(at)).code
    if not fields and may_ask():
        from nanhu_kpi.cli.commands.measure_prompts import ask_changes

        book = service.book(at)
        fields = ask_changes(book, "goal", [book.goal(code)], ("name_zh", "name_en", "source"))
    _print(ctx, service.edit_goal(at, code, fields))


@measure.command("add", cls=Command, help=_("Define a new measure; in a terminal it asks for what is missing."))
def measure_add(
    ctx: typer.Context, code: NewCode = None, goal: GoalOption = None, name_zh: ZhOption = None,
    name_en: EnOption = None, unit: UnitOption = None, kind: KindOption = None, direction: DirectionOption = None,
    cadence: CadenceOption = None, owner: OwnerOption = None, support: SupportOption = None,
    leader: LeaderOption = None, source: SourceOption = None, numerator: AboveOption = None,
    denominator: BelowOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    """Define a new measure."""
    at = desk(ctx, by)
    fields = _given(
        goal=goal, name_zh=name_zh, name_en=name_en, unit=unit, kind=kind, direction=direction, cadence=cadence,
        owner=owner, support=support, leader=leader, source=source, numerator=numerator, denominator=denominator,
    )  # fmt: skip
    if code is None:
        _refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.measure_prompts import ask_new_code

        code = ask_new_code(service.book(at), "measure", goal or "")
    # Before anything is asked that would be asked for nothing.
    code = measure_code(code, service.book(at))
    if lacking := service.missing(fields):
        _refuse_a_script(f"measure add {code}", lacking)
        from nanhu_kpi.cli.commands.measure_prompts import ask_measure_fields

        fields = ask_measure_fields(service.book(at), code, fields)
    added = service.add_measure(at, code, fields)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import measure_line

        click.echo(measure_line(added))


@measure.command("edit", cls=Command, help=_("Change measures; owner, support, leader and cadence of many at once."))
def measure_edit(
    ctx: typer.Context, select: SelectMeasures = None, name_zh: ZhOption = None, name_en: EnOption = None,
    owner: OwnerOption = None, support: SupportOption = None, leader: LeaderOption = None,
    cadence: CadenceOption = None, goal: GoalOption = None, source: SourceOption = None, unit: UnitOption = None,
    kind: KindOption = None, direction: DirectionOption = None, numerator: AboveOption = None,
    denominator: BelowOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    """Change measures."""
    at = desk(ctx, by)
    fields = _given(
        name_zh=name_zh, name_en=name_en, owner=owner, support=support, leader=leader, cadence=cadence, goal=goal,
        source=source, unit=unit, kind=kind, direction=direction, numerator=numerator, denominator=denominator,
    )  # fmt: skip
    select = select or [_measure_asked_for(ctx, at, "select")]
    if not fields and may_ask():
        from nanhu_kpi.cli.commands.measure_prompts import ask_changes

        chosen = service.measures_selected(at, select)
        own = ("name_zh", "name_en") if len(chosen) == 1 else ()
        fields = ask_changes(service.book(at), "measure", chosen, (*own, *service.SHARED))
        select = [each.code for each in chosen]
    _print(ctx, service.edit_measures(at, select, fields))


@measure.command("retire", cls=Command, help=_("Retire a measure: it keeps its history and leaves status."))
def measure_retire(
    ctx: typer.Context,
    code: MeasureCode = None,
    day: Annotated[str | None, typer.Option("--from", metavar=_("DAY"), help=_("Else today."))] = None,
    reason: Annotated[str, typer.Option("--reason", "-r", metavar=_("TEXT"), help=_("Why."), show_default=False)] = "",
    back: Annotated[bool, typer.Option("--back", help=_("Bring a retired measure back."))] = False,
    by: ByOption = None,
) -> None:
    """Retire a measure, or bring it back."""
    at = desk(ctx, by)
    if back and day is not None:
        raise click.UsageError(_("--back and --from contradict each other."), ctx=ctx)
    if code is None:
        code = _measure_asked_for(ctx, at, "code")
    if back:
        _print(ctx, service.bring_back(at, code, reason=reason.strip()))
        return
    done = service.retire(at, code, day=day, reason=reason.strip())
    _print(ctx, done)
    if done.changes and not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import retired_line
        from nanhu_kpi.render.words import name_of

        click.echo(retired_line(done.changes[0].code))
        rests = [each for each in service.ratios_of(at, code) if each.retired_on is None]
        if rests:
            sentence = _("{code} is a part of {ratios}, which will have no value where it is not reported.")
            say(
                ctx,
                sentence.format(code=done.changes[0].code, ratios=listed([f"{r.code} {name_of(r)}" for r in rests])),
            )


def _measure_asked_for(ctx: click.Context, at: Ledger, param: str) -> str:
    """Return the code of the measure that a person finds. Raises MissingParameter in a script."""
    _refuse_a_script_without(ctx, param)
    from nanhu_kpi.cli.prompts import ask_measure

    return ask_measure(service.book(at).measures).code


def _refuse_a_script_without(ctx: click.Context, name: str) -> None:
    if not may_ask():
        param = next(each for each in ctx.command.params if each.name == name)
        raise click.MissingParameter(ctx=ctx, param=param)


def _given(**fields: str | None) -> dict[str, str]:
    return {field: str(value) for field, value in fields.items() if value is not None}


def _refuse_a_script(command: str, lacking: list[str]) -> None:
    if not may_ask():
        raise Usage(OPTIONS_WANTED, command=command, options=[f"--{field.replace('_', '-')}" for field in lacking])


def _print(ctx: click.Context, edited: Edited) -> None:
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.definitions import definition_line

    for change in edited.changes:
        click.echo(definition_line(edited.things[change.code], change))
    if not edited.changes:
        sentence = ngettext(
            "Nothing to change: {codes} already has these values.",
            "Nothing to change: {codes} already have these values.",
            len(edited.things),
        )
        click.echo(sentence.format(codes=", ".join(edited.things)))
