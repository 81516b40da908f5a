"""What a definition was before, as a sheet: who changed which field, when, with which command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.sheets.definition_echo import field_value, field_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    Changed = tuple[str, str, str, str, str, str]


def changes_sheet(changes: Sequence[Changed], zone: ZoneInfo) -> Sheet:
    """Return the changes, oldest first; the command holds the reason where one was given."""
    columns = (
        SheetColumn("logged_at", _("Logged at"), drop=2),
        SheetColumn("officer", _("Officer"), drop=3),
        SheetColumn("field", _("Field")),
        SheetColumn("old", _("Before"), wraps=True),
        SheetColumn("new", _("After"), wraps=True),
        SheetColumn("command", _("Command"), drop=1, wraps=True),
    )
    rows = tuple(
        Row(
            (
                office_time(utc_moment(logged_at), zone),
                visible(officer),
                field_word(field),
                field_value(field, old),
                field_value(field, new),
                visible(command),
            )
        )
        for logged_at, officer, command, field, old, new in changes
    )
    return Sheet("", "", columns, (section_of(_("Changes"), rows),))
