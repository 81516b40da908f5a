"""`db`: the file itself."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.context import end_with_finding, is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.frame import command_group, commands, examples
from nanhu_kpi.cli.options import OutputOption, offered
from nanhu_kpi.cli.progress import long_work
from nanhu_kpi.errors import DatabaseRefuses, Usage
from nanhu_kpi.errors.backup import CANNOT_WRITE_COPY, NO_BACKUP_FOLDER, RESTORE_NOT_CONFIRMED
from nanhu_kpi.errors.findings import Damage
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.paths import is_folder, is_there
from nanhu_kpi.service.ledger import Ledger, create_database
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from nanhu_kpi.service.backup import RestorePlan

app = commands()
db = command_group(app, "db", _("The database file: create, check, back up, restore."))


@db.command(
    "init",
    help=_("Create a database from the 2023 work report."),
    epilog=examples(
        _("nanhu-kpi db init new.db"),
        _("A new database from the work report."),
        _("nanhu-kpi --db new.db status"),
        _("Look into it."),
    ),
)
def init(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar=_("[FILE]"), help=_("The new file. Default: the one that --db names."), show_default=False
        ),
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option(
            "--catalogue",
            metavar=_("FOLDER"),
            help=_("A catalogue of one's own in place of the work report's: a TOML file an area, such as jj.toml."),
        ),
    ] = None,
) -> None:
    ledger = ledger_of(ctx)
    place = path or ledger.path
    create_database(place, catalogue)
    if catalogue is None:
        say(ctx, _("Created {path} from the 2023 work report.").format(path=place))
    else:
        say(ctx, _("Created {path} from the catalogue in {folder}.").format(path=place, folder=catalogue))
    if may_ask() and not is_quiet(ctx):
        _ask_office_code(ctx, ledger._replace(path=place, may_create=False))


def _ask_office_code(ctx: typer.Context, ledger: Ledger) -> None:
    """Ask a person for the office's code, by which it is told from others; nothing typed leaves the default."""
    from nanhu_kpi.cli.prompts import asked_until_right
    from nanhu_kpi.service.config import set_setting
    from nanhu_kpi.settings import Settings

    question = _("Code of the office, such as its 区划代码 (empty: {default})").format(default=Settings().office_code)
    done = asked_until_right(question, lambda text: set_setting(ledger, "office_code", text) if text else None)
    if done and done.recorded:
        say(ctx, _("To set its name: nanhu-kpi config set office_name_zh NAME"))


@db.command(
    "demo",
    help=_("Create a database with a year's made-up work in it, to try things out or to show them."),
    epilog=examples(
        _("nanhu-kpi db demo demo.db"),
        _("A database to try things out in."),
        _("nanhu-kpi --db demo.db status"),
        _("Look into it."),
    ),
)
def demo(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar=_("FILE"), help=_("The new file. One that is there is never overwritten."))
    ],
    as_of: Annotated[
        str | None, offered("days", "--as-of", help_=_("The last day of the work, such as 2024-06-30. Default: today."))
    ] = None,
) -> None:
    from nanhu_kpi.service.demo import make_demo

    with long_work(ctx, _("Making up the work")) as ledger:
        day = make_demo(path, as_of, ledger.clock)
    told = _("Created {path}: the made-up work of an office from 1 January {year} through {day}.")
    say(ctx, told.format(path=path, year=day.year, day=day))
    shown = f" status --as-of {day}" if as_of else ""
    say(ctx, _("To look at it: {command}").format(command=f"nanhu-kpi --db {shlex.quote(str(path))}{shown}"))


@db.command(
    "path",
    help=_("Show where the database is."),
    epilog=examples(
        "nanhu-kpi db path",
        _("Which file is in use."),
        _("nanhu-kpi --db demo.db db path"),
        _("Which file --db names."),
    ),
)
def path(ctx: typer.Context) -> None:
    click.echo(str(_shown(ledger_of(ctx).path)))


