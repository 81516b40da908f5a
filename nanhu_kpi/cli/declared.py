"""Options and arguments that several commands share, declared once for click and for Typer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.cli.completion import complete_codes, completed_codes
from nanhu_kpi.cli.frame import Argument
from nanhu_kpi.cli.option import Option
from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click


class Declared(NamedTuple):
    """An option: its names, what it takes and says, and the parameter that takes it where its name is not free."""

    names: tuple[str, ...]
    facts: Mapping[str, Any]
    param: str = ""

    def option(self, **more: Any) -> click.Option:
        """Return it as click's."""
        return Option([*self.names, *([self.param] if self.param else [])], **{**self.facts, **more})

    def typed(self) -> Any:
        """Return it as Typer's; its type is the annotation's."""
        import typer

        return typer.Option(*self.names, **self.facts)


def _option(*names: str, param: str = "", **facts: Any) -> Declared:
    return Declared(names, facts, param)


BY = _option("--by", envvar="NANHU_BY", metavar=_("NAME"), help=_("Who reports; else your login name."))
YEAR = _option("--year", "-y", metavar=_("YEAR"), help=_("Else this year, or the newest with data."))
AS_OF = _option("--as-of", metavar=_("DAY"), help=_("Else today, or 31 December of a past year."))
KNOWN = _option("--known", metavar=_("DAY"), help=_("Without what was recorded after DAY: an old sheet again."))
WEEK = _option(
    "--week", metavar=_("WEEK"), help=_("As of the end of a week: 2024-W26, 26, last, this, or a day in it.")
)
MONTH = _option("--month", metavar=_("MONTH"), help=_("As of the end of a month, such as 2024-06."))
QUARTER = _option("--quarter", metavar=_("QUARTER"), help=_("As of the end of a quarter, such as 2024Q2."))
OWNER = _option("--owner", metavar=_("NAME"), help=_("Measures whose owner has this in its name."))
EVERY = _option("--all", "-a", param="every", help=_("Also measures with nothing in the year."))
FORMAT = _option(
    "--format", "-f", param="format_", metavar=_("FORMAT"), help=_("table, plain, csv, tsv, json, jsonl or xlsx.")
)
OUTPUT = _option("--output", "-o", metavar=_("FILE"), help=_("Write to FILE; its ending names the format."))

_SELECT_WORD = _("[SELECT ...]")
_SELECT_HELP = _("An area (JJ), a goal (JJ-G2), a code (JJ03) or words of a name; several are joined by “or”.")


def day_options() -> list[click.Parameter]:
    """Return the options that pick the day to look at, as click's."""
    return [
        YEAR.option(type=int),
        *(each.option() for each in (AS_OF, WEEK, MONTH, QUARTER, KNOWN)),
    ]


def output_options() -> list[click.Parameter]:
    """Return `--format` and `--output`, as click's."""
    # click.Path names its type through the process-wide gettext, which reads the translations a second time.
    return [FORMAT.option(), OUTPUT.option(type=Path)]


def select_argument() -> click.Argument:
    """Return SELECT, as click's."""
    return Argument(["select"], nargs=-1, metavar=_SELECT_WORD, help=_SELECT_HELP, shell_complete=completed_codes)


def typed_select_argument() -> Any:
    """Return SELECT, as Typer's."""
    import typer

    return typer.Argument(metavar=_SELECT_WORD, help=_SELECT_HELP, autocompletion=complete_codes, show_default=False)
