"""What the office sets about itself: seen, changed, and taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.errors import BadInput, Unknown
from nanhu_kpi.errors.definitions import (
    NOT_FOR_ONE_MEASURE,
    THRESHOLDS_CROSS,
    THRESHOLDS_CROSS_FOR,
    UNFIT_COPIES,
    UNFIT_OFFICE_CODE,
    UNFIT_TEXT,
    UNFIT_THRESHOLD,
    UNKNOWN_ZONE,
)
from nanhu_kpi.errors.unknown import UNKNOWN_SETTING
from nanhu_kpi.quantity import plain
from nanhu_kpi.scorecard.results import Setting
from nanhu_kpi.service.lookup import measure_named
from nanhu_kpi.settings import NAMES, THRESHOLDS, Settings, is_fit, longest
from nanhu_kpi.store.definitions import change_field, read_measures
from nanhu_kpi.store.disputes import is_disputed
from nanhu_kpi.text import normal

if TYPE_CHECKING:
    from nanhu_kpi.model import Measure
    from nanhu_kpi.service.ledger import Ledger


class Reset(NamedTuple):
    """A setting before and after. Nothing is recorded where there was nothing to change."""

    before: Setting
    after: Setting
    recorded: bool


def settings_known(ledger: Ledger) -> tuple[Setting, ...]:
    """Return every setting, those of single measures after the office's own."""
    with ledger.look() as reading:
        office = tuple(_setting(reading.settings, key) for key in NAMES)
        measures = read_measures(reading.conn)
        single = (key.partition("/") for key in sorted(reading.settings.overrides))
        return (
            *office,
            *(_setting(reading.settings, key, measures[code]) for key, _, code in single if code in measures),
        )


def set_setting(ledger: Ledger, key: str, value: str | None, code: str | None = None) -> Reset:
    """Give a setting a value, or with None take it back, for the office or for one measure.

    Raises UNKNOWN_SETTING, UNKNOWN_CODE, or the refusal of a value that does not do.
    """
    name, _, single = key.partition("/")
    name, code = _known_key(name), code or single or None
    if code is not None and name not in THRESHOLDS:
        raise BadInput(NOT_FOR_ONE_MEASURE, key=name)
    with ledger.write() as writing:
        measure = measure_named(code, read_measures(writing.conn)) if code is not None else None
        full = f"{name}/{measure.code}" if measure else name
        text = "" if value is None else _checked(name, value)
        settings = _with(writing.settings, name, measure, text)
        _refuse_crossing(writing.settings, settings, measure.code if measure else None)
        before, after = _setting(writing.settings, name, measure), _setting(settings, name, measure)
        # An override that says what holds anyway is one all the same: it stays when the office's changes.
        recorded = before != after or (full in settings.overrides) != (full in writing.settings.overrides)
        recorded = recorded or is_disputed(writing.conn, "setting", full, "value")
        if recorded:
            command = f"config set {full} {text or '--reset'}"
            batch = writing.begin_batch(command)
            change_field(writing.conn, writing.ids, batch.id, "setting", full, "value", text)
        return Reset(before, after, recorded)


def _setting(settings: Settings, key: str, measure: Measure | None = None) -> Setting:
    default = getattr(settings if measure else Settings(), key)
    value = settings.threshold(key, measure.code) if measure else getattr(settings, key)
    return Setting(key, _text(value), _text(default), measure)


def _text(value: str | Decimal) -> str:
    return plain(value) if isinstance(value, Decimal) else value


def _with(settings: Settings, name: str, measure: Measure | None, text: str) -> Settings:
    if measure is None:
        value = text or getattr(Settings(), name)
        changed: dict[str, Any] = {name: Decimal(value) if name in THRESHOLDS else value}
        return settings._replace(**changed)
    kept = {key: value for key, value in settings.overrides.items() if key != f"{name}/{measure.code}"}
    return settings._replace(overrides=kept | ({f"{name}/{measure.code}": Decimal(text)} if text else {}))


def _known_key(text: str) -> str:
    key = normal(text).strip().casefold().translate({ord("-"): "_", ord("."): "_"})
    if key not in NAMES:
        raise Unknown(UNKNOWN_SETTING, text=text, known=NAMES)
    return key


def _checked(key: str, text: str) -> str:
    """Return a value as the file keeps it, or refuse it."""
    value = text.strip()
    if key in THRESHOLDS:
        value = normal(value).replace("\u2212", "-")
        if not value or not is_fit(key, value):
            raise BadInput(UNFIT_THRESHOLD, text=text, key=key)
        return plain(Decimal(value))
    if key == "office_code":
        value = normal(value).upper()
    if key == "copies":
        value = normal(value)
    if value and is_fit(key, value):
        return value
    if key == "time_zone":
        raise BadInput(UNKNOWN_ZONE, text=text)
    if key == "office_code":
        raise BadInput(UNFIT_OFFICE_CODE, text=text)
    if key == "copies":
        raise BadInput(UNFIT_COPIES, text=text)
    raise BadInput(UNFIT_TEXT, text=text, option=key, most=longest(key))


def _refuse_crossing(before: Settings, after: Settings, code: str | None) -> None:
    """Refuse thresholds that cross by the change: the office's, or those of any measure. What crossed before, which a
    merge may leave, has to be settled one by one."""
    crossed = {each.code for each in before.crossing} - {code or ""}
    for each in sorted(after.crossing, key=lambda each: (each.code != "", each.code != code, each.code)):
        if each.code not in crossed:
            facts = {"behind": each.behind, "far_behind": each.far_behind}
            raise (
                BadInput(THRESHOLDS_CROSS_FOR, code=each.code, **facts)
                if each.code
                else BadInput(THRESHOLDS_CROSS, **facts)
            )
