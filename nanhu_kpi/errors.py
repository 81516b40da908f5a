"""Every refusal that can be explained: its facts, its sentence (a msgid) and its exit code.

A sentence names the cause and then what to do. `__main__` translates it and fills the facts in; nothing else prints.
"""

from __future__ import annotations

from typing import ClassVar

OK = 0
BUG = 1
USAGE = 2
UNKNOWN = 3
BAD_INPUT = 4
REFUSED = 5
FOUND = 10
INTERRUPTED = 130


def N_(msgid: str) -> str:  # noqa: N802 - the name that message extractors look for
    """Return `msgid` as it is, marked for translation."""
    return msgid


class Refusal(Exception):
    """What the product declines to do, with the facts that its sentence names."""

    exit_code: ClassVar[int] = BAD_INPUT
    msgid: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.msgid.format(**self.facts)


# What was typed cannot be understood as a command.


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


class OnlyOfStatus(UsageRefusal):
    """An option of `export status` beside another export."""

    msgid = N_("{option} goes with export status, not with export {what}.")


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


# What was named is not known.


class UnknownCode(Refusal):
    """A code, or a word of a name, that no measure bears."""

    exit_code = UNKNOWN
    msgid = N_("No measure {text}. Find its code with: nanhu-kpi measure list")


class UnknownCodeNear(UnknownCode):
    """The same, where something like it exists."""

    msgid = N_("No measure {text}. Did you mean: {near}?")


class NotAMeasure(Refusal):
    """An area or a goal where a measure is wanted."""

    exit_code = UNKNOWN
    msgid = N_("{text} is an area or a goal, not a measure. See its measures with: nanhu-kpi status {text}")


class UnknownSelection(Refusal):
    """A SELECT that matches nothing."""

    exit_code = UNKNOWN
    msgid = N_("Nothing matches “{text}”: no area, goal, code or word of a name. See: nanhu-kpi measure list")


class UnknownId(Refusal):
    """The tail of an id that nothing bears."""

    exit_code = UNKNOWN
    msgid = N_("Nothing recorded under {text}. Find ids with: nanhu-kpi entries")


class IdOfABatch(Refusal):
    """`void` with the short name of a batch, as the echo of `log` prints it."""

    exit_code = UNKNOWN
    msgid = N_("{text} is a batch, a whole command. Take it back with: nanhu-kpi undo {text}")


class IdOfAnEntry(Refusal):
    """`undo` with the short name of an entry."""

    exit_code = UNKNOWN
    msgid = N_("{text} is a single entry. Take it back with: nanhu-kpi void {text} --reason “…”")


class AmbiguousId(Refusal):
    """The tail of an id that several bear."""

    exit_code = UNKNOWN
    msgid = N_("{text} fits {count} records. Give more of its digits: {candidates}")


class NothingToUndo(Refusal):
    """No live batch of this officer on this host."""

    exit_code = UNKNOWN
    msgid = N_("{officer} on {host} has no batch left to take back. Name one: nanhu-kpi undo BATCH")


class UnknownArea(Refusal):
    """A code that begins with no area."""

    exit_code = UNKNOWN
    msgid = N_("{text} begins with no area. The areas are: {areas}")


class UnknownGoal(Refusal):
    """A goal that is not there."""

    exit_code = UNKNOWN
    msgid = N_("No goal {text}. Find its code with: nanhu-kpi goal list")


class UnknownSetting(Refusal):
    """A setting that is not there."""

    exit_code = UNKNOWN
    msgid = N_("No setting “{text}”. There are: {known}")


# What was given is wrong.


class UnreadableDay(Refusal):
    """A text that is no day."""

    msgid = N_("“{text}” is not a day. Write 2024-06-30, 06-30, today, yesterday or -1.")


class UnreadableWeek(Refusal):
    """A text that is no ISO week."""

    msgid = N_("“{text}” is not a week. Write a year and its ISO week, such as 2024-W26.")


class UnreadableMonth(Refusal):
    """A text that is no month."""

    msgid = N_("“{text}” is not a month. Write a year and a month, such as 2024-06.")


