"""The settings as a sheet, and the line that answers a change of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.words import name_of, said_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.scorecard.results import Setting


_MEANINGS = {
    "office_code": N_("the office's code"),
    "office_name_zh": N_("the office's Chinese name"),
    "office_name_en": N_("the office's English name"),
    "time_zone": N_("the time zone of the office"),
    "behind": N_("yellow below this gap (points)"),
    "far_behind": N_("red below this gap (points)"),
    "letterhead": N_("the red name over the weekly sheet, such as 简报"),
    "report_to": N_("whom the sheet is reported to (报)"),
    "copy_to": N_("whom a copy goes to (送)"),
    "issue_to": N_("whom it is issued to (发)"),
    "copies": N_("how many copies are made"),
}


def settings_sheet(settings: Sequence[Setting]) -> Sheet:
    """Return the settings: what holds, what would hold without them, whether they differ."""
    return sheet_of(
        settings,
        (SheetColumn("key", _("Setting")), _key),
        (SheetColumn("value", _("Value")), lambda setting: visible(setting.value)),
        (SheetColumn("default", _("Default"), drop=2), lambda setting: visible(setting.default)),
        (SheetColumn("changed", _("Changed")), lambda setting: _("yes") if setting.changed else ""),
        (
            SheetColumn("meaning", _("Meaning"), drop=1, wraps=True),
            lambda setting: f"{_(_MEANINGS[setting.key])}{_of_measure(setting)}",
        ),
    )


def setting_line(before: Setting, after: Setting, recorded: bool) -> str:
    """Return what a setting was and is; where nothing was recorded, that."""
    if not recorded:
        return _("{key} is already {value}; nothing was changed.").format(key=_key(after), value=visible(after.value))
    default = "" if after.changed else f" ({_('default')})"
    values = [visible(setting.value) or _("(none)") for setting in (before, after)]
    return said_word(f"{_key(after)}{_of_measure(after)}", f"{' → '.join(values)}{default}")


def _key(setting: Setting) -> str:
    return f"{setting.key}/{setting.measure.code}" if setting.measure else setting.key


def _of_measure(setting: Setting) -> str:
    return f" ({name_of(setting.measure)})" if setting.measure else ""
