"""What was typed cannot be understood as a command."""

from __future__ import annotations

from nanhu_kpi.errors import N_, Usage

UNREADABLE_ITEM = N_("“{text}” is not a code and a value. Write JJ03+12 (add 12) or JJ03=152 (total 152).")


class NothingToLog(Usage):
    """`log CODE` in a script, without a value and without words."""

    msgid = N_("{code} has no value. Write {example}, or for words alone: --note NOTE")


NOTHING_NAMED = N_(
    "Nothing to record. In a terminal, log asks for it; otherwise write a code and a value: nanhu-kpi log JJ03+12"
)
ROUND_ALONE = N_("--due and --owner go through measures one by one: leave out codes and values.")
ONE_CODE_WANTED = N_(
    "--add, --total, --reading and --done work only with one code without a value, and only one of them."
)
TWO_YEARS = N_("--as-of {as_of} is in {as_of.year}, not in {year}. Leave out --year, or give a day of {year}.")
UNREADABLE_YEAR = N_("{year} is not valid as a year. Give one from 1900 to 9998.")
EMPTY_NAME = N_("--db is empty. Name a file, or leave out --db.")
UNKNOWN_FORMAT = N_("“{text}” is not a format. Choose from: {known}")


class NoSuchOption(Usage):
    """An option that `log` does not have."""

    msgid = N_("{text} is not an option. To see the options: nanhu-kpi log --help")


NO_SUCH_OPTION_NEAR = N_("{text} is not an option. Similar: {near}.")


class ConfirmationWanted(Usage):
    """A script undoes what is older than a day; or a person is to be asked."""

    msgid = N_("Batch {batch} (“{command}”) was recorded at {logged_at}, more than a day ago. To undo it, add --yes.")


class ReasonLeftOut(Usage):
    """All else was checked, and the reason is missing."""


SOLUTION_WANTED = N_("Say what solved it: --note NOTE")
NAME_SOLVED = N_("Name what is solved: nanhu-kpi issues --solved CODE --note NOTE")
ONLY_WITH_SOLVED = N_("{options} work only with --solved.")
NOT_WITH_SOLVED = N_("{options} do not work with --solved.")
REASON_WANTED = N_("A void is final and needs a reason: --reason REASON")
ONE_DAY_WANTED = N_("{options} each set the day. Give only one.")
ONE_RANGE_WANTED = N_("{options} each choose the days. Give one of them, or --from and --to.")
YEAR_BESIDE_SPAN = N_("The days asked for end on {day}, in {day.year} and not in {year}. Leave out --year.")
UNKNOWN_STATUS = N_("“{text}” is not a status. Choose from: {known}")
UNKNOWN_LIGHT = N_("“{text}” is not a light. Choose from: {known}")
UNKNOWN_ORDER = N_("“{text}” is not an order. Choose from: {known}")
ONE_ORDER_WANTED = N_("--sort takes one order; “{text}” names several.")
UNKNOWN_STEP = N_("“{text}” is no length of a period. Choose from: {known}")
YEARS_STAND_SIDE_BY_SIDE = N_("--by year shows the years side by side. Leave out --with-last-year.")
UNKNOWN_GROUPING = N_("“{text}” is nothing to count by. Choose from: {known}")
COUNTS_ALONE = N_("--by counts measures, and {option} is for a list of them. Leave out one of the two.")
UNKNOWN_CONDITION = N_("“{text}” is not a condition. Choose from: {known}")
OPTIONS_WANTED = N_("{command} also needs {options}. In a terminal it asks for them.")
CHANGE_WANTED = N_("{command} needs at least one option: {options}")
ONE_MEASURE_WANTED = N_(
    "{options} works only with one measure, not with {count}. Several can be given --owner, --support, --leader and "
    "--cadence."
)
REASON_FOR_MONTH_WANTED = N_("Closing or reopening a month needs a reason: --reason REASON")
SETTING_WORDS_WANTED = N_(
    "Write one of: nanhu-kpi config set KEY VALUE [CODE]; nanhu-kpi config set KEY --reset [CODE]"
)
TARGET_NOT_NAMED = N_(
    "Name a measure and its target. To withdraw one: JJ03 --withdraw. To set one: nanhu-kpi target set JJ03 150"
)
REMINDER_IS_TEXT = N_("--remind is a text to send, and {format} holds rows. Leave out --remind, or write a .txt file.")
UNREADABLE_TARGET = N_("“{text}” is not a code and a target. Write JJ03=160 JJ09=20")
POINTS_WANTED = N_("Name a measure and its points: nanhu-kpi target schedule CQ21 03-31=30 06-30=60 12-31=100")
WITHDRAWAL_STANDS_ALONE = N_("--withdraw removes the target: leave out the value, --start, --due and --pace.")
MEASURES_OF_FILE_NOT_CONFIRMED = N_(
    "{count} change to make, none made yet. Check it with --dry-run, then add --yes.",
    "{count} changes to make, none made yet. Check them with --dry-run, then add --yes.",
)
UNFIT_FACTOR = N_("{option} {text} must be an exact number above 0, such as 1.05 or 10.")
YEARS_REVERSED = N_("Targets can only be carried into a later year, and {year} is not after {source}.")
TARGETS_OF_FILE_NOT_CONFIRMED = N_("{count} targets to set, none set yet. Check with --dry-run, then add --yes.")
TARGETS_NOT_CONFIRMED = N_(
    "{count} target to set for {year}, none recorded yet. Check with --dry-run, then add --yes.",
    "{count} targets to set for {year}, none recorded yet. Check with --dry-run, then add --yes.",
)
FORM_OF_LIST = N_("--format and --output go only with undo --list.")
