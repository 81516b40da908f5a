"""Two copies that cannot become one."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NOTHING_THERE = N_("No file at {path}. Name a copy of the database.")
NOT_A_COPY = N_("{path} is not a nanhu-kpi database. Name a copy of the database.")
OTHER_OFFICE = N_(
    "{path} belongs to office {theirs}, this database to {ours}; nothing was merged. If both are the same office, "
    "change the code of the copy first: nanhu-kpi --db {path} config set office_code {ours}"
)
ALTERED_ROWS = N_(
    (
        "{path} was not merged: {count} of its rows has an id of this database but other content. Rows are never "
        "changed by nanhu-kpi, so one of the two files was edited outside nanhu-kpi. Use a copy that was not."
    ),
    (
        "{path} was not merged: {count} of its rows have ids of this database but other content. Rows are never "
        "changed by nanhu-kpi, so one of the two files was edited outside nanhu-kpi. Use a copy that was not."
    ),
)
ALTERED_DEFINITIONS = N_(
    (
        "{path} was not merged: {count} of its fields differs from this database without a recorded change. One of "
        "the two files was edited outside nanhu-kpi. Use a copy that was not."
    ),
    (
        "{path} was not merged: {count} of its fields differ from this database without a recorded change. One of "
        "the two files was edited outside nanhu-kpi. Use a copy that was not."
    ),
)
ALTERED_FILE = N_(
    (
        "{path} was not merged: {count} of its fields does not match its own recorded changes, so it was edited "
        "outside nanhu-kpi. Use a copy that was not."
    ),
    (
        "{path} was not merged: {count} of its fields do not match its own recorded changes, so it was edited "
        "outside nanhu-kpi. Use a copy that was not."
    ),
)
ORPHAN_ROWS = N_("{path} was not merged: some of its rows refer to rows it lacks ({rows}). Use a copy that is whole.")
UNSOUND_ROWS = N_("{path} was not merged: it contains rows this program never writes: {rows}. Use an intact copy.")
UNFIT_ROWS = N_("{path} was not merged: it contains rows nanhu-kpi never writes ({reason}). Use a copy that is whole.")
OTHER_MEANING = N_(
    "{path} was not merged: {code} is “{ours}” in this database and “{theirs}” in the copy, and has entries, so "
    "kind, unit and direction cannot be made the same. If it is the same measure, change it back in the one without "
    "entries. If not, give one of them another code: in a new copy of this database, add it under a free code and "
    "import its entries."
)
OTHER_MEASURE = N_(
    "{path} was not merged: {code} was added in both, as “{ours}” in this database and “{theirs}” in the copy, and "
    "both have entries. If they are two measures, give one of them another code: in a new copy of this database, "
    "add it under a free code and import its entries. If they are one, give them one name first: nanhu-kpi --db "
    "{path} measure edit {code} --name-zh “{ours}”"
)