class UnreadableQuarter(Refusal):
    """A text that is no quarter."""

    msgid = N_("“{text}” is not a quarter. Write a year and a quarter, such as 2024Q2.")


class FutureDay(Refusal):
    """A record of a day that has not been."""

    msgid = N_("{day} is in the future; the office's day is {today}. Progress is recorded for days up to today.")


class DaysReversed(Refusal):
    """A range that ends before it begins."""

    msgid = N_("The range begins on {first} and ends on {last}. Swap --from and --to.")


class UnreadableValue(Refusal):
    """A text that is no value."""

    msgid = N_("“{text}” is not a value. Write digits, such as 152, 98.5, 1,200 or 1.2万.")


class TooManyPlaces(Refusal):
    """A value finer than the file keeps."""

    msgid = N_("{value} has more than four decimals. Round it yourself; nothing is rounded in silence.")


class TooLarge(Refusal):
    """A value beyond the range."""

    msgid = N_("{value} is beyond the range: values stay below 1000000000000. Check its unit.")


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


class BrokenText(Refusal):
    """An argument whose bytes are not text in the terminal's encoding."""

    msgid = N_("An argument is not readable text: {text}. Check the terminal's encoding (UTF-8 is expected).")


class AlreadyVoided(Refusal):
    """An entry that was taken back before."""

    msgid = N_("{id} was already taken back by {officer} at {logged_at}: {reason}")


class BatchAlreadyUndone(Refusal):
    """A batch without a live row."""

    msgid = N_("Batch {batch} has nothing left to take back: it was undone before, or it recorded no entry.")


class CatalogueBatch(Refusal):
    """The report's own rows are not undone as a whole."""

    msgid = N_("Batch {batch} is the report itself. Take back single entries with: nanhu-kpi void ID --reason “…”")


class CannotPrint(Refusal):
    """Standard output takes nothing more."""

    msgid = N_("Cannot print the result: {reason}.")


class CannotWriteOutput(Refusal):
    """`-o` names a place that cannot be written."""

    msgid = N_("Cannot write {path}: {reason}. Nothing was written.")


class BrokenCatalogue(Refusal):
    """A catalogue file that breaks a rule."""

    exit_code = BUG
    msgid = N_("The catalogue is broken: {file}, {entry}: {reason}")


class UnfitCode(Refusal):
    """A code of another shape than the measures' or the goals'."""

    msgid = N_("“{text}” does not do as a code. Write it like {example}: it is free.")


class CodeInUse(Refusal):
    """A code that was given before."""

    msgid = N_("{code} is {name}. A code is never given twice; {example} is free.")


class NoCodeLeft(Refusal):
    """An area all of whose codes are given."""

    msgid = N_("{area} has no code left.")


class UnfitText(Refusal):
    """A name, a unit or another text of a definition that is empty, too long or cannot be shown."""

    msgid = N_("“{text}” does not do for {option}: write 1 to {most} characters on one line.")


class TextTooLong(Refusal):
    """The same, where it may be empty."""

    msgid = N_("“{text}” does not do for {option}: write up to {most} characters on one line.")


class NameInUse(Refusal):
    """A name that another bears."""

    msgid = N_("“{text}” is the name of {code} already. Choose one that cannot be mistaken for it.")


class GoalElsewhere(Refusal):
    """A measure under a goal of another area."""

    msgid = N_("{goal} is no goal of {area}. Choose from: {goals}")


class MilestoneShape(Refusal):
    """A milestone in another unit or direction."""

    msgid = N_("{code} is a milestone: its unit is % and its direction at_least. Give --unit % --direction at_least.")


class RatioParts(Refusal):
    """A ratio of what cannot be divided."""

    msgid = N_("{code} is a ratio of two other measures, neither of them a ratio. Give --numerator and --denominator.")


class PartsOfNoRatio(Refusal):
    """Numerator and denominator of what is no ratio."""

    msgid = N_("{code} is no ratio: leave --numerator and --denominator out.")


class RatioStays(Refusal):
    """A kind that becomes a ratio, or stops being one."""

    msgid = N_("{code} {name} cannot become a ratio or stop being one. Retire it, and add a new code.")


