"""`help`: the manual, and the help of every command."""

from __future__ import annotations

import difflib
import os
import shutil
from typing import Annotated, Any, TextIO

import click
import typer
from wcwidth import width as cells

from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import offered_argument
from nanhu_kpi.cli.output import people_stream
from nanhu_kpi.errors import Unknown
from nanhu_kpi.errors.unknown import NOTHING_IN_MANUAL, UNKNOWN_TOPIC, UNKNOWN_TOPIC_NEAR
from nanhu_kpi.i18n import _
from nanhu_kpi.render.manual import TOPICS, Manner, hits, laid_out, source_of, title_of, topic_named

app = commands()
_WIDEST = 80
_COLUMN = 12
_STYLES: dict[Manner, dict[str, Any]] = {Manner.HEADING: {"bold": True}, Manner.TYPED: {"fg": "cyan"}, Manner.TEXT: {}}


@app.command(
    "help",
    help=_("The manual by topic, and the help of every command; works without a network."),
    epilog=examples(
        "nanhu-kpi help",
        _("What topics there are."),
        _("nanhu-kpi help recording"),
        _("How progress is recorded."),
        _("nanhu-kpi help -k late"),
        _("Where the manual speaks of something."),
    ),
)
def help_(
    ctx: typer.Context,
    about: Annotated[
        list[str] | None,
        offered_argument(
            "topics", help_=_("A command or a topic, in Chinese or English. Default: the list of topics.")
        ),
    ] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", "-k", metavar=_("WORDS"), help=_("List where the manual has these words.")),
    ] = None,
) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    with people_stream(None) as stream:
        if search is not None:
            _write_hits(search, stream)
        elif not about:
            _write_contents(stream)
        elif command := _command_named(ctx.find_root(), about):
            stream.write(f"{command.get_help()}\n")
        elif topic := topic_named(" ".join(about)):
            for line in laid_out(source_of(topic), width):
                _write(stream, line.text, line.part)
        else:
            raise _unknown(" ".join(about), ctx.find_root())


def _command_named(root: click.Context, words: list[str]) -> click.Context | None:
    """Return the context of the command that some words name, in which its help is made."""
    context = root
    for word in words:
        group = context.command
        below = group.get_command(context, word) if isinstance(group, click.Group) else None
        if below is None:
            return None
        context = below.context_class(below, info_name=word, parent=context)
    return context


def _write_contents(stream: TextIO) -> None:
    _write(stream, _("Topics of the manual"), Manner.HEADING)
    for topic in TOPICS:
        stream.write(f"  {topic.label}{' ' * (_COLUMN - cells(topic.label))}{title_of(topic)}\n")
    stream.write("\n")
    for command, meaning in (
        (_("nanhu-kpi help TOPIC"), _("read a topic")),
        (_("nanhu-kpi help COMMAND"), _("what a command takes, with examples")),
        (_("nanhu-kpi help -k WORDS"), _("find where the manual speaks of something")),
        ("nanhu-kpi --help", _("all commands")),
    ):
        _write(stream, f"  {command}", Manner.TYPED)
        stream.write(f"    {meaning}\n")


def _write_hits(words: str, stream: TextIO) -> None:
    """List the paragraphs that have some words. Raises NOTHING_IN_MANUAL."""
    paragraphs = list(hits(words)) if words.strip() else []
    if not paragraphs:
        raise Unknown(NOTHING_IN_MANUAL, text=words)
    above = None
    for hit in paragraphs:
        if above != (hit.topic, hit.heading):
            _write(stream, f"{hit.topic.label}  {hit.heading}", Manner.HEADING)
            above = (hit.topic, hit.heading)
        if hit.text != hit.heading:
            stream.write(f"  {hit.text}\n")


def _write(stream: TextIO, text: str, part: Manner) -> None:
    stream.write(f"{click.style(text, **_STYLES[part]) if text and _is_coloured(stream) else text}\n")


def _is_coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _unknown(text: str, root: click.Context) -> Unknown:
    known = [name for topic in TOPICS for name in (topic.name, *topic.names)]
    if isinstance(root.command, click.Group):
        known += root.command.list_commands(root)
    near = difflib.get_close_matches(text, known, n=3)
    return Unknown(UNKNOWN_TOPIC_NEAR, text=text, near=near) if near else Unknown(UNKNOWN_TOPIC, text=text)
