"""`area list`, `goal list|add|edit`: the work areas and the goals in them, each change recorded."""

from __future__ import annotations

from typing import Annotated

import click
import typer  # noqa: TC002 - Typer reads the annotations

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
from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask
from nanhu_kpi.cli.frame import command_group, commands, examples
from nanhu_kpi.cli.options import ByOption, OutputOption, SelectArgument, ShapeOption, offered_argument
from nanhu_kpi.i18n import _
from nanhu_kpi.service.definitions import definitions as service
from nanhu_kpi.service.definitions.definition_rules import goal_code

app = commands()
area = command_group(app, "area", _("The five work areas."))
goal = command_group(app, "goal", _("Goals: list, add, change."))

GoalCode = Annotated[str | None, offered_argument("goals", help_=_("Code of the goal, such as JJ-G6."))]


@area.command(
    "list",
    help=_("List the five work areas."),
    epilog=examples(
        "nanhu-kpi area list",
        _("The five areas and their codes."),
        "nanhu-kpi status JJ",
        _("An area's code picks its measures in every command."),
    ),
)
def area_list(ctx: typer.Context, format_: ShapeOption = None, output: OutputOption = None) -> None:
    emit_definitions(ctx, "areas", [], format_, output)


@goal.command(
    "list",
    help=_("List the goals by area."),
    epilog=examples(
        "nanhu-kpi goal list",
        _("Every goal and how many measures it holds."),
        "nanhu-kpi goal list JJ MS",
        _("Those of two areas."),
    ),
)
def goal_list(
    ctx: typer.Context, select: SelectArgument = None, format_: ShapeOption = None, output: OutputOption = None
) -> None:
    emit_definitions(ctx, "goals", select, format_, output)


@goal.command(
    "add",
    help=_("Add a goal; in a terminal it asks for what is missing."),
    epilog=examples(
        'nanhu-kpi goal add JJ-G7 --name-zh 会展经济 --name-en "Exhibitions"',
        _("A new goal under the economy."),
        'nanhu-kpi goal add PA-G3 --name-zh 矛盾调处 --name-en "Mediation" --source 2.4.2',
        _("With the section of the report it comes from."),
    ),
)
def goal_add(
    ctx: typer.Context, code: NewCode = None, name_zh: ZhOption = None, name_en: EnOption = None,
    source: SourceOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    ledger = ledger_of(ctx, by)
    fields = given(name_zh=name_zh, name_en=name_en, source=source)
    if code is None:
        refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_new_code

        code = ask_new_code(service.book(ledger), "goal")
    code = goal_code(code, service.book(ledger))
    if "name_zh" not in fields:
        refuse_a_script(f"goal add {code}", ["name_zh"])
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_goal

        fields = ask_goal(service.book(ledger), code, fields)
    added = service.add_goal(ledger, code, fields)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.definitions import goal_line

        click.echo(goal_line(added))


@goal.command(
    "edit",
    help=_("Change a goal's names or source; every change is recorded."),
    epilog=examples(
        "nanhu-kpi goal edit JJ-G1 --name-zh 招商引资",
        _("Give a goal another name."),
        "nanhu-kpi goal edit JJ-G1 --source 2.3.1",
        _("Correct its source."),
    ),
)
def goal_edit(
    ctx: typer.Context, code: GoalCode = None, name_zh: ZhOption = None, name_en: EnOption = None,
    source: SourceOption = None, by: ByOption = None,
) -> None:  # fmt: skip
    ledger = ledger_of(ctx, by)
    fields = given(name_zh=name_zh, name_en=name_en, source=source)
    if code is None:
        refuse_a_script_without(ctx, "code")
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_known_goal

        code = ask_known_goal(service.book(ledger)).code
    if not fields and may_ask():
        from nanhu_kpi.cli.commands.definitions.measure_prompts import ask_changes

        book = service.book(ledger)
        fields = ask_changes(book, "goal", [book.goal(code)], ("name_zh", "name_en", "source"))
    print_edited(ctx, service.edit_goal(ledger, code, fields))