class MeaningFixed(Refusal):
    """Kind, unit or direction of a measure that has entries."""

    msgid = N_(
        "{code} {name} has entries, so its kind, unit and direction stay as they are. Retire it, and add a new code."
    )


class MeasureRetired(Refusal):
    """An entry of a day on which the measure is retired."""

    msgid = N_(
        "{code} {name} is retired from {day} on and takes no entry of that day or later. "
        "To bring it back: nanhu-kpi measure retire {code} --back"
    )


class FutureMonth(Refusal):
    """A month that has not begun."""

    msgid = N_("{month} has not begun; the office's day is {today}.")


class MonthAlreadyClosed(Refusal):
    """`period close` on a closed month."""

    msgid = N_("{month} was already closed by {officer} at {logged_at}: {reason}")


class MonthOpen(Refusal):
    """`period reopen` on an open month."""

    msgid = N_("{month} is open. See: nanhu-kpi period list")


class UnfitThreshold(Refusal):
    """A threshold that is no number of points, or above 0."""

    msgid = N_("“{text}” does not do for {key}: write points from -9999 to 0 with at most two decimals, such as -12.5.")


class ThresholdsCross(Refusal):
    """Thresholds in the wrong order."""

    msgid = N_("far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first.")


class ThresholdsCrossFor(Refusal):
    """The same for one measure."""

    msgid = N_(
        "For {code}, far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first, for "
        "{code} or for all."
    )


class NotForOneMeasure(Refusal):
    """A setting of the whole office, set for one measure."""

    msgid = N_("{key} holds for the whole office. Only behind and far_behind can be set for one measure.")


class UnknownZone(Refusal):
    """A time zone that is not there."""

    msgid = N_("“{text}” is not a time zone. Write one such as Asia/Shanghai.")


class UnfitOfficeCode(Refusal):
    """An office code that does not do in files and tables."""

    msgid = N_("“{text}” does not do for office_code: write 1 to 20 letters and digits, such as NANHU.")


class QualifiedTarget(Refusal):
    """A target with 超, 近, 余 or 多."""

    msgid = N_("“{text}” is not exact, and a target is. Write it without 超, 近, 余 or 多.")


class TargetOutsideMilestone(Refusal):
    """A milestone's target below 0 or above 100."""

    msgid = N_("{code} {name} is a milestone: its target lies between 0 and 100, not {value}.")


class DayOutsideYear(Refusal):
    """A day of a target that lies in another year."""

    msgid = N_("{option} {day} lies outside {year}, the target's year. Give a day of {year}, or another --year.")


class StartAfterDue(Refusal):
    """A target that is due before it starts."""

    msgid = N_("The target starts on {start}, after its due day {due}. Change --start or --due.")


class PaceForbidden(Refusal):
    """An even pace for what is kept at or below its target."""

    msgid = N_("{code} {name} has a target to stay within, on any day. Leave --pace out, or give --pace none.")


class ScheduleStands(Refusal):
    """A new value, start or due day that the schedule in force does not fit."""

    msgid = N_(
        "{code} {name} has a schedule that ends with {value} on {due}, which this does not fit. Give the whole "
        "schedule again with nanhu-kpi target schedule, or add --pace linear or --pace none."
    )


class NothingToWithdraw(Refusal):
    """A withdrawal where no target is in force."""

    msgid = N_("{code} {name} has no target of {year} in force on {day}. See: nanhu-kpi target list {code} --history")


class RetiredTakesNoTarget(Refusal):
    """A target for a measure that was retired."""

    msgid = N_(
        "{code} {name} is retired from {day} on and takes no target. "
        "To bring it back: nanhu-kpi measure retire {code} --back"
    )


class ScheduleForbidden(Refusal):
    """A schedule for what is kept at or below its target."""

    msgid = N_(
        "{code} {name} has a target to stay within, on any day, and takes no schedule. Use: nanhu-kpi target set "
        "{code} VALUE"
    )


class ScheduleNotAboveZero(Refusal):
    """A schedule whose last point is not above 0."""

    msgid = N_("{point}: a schedule leads to a target above 0. For {value} use: nanhu-kpi target set {code} VALUE")


