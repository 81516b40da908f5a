"""What was named is not known."""

from __future__ import annotations

from nanhu_kpi.errors import N_, UNKNOWN, Refusal


class UnknownCode(Refusal):
    """A code, or a word of a name, that no measure bears."""

    exit_code = UNKNOWN
    msgid = N_("No measure {text}. Find its code with: nanhu-kpi measure list")


class UnknownCodeNear(UnknownCode):
    """The same, where something like it exists."""

    msgid = N_("No measure {text}. Did you mean: {near}?")


class NotAMeasure(Refusal):
    """An area or a goal where a measure is wanted."""

    exit_code = UNKNOWN
    msgid = N_("{text} is an area or a goal, not a measure. See its measures with: nanhu-kpi status {text}")


class UnknownSelection(Refusal):
    """A SELECT that matches nothing."""

    exit_code = UNKNOWN
    msgid = N_("Nothing matches “{text}”: no area, goal, code or word of a name. See: nanhu-kpi measure list")


class UnknownId(Refusal):
    """The tail of an id that nothing bears."""

    exit_code = UNKNOWN
    msgid = N_("Nothing recorded under {text}. Find ids with: nanhu-kpi entries")


class IdOfABatch(Refusal):
    """`void` with the short name of a batch, as the echo of `log` prints it."""

    exit_code = UNKNOWN
    msgid = N_("{text} is a batch, a whole command. Take it back with: nanhu-kpi undo {text}")


class IdOfAnEntry(Refusal):
    """`undo` with the short name of an entry."""

    exit_code = UNKNOWN
    msgid = N_("{text} is a single entry. Take it back with: nanhu-kpi void {text} --reason “…”")


class AmbiguousId(Refusal):
    """The tail of an id that several bear."""

    exit_code = UNKNOWN
    msgid = N_("{text} fits {count} records. Give more of its digits: {candidates}")


class NothingToUndo(Refusal):
    """No live batch of this officer on this host."""

    exit_code = UNKNOWN
    msgid = N_("{officer} on {host} has no batch left to take back. Name one: nanhu-kpi undo BATCH")


class UnknownArea(Refusal):
    """A code that begins with no area."""

    exit_code = UNKNOWN
    msgid = N_("{text} begins with no area. The areas are: {areas}")


class UnknownGoal(Refusal):
    """A goal that is not there."""

    exit_code = UNKNOWN
    msgid = N_("No goal {text}. Find its code with: nanhu-kpi goal list")


class UnknownOwner(Refusal):
    """An owner that no measure has."""

    exit_code = UNKNOWN
    msgid = N_("No measure has “{text}” in its owner. Name owners with: nanhu-kpi measure edit SELECT --owner NAME")


class UnknownOwnerNear(UnknownOwner):
    """The same, where owners like it exist."""

    msgid = N_("No measure has “{text}” in its owner. Did you mean: {near}?")


class UnknownSetting(Refusal):
    """A setting that is not there."""

    exit_code = UNKNOWN
    msgid = N_("No setting “{text}”. There are: {known}")
