"""Why a catalogue is broken: the reasons that stand behind its file and its entry."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NO_AREAS = N_("there is no file of an area, such as jj.toml")
UNREADABLE_TOML = N_("it cannot be read: {error}")
NAMED_FOR_ANOTHER_AREA = N_("the file is named for another area")
NO_LIST_OF_TABLES = N_("not a list of [[{key}]] tables")
NO_TABLE = N_("{table} is not a table")
UNKNOWN_KEY = N_("unknown key {key}")
KEY_MISSING = N_("{key} is missing")
NOT_ON_A_LINE = N_("{key} must be at most {most} characters on one line")
GOALS_IN_ORDER = N_("goals are numbered in order inside their area")
GOAL_WITHOUT_MEASURE = N_("no measure belongs to this goal")
CODE_TWICE = N_("the code is in use")
MEASURES_IN_ORDER = N_("expected {expected}: measures are numbered in order")
NO_SUCH_GOAL = N_("no goal {goal} in this area")
NO_SUCH_WORD = N_("kind, direction or cadence: {error}")
OWNER_MISSING = N_("owner is missing; '' where the report names none")
MILESTONE_IN_PERCENT = N_("a milestone is in % and at_least")
MILESTONE_BEYOND = N_("a milestone lies between 0 and 100, not {value}")
RATIO_OF_TWO = N_("a ratio has a numerator and a denominator, two other measures that are no ratios, and no actual")
NAME_TWICE = N_("{name} is already the name of {other}")
DECORATED_NAME = N_("decoration in the name {name}")
NO_SOURCE = N_("source {source} is not part.section.paragraph")
NOTHING_OF_THE_REPORT = N_("neither an actual nor a target: nothing of the report is recorded")
NO_SUCH_QUALIFIER = N_("unknown qualifier {qualifier}")
ORIGIN_OF_A_CATALOGUE = N_("the origin of a catalogue target is report or implied")
NO_EDITION = N_("edition {edition} is not a whole number from 1 on")
NO_YEAR = N_("year {year}")
VALUE_NO_TEXT = N_("a value is a text of digits, so that it stays exact")
VALUE_NOT_EXACT = N_("value {value} is not an exact decimal of four places")
