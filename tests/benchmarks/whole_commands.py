"""Whole processes: `status` at many entries against a thousand, `log` and `status` against a stock Typer app."""

from __future__ import annotations

import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS = 25
FEW = 1_000
DAYS = ("2024-01-09", "2024-06-30", "2025-12-31")
SIZE_GOAL, LOG_GOAL, TERMINAL_GOAL, PIPE_GOAL = 1.15, 1.5, 2, 2.3
ROWS, COLUMNS = 50, 120
# The command as it is installed beside this Python: what officers and their scripts run.
INSTALLED = str(Path(sys.executable).with_name("nanhu-kpi"))
# The floor of a command's kind: it reads its options and says one line.
STOCK_APP = """
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def greet(
    name: Annotated[str, typer.Option(help="Whom.")] = "Nanhu",
    times: Annotated[int, typer.Option(help="How often.")] = 1,
    loud: Annotated[bool, typer.Option(help="In capitals.")] = False,
) -> None:
    for _ in range(times):
        typer.echo(name.upper() if loud else name)


if __name__ == "__main__":
    app()
"""


class Run(NamedTuple):
    """A command to time, on a database, in a terminal or into a pipe."""

    db: Path
    words: Sequence[str]
    in_terminal: bool = False


def main() -> None:
    """Fill, run in turn, print medians and their ratios."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        few, lots = (filled(Path(folder, f"{entries}.db"), entries) for entries in (FEW, many))
        print(f"filled in {time.perf_counter() - started:.0f} s")
        for day in DAYS:
            status = _command("status", "--as-of", day)
            at_few, at_many = _medians([Run(few, status), Run(lots, status)])
            print(f"status as of {day}: {_shown(at_few)} at {FEW}, {_shown(at_many)} at {many}: "
                  f"{_ratio(at_many / at_few, SIZE_GOAL)}")  # fmt: skip
        _compare_with_stock(few)


def _compare_with_stock(db: Path) -> None:
    """Print a table of `log` and `status` against a stock Typer app and a bare Python."""
    stock_app = db.with_name("stock.py")
    stock_app.write_text(STOCK_APP, encoding="utf-8")
    status = _command("status", "--no-pager")
    runs = {
        "python -c pass": (Run(db, (sys.executable, "-c", "pass")), None),
        "stock Typer app": (Run(db, (sys.executable, str(stock_app))), None),
        # Each time another value: of the same one again it would be said that it is recorded already.
        "log": (Run(db, _command("log", "JJ03+{round}", "--note", "n")), LOG_GOAL),
        "status, terminal": (Run(db, status, in_terminal=True), TERMINAL_GOAL),
        "status, piped": (Run(db, status), PIPE_GOAL),
    }
    medians = dict(zip(runs, _medians([run for run, _ in runs.values()]), strict=True))
    bare, stock = medians["python -c pass"], medians["stock Typer app"]
    print(f"{'':<18}{'median':>8}{'/ pass':>8}  / stock Typer app")
    for name, (_, goal) in runs.items():
        against_stock = _ratio(medians[name] / stock, goal) if goal else f"{medians[name] / stock:.2f}"
        print(f"{name:<18}{_shown(medians[name]):>8}{medians[name] / bare:>8.1f}  {against_stock}")


def _command(*words: str) -> tuple[str, ...]:
    return (INSTALLED, *words)


def _medians(runs: Sequence[Run]) -> list[float]:
    """Return the median of each command's times, one after another in every round; the first round is not counted."""
    times: list[list[float]] = [[] for _ in runs]
    for number in range(1, ROUNDS + 2):
        for taken, run in zip(times, runs, strict=True):
            words = [word.replace("{round}", str(number)) for word in run.words]
            taken.append((_seconds_in_terminal if run.in_terminal else _seconds)(words, _around(run.db)))
    return [statistics.median(taken[1:]) for taken in times]


def _around(db: Path) -> dict[str, str]:
    """Return the environment of an installed tool: its modules are compiled once, and stay so."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        "LOGNAME": "li",  # every login sets it; without it the system is asked
        **around,
        "NANHU_DB": str(db),
        "NANHU_LANG": "zh",
        "PYTHONPYCACHEPREFIX": str(db.with_name("compiled")),
    }


def _seconds(words: Sequence[str], environ: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(words, env=environ, check=True, capture_output=True)
    return time.perf_counter() - started


def _seconds_in_terminal(words: Sequence[str], environ: Mapping[str, str]) -> float:
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    started = time.perf_counter()
    with subprocess.Popen(words, env=environ, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        with suppress(OSError):  # Linux says so where the other end is closed
            while os.read(screen, 1 << 16):
                pass
    taken = time.perf_counter() - started
    os.close(screen)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return taken


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _ratio(ratio: float, goal: float) -> str:
    return f"ratio {ratio:.2f} (goal at most {goal:g}){'' if ratio <= goal else ': MISSED'}"


if __name__ == "__main__":
    main()
