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


class AmbiguousId(Refusal):
    """The tail of an id that several bear."""

    exit_code = UNKNOWN
    msgid = N_("{text} fits {count} records. Give more of its digits: {candidates}")


class NothingToUndo(Refusal):
    """No live batch of this officer on this host."""

    exit_code = UNKNOWN
    msgid = N_("{officer} on {host} has no batch left to take back. Name one: nanhu-kpi undo BATCH")


# What was given is wrong.


class UnreadableDay(Refusal):
    """A text that is no day."""

    msgid = N_("“{text}” is not a day. Write 2024-06-30, 06-30, today, yesterday or -1.")


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
