"""What cannot be recorded or taken back."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput, Usage


class BareNumber(Usage):
    """A bare number on a sum has two readings."""

    msgid = N_(
        "{code} {text} has two readings. Write {code}+{text} to add ({before} → {added}), "
        "or {code}={text} to state the total ({before} → {stated})."
    )


INCREMENT_ON_READING = N_("{code} {name} is a reading and cannot be added to. State the reading itself: {code}={text}")
RATIO_NOT_LOGGED = N_("{code} {name} is computed from {numerator} and {denominator}. Log those instead.")
WRONG_FORM = N_("{option} does not fit {code} {name}. Use {fitting}.")
OUTSIDE_MILESTONE = N_("{code} {name} is a milestone: its reading lies between 0 and 100, not {value}.")
MEASURE_TWICE = N_("{code} stands twice in this command. Record it once, or in two commands.")


class NoteWanted(BadInput):
    """Something unusual that wants a word of explanation. `why` says what, each with its own sentence."""


MINUS_WANTS_NOTE = N_("{code} {name} {text}: a minus wants a word of why. Add --note “…”.")
LOWER_WANTS_NOTE = N_(
    "{code} {name}: {after} is lower than the {before} before it. Check it, and add --note “…” to say why."
)
JUMP_WANTS_NOTE = N_(
    "{code} {name}: {before} → {after} takes the attainment to {attainment}, past 150%. "
    "Check the unit, and add --note “…” to say why."
)
SHARE_WANTS_NOTE = N_(
    "{code} {name}: {value} is less than 1 percent, and figures here stand above 10. If {percent} is meant, write "
    "{percent}; if not, add: --note NOTE"
)
FAR_WANTS_NOTE = N_(
    "{code} {name}: {before} → {after} is five times or a fifth of the last reading, or further from it. Check the "
    "number and its unit, and say why: --note NOTE"
)
FRACTION_WANTS_NOTE = N_(
    "{code} {name}: {value} is not whole, and every value before it was. Check the number and its unit, and say why: "
    "--note NOTE"
)


class RecordedAlready(BadInput):
    """An entry that says the same as a live one."""

    msgid = N_("{code} {name} {value} of {day} was already recorded by {officer} at {logged_at} (#{id}).")


EVIDENCE_MISSING = N_("No evidence file at {path}: {reason}. Check the path, or give a URL.")
ALREADY_VOIDED = N_("{id} was already taken back by {officer} at {logged_at}: {reason}")
BATCH_ALREADY_UNDONE = N_(
    "Batch {batch} has nothing left to take back: it was undone before, or it is no command that can be undone."
)
FINAL_BATCH = N_("Batch {batch} is “{command}”. Neither undo, void nor merge is undone. Record it again instead.")


class RestsOn(BadInput):
    """Something later rests on what is to be undone."""

    msgid = N_(
        "Batch {batch} is not undone: on {on} rests “{command}” ({officer}, {logged_at}). "
        "Undo that first: nanhu-kpi undo {later}"
    )


RESTS_ON_FINAL = N_(
    "Batch {batch} is not undone: on {on} rests “{command}” ({officer}, {logged_at}), which is final. "
    "Set it back instead: {how}"
)
SETTLED_NOT_UNDONE = N_(
    "Batch {batch} is not undone: {code} has or had a conflict between two copies. Set it instead: {how}"
)
CATALOGUE_BATCH = N_(
    "Batch {batch} is the report itself. Take back single entries with: nanhu-kpi void ID --reason “…”"
)
