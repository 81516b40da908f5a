"""The shared options and arguments as annotations of Typer's functions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanhu_kpi.cli import declared
from nanhu_kpi.i18n import _

ByOption = Annotated[str | None, declared.BY.typed()]
YearOption = Annotated[int | None, declared.YEAR.typed()]
AsOfOption = Annotated[str | None, declared.AS_OF.typed()]
KnownOption = Annotated[str | None, declared.KNOWN.typed()]
WeekOption = Annotated[str | None, declared.WEEK.typed()]
MonthOption = Annotated[str | None, declared.MONTH.typed()]
QuarterOption = Annotated[str | None, declared.QUARTER.typed()]
OwnerOption = Annotated[str | None, declared.OWNER.typed()]
EveryOption = Annotated[bool, declared.EVERY.typed()]
ShapeOption = Annotated[str | None, declared.FORMAT.typed()]
OutputOption = Annotated[Path | None, declared.OUTPUT.typed()]
SelectArgument = Annotated[list[str] | None, declared.typed_select_argument()]

InWeekOption = Annotated[
    str | None,
    typer.Option("--week", metavar=_("WEEK"), help=_("The days of a week: 2024-W26, 26, last, this, or a day in it.")),
]
InMonthOption = Annotated[
    str | None, typer.Option("--month", metavar=_("MONTH"), help=_("The days of a month, such as 2024-06."))
]
InQuarterOption = Annotated[
    str | None, typer.Option("--quarter", metavar=_("QUARTER"), help=_("The days of a quarter, such as 2024Q2."))
]
