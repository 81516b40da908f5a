"""What was named is not known."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Unknown

UNKNOWN_CODE = N_("No measure has the code {text}. To find codes: nanhu-kpi measure list")
UNKNOWN_CODE_NEAR = N_("No measure has the code {text}. Similar: {near}.")
NOT_A_MEASURE = N_("{text} is an area or a goal, not a measure. To see its measures: nanhu-kpi status {text}")
UNKNOWN_SELECTION = N_("No area, goal, code or name matches “{text}”. To find codes: nanhu-kpi measure list")

NOT_A_SELECTION = N_(
    "No area, goal, code or name matches “{text}”; “{field}” does. To choose by it: nanhu-kpi status {option} {text}"
)


class UnknownId(Unknown):
    """The tail of an id that nothing bears."""

    msgid = N_("No entry or batch has the id {text}. To find ids: nanhu-kpi entries")


ID_OF_A_BATCH = N_("{text} is a batch: all the rows of one command. To undo it: nanhu-kpi undo {text}")


class IdOfAnEntry(Unknown):
    """`undo` with the short name of an entry."""

    msgid = N_("{text} is a single entry. To void it: nanhu-kpi void {text} --reason REASON")


AMBIGUOUS_ID = N_(
    "{text} fits {count} entry or batch. Write more of its digits: {candidates}",
    "{text} fits {count} entries or batches. Write more of its digits: {candidates}",
)
NOTHING_TO_UNDO = N_("{officer} on {host} has no batch left to undo. Name one: nanhu-kpi undo BATCH")
UNKNOWN_AREA = N_("{text} does not begin with an area. Areas: {areas}")
UNKNOWN_GOAL = N_("No goal has the code {text}. To find codes: nanhu-kpi goal list")
UNKNOWN_PERSON = N_("{field}: no measure has “{text}”. To set it: nanhu-kpi measure edit SELECT {option} NAME")
UNKNOWN_PERSON_NEAR = N_("{field}: no measure has “{text}”. Similar: {near}.")
UNKNOWN_SETTING = N_("“{text}” is not a setting. Choose from: {known}")
UNKNOWN_TOPIC = N_("The manual has no topic or command “{text}”. To see the topics: nanhu-kpi help")
UNKNOWN_TOPIC_NEAR = N_("The manual has no topic or command “{text}”. Similar: {near}.")
NOTHING_IN_MANUAL = N_("The manual does not say “{text}” anywhere. Try fewer or other words.")
