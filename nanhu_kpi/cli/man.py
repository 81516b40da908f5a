"""The man pages, made of the help of every command and of the manual: `python -m nanhu_kpi.cli.man LANGUAGE FOLDER`.

A build writes them; nothing that is installed needs this module.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nanhu_kpi import __version__
from nanhu_kpi.i18n import _, activate, language, language_named
from nanhu_kpi.render.manual import TOPICS, Manner, parts, source_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "nanhu-kpi"


def write_pages(folder: Path) -> None:
    """Write a page of the commands and one of each topic, in the language in force."""
    from nanhu_kpi.cli.app import command

    context = click.Context(command, info_name=_NAME)
    body = [".SH SYNOPSIS", f".B {_NAME}", _roff(f"{_('[OPTIONS]')} {_('COMMAND [ARGS]...')}"), f".SH {_('Manual')}"]
    for topic in TOPICS:
        body += [".TP", f".B {_page_of(topic.name)}(1)", title_of(topic)]
    for below in _leaves(context):
        body += _command(below)
    _write(folder, _NAME, command.help or "", body)
    for topic in TOPICS:
        _write(folder, _page_of(topic.name), title_of(topic), list(_topic(source_of(topic))))


def _page_of(topic: str) -> str:
    return f"{_NAME}-{topic}"


def _write(folder: Path, name: str, meaning: str, body: list[str]) -> None:
    head = [
        f'.TH {name.upper()} 1 "" "{_NAME} {__version__}"',
        *([".mso zh.tmac"] if language() == "zh" else []),  # lines of Chinese break between any two signs
        ".ad l",
        ".SH NAME",
        f"{_roff(name)} \\- {_roff(meaning)}",
    ]
    (folder / f"{name}.1").write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


def _leaves(context: click.Context) -> Iterator[click.Context]:
    """Yield the contexts of the commands that do something, in the order of help."""
    if not isinstance(context.command, click.Group):
        yield context
        return
    for name in context.command.list_commands(context):
        below = context.command.get_command(context, name)
        if below:
            yield from _leaves(below.context_class(below, info_name=name, parent=context))


def _command(context: click.Context) -> Iterator[str]:
    """Yield a command's section: what it does, what it takes, and its examples."""
    from nanhu_kpi.cli.frame import examples_of

    yield f".SH {_roff(context.command_path)}"
    yield _roff(" ".join([context.command_path, *context.command.collect_usage_pieces(context)]))
    yield ".PP"
    yield _roff(context.command.help or "")
    for param in context.command.get_params(context):
        if record := param.get_help_record(context):
            yield from (".TP", f".B {_roff(record[0])}", _roff(record[1]))
    for line, meaning in examples_of(context.command):
        yield from (".PP", _roff(meaning), *_typed([line]))


def _topic(source: str) -> Iterator[str]:
    """Yield the lines of a topic, its title left out."""
    for manner, texts in list(parts(source))[1:]:
        if manner is Manner.HEADING:
            yield f".SH {_roff(texts[0])}"
        elif manner is Manner.TYPED:
            yield from _typed(texts)
        else:
            for text in texts:
                is_item = text.startswith("- ")
                yield from (".IP \\(bu 2" if is_item else ".PP", _roff(text.removeprefix("- ")))


def _typed(lines: list[str]) -> list[str]:
    return [".PP", ".RS 4", ".nf", *(f"\\&{_roff(line)}" for line in lines), ".fi", ".RE"]


def _roff(text: str) -> str:
    """Return a text that roff shows as it stands."""
    text = re.sub(r"\s*\n\s*", " ", text).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    activate(language_named(sys.argv[1]) or "en")
    write_pages(Path(sys.argv[2]))
