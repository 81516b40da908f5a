"""`weekly`, `monthly`, `quarterly`, `yearly`: the printed sheets, on screen, on paper and for scripts."""

# Annotations are evaluated here, and not kept as text: each command has its own option for its period.

from typing import Annotated

import typer
from typer.models import OptionInfo

from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    KnownOption,
    LeaderOption,
    OutputOption,
    OwnerOption,
    SelectArgument,
    SupportOption,
    offered,
    whose_of,
)
from nanhu_kpi.cli.output import say_written, script_stream
from nanhu_kpi.cli.paper_output import PaperFormatOption, form_asked, paper_format, refuse_on_terminal, write_papers
from nanhu_kpi.cli.progress import long_work
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.weekly import BRIEF_ON_PAPER
from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Cadence
from nanhu_kpi.render.paper.formats import PaperLayout
from nanhu_kpi.service.export import write_sheets
from nanhu_kpi.service.weekly.weekly import sheets_of

app = commands()

_PrintedOption = Annotated[
    str | None,
    offered(
        "days",
        "--printed",
        help_=_(
            "Day the sheet is prepared on. Default: the day of --known, the first Monday after its days, or today."
        ),
    ),
]
_BriefOption = Annotated[
    bool, typer.Option("--brief", help=_("The first page alone: the brief, without what stands behind it."))
]
_PreparedByOption = Annotated[
    str | None, offered("officers", "--by", help_=_("Who prepares it. Default: the login name."), envvar="NANHU_BY")
]
_WidthOption = Annotated[
    int,
    typer.Option(
        "--width",
        min=60,
        max=1000,
        metavar=_("WIDTH"),
        help=_("Characters in a line of plain text: 80, or 132 for all columns."),
    ),
]
_FormFeedOption = Annotated[
    bool, typer.Option("--form-feed", help=_("Put a form feed between two sheets of plain text, for a line printer."))
]


def _declare(cadence: Cadence, help_: str, period_option: OptionInfo, *examples_: str) -> None:
    """Add the command that prints the sheets of a cadence."""

    @app.command(cadence, help=help_, epilog=examples(*examples_))
    def sheet(
        ctx: typer.Context,
        select: SelectArgument = None,
        period: Annotated[str | None, period_option] = None,
        owner: OwnerOption = None,
        support: SupportOption = None,
        leader: LeaderOption = None,
        known: KnownOption = None,
        printed: _PrintedOption = None,
        brief: _BriefOption = False,
        by: _PreparedByOption = None,
        format_: PaperFormatOption = None,
        output: OutputOption = None,
        width: _WidthOption = 80,
        form_feed: _FormFeedOption = False,
    ) -> None:
        form = form_asked(format_, output)
        refuse_on_terminal(form, output, cadence)
        with long_work(ctx, _("Preparing the sheet"), by) as ledger:
            sheets = sheets_of(
                ledger, cadence, select or [], period=period, whose=whose_of(owner, support, leader),
                known=known, printed=printed,
            )  # fmt: skip
        chosen = paper_format(form, screens=True)
        if chosen is None:
            if brief:
                raise Usage(BRIEF_ON_PAPER, format=form)
            with script_stream(output) as stream:
                count = write_sheets(cadence, sheets, FileFormat(form), stream)
            say_written(ctx, output, count)
            return
        from nanhu_kpi.render.weekly.paper import paper_of

        papers = [paper_of(each, brief_alone=brief) for each in sheets]
        write_papers(ctx, papers, chosen, output, PaperLayout(width, form_feed), counted=True)


_declare(
    Cadence.WEEKLY,
    _("The weekly sheet: on screen, on paper or in a file."),
    offered("weeks", "--week", help_=_("Week: 2024-W26, 26, last, this, or a day in it. Default: the last full week.")),
    _("nanhu-kpi weekly -o sheet.html"),
    _("The sheet of last week as a file to open and print."),
    "nanhu-kpi weekly --week 2024-W25 --brief",
    _("The page for the leadership, of an earlier week."),
    "nanhu-kpi weekly JJ --known today",
    _("One area, with what was reported late."),
)
_declare(
    Cadence.MONTHLY,
    _("The monthly sheet: on screen, on paper or in a file."),
    offered(
        "months", "--month", help_=_("Month: 2024-06, 6, last, this, or a day in it. Default: the last full month.")
    ),
    "nanhu-kpi monthly --brief",
    _("The page for the leadership, of last month."),
    _("nanhu-kpi monthly --month 2024-06 -o sheet.html"),
    _("The sheet of a month as a file to open and print."),
)
_declare(
    Cadence.QUARTERLY,
    _("The quarterly sheet: on screen, on paper or in a file."),
    offered(
        "quarters",
        "--quarter",
        help_=_("Quarter: 2024Q2, Q2, last, this, or a day in it. Default: the last full quarter."),
    ),
    "nanhu-kpi quarterly --brief",
    _("The page for the leadership, of last quarter."),
    _("nanhu-kpi quarterly --quarter 2024Q2 -o sheet.html"),
    _("The sheet of a quarter as a file to open and print."),
)
_declare(
    Cadence.YEARLY,
    _("The yearly sheet, with the year-end comparison: on screen, on paper or in a file."),
    offered("years", "--year", "-y", help_=_("Year: 2024, last, this, or a day in it. Default: the last full year.")),
    "nanhu-kpi yearly --brief",
    _("The page for the leadership, of last year."),
    _("nanhu-kpi yearly --year 2024 -o sheet.html"),
    _("The sheet of a year, with every measure against its target and the year before."),
)
