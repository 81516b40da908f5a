"""How the columns of every list stand: which are figures, which break into lines, which leave a narrow screen first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from nanhu_kpi.model import NO_DATA, Direction, Kind, Origin, Status, Void
from nanhu_kpi.render.sheets import (
    config,
    definitions,
    due,
    entries,
    imports,
    issues,
    log_round,
    merge_conflicts,
    periods,
    rollup,
    targets,
    undo,
)
from nanhu_kpi.rollup_result import Definition, MeasureOffice, RollupReport
from nanhu_kpi.scorecard.results import Echo, Effect, StandingIssue, ToldIssue
from nanhu_kpi.settings import Settings
from tests.support.builders import MORNING, batch, entry, measure
from tests.support.goldens import holds
from tests.support.standings import agreed, row

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

DAY, ZONE = date(2024, 6, 30), ZoneInfo("Asia/Shanghai")


TOURISM = Definition("JJ09", "旅游企业", "Tourism companies", "家", Kind.SUM, Direction.AT_LEAST)
OFFICE = MeasureOffice("44", "", "", "", 1, TOURISM, None, None, 0, None, Status.NO_TARGET, None, reported=False)
ROLLUP = RollupReport(DAY, None, 0, (), (), (OFFICE,), (), (), 0)


MEASURE = measure("JJ03", "JJ-G1", Kind.SUM)._replace(owner="li")
SCORE = row("40", "100")._replace(measure=MEASURE)
SAID = entry(1, "JJ03", DAY, "add", 1, note="a note")._replace(issue="no land", next="ask")
TOLD = ToldIssue("no land", DAY, DAY, "ask", (SAID.id,))
REVISED = agreed("100")._replace(reason="a reason", document="a document")
TAKEN_BACK = Void("li", MORNING, "twice")


def told(name: str, sheet: Sheet) -> str:
    """Return a line on a sheet: its columns, and those that leave, in that order."""
    leaving = sorted((column for column in sheet.columns if column.drop is not None), key=lambda each: each.drop or 0)
    columns = (
        " ".join([column.key, *["right"] * (column.align == "right"), *["wraps"] * column.wraps])
        for column in sheet.columns
    )
    return f"{name}: {', '.join(columns)}\n    leave: {', '.join(column.key for column in leaving) or '-'}\n"


def test_the_columns_of_every_list_stand_as_they_are_set() -> None:
    # Columns without a word are left out: some sheets have a row with something in each.
    sheets = {
        "areas": definitions.areas_sheet((), (), ()),
        "goals": definitions.goals_sheet((), (), ()),
        "measures": definitions.measures_sheet((), ()),
        "definitions edited": definitions.edited_sheet({}, ()),
        "definitions changed": definitions.changes_sheet((), ZONE),
        "settings": config.settings_sheet(()),
        "due": due.due_sheet((), DAY, DAY, 0, Settings()),
        "entries": entries.entries_sheet((), {}, ZONE),
        "issues": issues.issues_sheet([StandingIssue(SCORE, TOLD, 3, DAY)], DAY),
        "import effects": imports.effects_sheet([Effect(MEASURE, DAY, NO_DATA, NO_DATA, added=1, there=1)]),
        "import problems": imports.problems_sheet(()),
        "log answers": log_round.answers_sheet([Echo(SAID, NO_DATA, SCORE, None, None, None)], DAY),
        "periods": periods.periods_sheet((), ZONE),
        "targets in force": targets.targets_in_force_sheet((), {}, ZONE, 2024, DAY),
        "target revisions": targets.revisions_sheet((), {}, ZONE),
        "target revisions of one": targets.revisions_of_one([(REVISED, batch(1), TAKEN_BACK)], MEASURE, ZONE),
        "targets of a file": targets.agreed_sheet(()),
        "targets adopted": targets.proposals_sheet((), 2023, 2024, Origin.BASELINE),
        "targets carried": targets.proposals_sheet((), 2023, 2024, Origin.CARRIED),
        "recent batches": undo.recent_sheet((), ZONE),
        "rollup by office": rollup.offices_sheet(ROLLUP),
        "rollup by measure": rollup.measures_sheet(ROLLUP),
        "rollup of a measure": rollup.measure_sheet(ROLLUP),
        "rollup problems": rollup.rollup_problems_sheet(()),
        "merge disputes": merge_conflicts.disputes_sheet((), {}, ZONE),
        "merge keys": merge_conflicts.keys_sheet((), {}, ZONE),
        "merge imports": merge_conflicts.imports_sheet((), ZONE),
        "merge names": merge_conflicts.names_sheet(()),
        "merge crossing": merge_conflicts.crossing_sheet((), {}),
        "merge hidden": merge_conflicts.hidden_sheet((), {}, ZONE),
        "merge passed on": merge_conflicts.passed_on_sheet((), {}, ZONE),
        "merge retired": merge_conflicts.retired_sheet((), {}, ZONE),
        "merge targets": merge_conflicts.targets_sheet((), {}, ZONE),
        "merge reclosed": merge_conflicts.reclosed_sheet((), ZONE),
        "merge months": merge_conflicts.months_sheet((), ZONE),
    }
    holds("columns", "".join(told(name, sheet) for name, sheet in sheets.items()))
