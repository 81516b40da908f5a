"""Rows as plain numbers and texts: what the exports write, and the views for whoever opens the file with other tools.

An export writes an exact decimal as text. A view shows a number, which other tools sort and add up: an INTEGER where
it is whole, else a REAL that prints the same decimal. Of a REAL every SQLite prints thirteen digits as they are, so one
of more stays a text, which is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.quantity import SCALE, amount_of
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.store.counting import defined, first_void, first_void_of_target, live_target, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DIGITS = 10**13
# The function that spells an id for an export: SQL alone takes ten times as long.
FULL_ID = "full_id"


def spelled(column: str) -> str:
    """Return SQL for an id as a UUID where no function of ours is at hand: in a view."""
    digits = f"lower(hex({column}))"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({digits}, {first}, {size})" for first, size in parts)


def _called(column: str) -> str:
    return f"{FULL_ID}({column})"


def _decimal(column: str) -> str:
    """Return SQL for the exact decimal of an amount as text, without trailing zeros."""
    return f"""CASE WHEN {column} IS NULL THEN NULL
        WHEN {column} % {SCALE} = 0 THEN CAST({column} / {SCALE} AS TEXT)
        ELSE rtrim(printf('%s%d.%04d', CASE WHEN {column} < 0 THEN '-' ELSE '' END,
                          abs({column}) / {SCALE}, abs({column}) % {SCALE}), '0') END"""


def number(column: str) -> str:
    """Return SQL for an amount as a number that prints its exact decimal."""
    return f"""CASE WHEN {column} % {SCALE} = 0 THEN {column} / {SCALE}
        WHEN abs({column}) < {_MOST_DIGITS} THEN {column} / {SCALE}.0 ELSE {_decimal(column)} END"""


def entries_as(id_: Callable[[str], str], value: Callable[[str], str], more: str) -> str:
    """Return the query for the rows of entries, with ids and amounts as they are to be written, and `more` columns."""
    return f"""SELECT {id_("e.id")} AS id, {id_("e.batch")} AS batch, e.key AS key, e.measure AS measure,
           e.day AS day, e.type AS type, {value("e.amount")} AS value,
           CASE e.qualifier WHEN 1 THEN 'over' WHEN 2 THEN 'under' END AS qualifier,
           e.note AS note, e.issue AS issue, e.next AS next, e.evidence AS evidence,
           e.evidence_sha256 AS evidence_sha256, b.officer AS officer, b.host AS host, b.logged_at AS logged_at,
           vb.logged_at AS voided_at, vb.officer AS voided_by, v.reason AS void_reason,
           b.command AS command, b.logged_on AS logged_on{more}
    FROM entry e JOIN batch b ON b.id = e.batch
    LEFT JOIN void v ON v.id = {first_void("e")}
    LEFT JOIN batch vb ON vb.id = v.batch"""


def targets_as(id_: Callable[[str], str], value: Callable[[str], str], more: str) -> str:
    """Return the query for the rows of targets, with ids and amounts as they are to be written, and `more` columns."""
    return f"""SELECT {id_("t.id")} AS id, {id_("t.batch")} AS batch, t.measure AS measure, t.year AS year,
           {value("t.amount")} AS value, t.start AS start, t.due AS due, t.pace AS pace, t.schedule AS schedule,
           t.origin AS origin, t.reason AS reason, t.document AS document, t.effective_on AS effective_on,
           b.officer AS officer, b.host AS host, b.logged_at AS logged_at,
           vb.logged_at AS voided_at, vb.officer AS voided_by, v.reason AS void_reason,
           b.command AS command, b.logged_on AS logged_on{more}
    FROM target t JOIN batch b ON b.id = t.batch
    LEFT JOIN void v ON v.id = {first_void_of_target("t")}
    LEFT JOIN batch vb ON vb.id = v.batch"""


def changes_as(id_: Callable[[str], str], more: str = "") -> str:
    """Return the query for the rows of changes, likewise."""
    return f"""SELECT {id_("c.id")} AS id, {id_("c.batch")} AS batch, c.subject AS subject, c.code AS code,
           c.field AS field, c.old AS old, c.new AS new, b.officer AS officer, b.host AS host,
           b.logged_at AS logged_at, b.command AS command, b.logged_on AS logged_on,
           CASE WHEN c.after IS NOT NULL THEN {id_("c.after")} END AS after,
           CASE WHEN c.undoes IS NOT NULL THEN {id_("c.undoes")} END AS undoes{more}
    FROM change c JOIN batch b ON b.id = c.batch"""


def periods_as(id_: Callable[[str], str], more: str) -> str:
    """Return the query for the rows of periods, likewise."""
    return f"""SELECT {id_("p.id")} AS id, {id_("p.batch")} AS batch, p.month AS month,
           CASE p.closed WHEN 1 THEN 'true' ELSE 'false' END AS closed, p.reason AS reason, b.officer AS officer,
           b.host AS host, b.logged_at AS logged_at, b.command AS command, b.logged_on AS logged_on,
           CASE WHEN p.undoes IS NOT NULL THEN {id_("p.undoes")} END AS undoes{more}
    FROM period p JOIN batch b ON b.id = p.batch"""


# The rows of an export, exact, with the id as the file keeps it, by which they are put in order.
EXPORTED = {
    "entries": entries_as(_called, _decimal, ", e.id AS raw_id"),
    "targets": targets_as(_called, _decimal, ", t.id AS raw_id"),
    "changes": changes_as(_called, ", c.id AS raw_id"),
    "periods": periods_as(_called, ", p.id AS raw_id"),
}


def _names(measure: str) -> str:
    return ", " + ", ".join(f"(SELECT {name} FROM measure WHERE code = {measure}) AS {name}" for name in _NAMES)


_NAMES = ("name_zh", "name_en")
_COMPUTED = of_kind("m.kind", lambda rules: rules.is_computed)
_LASTS = of_kind("m.kind", lambda rules: rules.full_mark is not None)
_FULL_MARK = max(amount_of(rules.full_mark) for rules in RULES.values() if rules.full_mark)


def _rounded(share: str) -> str:
    """Return SQL for a share of four places, half up. A double of a tie may lie a hair below it, so a hair is added: at
    most 1e-5, which no figure shows."""
    return f"round({share} * (1.0 + 1e-14 / max(1.0, abs({share}) / 1e9)), 4)"


# A year's months start from the last one that has a stated total; a year without a value has no actual, but that an
# unfinished milestone keeps its reading. What rounding would hide is decided on `upper` and `lower`: the actual in
# ten-thousandths is the one by the other.
_SCORECARD = f"""WITH
    years AS (
        SELECT measure, year FROM target t WHERE {live_target("t")}
        UNION SELECT measure, CAST(substr(month, 1, 4) AS INTEGER) FROM rollup_month
        UNION SELECT m.code, CAST(substr(r.month, 1, 4) AS INTEGER) FROM measure m
              JOIN rollup_month r ON r.measure IN (m.numerator, m.denominator)),
    actuals AS (
        SELECT r.measure AS measure, CAST(substr(r.month, 1, 4) AS INTEGER) AS year, sum(r.amount) AS amount,
               max(r.last_day) AS last_day
        FROM rollup_month r
        WHERE r.n_values > 0 AND r.month >= coalesce((
            SELECT max(s.month) FROM rollup_month s WHERE s.measure = r.measure AND s.total_day IS NOT NULL
            AND substr(s.month, 1, 4) = substr(r.month, 1, 4)), '')
        GROUP BY 1, 2),
    newest AS (
        SELECT t.measure AS measure, t.year AS year, t.amount AS amount FROM target t
        WHERE {live_target("t")} AND NOT EXISTS (
            SELECT 1 FROM target n WHERE n.measure = t.measure AND n.year = t.year
            AND (n.effective_on, n.id) > (t.effective_on, t.id) AND {live_target("n")})),
    standing AS (
        SELECT m.*, y.year AS year, n.amount AS target, a.last_day AS last_day, {_COMPUTED} AS computed,
               CASE WHEN {_COMPUTED}
                    THEN u.amount * {SCALE} * CASE m.unit WHEN '%' THEN 100 ELSE 1 END
                         * CASE WHEN d.amount < 0 THEN -1 ELSE 1 END
                    WHEN a.amount IS NULL AND {_LASTS} THEN (
                        SELECT nullif(r.amount, {_FULL_MARK}) FROM rollup_month r
                        WHERE r.measure = m.code AND r.n_values > 0 AND r.month < y.year || '-01'
                        ORDER BY r.month DESC LIMIT 1)
                    ELSE a.amount END AS upper,
               CASE WHEN {_COMPUTED} THEN nullif(abs(d.amount), 0) ELSE 1 END AS lower
        FROM measure m LEFT JOIN years y ON y.measure = m.code
        LEFT JOIN newest n ON n.measure = m.code AND n.year = y.year
        LEFT JOIN actuals a ON a.measure = m.code AND a.year = y.year
        LEFT JOIN actuals u ON u.measure = m.numerator AND u.year = y.year
        LEFT JOIN actuals d ON d.measure = m.denominator AND d.year = y.year
        WHERE {defined("m")})
    SELECT code, name_zh, name_en, unit, kind, direction, owner, year, {number("target")} AS target,
           CASE WHEN NOT computed THEN {number("upper")}
                ELSE {_rounded(f"upper / {SCALE}.0 / lower")} END AS actual,
           CASE WHEN target IS NULL OR upper IS NULL OR lower IS NULL THEN NULL
                WHEN direction = 'at_least' AND upper >= target * lower
                     OR direction = 'at_most' AND upper <= target * lower
                THEN CASE WHEN direction = 'at_most' OR target <= 0 THEN 1.0
                          ELSE {_rounded("1.0 * upper / lower / target")} END
                WHEN target <= 0 THEN 0.0
                ELSE min(0.9999, CASE direction WHEN 'at_least' THEN {_rounded("1.0 * upper / lower / target")}
                                 ELSE {_rounded("1.0 * target * lower / upper")} END) END AS attainment,
           last_day
    FROM standing ORDER BY code, year"""

VIEWS = (
    f"CREATE VIEW entries AS {entries_as(spelled, number, _names('e.measure'))}",
    f"CREATE VIEW targets AS {targets_as(spelled, number, _names('t.measure'))}",
    f"CREATE VIEW changes AS {changes_as(spelled)}",
    f"CREATE VIEW scorecard AS {_SCORECARD}",
)
