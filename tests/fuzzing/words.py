"""Words typed after the program's name that nobody would type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from random import Random

_TEXTS = (
    "", " ", "x", "JJ09", "jj9", "JJ-09", "JJ-G1", "JJ", "DJ", "旅游", "旅游企业", "JJ99", "JJ09+1", "JJ09=5", "JJ09-1",
    "JJ09+1e9", "JJ09=1,000万", "+5", "=5", "-5", "5", "0", "1.23456", "1e9999999999", "99999999999999", "NaN", "一百",
    "2024-06-30", "06-30", "昨天", "yesterday", "-1", "-99999999", "9998-12-30", "0001-01-01", "2024-02-30", "2024",
    "2023", "0", "-2024", "99999", "2024-06", "2024Q2", "2024H1", "2024-W26", "26", "上周", "last", "53", "100%", "li",
    "behind", "office_code", "time_zone", "Asia/Nowhere", "-10", "csv", "json", "xlsx", "plain", "table", "html",
    "docx", "svg", "markdown", "entries", "status", "schema", "targets", "red", "red,yellow", "--", "-", "-x",
    "--nope", "--help", "\x1b[2J", "\u202eabc", "a\nb", "\t", "😀" * 40, "x" * 5000, "'", '"', "$(id)", "`id`",
    "[bold]", "[/x]", "%s", "{x}", "file.csv", "file.json", "file.xlsx", "other.db", "nanhu.db", "folder", "nothing",
    "out.csv", "out.xlsx", "out.docx", "out.html", "/dev/null", "file.csv/x", "x" * 300 + ".csv",
)  # fmt: skip
_KEPT_OUT = {"--install-completion", "--show-completion"}


def words(chance: Random) -> list[str]:
    """Return the words of a command: its name, some of its options, and values that may fit."""
    from nanhu_kpi.cli.app import command

    typed: list[str] = []
    place: click.Command = command
    while isinstance(place, click.Group) and chance.random() < 0.97:
        context = click.Context(place)
        name = chance.choice(place.list_commands(context))
        typed.append(name)
        below = place.get_command(context, name)
        assert below
        place = below
    params = [param for param in place.params if not _KEPT_OUT & set(param.opts)]
    for param in chance.sample(params, min(len(params), chance.choice((0, 1, 1, 2, 2, 3, 5)))):
        if isinstance(param, click.Option):
            typed.append(chance.choice(param.opts))
            if param.is_flag:
                continue
        if isinstance(param.type, click.Choice) and chance.random() < 0.8:
            choice = chance.choice(list(param.type.choices))
            typed.append(str(getattr(choice, "value", choice)))
        else:
            typed += [chance.choice(_TEXTS) for _ in range(chance.choice((1, 1, 1, 2)))]
    if chance.random() < 0.5:
        typed.append(chance.choice(_TEXTS))
    if chance.random() < 0.3:
        typed.append("--yes")
    if chance.random() < 0.05:
        chance.shuffle(typed)
    return typed
