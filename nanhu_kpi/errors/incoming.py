"""What is wrong in the rows of a file that comes in."""

from __future__ import annotations

from typing import NamedTuple

from nanhu_kpi.errors import N_, Refusal


class Problem(NamedTuple):
    """One thing wrong in a file: the row as the file counts it (0: the whole file), its column ('' for the row as a
    whole), the cell as it stands there, and why it cannot be taken."""

    row: int
    column: str
    value: str
    refusal: Refusal


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


class UnfitCell(Refusal):
    """A cell that no export has in this column."""

    msgid = N_("“{text}” is not what an export has here.")


class OtherRow(Refusal):
    """An id that names another row, in the record or in the file."""

    msgid = N_("{id} stands already with other content.")
