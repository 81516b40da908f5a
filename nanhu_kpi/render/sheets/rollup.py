"""Many offices side by side, as sheets and on paper: by office, by measure, one measure, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors.reasons import REASONS
from nanhu_kpi.errors.rollup import PART_REASONS, SAID_OF_FILES
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.model import Kind, Light
from nanhu_kpi.render.paper.blocks import Block, Items, Paper, Paragraph, table_of
from nanhu_kpi.render.sheet import Sheet, SheetColumn, Style, sheet_of
from nanhu_kpi.render.sheets.parts_paper import as_of_word, paper_of_parts
from nanhu_kpi.render.sheets.status.status import STYLES
from nanhu_kpi.render.weekly.words import sentence
from nanhu_kpi.render.words import light_word, name_of, share_word, status_word, unit_of, value_word, word
from nanhu_kpi.settings import Settings
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from nanhu_kpi.rollup_result import (
        Definition,
        FileProblem,
        MeasureOffice,
        MeasureStanding,
        OfficeStanding,
        RollupReport,
    )

_LISTED = 8


def offices_sheet(report: RollupReport) -> Sheet:
    """Return the table by office, or by group of offices."""
    notes = [
        _(
            "Ranked by fewest red, then fewest yellow, then fewest unreported. An office without a target or an entry "
            "in the year has no rank. An unreported measure may also have a light."
        )
    ]
    if report.by:
        notes.append(_("Groups are ranked by what their offices have on average."))
    sheet = sheet_of(
        report.offices,
        (SheetColumn("rank", _("Rank"), "right", drop=5), lambda row: "" if row.rank is None else str(row.rank)),
        (SheetColumn("code", _("Code")), lambda row: visible(row.code)),
        (SheetColumn("name", _("Office"), wraps=True), name_of),
        (SheetColumn("parent", _("Belongs to"), drop=1), lambda row: visible(row.parent)),
        (SheetColumn("offices", _("Offices"), "right"), lambda row: str(row.offices)),
        (SheetColumn("green", light_word(Light.GREEN), "right"), lambda row: str(row.green)),
        (SheetColumn("yellow", light_word(Light.YELLOW), "right"), lambda row: str(row.yellow)),
        (SheetColumn("red", light_word(Light.RED), "right"), lambda row: str(row.red)),
        (SheetColumn("unreported", _("Unreported"), "right"), lambda row: str(row.unreported)),
        (SheetColumn("no_target", _("No target"), "right", drop=4), lambda row: str(row.no_target)),
        (SheetColumn("moment", _("Recorded until"), drop=2), lambda row: _moment_word(row.moment)),
        title=_title(report),
        headline=_headline(report),
        notes=tuple(notes),
        look=_look,
    )
    return sheet.without_empty("parent", "rank").without(*([] if report.by else ["offices"]))


def measures_sheet(report: RollupReport) -> Sheet:
    """Return the table by measure."""
    notes = [
        _(
            "Target, actual and attainment of a sum are those of the offices that have both; of a ratio its parts are "
            "added up and divided; of readings and milestones a target stands where all have the same."
        ),
        *_differences(report.measures),
    ]
    return sheet_of(
        report.measures,
        (SheetColumn("code", _("Code")), _code_word),
        (SheetColumn("name", _("Measure"), wraps=True), lambda row: name_of(row.definition)),
        (SheetColumn("unit", _("Unit"), drop=6), lambda row: unit_of(row.definition)),
        (SheetColumn("offices", _("Offices"), "right"), lambda row: str(row.offices)),
        (SheetColumn("with_target", _("With target"), "right", drop=3), lambda row: str(row.with_target)),
        (SheetColumn("reported", _("Reported"), "right", drop=7), lambda row: str(row.reported)),
        (SheetColumn("target", _("Target"), "right", drop=8), lambda row: value_word(row.target)),
        (SheetColumn("actual", _("Actual"), "right"), lambda row: value_word(row.actual, row.qualifier)),
        (SheetColumn("attainment", _("Attainment"), "right"), lambda row: share_word(row.attainment)),
        (SheetColumn("met", _("Met"), "right", drop=4), lambda row: str(row.met)),
        (SheetColumn("range", _("Least to greatest"), drop=2), _range_word),
        (SheetColumn("green", light_word(Light.GREEN), "right", drop=9), lambda row: str(row.green)),
        (SheetColumn("yellow", light_word(Light.YELLOW), "right", drop=9), lambda row: str(row.yellow)),
        (SheetColumn("red", light_word(Light.RED), "right"), lambda row: str(row.red)),
        title=_measures_title(report),
        headline=_headline(report),
        notes=tuple(notes),
        look=_look,
    ).without_empty("range", "target", "actual", "attainment")


def _look(row: OfficeStanding | MeasureStanding) -> tuple[Style, str]:
    return "red" if row.red else "", "red"


def _code_word(row: MeasureStanding) -> str:
    code = row.definition.code
    return visible(code if row.variant == 1 else f"{code} ({row.variant})")


def _range_word(row: MeasureStanding) -> str:
    if row.least is None or row.greatest is None:
        return ""
    least, greatest = value_word(row.least), value_word(row.greatest)
    return least if least == greatest else _("{least} to {greatest}").format(least=least, greatest=greatest)


def _differences(measures: Iterable[MeasureStanding]) -> Iterable[str]:
    """Say of which measures some offices mean something else by the code."""
    for row in measures:
        if row.variant > 1:
            definition = row.definition
            told = ngettext(
                "{code} ({variant}): {count} office defines it otherwise ({meaning}) and is not added to the others.",
                "{code} ({variant}): {count} offices define it otherwise ({meaning}) and are not added to the others.",
                row.offices,
            )
            yield told.format(
                code=visible(definition.code), variant=row.variant, count=row.offices, meaning=_meaning(definition)
            )


def _meaning(definition: Definition) -> str:
    words = [unit_of(definition), word(definition.kind), word(definition.direction)]
    if definition.kind is Kind.RATIO:
        words.append(f"{visible(definition.numerator)} ÷ {visible(definition.denominator)}")
    return listed(words)


def measure_sheet(report: RollupReport) -> Sheet:
    """Return the offices that are red in the measure that was asked for, by name."""
    rows = report.of_measure
    first = rows[0].definition
    red = [row for row in rows if row.light is Light.RED]
    lights = [Light.RED, Light.YELLOW, Light.GREEN]
    counted = [f"{light_word(light)} {sum(row.light is light for row in rows)}" for light in lights]
    headline = ngettext("{count} office has it: {lights}", "{count} offices have it: {lights}", len(rows)).format(
        count=len(rows), lights=listed(counted)
    )
    if not red:
        headline = _("{headline}. No office is red").format(headline=headline)
    title = _("{code} {name}: offices that are red, as of {as_of}").format(
        code=visible(first.code), name=name_of(first), as_of=report.as_of.isoformat()
    )
    notes = [_("An export (-f csv and others) has every office with its light.")] if len(red) < len(rows) else []
    return sheet_of(
        red,
        (SheetColumn("code", _("Code")), lambda row: visible(row.code)),
        (SheetColumn("name", _("Office"), wraps=True), name_of),
        (SheetColumn("parent", _("Belongs to"), drop=1), lambda row: visible(row.parent)),
        (SheetColumn("target", _("Target"), "right", drop=3), lambda row: value_word(row.target)),
        (SheetColumn("actual", _("Actual"), "right"), lambda row: value_word(row.actual, row.qualifier)),
        (SheetColumn("attainment", _("Attainment"), "right"), lambda row: share_word(row.attainment)),
        (SheetColumn("status", _("Status")), _status_word),
        title=title,
        headline=headline,
        notes=tuple(notes),
        look=lambda row: (STYLES[row.light], "status"),
    ).without_empty("parent", "target")


def _status_word(row: MeasureOffice) -> str:
    words = (light_word(row.light), status_word(row.status, row.definition.kind))
    return " ".join(filter(None, words))


def rollup_problems_sheet(problems: Sequence[FileProblem], most: int | None = None) -> Sheet:
    """Return what could not be counted and what is to be settled, at most so many of them."""
    return sheet_of(
        problems[:most],
        (SheetColumn("file", _("File"), wraps=True), lambda each: visible(each.file)),
        (SheetColumn("office", _("Office code")), lambda each: visible(each.office)),
        (SheetColumn("problem", _("Problem"), wraps=True), problem_word),
        title=_("Not counted, or to be settled"),
    ).without_empty("office", "file")


def problem_word(problem: FileProblem) -> str:
    """Return what is wrong with a file or an office, and what to do."""
    detail = problem.detail
    reason = _(detail) if detail in REASONS or detail in PART_REASONS else visible(detail)
    return _(SAID_OF_FILES[problem.kind]).format(reason=reason)


def duplicates_remark(report: RollupReport) -> str:
    """Return that of several files of one office the one counts that contains the others; '' where there are none."""
    if not report.duplicates:
        return ""
    told = [
        _("{file} (counted: {other})").format(file=visible(source.file), other=visible(counts.file))
        for source, counts in report.duplicates[:_LISTED]
    ]
    if len(report.duplicates) > _LISTED:
        told.append(_("... and {count} more").format(count=len(report.duplicates) - _LISTED))
    sentence = ngettext(
        "{count} file is an earlier or equal copy of another, which counts: {files}",
        "{count} files are earlier or equal copies of others, which count: {files}",
        len(report.duplicates),
    )
    return sentence.format(count=len(report.duplicates), files=listed(told))


def _title(report: RollupReport) -> str:
    title = ngettext(
        "Targets and progress of {count} office, as of {as_of}",
        "Targets and progress of {count} offices, as of {as_of}",
        report.office_count,
    )
    return _as_known(title.format(count=report.office_count, as_of=report.as_of.isoformat()), report)


def _measures_title(report: RollupReport) -> str:
    title = ngettext(
        "Measures of {count} office, as of {as_of}", "Measures of {count} offices, as of {as_of}", report.office_count
    )
    return _as_known(title.format(count=report.office_count, as_of=report.as_of.isoformat()), report)


def _as_known(title: str, report: RollupReport) -> str:
    if report.known is None:
        return title
    return _("{title}, as known on {day}").format(title=title, day=report.known.isoformat())


def _headline(report: RollupReport) -> str:
    parts = [
        ngettext("{count} file read", "{count} files read", report.files).format(count=report.files),
        ngettext("{count} problem", "{count} problems", len(report.problems)).format(count=len(report.problems)),
    ]
    return listed(parts) if report.office_count else _("No office could be counted")


def _moment_word(moment: str) -> str:
    return office_time(utc_moment(moment), Settings().zone) if moment else ""


def rollup_paper(sheets: Sequence[Sheet], as_of: date, printed: date) -> Paper:
    """Return a paper of sheets, each a numbered part with its notes."""
    parts: list[tuple[str, list[Block]]] = []
    for sheet in sheets:
        lead: list[Block] = [Paragraph(sentence(sheet.headline))] if sheet.headline else []
        tables = [table_of(sheet)] if any(section.rows for section in sheet.sections) else []
        parts.append((sheet.title, [*lead, *tables, *([Items(sheet.notes)] if sheet.notes else [])]))
    title = _("Targets and progress of several offices")
    return paper_of_parts(title, "", as_of_word(as_of, foreseen=False), printed, parts)
