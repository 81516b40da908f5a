"""The first screen at widths other than the usual one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.sheets.overview import overview_lines, plain_lines
from nanhu_kpi.service.overview import overview
from tests.support.commands import NOW, desk_at
from tests.support.goldens import holds

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.i18n import Language


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_narrow_screen_cuts_names_before_it_breaks_lines_and_a_wide_one_shows_more(
    half_year_db: Path, lang: Language
) -> None:
    activate(lang)
    glance = overview(desk_at(half_year_db, now=NOW.replace(2024, 6, 30))).glance
    steps = [("everything", "nanhu-kpi status"), ("what is due", "nanhu-kpi due")]
    screens = (f"{width}\n{plain_lines(overview_lines(glance, steps, width))}" for width in (44, 64, 72, 79, 90, 120))
    holds(f"overview-widths-{lang}", "\n".join(screens))
