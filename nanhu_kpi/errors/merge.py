"""Two copies that cannot become one."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NOTHING_THERE = N_("No file at {path}. Name the other copy of the database.")
NOT_A_COPY = N_("{path} is not a nanhu-kpi database. Name the other copy of the database.")
OTHER_OFFICE = N_(
    "{path} belongs to office {theirs}, this database to {ours}: nothing was merged. Where both are one office, "
    "set its code alike in that copy first: nanhu-kpi --db {path} config set office_code {ours}"
)
ALTERED_ROWS = N_(
    "{path} was not merged: {count} of its rows have an id that is here with other content. Rows are never changed "
    "by nanhu-kpi, so one of the two files was altered by other means. Go back to a copy that was not."
)
ALTERED_DEFINITIONS = N_(
    "{path} was not merged: {count} of its fields are not those here, and no recorded change says so. One of the "
    "two files was altered by other means. Go back to a copy that was not."
)
ALTERED_FILE = N_(
    "Nothing was merged: in {path}, {count} fields are not what its own recorded changes say, so it was altered by "
    "other means. Go back to a copy of it that was not."
)
ORPHAN_ROWS = N_(
    "{path} was not merged: rows of it refer to what is not in it ({rows}). Go back to a copy that is whole."
)
UNSOUND_ROWS = N_("{path} was not merged: it contains rows this program never writes: {rows}. Use an intact copy.")
UNFIT_ROWS = N_("{path} was not merged: it holds what no command records ({reason}). Go back to a copy that is whole.")
OTHER_MEANING = N_(
    "{path} was not merged: {code} is “{ours}” here and “{theirs}” there, and has entries, so their kind, unit and "
    "direction cannot become one. Give one of them another code: in a fresh copy of this "
    "database, add it under a free "
    "code and import its entries there; or, where it is the same measure, change it back in "
    "the copy without entries."
)
OTHER_MEASURE = N_(
    "{path} was not merged: {code} was added on both sides, here as “{ours}” and there as “{theirs}”, and both "
    "have entries. Where that is one measure, give it one name first: nanhu-kpi --db {path} measure edit {code} "
    "--name-zh “{ours}”. Where they are two, give one of them another code: in a fresh copy of this database, add "
    "it under a free code and import its entries there."
)
