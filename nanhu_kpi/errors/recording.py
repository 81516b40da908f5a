"""What cannot be recorded or taken back."""

from __future__ import annotations

from nanhu_kpi.errors import N_, USAGE, Refusal


class BareNumber(Refusal):
    """A bare number on a sum has two readings."""

    exit_code = USAGE
    msgid = N_(
        "{code} {text} has two readings. Write {code}+{text} to add ({before} → {added}), "
        "or {code}={text} to state the total ({before} → {stated})."
    )


class IncrementOnReading(Refusal):
    """`+` on a measure that is read, not added up."""

    msgid = N_("{code} {name} is a reading and cannot be added to. State the reading itself: {code}={text}")


class RatioNotLogged(Refusal):
    """A ratio is computed, not logged."""

    msgid = N_("{code} {name} is computed from {numerator} and {denominator}. Log those instead.")


class WrongForm(Refusal):
    """A long form that does not fit the kind of measure."""

    msgid = N_("{option} does not fit {code} {name}. Use {fitting}.")


class OutsideMilestone(Refusal):
    """A milestone below 0 or above 100."""

    msgid = N_("{code} {name} is a milestone: its reading lies between 0 and 100, not {value}.")


class MeasureTwice(Refusal):
    """One measure twice in a command."""

    msgid = N_("{code} stands twice in this command. Record it once, or in two commands.")


class NoteWanted(Refusal):
    """Something unusual that wants a word of explanation. `why` says what, each with its own sentence."""


class MinusWantsNote(NoteWanted):
    """An increment below zero."""

    msgid = N_("{code} {name} {text}: a minus wants a word of why. Add --note “…”.")


class LowerWantsNote(NoteWanted):
    """A total lower than before."""

    msgid = N_("{code} {name}: {after} is lower than the {before} before it. Check it, and add --note “…” to say why.")


class JumpWantsNote(NoteWanted):
    """An attainment that jumps past 150 %."""

    msgid = N_(
        "{code} {name}: {before} → {after} takes the attainment to {attainment}, past 150%. "
        "Check the unit, and add --note “…” to say why."
    )


class EvidenceMissing(Refusal):
    """A path that no file stands at."""

    msgid = N_("No evidence file at {path}: {reason}. Check the path, or give a URL.")


class AlreadyVoided(Refusal):
    """An entry that was taken back before."""

    msgid = N_("{id} was already taken back by {officer} at {logged_at}: {reason}")


class BatchAlreadyUndone(Refusal):
    """A batch without a live row."""

    msgid = N_("Batch {batch} has nothing left to take back: it was undone before, or it recorded no entry.")


class NotUndone(Refusal):
    """A batch of changes and closed months, which another command sets back."""

    msgid = N_("Batch {batch} was “{command}”, which is not undone but set back: {how}")


class CatalogueBatch(Refusal):
    """The report's own rows are not undone as a whole."""

    msgid = N_("Batch {batch} is the report itself. Take back single entries with: nanhu-kpi void ID --reason “…”")
