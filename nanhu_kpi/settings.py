"""What the office may set about itself, with the defaults that hold until it does."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Settings:
    """The settings in force. Thresholds are gaps in percentage points."""

    office_code: str = "NANHU"
    office_name_zh: str = "南湖街道"
    office_name_en: str = "Nanhu Subdistrict"
    time_zone: str = "Asia/Shanghai"
    behind: Decimal = Decimal(-10)
    far_behind: Decimal = Decimal(-30)

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose calendar the office keeps."""
        return ZoneInfo(self.time_zone)


def settings_from(stored: Mapping[str, str]) -> Settings:
    """Return the defaults overlaid with what the file keeps; keys of later versions are passed over."""
    known = {field.name for field in fields(Settings)}
    values: dict[str, str | Decimal] = {key: text for key, text in stored.items() if key in known}
    for key in ("behind", "far_behind"):
        if key in values:
            values[key] = Decimal(values[key])
    return Settings(**values)  # type: ignore[arg-type]
