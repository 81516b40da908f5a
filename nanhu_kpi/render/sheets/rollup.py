"""Many offices side by side, as sheets: by office, by measure, the offices of one measure, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors.reasons import REASONS
from nanhu_kpi.errors.rollup import PART_REASONS, SAID_OF_FILES
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.model import Kind, Light
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, Style, section_of
from nanhu_kpi.render.sheets.status.status import STYLES
from nanhu_kpi.render.words import light_word, name_of, share_word, status_word, unit_of, value_word, word
from nanhu_kpi.settings import Settings
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    columns = (
        SheetColumn("rank", _("Rank"), "right", drop=5),
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Office"), wraps=True),
        SheetColumn("parent", _("Belongs to"), drop=1),
        SheetColumn("offices", _("Offices"), "right"),
        SheetColumn("green", light_word(Light.GREEN), "right"),
        SheetColumn("yellow", light_word(Light.YELLOW), "right"),
        SheetColumn("red", light_word(Light.RED), "right"),
        SheetColumn("unreported", _("Unreported"), "right"),
        SheetColumn("no_target", _("No target"), "right", drop=4),
        SheetColumn("moment", _("Recorded until"), drop=2),
    )
    notes = [
        _(
            "Ranked by fewest red, then fewest yellow, then fewest unreported. An office without a target or an entry "
            "in the year has no rank. An unreported measure may also have a light."
        )
    ]
    if report.by:
        notes.append(_("Groups are ranked by what their offices have on average."))
    sheet = Sheet(
        _title(report),
        _headline(report),
        columns,
        (section_of("", [Row(_office_cells(row), _style(row), "red") for row in report.offices]),),
        tuple(notes),
    )
    return sheet.without_empty("parent", "rank").without(*([] if report.by else ["offices"]))


def _office_cells(row: OfficeStanding) -> tuple[str, ...]:
    return (
        "" if row.rank is None else str(row.rank),
        visible(row.code),
        name_of(row),
        visible(row.parent),
        str(row.offices),
        str(row.green),
        str(row.yellow),
        str(row.red),
        str(row.unreported),
        str(row.no_target),
        _moment_word(row.moment),
    )


def measures_sheet(report: RollupReport) -> Sheet:
    """Return the table by measure."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), drop=6),
        SheetColumn("offices", _("Offices"), "right"),
        SheetColumn("with_target", _("With target"), "right", drop=3),
        SheetColumn("reported", _("Reported"), "right", drop=7),
        SheetColumn("target", _("Target"), "right", drop=8),
        SheetColumn("actual", _("Actual"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("met", _("Met"), "right", drop=4),
        SheetColumn("range", _("Least to greatest"), drop=2),
        SheetColumn("green", light_word(Light.GREEN), "right", drop=9),
        SheetColumn("yellow", light_word(Light.YELLOW), "right", drop=9),
        SheetColumn("red", light_word(Light.RED), "right"),
    )
    rows = [Row(_measure_cells(row), "red" if row.red else "", "red") for row in report.measures]
    notes = [
        _(
            "Target, actual and attainment of a sum are those of the offices that have both; of a ratio its parts are "
            "added up and divided; of readings and milestones a target stands where all have the same."
        ),
        *_differences(report.measures),
    ]
    sheet = Sheet(_measures_title(report), _headline(report), columns, (section_of("", rows),), tuple(notes))
    return sheet.without_empty("range", "target", "actual", "attainment")


def _measure_cells(row: MeasureStanding) -> tuple[str, ...]:
    definition = row.definition
    code = definition.code if row.variant == 1 else f"{definition.code} ({row.variant})"
    return (
        visible(code),
        name_of(definition),
        unit_of(definition),
        str(row.offices),
        str(row.with_target),
        str(row.reported),
        value_word(row.target),
        value_word(row.actual, row.qualifier),
        share_word(row.attainment),
        str(row.met),
        _range_word(row),
        str(row.green),
        str(row.yellow),
        str(row.red),
    )


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
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Office"), wraps=True),
        SheetColumn("parent", _("Belongs to"), drop=1),
        SheetColumn("target", _("Target"), "right", drop=3),
        SheetColumn("actual", _("Actual"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("status", _("Status")),
    )
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
    cells = [Row(_measure_office_cells(row), STYLES[row.light], "status") for row in red]
    return Sheet(title, headline, columns, (section_of("", cells),), tuple(notes)).without_empty("parent", "target")


def _measure_office_cells(row: MeasureOffice) -> tuple[str, ...]:
    words = (light_word(row.light), status_word(row.status, row.definition.kind))
    return (
        visible(row.code),
        name_of(row),
        visible(row.parent),
        value_word(row.target),
        value_word(row.actual, row.qualifier),
        share_word(row.attainment),
        " ".join(filter(None, words)),
    )


def rollup_problems_sheet(problems: Sequence[FileProblem], most: int | None = None) -> Sheet:
    """Return what could not be counted and what is to be settled, at most so many of them."""
    columns = (
        SheetColumn("file", _("File"), wraps=True),
        SheetColumn("office", _("Office code")),
        SheetColumn("problem", _("Problem"), wraps=True),
    )
    rows = [Row((visible(each.file), visible(each.office), problem_word(each))) for each in problems[:most]]
    return Sheet(_("Not counted, or to be settled"), "", columns, (section_of("", rows),)).without_empty(
        "office", "file"
    )


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


def _style(row: OfficeStanding) -> Style:
    return "red" if row.red else ""


def _moment_word(moment: str) -> str:
    return office_time(utc_moment(moment), Settings().zone) if moment else ""
