"""What cannot be recorded or taken back."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput, Usage


class BareNumber(Usage):
    """A bare number on a sum has two readings."""

    msgid = N_(
        "{code} {text}: add or total? Nothing was recorded. Add: {code}+{text} ({before} → {added}). Total: "
        "{code}={text} ({before} → {stated})"
    )


ITEM_MISWRITTEN = N_(
    "“{text}” is not a code and a value. Write {code}+{value} to add, or {code}={value} for the total or the reading."
)
INCREMENT_ON_READING = N_("{code} {name} is a reading and cannot be added to. Record the reading itself: {code}={text}")
RATIO_NOT_LOGGED = N_("{code} {name} is calculated from {numerator} and {denominator}. Record those instead.")
WRONG_FORM = N_("{option} is not valid for {code} {name}. Use {fitting}.")
OUTSIDE_MILESTONE = N_("{code} {name} is a milestone: its reading must be from 0 to 100, not {value}.")
MEASURE_TWICE = N_("{code} is in this command twice. Record it once, or in two commands.")


NO_ISSUE = N_("{code} {name} has no issue that stands on {day}. To see those that do: nanhu-kpi issues")
ISSUE_REPLACED = N_("#{id} is not the issue of {code} {name} that stands. To see it: nanhu-kpi issues {code}")
SOLVED_BEFORE = N_("The issue of {code} {name} was told on {told}, after {day}. Give that day or a later one.")


class NoteWanted(BadInput):
    """Something unusual that wants a word of explanation. `why` says what, each with its own sentence."""


MINUS_WANTS_NOTE = N_("{code} {name} {text}: a negative amount needs a reason. Add: --note NOTE")
LOWER_WANTS_NOTE = N_(
    "{code} {name}: {after} is lower than the previous {before}. Check it, and give the reason: --note NOTE"
)
JUMP_WANTS_NOTE = N_(
    "{code} {name}: {before} → {after} brings the attainment to {attainment}, more than 150%. Check the unit, and "
    "give the reason: --note NOTE"
)
SHARE_WANTS_NOTE = N_(
    "{code} {name}: {value} is less than 1 percent, and figures here are above 10. If {percent} is meant, write "
    "{percent}; if not, add: --note NOTE"
)
FAR_WANTS_NOTE = N_(
    "{code} {name}: {before} → {after} is five times or a fifth of the last reading, or further from it. Check the "
    "number and its unit, and give the reason: --note NOTE"
)
FRACTION_WANTS_NOTE = N_(
    "{code} {name}: {value} is not whole, and every value before it was. Check the number and its unit, and give the "
    "reason: --note NOTE"
)


class RecordedAlready(BadInput):
    """An entry that says the same as a live one."""

    msgid = N_("{code} {name} {value} of {day} was already recorded by {officer} at {logged_at} (#{id}).")


EVIDENCE_MISSING = N_("Cannot read the evidence {path}: {reason}. Check the path, or give a web address.")
ALREADY_VOIDED = N_("{id} was already voided by {officer} at {logged_at}: {reason}")
BATCH_ALREADY_UNDONE = N_(
    "Batch {batch} has nothing to undo: it was undone before, or is not a command that can be undone."
)
FINAL_BATCH = N_("Batch {batch} is “{command}”. An undo, a void or a merge cannot be undone. Record it again instead.")


class RestsOn(BadInput):
    """Something later rests on what is to be undone."""

    msgid = N_(
        "Batch {batch} was not undone: “{command}” ({officer}, {logged_at}) builds on {on}. "
        "Undo that first: nanhu-kpi undo {later}"
    )


RESTS_ON_FINAL = N_(
    "Batch {batch} was not undone: “{command}” ({officer}, {logged_at}) builds on {on} and is final. "
    "Set it back instead: {how}"
)
SETTLED_NOT_UNDONE = N_(
    "Batch {batch} was not undone: {code} has or had a conflict between two copies. Set it instead: {how}"
)
CATALOGUE_BATCH = N_(
    "Batch {batch} is the work report itself and cannot be undone. To void one entry: nanhu-kpi void ID --reason REASON"
)
