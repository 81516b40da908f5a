"""Two copies that cannot become one."""

from __future__ import annotations

from nanhu_kpi.errors import N_, REFUSED, Refusal


class NothingThere(Refusal):
    """No file at the path that is to be merged."""

    exit_code = REFUSED
    msgid = N_("No file at {path}. Name the other copy of the database.")


class NotACopy(Refusal):
    """A file that is no database of ours."""

    exit_code = REFUSED
    msgid = N_("{path} is not a nanhu-kpi database. Name the other copy of the database.")


class OtherOffice(Refusal):
    """The databases of two offices."""

    msgid = N_(
        "{path} belongs to office {theirs}, this database to {ours}: nothing was merged. Where both are one office, "
        "set its code alike in that copy first: nanhu-kpi --db {path} config set office_code {ours}"
    )


class AlteredRows(Refusal):
    """Rows of one id that say different things: no command changes a row, so somebody else did. `rows` tells of them,
    the first of many."""

    exit_code = REFUSED
    msgid = N_(
        "{path} was not merged: {count} of its rows have an id that is here with other content. Rows are never changed "
        "by nanhu-kpi, so one of the two files was altered by other means. Go back to a copy that was not."
    )


class AlteredDefinitions(Refusal):
    """Definitions that differ where no change row says so."""

    exit_code = REFUSED
    msgid = N_(
        "{path} was not merged: {count} of its fields are not those here, and no recorded change says so. One of the "
        "two files was altered by other means. Go back to a copy that was not."
    )


class AlteredFile(Refusal):
    """Definitions in one file that are not what its own change rows say."""

    exit_code = REFUSED
    msgid = N_(
        "Nothing was merged: in {path}, {count} fields are not what its own recorded changes say, so it was altered by "
        "other means. Go back to a copy of it that was not."
    )


class OrphanRows(Refusal):
    """Rows that refer to what the file lacks."""

    exit_code = REFUSED
    msgid = N_(
        "{path} was not merged: rows of it refer to what is not in it ({rows}). Go back to a copy that is whole."
    )


class UnfitRows(Refusal):
    """Rows that a rule of the file refuses."""

    exit_code = REFUSED
    msgid = N_("{path} was not merged: it holds what no command records ({reason}). Go back to a copy that is whole.")


class OtherMeaning(Refusal):
    """One code for what is counted in two ways."""

    msgid = N_(
        "{path} was not merged: {code} is “{ours}” here and “{theirs}” there, and has entries, so their kind, unit and "
        "direction cannot become one. Give one of them another code: in a fresh copy of this "
        "database, add it under a free "
        "code and import its entries there; or, where it is the same measure, change it back in "
        "the copy without entries."
    )


class OtherMeasure(Refusal):
    """One code for two measures that were added apart, each with entries."""

    msgid = N_(
        "{path} was not merged: {code} was added on both sides, here as “{ours}” and there as “{theirs}”, and both "
        "have entries. Where that is one measure, give it one name first: nanhu-kpi --db {path} measure edit {code} "
        "--name-zh “{ours}”. Where they are two, give one of them another code: in a fresh copy of this database, add "
        "it under a free code and import its entries there."
    )
