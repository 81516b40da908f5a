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


CELL_MISSING = N_("Empty: this cell has to be filled in.")
CELLS_MISSING = N_("The row has {count} cells and the header {wanted}.")
NAMELESS_COLUMN = N_(
    "Column {column} has no name in the header, and something stands in it. Name it, or pass it over with "
    "--ignore-extra."
)
QUOTE_OPEN = N_("A quotation mark is not closed, or text follows it. Write a quotation mark inside a cell twice.")
CELL_TOO_LONG = N_("A cell is longer than {most} characters; a quotation mark may not be closed.")
NO_TEXT = N_("The text holds a character that is none (NUL, or half of one).")
NO_JSON_CELL = N_("A cell is a text or a number, not {text}.")
NO_JSON_OBJECT = N_("Not a JSON object, as every row has to be: line {line}, column {column}.")
BROKEN_JSON = N_("The JSON is broken at line {line}, column {column}. What follows was not read.")
BROKEN_JSON_LINE = N_("The JSON is broken at line {line}, column {column}.")
JSON_GOES_ON = N_(
    "The array ends before line {line}, column {column}, and what follows was not read. Make one array of it."
)
JSON_KEY_TWICE = N_("The object has this name twice.")
ERROR_CELL = N_("{text}: an error value of the spreadsheet. Correct the cell.")
KEY_DAMAGED = N_(
    "{text}: a spreadsheet has lost digits of this key. Format the column as text, and enter the key again."
)
SCALED_CELL = N_(
    "The cell shows {shown} and holds {value}. Write the number in the measure's unit, with a plain number format."
)
NOT_CALCULATED = N_("The formula has no result in the file. Open it in Excel and save it.")
NO_FULL_DAY = N_("“{text}” is not a day with its year. Write 2024-06-30, 2024/6/30 or 2024年6月30日.")
UNKNOWN_TYPE = N_("“{text}” is not a type. Write add, set or words (新增, 累计, 文字).")
UNKNOWN_QUALIFIER = N_("“{text}” is not a qualifier of this value. Write over or under, or leave it empty.")
TYPE_CONTRADICTS = N_("{text} does not fit the type {type}.")
WORDS_WITH_VALUE = N_("The type is words, so the value has to be empty.")
VALUE_TWICE = N_("The row states both an increment and a total. Keep one: the other follows from it.")
TWO_READINGS = N_(
    "{code} {text} has two readings. Write +{text} (or type add) to add it, ={text} (or set) for the total."
)
NOTHING_IN_ROW = N_("The row has neither a value nor a text.")
OTHER_UNIT = N_("The unit of {code} {name} is {unit}, and {text} does not convert to it.")
OTHER_NAME = N_("{code} is {name}: code and name contradict each other.")
MINUS_WANTS_ROW_NOTE = N_("{code} {name}: a minus wants a word of why. Fill in the note.")
LOWER_WANTS_ROW_NOTE = N_(
    "{code} {name}: {after} is lower than the {before} before it. Check it, and say why in the note."
)
JUMP_WANTS_ROW_NOTE = N_(
    "{code} {name}: {before} → {after} takes the attainment to {attainment}, past 150%. Check the unit, and say "
    "why in the note."
)
SHARE_WANTS_ROW_NOTE = N_(
    "{code} {name}: {value} is less than 1 percent, and figures here stand above 10. If {percent} is meant, write "
    "{percent}; if not, say so in the note."
)
FAR_WANTS_ROW_NOTE = N_(
    "{code} {name}: {before} → {after} is five times or a fifth of the last reading, or further from it. Check the "
    "number and its unit, and say why in the note."
)
FRACTION_WANTS_ROW_NOTE = N_(
    "{code} {name}: {value} is not whole, and every value before it was. Check the number and its unit, and say why in "
    "the note."
)
BEYOND_RANGE = N_("{code} {name}: the actual would leave the range of values. Check the unit.")
KEY_CONFLICT = N_(
    "Key {key} stands already with other content: {there} ({officer}, {logged_at}). The file says: {here}."
)
KEY_CONFLICT_IN_FILE = N_("Key {key} stands in row {row} with other content: {there}. This row says: {here}.")
ID_CONFLICT = N_("The entry {id} stands already and differs in {columns}: {there}. The file says: {here}.")
ID_CONFLICT_IN_FILE = N_("The entry {id} stands in row {row} already, and differs.")
BATCH_CONFLICT = N_("Batch {batch} has another officer, host or time: {there}. The file says: {here}.")
UNFIT_ID = N_("“{text}” is not an id as an export writes it.")
UNFIT_MOMENT = N_("“{text}” is not a moment such as 2024-06-30T08:15:00Z.")
UNFIT_DIGEST = N_("“{text}” is not a SHA-256: 64 hexadecimal digits.")
HALF_RESTORED = N_("A row with an id needs batch, officer, host and logged_at too; a new row has none of them.")
HALF_VOIDED = N_("voided_at, voided_by and void_reason stand together or not at all.")
UNFIT_CELL = N_("“{text}” is not what an export has here.")
OTHER_ROW = N_("{id} stands already with other content.")
