"""`db update`: what the report's catalogue gained since the database was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.catalogue.loader import load_catalogue
from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.definitions import NOT_FROM_REPORT, OTHER_CATALOGUE
from nanhu_kpi.store.definitions import read_goals
from nanhu_kpi.store.schema.seed import is_of_the_report, seed_later_editions

if TYPE_CHECKING:
    from nanhu_kpi.model import Measure
    from nanhu_kpi.service.ledger import Ledger


class Update(NamedTuple):
    """The measures that came, and those whose code the office has given to a measure of its own."""

    came: list[Measure]
    taken: list[Measure]


def update(ledger: Ledger) -> Update:
    """Take over what the catalogue gained. What the office changed stays as the office has it.

    Raises NOT_FROM_REPORT or OTHER_CATALOGUE for a database that was made from another catalogue.
    """
    catalogue = load_catalogue()
    with ledger.write() as writing:
        if not is_of_the_report(writing.conn):
            raise BadInput(NOT_FROM_REPORT, path=ledger.path)
        goals = {measure.goal for measure in catalogue.measures if measure.code in catalogue.editions}
        if missing := goals - {goal.code for goal in read_goals(writing.conn)}:
            raise BadInput(OTHER_CATALOGUE, path=ledger.path, goals=sorted(missing))
        came, taken = seed_later_editions(writing.conn, catalogue, writing.settings, writing.today)
    return Update(came, taken)
