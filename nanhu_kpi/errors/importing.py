"""Files that cannot be imported. What is wrong in their rows is `incoming`."""

from __future__ import annotations

from nanhu_kpi.errors import N_, REFUSED, USAGE, Refusal


class ProblemsFound(Refusal):
    """A file with problems in its rows; they were listed before."""

    msgid = N_("Problems in {path}: {count}. Nothing was recorded; correct them and import the file again.")


class ProblemsOntoInput(Refusal):
    """`--problems` names the file that is imported."""

    exit_code = USAGE
    msgid = N_("{path} is the file to import. Choose another name for the list of problems.")


class CannotReadInput(Refusal):
    """A file that the system does not let us read."""

    msgid = N_("Cannot read {path}: {reason}.")


class EmptyInput(Refusal):
    """A file without anything in it."""

    msgid = N_("{path} is empty. An empty file to fill in: nanhu-kpi import --template")


class HeaderAlone(Refusal):
    """A file with a header and no row."""

    msgid = N_("{path} has a header and no row below it. There is nothing to import.")


class Undecodable(Refusal):
    """A file that is neither Unicode nor GB18030."""

    msgid = N_(
        "{path} is not readable as {encoding}: the byte at {offset} (line {line}) fits no character. Save it as UTF-8."
    )


class NotJson(Refusal):
    """A JSON file of another shape than an array of objects, or broken from its beginning."""

    msgid = N_("{path} is not a JSON array of objects: line {line}, column {column}.")


class NotJsonLines(Refusal):
    """A file of JSON lines without an object."""

    msgid = N_("{path} is not JSON lines, an object a line: line {line}, column {column}.")


class NotXlsx(Refusal):
    """A file that is named .xlsx and is none."""

    msgid = N_("{path} is not an .xlsx workbook, or is damaged. Open it in Excel and save it as .xlsx again.")


class OldOrLockedXlsx(Refusal):
    """An .xls file, or a workbook with a password: both begin alike."""

    msgid = N_("{path} is an old .xls file or has a password. Save it as .xlsx without a password.")


class SheetWanted(Refusal):
    """A workbook with more than one sheet that could be meant."""

    msgid = N_("{path} has several sheets with something in them: {sheets}. Say which one to import: --sheet NAME")


class SheetsHidden(Refusal):
    """A workbook whose visible sheets are empty."""

    msgid = N_("{path} has something in hidden sheets only: {sheets}. Say which one to import: --sheet NAME")


class NoSuchSheet(Refusal):
    """`--sheet` names a sheet that is not there."""

    msgid = N_("{path} has no sheet “{name}”. It has: {sheets}.")


class SheetOfNoWorkbook(Refusal):
    """`--sheet` beside a file that has no sheets."""

    exit_code = USAGE
    msgid = N_("{path} is not an .xlsx workbook and has no sheets. Leave out --sheet.")


class XlsxWanted(Refusal):
    """An .xlsx file without the library that reads it."""

    exit_code = USAGE
    msgid = N_("Reading and writing .xlsx needs one more library: pip install 'nanhu-kpi[xlsx]'. Or save it as CSV.")


class DatabaseGiven(Refusal):
    """A database where a file of rows is wanted."""

    msgid = N_("{path} is a database, not a file of rows.")


class UnknownInputFormat(Refusal):
    """A format that nothing here reads."""

    exit_code = USAGE
    msgid = N_("Unknown format “{text}”. Choose from: {known}.")


class ColumnsUnknown(Refusal):
    """Columns that mean nothing to us."""

    msgid = N_("{path} has columns that are not known: {columns}. Rename them, or pass them over with --ignore-extra.")


class ColumnTwice(Refusal):
    """Two columns of one meaning."""

    msgid = N_("{path} has more than one column for {column}: {columns}. Keep one.")


class ColumnsMissing(Refusal):
    """Columns without which no row can be read."""

    msgid = N_(
        "{path} lacks the columns: {columns}. Its first row has to name its columns (only titles may stand above it); "
        "see import --template."
    )


class FileWanted(Refusal):
    """`import` without a file."""

    exit_code = USAGE
    msgid = N_("Name a file to import, or - for standard input. An empty one to fill in: nanhu-kpi import --template")


class ImportNotConfirmed(Refusal):
    """A script imports without `--yes`."""

    exit_code = USAGE
    msgid = N_(
        "This would record {count} entries. Look at them with --dry-run, and add --yes to record them; nothing was "
        "recorded."
    )


class ImportedBefore(Refusal):
    """The same bytes, without keys, in a batch that is still live."""

    msgid = N_(
        "The same file was imported by {officer} at {logged_at} in batch {batch}, and its rows have no key. "
        "To take that back: nanhu-kpi undo {batch}. To record it once more, add --again."
    )


class ChangedMeanwhile(Refusal):
    """What was shown cannot be recorded any more: somebody else was quicker."""

    exit_code = REFUSED
    msgid = N_(
        "The record changed meanwhile, so that problems were found in {path}: {count}. Nothing was recorded; see them "
        "with --dry-run."
    )


# What is wrong in one cell or row, beside what `log` refuses in the same words.


class FollowsFromOthers(Refusal):
    """An export whose figures follow from other rows."""

    msgid = N_(
        "{path} is an export of {what}, which follow from entries, targets and changes: import exports of those."
    )


class UnfitExport(Refusal):
    """An export whose rows a rule of the file refuses, such as a schedule before its start."""

    msgid = N_("{path} holds what no command records ({reason}). Export it again, and leave its cells as they are.")


class NoTemplateFormat(Refusal):
    """`import --template` in a format that has no empty file to fill in."""

    exit_code = USAGE
    msgid = N_("There is no template in {format}: its objects name their own columns. Write csv, tsv or xlsx.")


class TemplateInTheWay(Refusal):
    """`import --template` onto a file that is there: it may be filled in already."""

    msgid = N_("{path} is there already and was left as it is. Choose another name for the template.")
