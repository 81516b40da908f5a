"""Files that cannot be imported, and what is wrong in their rows."""

from __future__ import annotations

from typing import NamedTuple

from nanhu_kpi.errors import N_, REFUSED, USAGE, Refusal


class Problem(NamedTuple):
    """One thing wrong in a file: the row as the file counts it (0: the whole file), its column ('' for the row as a
    whole), the cell as it stands there, and why it cannot be taken."""

    row: int
    column: str
    value: str
    refusal: Refusal


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


class CellMissing(Refusal):
    """An empty cell where something has to stand."""

    msgid = N_("Empty: this cell has to be filled in.")


class CellsMissing(Refusal):
    """A row of another length than the header."""

    msgid = N_("The row has {count} cells and the header {wanted}.")


class NamelessColumn(Refusal):
    """A column with an empty header, and something in it."""

    msgid = N_(
        "Column {column} has no name in the header, and something stands in it. Name it, or pass it over with "
        "--ignore-extra."
    )


class QuoteOpen(Refusal):
    """A quotation mark that nothing closes, or that text follows."""

    msgid = N_("A quotation mark is not closed, or text follows it. Write a quotation mark inside a cell twice.")


class CellTooLong(Refusal):
    """A cell beyond any length that is meant."""

    msgid = N_("A cell is longer than {most} characters; a quotation mark may not be closed.")


class NoText(Refusal):
    """A text with a NUL or half a character."""

    msgid = N_("The text holds a character that is none (NUL, or half of one).")


class NoJsonCell(Refusal):
    """A list, an object, true or false as a cell."""

    msgid = N_("A cell is a text or a number, not {text}.")


class NoJsonObject(Refusal):
    """An element of a JSON file that is no object."""

    msgid = N_("Not a JSON object, as every row has to be: line {line}, column {column}.")


class BrokenJson(Refusal):
    """An array that cannot be read on."""

    msgid = N_("The JSON is broken at line {line}, column {column}. What follows was not read.")


class BrokenJsonLine(Refusal):
    """A line that is no JSON."""

    msgid = N_("The JSON is broken at line {line}, column {column}.")


class JsonGoesOn(Refusal):
    """Something behind the array."""

    msgid = N_(
        "The array ends before line {line}, column {column}, and what follows was not read. Make one array of it."
    )


class JsonKeyTwice(Refusal):
    """A name twice in one object."""

    msgid = N_("The object has this name twice.")


class NotCalculated(Refusal):
    """A formula whose result is not in the file."""

    msgid = N_("The formula has no result in the file. Open it in Excel and save it.")


class NoFullDay(Refusal):
    """A cell that is no day with its year."""

    msgid = N_("“{text}” is not a day with its year. Write 2024-06-30, 2024/6/30 or 2024年6月30日.")


class UnknownType(Refusal):
    """A word that is no type of entry."""

    msgid = N_("“{text}” is not a type. Write add, set or words (新增, 累计, 文字).")


class UnknownQualifier(Refusal):
    """A word that is no qualifier, or another one than the value's."""

    msgid = N_("“{text}” is not a qualifier of this value. Write over or under, or leave it empty.")


class TypeContradicts(Refusal):
    """A sign that says another thing than the type."""

    msgid = N_("{text} does not fit the type {type}.")


class WordsWithValue(Refusal):
    """The type words beside a value."""

    msgid = N_("The type is words, so the value has to be empty.")


class ValueTwice(Refusal):
    """An increment and a total in one row."""

    msgid = N_("The row states both an increment and a total. Keep one: the other follows from it.")


class TwoReadings(Refusal):
    """A bare number of a sum."""

    msgid = N_("{code} {text} has two readings. Write +{text} (or type add) to add it, ={text} (or set) for the total.")


class NothingInRow(Refusal):
    """A row with neither a value nor a text."""

    msgid = N_("The row has neither a value nor a text.")