@db.command(
    "check",
    help=_("Check the database; exits with 10 if there is a problem."),
    epilog=examples(
        "nanhu-kpi db check",
        _("Without a problem it exits with 0; reminders may be shown."),
        "nanhu-kpi db check --strict",
        _("Warnings count too, such as red lights without a next step."),
    ),
)
def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help=_("Count warnings as findings."))] = False,
) -> None:
    from nanhu_kpi.render.refusals import sentence
    from nanhu_kpi.service.check import check as checked

    with long_work(ctx, _("Checking")) as ledger:
        health = checked(ledger)
    findings = (*health.faults, *health.warnings) if strict else health.faults
    if findings:
        end_with_finding(ctx)
    for finding in findings:
        click.echo(sentence(finding))
    if not strict:
        for warning in health.warnings:
            say(ctx, _("Warning: {warning}").format(warning=sentence(warning)))
    if health.elsewhere and strict:
        told = ngettext(
            "{count} piece of evidence was recorded on another computer and not checked.",
            "{count} pieces of evidence were recorded on other computers and not checked.",
            health.elsewhere,
        )
        say(ctx, told.format(count=health.elsewhere))
    if any(isinstance(fault, Damage) for fault in health.faults):
        say(ctx, _("To restore a backup: nanhu-kpi db restore BACKUP"))


@db.command(
    "backup",
    help=_("Back up the database while others work on; prints the path of the copy."),
    epilog=examples(
        "nanhu-kpi db backup",
        _("A copy beside the database, named by the time."),
        "nanhu-kpi db backup backups/",
        _("A copy in a folder."),
    ),
)
def backup(
    ctx: typer.Context,
    to: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[TO]"),
            help=_("A new file, or a folder. Default: beside the database, named by the time."),
            show_default=False,
        ),
    ] = None,
) -> None:
    from nanhu_kpi.service.backup import make_backup

    with long_work(ctx, _("Backing up")) as ledger:
        made = make_backup(ledger, _place(to) if to is not None else None)
    click.echo(str(_shown(made.path)))
    told = ngettext(
        "The backup is complete: {count} entry, last recorded: {newest}.",
        "The backup is complete: {count} entries, last recorded: {newest}.",
        made.holds.entries,
    )
    say(ctx, told.format(count=made.holds.entries, newest=made.holds.newest or _("none yet")))


@db.command(
    "restore",
    help=_("Restore a backup in place of the database; the previous file is kept aside."),
    epilog=examples(
        _("nanhu-kpi db restore backup.db --yes"),
        _("Restore it without being asked."),
        _("nanhu-kpi db restore backup.db --repair --yes"),
        _("Of a damaged backup restore what is sound."),
    ),
)
def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar=_("BACKUP"), help=_("The backup; it is checked first."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Restore without asking."))] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help=_("Restore what is sound in a damaged backup, and list the other rows."))
    ] = False,
) -> None:
    from nanhu_kpi.service.backup import restoration

    with ExitStack() as stack:
        with long_work(ctx, _("Checking the backup")) as ledger:
            plan = stack.enter_context(restoration(ledger, source, repair=repair))
        if plan.renewed:
            _say_renewed(ctx, plan)
        if is_there(plan.path):
            _say_difference(ctx, plan)
            if not yes:
                _confirm(plan)
        with long_work(ctx, _("Restoring")) as ledger:
            kept = plan.put_in_place(ledger)
        report = _listed_rejected(plan)
    say(ctx, _("Restored {path} from {source}.").format(path=_shown(plan.path), source=source))
    if report is not None:
        told = ngettext(
            "{count} row was not sound and was left out; it is listed in {path}",
            "{count} rows were not sound and were left out; they are listed in {path}",
            len(plan.rejected),
        )  # fmt: skip
        say(ctx, told.format(count=len(plan.rejected), path=report))
    for path in kept:
        if path == plan.aside:
            say(ctx, _("The previous file is kept as {path}").format(path=path))
        else:
            say(ctx, _("A log left by a deleted database was there; it is kept as {path}").format(path=path))


@db.command(
    "datasette",
    help=_("Write the metadata with which Datasette shows names for codes."),
    epilog=examples(
        "nanhu-kpi db datasette -o metadata.json",
        _("For datasette and its option -m."),
        "nanhu-kpi db datasette",
        _("Show what would be written."),
    ),
)
def datasette(ctx: typer.Context, output: OutputOption = None) -> None:
    import json

    from nanhu_kpi.cli.output import say_written, script_stream
    from nanhu_kpi.exchange.datasette import metadata
    from nanhu_kpi.render.words import office_name

    ledger = ledger_of(ctx)
    with ledger.look() as opened:
        title = office_name(opened.settings)
    with script_stream(output) as stream:
        stream.write(json.dumps(metadata(ledger.path.stem, title), ensure_ascii=False, indent=2) + "\n")
    say_written(ctx, output)


