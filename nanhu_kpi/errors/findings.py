"""What `db check` finds. Said as refusals are, and not raised."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Condition


class Damage(Condition):
    """SQLite itself finds the file broken."""

    msgid = N_("The file is damaged: {reason}")


class RuleMissing(Condition):
    """A trigger, index, view or table that is gone, or another than this version's."""

    msgid = N_("{name} is missing from the file, or was changed: what it guards or counts cannot be relied on.")


class UnsoundContent(Condition):
    """A row that no command writes."""

    msgid = N_("Row {name} of {table} contains {reason}, which this program never writes.")


FOREIGN_OBJECT = N_("{name} does not belong in the file: a trigger, view or index that this program did not make.")
DANGLING = N_("Rows of {table} that name a {parent} which is not there: {count}")
WRONG_ROLLUP = N_(
    "{table} of {first}, {second} is not what its entries come to: figures of that day or month are wrong."
)
UNFIT_ENTRY = N_("Entry #{id} of {day} does not fit {code}, a measure of kind {kind}: {type} {value}")
SHARED_KEY = N_("Key {key} is held by several entries that count: {entries}. Take back all but one: nanhu-kpi void ID")
ROWS_IMPORTED_TWICE = N_(
    "The same rows were imported more than once, and count each time: {batches}. Undo all but one: nanhu-kpi undo BATCH"
)
DISPUTED = N_(
    "{code} {field} was changed on two sides: {claims}. The last of them holds until somebody settles it: "
    "nanhu-kpi {command}"
)
DISPUTED_SETTING = N_(
    "The setting {code} was changed on two sides: {claims}. The last of them holds until somebody settles it: "
    "nanhu-kpi {command}"
)
NAME_OF_SEVERAL = N_("“{name}” is the name of several: {codes}. Rename all but one: nanhu-kpi {subject} edit CODE")
OFFICE_THRESHOLDS_CROSS = N_(
    "far_behind ({far_behind}) does not lie below behind ({behind}), so that lights mean nothing: "
    "nanhu-kpi config set far_behind VALUE"
)
MEASURE_THRESHOLDS_CROSS = N_(
    "For {code}, far_behind ({far_behind}) does not lie below behind ({behind}), so that its light means nothing: "
    "nanhu-kpi config set far_behind VALUE {code}"
)
BATCH_AHEAD = N_(
    "#{batch} “{command}” of {officer} ({host}) was recorded at {logged_at}, which is still to come: the clock of "
    "{host} was ahead. To take it back: nanhu-kpi undo {batch}"
)
RECORDED_AFTER_RETIREMENT = N_(
    "{code} {name} was retired on {day} and has entries from then on: {count}. Take them back, or the retirement: "
    "nanhu-kpi measure retire {code} --back"
)
EVIDENCE_GONE = N_("The evidence of #{id} ({code}, {day}) is not there: {path} ({reason})")
EVIDENCE_CHANGED = N_("The evidence of #{id} ({code}, {day}) has changed since it was recorded: {path}")
RED_WITHOUT_STEP = N_(
    "{code} {name} is red and has no next step in {year}. Record one: nanhu-kpi log {code} --next “…”"
)