class UnreadablePoint(Refusal):
    """A word of a schedule that is no day and value."""

    msgid = N_("“{point}” is not a point. Write a day and the total to be reached by then, such as 06-30=60.")


class PointOutsideYear(Refusal):
    """A point in another year."""

    msgid = N_("{point} lies outside {year}, the target's year. Give a day of {year}, or another --year.")


class PointOutsideMilestone(Refusal):
    """A point of a milestone below 0 or above 100."""

    msgid = N_("{point}: {code} {name} is a milestone, and its values lie between 0 and 100.")


class PointsOutOfOrder(Refusal):
    """A point whose day does not come after the one before it."""

    msgid = N_("{point} does not come after {before}, the day of the point before it. Write the points day by day.")


class PointNotAfterStart(Refusal):
    """A point on or before the start."""

    msgid = N_("{point} does not come after the start, {start}. Change the point, or --start.")


class PointFalls(Refusal):
    """A point below the one before it."""

    msgid = N_("{point} falls below the {before} before it. A schedule holds totals to date, which never fall.")


class ProposalChanged(Refusal):
    """Targets that would be other ones by now than those that were shown."""

    msgid = N_("What would be set has changed meanwhile; nothing was recorded. Run the command again to see it.")


# The database refuses.


class FileRefusal(Refusal):
    """What the file, or the system beneath it, will not allow."""

    exit_code = REFUSED


class MissingFile(FileRefusal):
    """No file at a path that was named."""

    msgid = N_("No database at {path}. Create one with: nanhu-kpi db init {path}")


class FileExists(FileRefusal):
    """`db init` on a name that is taken."""

    msgid = N_("{path} is there already and was left as it is. Choose another name.")


class IsAFolder(FileRefusal):
    """A folder where a file is wanted."""

    msgid = N_("{path} is a folder. Name the database file in it, such as {path}/nanhu.db")


class ForeignFile(FileRefusal):
    """A file that is no database of ours."""

    msgid = N_("{path} is not a nanhu-kpi database. Check --db and NANHU_DB.")


class OlderFile(FileRefusal):
    """A file of an earlier version where it cannot be brought up to date."""

    msgid = N_("{path} is of an earlier format and cannot be upgraded here. Copy it to a folder you can write to.")


class NewerFile(FileRefusal):
    """A file of a later version."""

    msgid = N_("{path} was written by a newer nanhu-kpi (format {version}; this one knows {known}). Upgrade nanhu-kpi.")


class DamagedFile(FileRefusal):
    """A file whose content is broken."""

    msgid = N_("{path} is damaged ({reason}). Keep it aside and go back to a copy of it.")


class LockedFile(FileRefusal):
    """Another process holds the write lock."""

    msgid = N_("Another program has been writing to {path} for {seconds} seconds. Try again when it has finished.")


class ReadOnlyFile(FileRefusal):
    """A write into a file that may only be read."""

    msgid = N_("{path} can only be read here ({reason}). Ask for write permission on it and its folder, or use a copy.")


class CannotOpenFile(FileRefusal):
    """The system does not open the file."""

    msgid = N_("Cannot open {path}: {reason}. Check the permissions of the file and of its folder.")


class CannotWriteFile(FileRefusal):
    """A new database cannot be made."""

    msgid = N_("Cannot create {path}: {reason}. Choose another place with --db or NANHU_DB.")


class DiskTrouble(FileRefusal):
    """The disk is full or failing."""

    msgid = N_("The disk under {path} refuses ({reason}). Nothing was recorded; make room or check the disk.")


class ClosedMonth(FileRefusal):
    """An entry, or a void of one, dated in a closed month."""

    msgid = N_(
        "{month} was closed by {officer} at {logged_at} ({reason}); nothing is recorded or taken back in it. "
        "To open it again: nanhu-kpi period reopen {month} --reason “…”"
    )


# What systems and SQLite say, so that a reason inside a sentence can be translated too.
REASONS = (
    N_("not a file"),
    N_("it is a database"),
    N_("Permission denied"),
    N_("permission denied"),
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("Bad file descriptor"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("File name too long"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("database disk image is malformed"),
    N_("database or disk is full"),
    N_("disk I/O error"),
    N_("embedded null byte"),
)
