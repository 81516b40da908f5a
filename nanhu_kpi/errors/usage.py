"""What was typed cannot be understood as a command."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Usage

UNREADABLE_ITEM = N_(
    "Cannot read “{text}”. Write a code and a value, such as JJ03+12 (add 12) or JJ03=152 (total 152)."
)


class NothingToLog(Usage):
    """`log CODE` in a script, without a value and without words."""

    msgid = N_("{code} has no value. Write {example}, or give --note for words alone.")


NOTHING_NAMED = N_(
    "Nothing to record. Write a code and a value, such as nanhu-kpi log JJ03+12; in a terminal, log asks."
)
ONE_CODE_WANTED = N_(
    "--add, --total, --reading and --done go with exactly one code without a value, and only one of them."
)
TWO_YEARS = N_("--as-of {as_of} lies in {as_of.year}, not in {year}. Leave --year out, or give a day of {year}.")
UNREADABLE_YEAR = N_("{year} is not a year this tool can show. Give one from 1900 to 9998.")
EMPTY_NAME = N_("--db is empty. Name a file, or leave --db out.")
UNKNOWN_FORMAT = N_("Unknown format “{text}”. Choose from: {known}.")


class NoSuchOption(Usage):
    """An option that `log` does not have."""

    msgid = N_("No such option: {text}. See nanhu-kpi log --help.")


NO_SUCH_OPTION_NEAR = N_("No such option: {text}. Did you mean: {near}?")


class ConfirmationWanted(Usage):
    """A script takes back what is older than an hour, or more than entries."""

    msgid = N_(
        "Batch {batch} (“{command}”, {logged_at}) is older than an hour or holds more than entries. "
        "To undo it, add --yes."
    )


class ReasonLeftOut(Usage):
    """All else was checked, and the reason is missing."""


REASON_WANTED = N_("A void is final and needs a reason. Add --reason “…”.")
ONE_DAY_WANTED = N_("{options} each set the day. Give only one.")
ONE_RANGE_WANTED = N_("{options} each pick the days. Give one of them, or --from and --to.")
YEAR_BESIDE_SPAN = N_("The period asked for ends on {day}, in {day.year} and not in {year}. Leave --year out.")
UNKNOWN_STATUS = N_("“{text}” is not a status. Choose from: {known}.")
UNKNOWN_LIGHT = N_("“{text}” is not a light. Choose from: {known}.")
UNKNOWN_ORDER = N_("“{text}” is not an order. Choose from: {known}.")
UNKNOWN_CONDITION = N_("“{text}” is not a condition. Choose from: {known}.")
OPTIONS_WANTED = N_("{command} also needs {options}. In a terminal it asks for them.")
CHANGE_WANTED = N_("{command} changes nothing without an option. Give one of: {options}")
ONE_MEASURE_WANTED = N_(
    "{options} goes with one measure, and {count} were named. Several at once take --owner, --support, --leader "
    "and --cadence."
)
REASON_FOR_MONTH_WANTED = N_("Closing or reopening a month needs a reason. Add --reason “…”.")
SETTING_WORDS_WANTED = N_("Write: nanhu-kpi config set KEY VALUE [CODE], or nanhu-kpi config set KEY --reset [CODE].")
TARGET_NOT_NAMED = N_("Name a measure and its target, such as: nanhu-kpi target set JJ03 150 (or JJ03 --withdraw)")
POINTS_WANTED = N_("Name a measure and its points, such as: nanhu-kpi target schedule CQ21 03-31=30 06-30=60 12-31=100")
WITHDRAWAL_STANDS_ALONE = N_("--withdraw takes a target back: give it without a value, --start, --due or --pace.")
YEARS_REVERSED = N_("Targets are carried into a later year; {year} does not come after {source}.")
TARGETS_OF_FILE_NOT_CONFIRMED = N_("{count} targets to set, none set yet. Look at them with --dry-run, then add --yes.")
TARGETS_NOT_CONFIRMED = N_(
    "This would set targets of {year}: {count}. Look at them with --dry-run, and add --yes to set them; nothing "
    "was recorded."
)
