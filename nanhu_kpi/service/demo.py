"""A demonstration: a new database with a year's work of a made-up office, done through the services that officers use.

`nanhu_kpi/demo/year.toml` says how each measure comes on. What is recorded on which day follows from it alone, and so
do the ids: two databases of one day say the same.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import partial
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.days import elapsed_share, office_day, past_day, year_end, year_start
from nanhu_kpi.errors import BadInput, DatabaseRefuses, reason_of
from nanhu_kpi.errors.database import CANNOT_WRITE_FILE, DEMO_TOO_EARLY, FileExists
from nanhu_kpi.half_made import half_made_folder
from nanhu_kpi.model import Cadence, Kind, Measure, Origin, Pace
from nanhu_kpi.paths import is_there
from nanhu_kpi.quantity import plain
from nanhu_kpi.service import periods
from nanhu_kpi.service.config import set_setting
from nanhu_kpi.service.definitions.definitions import add_measure, edit_measures
from nanhu_kpi.service.ledger import Ledger, create_database
from nanhu_kpi.service.log import EntryForm, Item, Remarks, measures_known, record
from nanhu_kpi.service.targets.renew import Renewal, proposed, renew
from nanhu_kpi.service.targets.revise import Terms, set_targets
from nanhu_kpi.service.targets.schedule import schedule_target
from nanhu_kpi.service.undo import undo, void
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.copies.drafts import move_into_place
from nanhu_kpi.store.ids import id_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from nanhu_kpi.days import Clock

PLANNED = 2024
"""The year that the report plans. A demonstration of a later one carries its targets over."""

_TROUBLE_FROM = "04-01"
_LATE = timedelta(days=4)
_STAGES = ((20, "实施方案已制定"), (50, "已启动实施"), (80, "按计划推进"), (99, "进入收尾"), (100, "已完成"))
_SCATTER = Decimal("0.4")
_FULL = Decimal(100)
_STEP = Decimal(5)

_Table = dict[str, Any]


class _Act(NamedTuple):
    """One thing that an officer of an area does on a day, the earlier `turn` first."""

    day: date
    turn: int
    area: _Table
    do: Callable[[Ledger], object]


class _Report(NamedTuple):
    """One value that is reported: the day on which it is recorded, its own day, and what is said beside it."""

    logged: date
    day: date
    remarks: Remarks
    item: Item


def make_demo(path: Path, as_of: str | None, clock: Clock) -> date:
    """Create a database in which an office has worked from 1 January through a day, by default today; return the day.

    The file is there whole or not at all. Raises FileExists, FUTURE_DAY, DEMO_TOO_EARLY or CANNOT_WRITE_FILE.
    """
    today = office_day(clock(), Settings().zone)
    day = today if as_of is None else past_day(as_of, today)
    if day.year < PLANNED:
        raise BadInput(DEMO_TOO_EARLY, day=day, year=PLANNED)
    if is_there(path):
        raise FileExists(path=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half_made_folder(path) as folder:
            draft = folder / path.name
            create_database(draft)
            _work_through(draft, day, clock())
            move_into_place(draft, path)
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_FILE, path=path, reason=reason_of(error)) from error
    return day


def _work_through(path: Path, as_of: date, now: datetime) -> None:
    """Do in a new database all that the office did through a day, in the order in which it was done."""
    plan = tomllib.loads(files("nanhu_kpi").joinpath("demo/year.toml").read_text(encoding="utf-8"))
    ids = partial(id_source, chance=random.Random(PLANNED).getrandbits)
    zone = Settings().zone

    def do(acts: Iterator[_Act]) -> None:
        for number, act in enumerate(sorted(acts, key=lambda act: (act.day, act.turn))):
            morning = datetime.combine(act.day, time(9), zone).astimezone(UTC)
            moment = min(morning + timedelta(minutes=act.turn, seconds=number % 60), now)
            if act.day <= as_of:
                act.do(Ledger(path, lambda: moment, act.area["officer"], act.area["host"], may_create=False, ids=ids))  # noqa: B023

    do(_prepared(plan, as_of.year))
    office = Ledger(path, lambda: now, "", "", may_create=False)
    do(_reported(plan, as_of.year, measures_known(office)))


def _prepared(plan: _Table, year: int) -> Iterator[_Act]:
    """Yield what an office does in January: who answers for what, what it measures beside the report, its targets."""
    areas = {area["code"]: area for area in plan["area"]}
    office = plan["area"][0]
    if year > PLANNED:
        yield _Act(year_end(year - 1), 0, office, partial(_state_last_year, year=year))
        yield _Act(year_start(year), 0, office, partial(_carry, year=year))
    settled, agreed = date(year, 1, 4), date(year, 1, 8)
    for each in (*plan["area"], *plan["goal"]):
        duties = {key: each[key] for key in ("owner", "support", "leader") if key in each}
        act = partial(edit_measures, words=[each["code"]], fields=duties)
        yield _Act(settled, len(each["code"]), areas[each["code"][:2]], act)
    for each in plan["measure"]:
        area = areas[each["code"][:2]]
        fields = {"owner": area["owner"], "leader": area["leader"]} | each
        yield _Act(settled, 9, area, partial(add_measure, code=fields.pop("code"), fields=fields))
    for area in plan["area"]:
        work = {code: work for code, work in plan["work"].items() if code[:2] == area["code"]}
        values = [(code, each["target"]) for code, each in work.items() if "target" in each]
        terms = Terms(
            year, reason="年度目标责任书", document=f"南湖街道{year}年度目标责任书", effective=f"{year}-01-01"
        )
        yield _Act(agreed, 0, area, partial(set_targets, values=values, terms=terms))
        for code, each in work.items():
            if "due" in each:
                due = Terms(
                    year, due=f"{year}-{each['due']}", reason="按活动方案确定完成时限", effective=f"{year}-01-01"
                )
                yield _Act(agreed, 1, area, partial(set_targets, values=[(code, "100")], terms=due))


def _reported(plan: _Table, year: int, measures: Mapping[str, Measure]) -> Iterator[_Act]:
    """Yield what officers record through the year, and what happens on single days."""
    areas = {area["code"]: area for area in plan["area"]}
    reports: list[_Report] = []
    for measure in measures.values():
        work = plan["work"].get(measure.code, {})
        if "pace" in work or "readings" in work:
            reports += _reports(measure, work, areas[measure.area], year)

    def place(report: _Report) -> tuple[Any, ...]:
        return (report.item.code[:2], *report[:3])

    for (area, logged, day, remarks), group in groupby(sorted(reports, key=place), place):
        items = [report.item for report in group]
        act = partial(record, items=items, day=day.isoformat(), remarks=remarks)
        yield _Act(logged, 10 + len(remarks.note), areas[area], act)
    for event in plan["event"]:
        area = areas[event.get("code", plan["area"][0]["code"])[:2]]
        day = date.fromisoformat(f"{year}-{event['day']}")
        yield _Act(day, 59, area, partial(_EVENTS[event["do"]], event=event, year=year))


def _reports(measure: Measure, work: _Table, area: _Table, year: int) -> Iterator[_Report]:
    """Yield what is reported of one measure in a year, an even course scattered a little."""
    adds = measure.kind is Kind.SUM
    full = Decimal(work.get("target") or work["report"]) if adds else _FULL
    unit = Decimal(1).scaleb(int(full.as_tuple().exponent)) if adds else _STEP
    before, had = Decimal(0), Decimal(0)
    for number, day in enumerate(_days(measure.cadence, area["day"], year)):
        if f"{day:%m-%d}" > work.get("until", "12-31"):
            return
        if "readings" in work:
            value, note = Decimal(work["readings"][number % len(work["readings"])]), ""
        else:
            share = elapsed_share(year_start(year), year_end(year), day)
            even = full * Decimal(work["pace"]) * share.numerator / share.denominator
            reached = even + (even - before) * _SCATTER * _chance(f"{measure.code} {number}") if adds else even
            stands = (reached / unit).to_integral_value(ROUND_FLOOR) * unit
            value, note = (stands - had, "") if adds else _stage(min(stands, _FULL))
            before, had = even, stands
        notes = work.get("notes", [])
        trouble = f"{day:%m-%d}" >= _TROUBLE_FROM
        remarks = Remarks(
            (notes[number] if number < len(notes) else "") or note,
            work.get("issue", "") if trouble else "", work.get("next", "") if trouble else "",
        )  # fmt: skip
        is_late = measure.cadence is Cadence.WEEKLY and area["code"] == "PA" and number % 4 == 0
        yield _Report(
            day + _LATE if is_late else day, day, remarks,
            Item(measure.code, EntryForm.ADD if adds else EntryForm.SET, plain(value)),
        )  # fmt: skip


def _days(cadence: Cadence, day: int, year: int) -> list[date]:
    """Return the days of a year on which a measure is reported: Fridays, or a day of the month."""
    if cadence is Cadence.WEEKLY:
        every = (year_start(year) + timedelta(days=number) for number in range(365))
        return [each for each in every if each.isoweekday() == 5]
    months = {Cadence.MONTHLY: range(1, 13), Cadence.QUARTERLY: (3, 6, 9, 12)}.get(cadence, (6,))
    return [date(year, month, day) for month in months]


def _stage(reading: Decimal) -> tuple[Decimal, str]:
    return reading, next(words for limit, words in _STAGES if reading <= limit)


def _chance(words: str) -> Decimal:
    """Return a number from -1 to 1 that is always the same for the same words."""
    return Decimal(int.from_bytes(hashlib.sha256(words.encode()).digest()[:2], "big")) / 32768 - 1


def _state_last_year(ledger: Ledger, year: int) -> None:
    """State the figures of the report as those of the year before."""
    figures = proposed(ledger, Renewal(Origin.BASELINE, PLANNED - 1, year)).proposals
    items = [
        Item(figure.measure.code, EntryForm.SET, plain(figure.actual.value))
        for figure in figures
        if figure.actual.value is not None
    ]
    record(ledger, items, remarks=Remarks("全年决算"))


def _carry(ledger: Ledger, year: int) -> None:
    renew(ledger, proposed(ledger, Renewal(Origin.CARRIED, PLANNED, year, reason="上年未完成，结转")))


def _total(ledger: Ledger, event: _Table, year: int) -> None:
    remarks = Remarks(event["note"], evidence=event.get("evidence", ""))
    record(ledger, [Item(event["code"], EntryForm.SET, event["value"])], remarks=remarks)


def _words(ledger: Ledger, event: _Table, year: int) -> None:
    record(
        ledger, [Item(event["code"], EntryForm.WORDS)], remarks=Remarks(event["note"], event["issue"], event["next"])
    )


def _late(ledger: Ledger, event: _Table, year: int) -> None:
    item = Item(event["code"], EntryForm.ADD, event["value"])
    record(ledger, [item], day=f"-{event['back']}", remarks=Remarks(event["note"]))


def _duplicate(ledger: Ledger, event: _Table, year: int) -> None:
    receipt = record(ledger, [Item(event["code"], EntryForm.ADD, event["value"])])
    void(ledger, receipt.echoes[0].entry.id.hex(), reason=event["reason"])


def _undone(ledger: Ledger, event: _Table, year: int) -> None:
    receipt = record(ledger, [Item(event["code"], EntryForm.ADD, event["value"])])
    undo(ledger, receipt.batch.id.hex(), reason=event["reason"])


def _target(ledger: Ledger, event: _Table, year: int) -> None:
    terms = Terms(year, reason=event["reason"], document=event["document"].format(year=year))
    set_targets(ledger, [(event["code"], event["value"])], terms)


def _schedule(ledger: Ledger, event: _Table, year: int) -> None:
    terms = Terms(year, pace=Pace.SCHEDULE, reason=event["reason"], document=event["document"])
    schedule_target(ledger, event["code"], event["points"], terms)


def _close(ledger: Ledger, event: _Table, year: int) -> None:
    for month in event["months"]:
        periods.close(ledger, f"{year}-{month}", reason=event["reason"])


def _threshold(ledger: Ledger, event: _Table, year: int) -> None:
    set_setting(ledger, "behind", event["value"], event["code"])


_EVENTS = {
    "total": _total, "words": _words, "late": _late, "duplicate": _duplicate, "undone": _undone,
    "target": _target, "schedule": _schedule, "close": _close, "threshold": _threshold,
}  # fmt: skip