class OtherUnit(Refusal):
    """A unit that is not the measure's."""

    msgid = N_("The unit of {code} {name} is {unit}, and {text} does not convert to it.")


class OtherName(Refusal):
    """A name beside the code of another measure."""

    msgid = N_("{code} is {name}: code and name contradict each other.")


class MinusWantsRowNote(Refusal):
    """An increment below zero without a note."""

    msgid = N_("{code} {name}: a minus wants a word of why. Fill in the note.")


class LowerWantsRowNote(Refusal):
    """A total lower than before without a note."""

    msgid = N_("{code} {name}: {after} is lower than the {before} before it. Check it, and say why in the note.")


class JumpWantsRowNote(Refusal):
    """An attainment that jumps past 150 % without a note."""

    msgid = N_(
        "{code} {name}: {before} → {after} takes the attainment to {attainment}, past 150%. Check the unit, and say "
        "why in the note."
    )


class BeyondRange(Refusal):
    """An actual that the row takes out of the range of values."""

    msgid = N_("{code} {name}: the actual would leave the range of values. Check the unit.")


class KeyConflict(Refusal):
    """A key whose live entry says something else."""

    msgid = N_("Key {key} stands already with other content: {there} ({officer}, {logged_at}). The file says: {here}.")


class KeyConflictInFile(Refusal):
    """A key twice in the file, with different content."""

    msgid = N_("Key {key} stands in row {row} with other content: {there}. This row says: {here}.")


class IdConflict(Refusal):
    """An id whose entry says something else."""

    msgid = N_("The entry {id} stands already and differs in {columns}: {there}. The file says: {here}.")


class IdConflictInFile(Refusal):
    """An id twice in the file, with different content."""

    msgid = N_("The entry {id} stands in row {row} already, and differs.")


class BatchConflict(Refusal):
    """A batch with another officer, host or time."""

    msgid = N_("Batch {batch} has another officer, host or time: {there}. The file says: {here}.")


class UnfitId(Refusal):
    """A cell that is no id of an entry or a batch, or one of the future."""

    msgid = N_("“{text}” is not an id as an export writes it.")


class UnfitMoment(Refusal):
    """A cell that is no moment in UTC, or one of the future."""

    msgid = N_("“{text}” is not a past moment such as 2024-06-30T08:15:00Z.")


class UnfitDigest(Refusal):
    """A cell that is no SHA-256."""

    msgid = N_("“{text}” is not a SHA-256: 64 hexadecimal digits.")


class HalfRestored(Refusal):
    """A row with some, and not all, of what an export says of its entry."""

    msgid = N_("A row with an id needs batch, officer, host and logged_at too; a new row has none of them.")


class HalfVoided(Refusal):
    """A void without its moment, officer or reason."""

    msgid = N_("voided_at, voided_by and void_reason stand together or not at all.")


class FollowsFromOthers(Refusal):
    """An export whose figures follow from other rows."""

    msgid = N_(
        "{path} is an export of {what}, which follow from entries, targets and changes: import exports of those."
    )


class UnfitExport(Refusal):
    """An export whose rows a rule of the file refuses, such as a schedule before its start."""

    msgid = N_("{path} holds what no command records ({reason}). Export it again, and leave its cells as they are.")


class UnfitCell(Refusal):
    """A cell that no export has in this column."""

    msgid = N_("“{text}” is not what an export has here.")


class OtherRow(Refusal):
    """An id that names another row, in the record or in the file."""

    msgid = N_("{id} stands already with other content.")


class NoTemplateFormat(Refusal):
    """`import --template` in a format that has no empty file to fill in."""

    exit_code = USAGE
    msgid = N_("There is no template in {format}: its objects name their own columns. Write csv, tsv or xlsx.")


class TemplateInTheWay(Refusal):
    """`import --template` onto a file that is there: it may be filled in already."""

    msgid = N_("{path} is there already and was left as it is. Choose another name for the template.")
