"""Targets, schedules and proposals that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput

QUALIFIED_TARGET = N_("“{text}” is not exact, and a target is. Write it without 超, 近, 余 or 多.")


class TargetOutsideMilestone(BadInput):
    """A milestone's target below 0 or above 100."""

    msgid = N_("{code} {name} is a milestone: its target lies between 0 and 100, not {value}.")


class DayOutsideYear(BadInput):
    """A day of a target that lies in another year."""

    msgid = N_("{option} {day} lies outside {year}, the target's year. Give a day of {year}, or another --year.")


START_AFTER_DUE = N_("The target starts on {start}, after its due day {due}. Change --start or --due.")
PACE_FORBIDDEN = N_("{code} {name} has a target to stay within, on any day. Leave --pace out, or give --pace none.")
SCHEDULE_STANDS = N_(
    "{code} {name} has a schedule that ends with {value} on {due}, which this does not fit. Give the whole "
    "schedule again with nanhu-kpi target schedule, or add --pace linear or --pace none."
)
NOTHING_TO_WITHDRAW = N_(
    "{code} {name} has no target of {year} in force on {day}. See: nanhu-kpi target list {code} --history"
)
RETIRED_TAKES_NO_TARGET = N_(
    "{code} {name} is retired from {day} on and takes no target. "
    "To bring it back: nanhu-kpi measure retire {code} --back"
)
SCHEDULE_FORBIDDEN = N_(
    "{code} {name} has a target to stay within, on any day, and takes no schedule. Use: nanhu-kpi target set "
    "{code} VALUE"
)
SCHEDULE_NOT_ABOVE_ZERO = N_(
    "{point}: a schedule leads to a target above 0. For {value} use: nanhu-kpi target set {code} VALUE"
)
UNREADABLE_POINT = N_("“{point}” is not a point. Write a day and the total to be reached by then, such as 06-30=60.")
POINT_OUTSIDE_YEAR = N_("{point} lies outside {year}, the target's year. Give a day of {year}, or another --year.")
POINT_OUTSIDE_MILESTONE = N_("{point}: {code} {name} is a milestone, and its values lie between 0 and 100.")
POINTS_OUT_OF_ORDER = N_(
    "{point} does not come after {before}, the day of the point before it. Write the points day by day."
)
POINT_BEFORE_START = N_("{point} comes before the start, {start}. Change the point, or --start.")
POINT_FALLS = N_("{point} falls below the {before} before it. A schedule holds totals to date, which never fall.")
PROPOSAL_CHANGED = N_("What would be set has changed meanwhile; nothing was recorded. Run the command again to see it.")
TARGET_OF_CLOSED_MONTH = N_(
    "{month} was closed by {officer} at {logged_at} ({reason}), and the target would be in force in it. Give a later "
    "day with --from. To open the month again: nanhu-kpi period reopen {month} --reason “…”"
)


class ReasonWanted(BadInput):
    """A target or a retirement that wants a reason. `msgid` says why, each with its own sentence."""


TARGET_BELOW_ZERO = N_("{code} {name}: a target of {value} is below 0. Check it; to set it, add: --reason REASON")
TARGET_ABOVE_FULL = N_(
    "{code} {name}: a target of {value} is above 100 (unit: percent). Check it; to set it, add: --reason REASON"
)
TARGET_FAR_ABOVE = N_(
    "{code} {name}: a target of {value} is more than five times {what}, {figure}. Check the number and its unit; to "
    "set it, add: --reason REASON"
)
TARGET_FAR_BELOW = N_(
    "{code} {name}: a target of {value} is less than a fifth of {what}, {figure}. Check the number and its unit; to "
    "set it, add: --reason REASON"
)
SECOND_TARGET = N_(
    "{code} {name} already has a target of {year} ({before}). A revision needs a reason; add: --reason REASON"
)
RETIREMENT_WANTS_REASON = N_("{code} {name}: retiring a measure needs a reason. Add: --reason REASON")
