"""What was typed cannot be understood as a command."""

from __future__ import annotations

from nanhu_kpi.errors import N_, USAGE, Refusal


class UsageRefusal(Refusal):
    """A command line that does not say one thing."""

    exit_code = USAGE


class UnreadableItem(UsageRefusal):
    """A word of `log` that is neither a code nor a value."""

    msgid = N_("Cannot read “{text}”. Write a code and a value, such as JJ03+12 (add 12) or JJ03=152 (total 152).")


class NothingToLog(UsageRefusal):
    """`log CODE` in a script, without a value and without words."""

    msgid = N_("{code} has no value. Write {example}, or give --note for words alone.")


class NothingNamed(UsageRefusal):
    """`log` in a script, without a code."""

    msgid = N_("Nothing to record. Write a code and a value, such as nanhu-kpi log JJ03+12; in a terminal, log asks.")


class OneCodeWanted(UsageRefusal):
    """A long form beside several codes, or beside a value."""

    msgid = N_("--add, --total, --reading and --done go with exactly one code without a value, and only one of them.")


class TwoYears(UsageRefusal):
    """`--as-of` picks its year; another `--year` beside it contradicts."""

    msgid = N_("--as-of {as_of} lies in {as_of.year}, not in {year}. Leave --year out, or give a day of {year}.")


class UnreadableYear(UsageRefusal):
    """A year outside 1900-9998."""

    msgid = N_("{year} is not a year this tool can show. Give one from 1900 to 9998.")


class EmptyName(UsageRefusal):
    """A path that is given and empty, as from an unset variable."""

    msgid = N_("--db is empty. Name a file, or leave --db out.")


class UnknownFormat(UsageRefusal):
    """A format that nothing here writes."""

    msgid = N_("Unknown format “{text}”. Choose from: {known}.")


class NoSuchOption(UsageRefusal):
    """An option that `log` does not have."""

    msgid = N_("No such option: {text}. See nanhu-kpi log --help.")


class NoSuchOptionNear(NoSuchOption):
    """The same, where it has one like it."""

    msgid = N_("No such option: {text}. Did you mean: {near}?")


class ConfirmationWanted(UsageRefusal):
    """A script takes back what is older than a day."""

    msgid = N_("Batch {batch} was recorded at {logged_at}, more than a day ago. To take it back anyway, add --yes.")


class ReasonWanted(UsageRefusal):
    """`void` in a script without a reason."""

    msgid = N_("A void is final and needs a reason. Add --reason “…”.")


class OneDayWanted(UsageRefusal):
    """Several options that each pick the day."""

    msgid = N_("{options} each set the day. Give only one.")


class OneRangeWanted(UsageRefusal):
    """Several options that each pick the range of days."""

    msgid = N_("{options} each pick the days. Give one of them, or --from and --to.")


class YearBesideSpan(UsageRefusal):
    """A week, month or quarter picks its year; another `--year` beside it contradicts."""

    msgid = N_("The period asked for ends on {day}, in {day.year} and not in {year}. Leave --year out.")


class UnknownStatus(UsageRefusal):
    """A word that is no status."""

    msgid = N_("“{text}” is not a status. Choose from: {known}.")


class UnknownLight(UsageRefusal):
    """A word that is no light."""

    msgid = N_("“{text}” is not a light. Choose from: {known}.")


class UnknownOrder(UsageRefusal):
    """An order in which nothing here is sorted."""

    msgid = N_("“{text}” is not an order. Choose from: {known}.")


class UnknownCondition(UsageRefusal):
    """A condition that `--fail-on` does not watch."""

    msgid = N_("“{text}” is not a condition. Choose from: {known}.")


class OptionsWanted(UsageRefusal):
    """A script defines something without saying all of it."""

    msgid = N_("{command} also needs {options}. In a terminal it asks for them.")


class ChangeWanted(UsageRefusal):
    """`edit` without a field."""

    msgid = N_("{command} changes nothing without an option. Give one of: {options}")


class OneMeasureWanted(UsageRefusal):
    """A field that is one measure's own, set for several."""

    msgid = N_(
        "{options} goes with one measure, and {count} were named. Several at once take --owner, --support, --leader "
        "and --cadence."
    )


class ReasonForMonthWanted(UsageRefusal):
    """`period close` or `period reopen` in a script without a reason."""

    msgid = N_("Closing or reopening a month needs a reason. Add --reason “…”.")


class SettingWordsWanted(UsageRefusal):
    """`config set` with too few words, or too many."""

    msgid = N_("Write: nanhu-kpi config set KEY VALUE [CODE], or nanhu-kpi config set KEY --reset [CODE].")


class TargetNotNamed(UsageRefusal):
    """`target set` in a script without a code or without a value."""

    msgid = N_("Name a measure and its target, such as: nanhu-kpi target set JJ03 150 (or JJ03 --withdraw)")


class PointsWanted(UsageRefusal):
    """`target schedule` in a script without a code or without points."""

    msgid = N_("Name a measure and its points, such as: nanhu-kpi target schedule CQ21 03-31=30 06-30=60 12-31=100")


class WithdrawalStandsAlone(UsageRefusal):
    """`--withdraw` beside what describes a target."""

    msgid = N_("--withdraw takes a target back: give it without a value, --start, --due or --pace.")


class YearsReversed(UsageRefusal):
    """Targets carried backwards."""

    msgid = N_("Targets are carried into a later year; {year} does not come after {source}.")


class TargetsNotConfirmed(UsageRefusal):
    """A script sets many targets at once without `--yes`."""

    msgid = N_(
        "This would set targets of {year}: {count}. Look at them with --dry-run, and add --yes to set them; nothing "
        "was recorded."
    )
