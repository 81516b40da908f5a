"""What was named is not known."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Unknown

UNKNOWN_CODE = N_("No measure {text}. Find its code with: nanhu-kpi measure list")
UNKNOWN_CODE_NEAR = N_("No measure {text}. Did you mean: {near}?")
NOT_A_MEASURE = N_("{text} is an area or a goal, not a measure. See its measures with: nanhu-kpi status {text}")
UNKNOWN_SELECTION = N_("Nothing matches “{text}”: no area, goal, code or word of a name. See: nanhu-kpi measure list")


class UnknownId(Unknown):
    """The tail of an id that nothing bears."""

    msgid = N_("Nothing recorded under {text}. Find ids with: nanhu-kpi entries")


ID_OF_A_BATCH = N_("{text} is a batch, a whole command. Take it back with: nanhu-kpi undo {text}")


class IdOfAnEntry(Unknown):
    """`undo` with the short name of an entry."""

    msgid = N_("{text} is a single entry. Take it back with: nanhu-kpi void {text} --reason “…”")


AMBIGUOUS_ID = N_("{text} fits {count} records. Give more of its digits: {candidates}")
NOTHING_TO_UNDO = N_("{officer} on {host} has no batch left to take back. Name one: nanhu-kpi undo BATCH")
UNKNOWN_AREA = N_("{text} begins with no area. The areas are: {areas}")
UNKNOWN_GOAL = N_("No goal {text}. Find its code with: nanhu-kpi goal list")
UNKNOWN_OWNER = N_("No measure has “{text}” in its owner. Name owners with: nanhu-kpi measure edit SELECT --owner NAME")
UNKNOWN_OWNER_NEAR = N_("No measure has “{text}” in its owner. Did you mean: {near}?")
UNKNOWN_SETTING = N_("No setting “{text}”. There are: {known}")