@db.command(
    "update",
    help=_("Add the measures that the work report's catalogue has gained."),
    epilog=examples(
        "nanhu-kpi db update",
        _("After an upgrade of nanhu-kpi."),
        "nanhu-kpi db update --quiet",
        _("In a script."),
    ),
)
def update(ctx: typer.Context) -> None:
    from nanhu_kpi.render.words import name_of
    from nanhu_kpi.service.definitions.update import update as updated

    changes = updated(ledger_of(ctx))
    for measure in changes.came:
        click.echo(_("Added: {code} {name}").format(code=measure.code, name=name_of(measure)))
    for measure in changes.taken:
        told = _("{code} is already a measure of the office's own, so the report's “{name}” was not added.")
        say(ctx, told.format(code=measure.code, name=name_of(measure)))
    if not changes.came and not changes.taken:
        say(ctx, _("Nothing to add: the database has every measure of the catalogue."))


def _listed_rejected(plan: RestorePlan) -> Path | None:
    """List the rows that a repair left out in a file beside the database, and return it; None where there are none."""
    if not plan.rejected:
        return None
    from nanhu_kpi.cli.commands.imports.import_problems import write_list

    report = plan.aside.with_name(f"{plan.aside.name.replace('.replaced-', '.rejected-')}.csv")
    rows = ((row.table, visible(row.name), _(row.reason)) for row in plan.rejected)
    write_list(report, [_("table"), _("row"), _("reason")], rows)
    return report


def _say_renewed(ctx: click.Context, plan: RestorePlan) -> None:
    told = _("These triggers, indexes or views were missing or different in the backup and were recreated: {names}")
    say(ctx, told.format(names=listed(plan.renewed)))


def _say_difference(ctx: click.Context, plan: RestorePlan) -> None:
    here, there = plan.here, plan.there
    if here is None:
        from nanhu_kpi.render.refusals import sentence

        say(ctx, _("The current database cannot be read: {reason}").format(
            reason=sentence(plan.refusal) if plan.refusal else ""))  # fmt: skip
        return
    now = ngettext(
        "Now: {count} entry, last recorded: {newest}.", "Now: {count} entries, last recorded: {newest}.", here.entries
    )
    say(ctx, now.format(count=here.entries, newest=here.newest or _("none yet")))
    then = ngettext(
        "In the backup: {count} entry, last recorded: {newest}.",
        "In the backup: {count} entries, last recorded: {newest}.",
        there.entries,
    )
    say(ctx, then.format(count=there.entries, newest=there.newest or _("none yet")))
    told = ngettext(
        "Restoring removes {lost} record and adds {gained}.",
        "Restoring removes {lost} records and adds {gained}.",
        plan.lost,
    )
    say(ctx, told.format(lost=plan.lost, gained=plan.gained))
    if here.office != there.office:
        say(
            ctx,
            _("The backup belongs to another office: {theirs}, not {ours}.").format(
                theirs=there.office, ours=here.office
            ),
        )


def _confirm(plan: RestorePlan) -> None:
    """Ask a person, whose no leaves the command. Raises RESTORE_NOT_CONFIRMED in a script."""
    if not may_ask():
        raise Usage(RESTORE_NOT_CONFIRMED, path=plan.path)
    from nanhu_kpi.cli.prompts import confirm

    confirm(_("Replace {path}?").format(path=visible(str(plan.path))))


def _place(text: str) -> Path:
    """Return a path as typed; what ends as a folder does has to be one. Raises NO_BACKUP_FOLDER, CANNOT_WRITE_COPY."""
    place = Path(text)
    if text.endswith(("/", os.sep)) and not is_folder(place):
        if is_there(place):
            raise DatabaseRefuses(CANNOT_WRITE_COPY, path=text, reason=os.strerror(errno.ENOTDIR))
        raise DatabaseRefuses(NO_BACKUP_FOLDER, path=text)
    return place


def _shown(place: Path) -> Path:
    with contextlib.suppress(OSError):  # the current folder may be gone
        return place.absolute()
    return place
