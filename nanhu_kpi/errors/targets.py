"""Targets, schedules and proposals that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Refusal


class QualifiedTarget(Refusal):
    """A target with 超, 近, 余 or 多."""

    msgid = N_("“{text}” is not exact, and a target is. Write it without 超, 近, 余 or 多.")


class TargetOutsideMilestone(Refusal):
    """A milestone's target below 0 or above 100."""

    msgid = N_("{code} {name} is a milestone: its target lies between 0 and 100, not {value}.")


class DayOutsideYear(Refusal):
    """A day of a target that lies in another year."""

    msgid = N_("{option} {day} lies outside {year}, the target's year. Give a day of {year}, or another --year.")


class StartAfterDue(Refusal):
    """A target that is due before it starts."""

    msgid = N_("The target starts on {start}, after its due day {due}. Change --start or --due.")


class PaceForbidden(Refusal):
    """An even pace for what is kept at or below its target."""

    msgid = N_("{code} {name} has a target to stay within, on any day. Leave --pace out, or give --pace none.")


class ScheduleStands(Refusal):
    """A new value, start or due day that the schedule in force does not fit."""

    msgid = N_(
        "{code} {name} has a schedule that ends with {value} on {due}, which this does not fit. Give the whole "
        "schedule again with nanhu-kpi target schedule, or add --pace linear or --pace none."
    )


class NothingToWithdraw(Refusal):
    """A withdrawal where no target is in force."""

    msgid = N_("{code} {name} has no target of {year} in force on {day}. See: nanhu-kpi target list {code} --history")


class RetiredTakesNoTarget(Refusal):
    """A target for a measure that was retired."""

    msgid = N_(
        "{code} {name} is retired from {day} on and takes no target. "
        "To bring it back: nanhu-kpi measure retire {code} --back"
    )


class ScheduleForbidden(Refusal):
    """A schedule for what is kept at or below its target."""

    msgid = N_(
        "{code} {name} has a target to stay within, on any day, and takes no schedule. Use: nanhu-kpi target set "
        "{code} VALUE"
    )


class ScheduleNotAboveZero(Refusal):
    """A schedule whose last point is not above 0."""

    msgid = N_("{point}: a schedule leads to a target above 0. For {value} use: nanhu-kpi target set {code} VALUE")


class UnreadablePoint(Refusal):
    """A word of a schedule that is no day and value."""

    msgid = N_("“{point}” is not a point. Write a day and the total to be reached by then, such as 06-30=60.")


class PointOutsideYear(Refusal):
    """A point in another year."""

    msgid = N_("{point} lies outside {year}, the target's year. Give a day of {year}, or another --year.")


class PointOutsideMilestone(Refusal):
    """A point of a milestone below 0 or above 100."""

    msgid = N_("{point}: {code} {name} is a milestone, and its values lie between 0 and 100.")


class PointsOutOfOrder(Refusal):
    """A point whose day does not come after the one before it."""

    msgid = N_("{point} does not come after {before}, the day of the point before it. Write the points day by day.")


class PointBeforeStart(Refusal):
    """A point before the start."""

    msgid = N_("{point} comes before the start, {start}. Change the point, or --start.")


class PointFalls(Refusal):
    """A point below the one before it."""

    msgid = N_("{point} falls below the {before} before it. A schedule holds totals to date, which never fall.")


class ProposalChanged(Refusal):
    """Targets that would be other ones by now than those that were shown."""

    msgid = N_("What would be set has changed meanwhile; nothing was recorded. Run the command again to see it.")
