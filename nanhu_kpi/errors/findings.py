"""What `db check` finds. Said as refusals are, and not raised."""

from __future__ import annotations

from nanhu_kpi.errors import FOUND, N_, Refusal


class Finding(Refusal):
    """Something that is not as it should be."""

    exit_code = FOUND


class Damage(Finding):
    """SQLite itself finds the file broken."""

    msgid = N_("The file is damaged: {reason}")


class RuleMissing(Finding):
    """A trigger, index, view or table that is gone, or another than this version's."""

    msgid = N_("{name} is missing from the file, or was changed: what it guards or counts cannot be relied on.")


class Dangling(Finding):
    """Rows that name others which are not there."""

    msgid = N_("Rows of {table} that name a {parent} which is not there: {count}")


class WrongRollup(Finding):
    """A roll-up that is not what its rows come to."""

    msgid = N_("{table} of {first}, {second} is not what its entries come to: figures of that day or month are wrong.")


class UnfitEntry(Finding):
    """An entry that its measure cannot have."""

    msgid = N_("Entry #{id} of {day} does not fit {code}, a measure of kind {kind}: {type} {value}")


class SharedKey(Finding):
    """Live entries under one key, which count twice or contradict one another."""

    msgid = N_("Key {key} is held by several entries that count: {entries}. Take back all but one: nanhu-kpi void ID")


class FileImportedTwice(Finding):
    """Two imports of one file without keys, each of which counts."""

    msgid = N_(
        "One file was imported more than once, and its rows without a key count each time: {batches}. Take back all "
        "but one: nanhu-kpi undo BATCH"
    )


class Disputed(Finding):
    """A field of a goal or a measure that two merged copies changed apart."""

    msgid = N_(
        "{code} {field} was changed on two sides: {claims}. The last of them holds until somebody settles it: "
        "nanhu-kpi {command}"
    )


class DisputedSetting(Finding):
    """A setting that two merged copies changed apart."""

    msgid = N_(
        "The setting {code} was changed on two sides: {claims}. The last of them holds until somebody settles it: "
        "nanhu-kpi {command}"
    )


class NameOfSeveral(Finding):
    """One name under several codes, which merged copies may bring."""

    msgid = N_("“{name}” is the name of several: {codes}. Rename all but one: nanhu-kpi {subject} edit CODE")


class OfficeThresholdsCross(Finding):
    """Thresholds that merged copies set apart and that no command would set together."""

    msgid = N_(
        "far_behind ({far_behind}) does not lie below behind ({behind}), so that lights mean nothing: "
        "nanhu-kpi config set far_behind VALUE"
    )


class MeasureThresholdsCross(Finding):
    """The same for one measure."""

    msgid = N_(
        "For {code}, far_behind ({far_behind}) does not lie below behind ({behind}), so that its light means nothing: "
        "nanhu-kpi config set far_behind VALUE {code}"
    )


class RecordedAfterRetirement(Finding):
    """Entries dated when their measure was no longer one."""

    msgid = N_(
        "{code} {name} was retired on {day} and has entries from then on: {count}. Take them back, or the retirement: "
        "nanhu-kpi measure retire {code} --back"
    )


class EvidenceGone(Finding):
    """A proof that is not where it was."""

    msgid = N_("The evidence of #{id} ({code}, {day}) is not there: {path} ({reason})")


class EvidenceChanged(Finding):
    """A proof that is not what it was."""

    msgid = N_("The evidence of #{id} ({code}, {day}) has changed since it was recorded: {path}")


class RedWithoutStep(Finding):
    """A red measure of which nobody has said what comes next."""

    msgid = N_("{code} {name} is red and has no next step in {year}. Record one: nanhu-kpi log {code} --next “…”")
