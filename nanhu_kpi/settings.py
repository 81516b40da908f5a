"""What the office may set about itself, with the defaults that hold until it does."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping


THRESHOLDS = ("behind", "far_behind")


class Crossing(NamedTuple):
    """Thresholds of which the far one is not the lower one: of a measure, or with '' of the office."""

    code: str
    behind: Decimal
    far_behind: Decimal


class Settings(NamedTuple):
    """The settings in force. Thresholds are gaps in percentage points; `overrides` holds those of single measures, by
    `behind/JJ03`.

    `letterhead` is the red name over an official sheet, '' for none; whom such a sheet is reported, copied and issued
    to, and in how many copies, stands at its foot.
    """

    office_code: str = "NANHU"
    office_name_zh: str = "南湖街道"
    office_name_en: str = "Nanhu Subdistrict"
    time_zone: str = "Asia/Shanghai"
    behind: Decimal = Decimal(-10)
    far_behind: Decimal = Decimal(-30)
    letterhead: str = ""
    report_to: str = ""
    copy_to: str = ""
    issue_to: str = ""
    copies: str = ""
    overrides: Mapping[str, Decimal] = MappingProxyType({})

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose calendar the office keeps."""
        return ZoneInfo(self.time_zone)

    def threshold(self, key: str, measure: str) -> Decimal:
        """Return a threshold as it holds for a measure."""
        office: Decimal = getattr(self, key)
        return self.overrides.get(f"{key}/{measure}", office)

    @property
    def crossing(self) -> tuple[Crossing, ...]:
        """The thresholds that cross: the office's, then those of measures with one of their own."""
        codes = sorted({key.partition("/")[2] for key in self.overrides})
        held = (Crossing(code, *(self.threshold(key, code) for key in THRESHOLDS)) for code in ("", *codes))
        return tuple(each for each in held if each.far_behind >= each.behind)


# What the office sets once; the overrides are a measure's own.
NAMES = tuple(name for name in Settings._fields if name != "overrides")


_POINTS = r"-?[0-9]{1,4}(\.[0-9]{1,2})?"
_OFFICE_CODE = r"[A-Z0-9][A-Z0-9-]{0,19}"
_COPIES = r"[1-9][0-9]{0,3}"
_LONGEST = {"letterhead": 20, "report_to": 200, "copy_to": 200, "issue_to": 200}
LONGEST_NAME = 60


def longest(name: str) -> int:
    """Return how many characters a setting of words may have."""
    return _LONGEST.get(name, LONGEST_NAME)


def is_fit(key: str, value: str) -> bool:
    """Return whether a setting may have a value, as the file keeps it; '' takes it back. No later version's key is."""
    name, _, code = key.partition("/")
    if name not in NAMES or (code and name not in THRESHOLDS):
        return False
    if not value:
        return True
    if name in THRESHOLDS:
        return bool(re.fullmatch(_POINTS, value)) and Decimal(value) <= 0
    if name == "time_zone":
        try:
            return bool(ZoneInfo(value).key)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return False
    if name == "office_code":
        return bool(re.fullmatch(_OFFICE_CODE, value))
    if name == "copies":
        return bool(re.fullmatch(_COPIES, value))
    return len(value) <= longest(name) and value.isprintable()


def settings_from(stored: Mapping[str, str]) -> Settings:
    """Return the defaults overlaid with what the file keeps.

    An empty text is a setting taken back; keys of later versions are passed over.
    """
    given = {key: text for key, text in stored.items() if text}
    values: dict[str, Any] = {key: text for key, text in given.items() if key in NAMES}
    for key in THRESHOLDS:
        if key in values:
            values[key] = Decimal(values[key])
    overrides = {
        key: Decimal(text) for key, text in given.items() if key.partition("/")[0] in THRESHOLDS and "/" in key
    }
    return Settings(**values, overrides=overrides)
