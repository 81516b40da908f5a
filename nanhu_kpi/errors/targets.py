"""Targets, schedules and proposals that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput
from nanhu_kpi.errors.reasons import BY_OPTION

QUALIFIED_TARGET = N_("A target must be exact, and “{text}” is not. Remove 超, 近, 余 or 多.")


class TargetOutsideMilestone(BadInput):
    """A milestone's target below 0 or above 100."""

    msgid = N_("{code} {name} is a milestone: its target must be from 0 to 100, not {value}.")


class DayOutsideYear(BadInput):
    """A day of a target that lies in another year."""

    msgid = N_("{option} {day} is not in {year}, the year of the target. Give a day of {year}, or another --year.")


START_AFTER_DUE = N_("The target starts on {start}, after its due day {due}. Change --start or --due.")
PACE_FORBIDDEN = N_(
    "{code} {name} has a ceiling as its target, which applies on every day. Leave out --pace, or write --pace none."
)
SCHEDULE_STANDS = N_(
    "{code} {name} has a schedule that ends with {value} on {due}, which does not match this target. Add --pace "
    "linear or --pace none, or give the whole schedule: nanhu-kpi target schedule {code} DAY=VALUE"
)
NOTHING_TO_WITHDRAW = N_(
    "{code} {name} has no target for {year} in force on {day}. To see its targets: nanhu-kpi target list {code} "
    "--history"
)
RETIRED_TAKES_NO_TARGET = N_(
    "{code} {name} is retired from {day}: no target can be set. To bring it back: nanhu-kpi measure retire {code} "
    "--back"
)
SCHEDULE_FORBIDDEN = N_(
    "{code} {name} has a ceiling as its target, which applies on every day, and so no schedule. To set it: "
    "nanhu-kpi target set {code} VALUE"
)
SCHEDULE_NOT_ABOVE_ZERO = N_(
    "{point}: a schedule needs a target above 0. For {value}: nanhu-kpi target set {code} VALUE"
)
UNREADABLE_POINT = N_("“{point}” is not a point. Write a day and the total planned for it, such as 06-30=60.")
POINT_OUTSIDE_YEAR = N_("{point} is not in {year}, the year of the target. Give a day of {year}, or another --year.")
POINT_OUTSIDE_MILESTONE = N_("{point}: {code} {name} is a milestone: its values must be from 0 to 100.")
POINTS_OUT_OF_ORDER = N_("{point} is not after {before}, the day of the previous point. Write the points day by day.")
POINT_BEFORE_START = N_("{point} is before the start, {start}. Change the point, or --start.")
SCHEDULE_ENDS_APART = N_("The schedule ends with {end}, but the target is {value}. Make them equal.")
UNKNOWN_PACE = N_("“{text}” is not a pace. Choose from: {known}")
POINT_FALLS = N_("{point} is below the previous {before}. The points of a schedule are totals to date and never fall.")
PROPOSAL_CHANGED = N_("The targets changed while you were confirming; nothing was recorded. Run it again.")
TARGET_OF_CLOSED_MONTH = N_(
    "{month} was closed by {officer} at {logged_at} ({reason}), so no target can come into force in it. To reopen "
    "the month: nanhu-kpi period reopen {month} --reason REASON"
)
LATER_TARGET_WANTED = N_(
    "{month} was closed by {officer} at {logged_at} ({reason}), so no target can come into force in it. Give a "
    "later day with {option}. To reopen: nanhu-kpi period reopen {month} --reason REASON"
)


class ReasonWanted(BadInput):
    """A target or a retirement that wants a reason. `msgid` says why, each with its own sentence, and `add` where the
    reason is given."""

    def __init__(self, sentence: str = "", /, **facts: object) -> None:
        super().__init__(sentence, **{"add": BY_OPTION, **facts})


TARGET_BELOW_ZERO = N_("{code} {name}: a target of {value} is below 0. Check it; to set it, add: {add}")
TARGET_ABOVE_FULL = N_(
    "{code} {name}: a target of {value} is above 100 (unit: percent). Check it; to set it, add: {add}"
)
TARGET_FAR_ABOVE = N_(
    "{code} {name}: a target of {value} is more than five times {what}, {figure}. Check the number and its unit; to "
    "set it, add: {add}"
)
TARGET_FAR_BELOW = N_(
    "{code} {name}: a target of {value} is less than a fifth of {what}, {figure}. Check the number and its unit; to "
    "set it, add: {add}"
)
SECOND_TARGET = N_("{code} {name} already has a target of {year} ({before}). A revision needs a reason; add: {add}")
RETIREMENT_WANTS_REASON = N_("{code} {name}: retiring a measure needs a reason. Add: --reason REASON")
