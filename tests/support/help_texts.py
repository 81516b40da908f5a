"""What the help of every command says, in one language: a process of its own, since help is made at import."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

from tests.support.views import environment

_DRIVER = """
import json, sys
import click
from nanhu_kpi.i18n import activate
activate(sys.argv[1])
from nanhu_kpi.cli.app import command
from nanhu_kpi.cli.frame import examples_of

def commands(command, path):
    yield command, path
    context = click.Context(command)
    for name in command.list_commands(context) if isinstance(command, click.Group) else []:
        yield from commands(command.get_command(context, name), [*path, name])

json.dump({" ".join(path): examples_of(command) for command, path in commands(command, [])}, sys.stdout)
"""


@cache
def examples_by_command(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return by command the lines that its help ends with, each with what it is for."""
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER, language],
        env=environment(PYTHONUTF8="1"), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return {name: [(line, meaning) for line, meaning in found] for name, found in json.loads(done.stdout).items()}
