"""How long a light lasts: on which day it turns if nothing more is recorded, found by the very rule that gives it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end
from nanhu_kpi.model import Light, Target

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.scorecard.facts import Days, Standing

_ONE_DAY = timedelta(days=1)


class Turn(NamedTuple):
    """On how many days a light turns, counted from the day looked at, which day that is, and to which colour; None
    where it goes out, for a target that is withdrawn from then on."""

    days: int
    day: date
    light: Light | None


def turn_of(
    standing: Standing, days: Days, now: Light | None, light: Callable[[Standing, Days], Light | None]
) -> Turn | None:
    """Return when a green or yellow light turns, None where it does not: through the first day after the year, on which
    a due day of 31 December is over. `now` is the light on the day looked at, and `light` the rule that gave it; it is
    asked of a few days, not of every one.

    Between two of the days of `_bends` what is expected only rises or only falls, and so does the light.
    """
    if now not in (Light.GREEN, Light.YELLOW):
        return None

    def on(day: date) -> Light | None:
        return light(*later(standing, days, day))

    before = days.as_of
    for bend in _bends(standing, days):
        if (then := on(bend)) is now:
            before = bend
            continue
        turned, low, high = then, before, bend
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            if (then := on(middle)) is now:
                low = middle
            else:
                high, turned = middle, then
        return Turn((high - days.as_of).days, high, turned)
    return None


def later(standing: Standing, days: Days, day: date) -> tuple[Standing, Days]:
    """Return the standing and the days of a later day by which nothing more was recorded, with the target that is in
    force then; after the year they are those of its last day, when it is over."""
    agreed = [target for target in standing.coming if target.effective_on <= day]
    then = standing._replace(target=agreed[-1]) if agreed else standing
    return then, days._replace(as_of=min(day, year_end(days.year)), today=max(days.today, day))


def _bends(standing: Standing, days: Days) -> list[date]:
    """Return the days after the one looked at on which the course of what is expected may bend, the last of them the
    first day after the year, or the last on which the measure is not retired."""
    last = year_end(days.year) + _ONE_DAY
    if standing.measure.retired_on is not None:
        last = min(last, standing.measure.retired_on - _ONE_DAY)
    bends = {last}
    targets: tuple[Target, ...] = (*([standing.target] if standing.target else []), *standing.coming)
    for target in targets:
        for day in (target.effective_on, target.start, target.due, target.due + _ONE_DAY):
            bends |= {day - _ONE_DAY, day}
        bends |= {day for day, _value in target.schedule}
    return sorted(day for day in bends if days.as_of < day <= last)
