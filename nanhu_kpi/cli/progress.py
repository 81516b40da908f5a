"""A progress bar on stderr, from the second second on and in a terminal only."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nanhu_kpi.cli.context import is_quiet, ledger_of
from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import click

    from nanhu_kpi.service.ledger import Ledger

_PATIENCE = 1.0


@contextmanager
def long_work(ctx: click.Context, what: str, by: str | None = None) -> Iterator[Ledger]:
    """Show that `what` goes on while the block runs, and how far it is; yields the ledger to do it with."""
    progress = Progress(is_quiet(ctx))
    with progress.going_on(what):
        yield ledger_of(ctx, by)._replace(on_step=progress.step)


class Progress:
    """What long work does, how far it is and how long is left. Nothing is shown where nobody looks, and nothing of what
    is over in a second.

    What was read to its end is then compared with the record, which nobody can say the length of.
    """

    def __init__(self, is_quiet: bool) -> None:
        self.shows = sys.stderr.isatty() and not is_quiet
        self._timer: threading.Timer | None = None
        self._bar: Any = None
        self._what = ""
        self._done: tuple[int, int | None] = (0, None)

    def __enter__(self) -> Progress:
        self._begin(_("Reading"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def read(self, done: int, size: int) -> None:
        """Take in how many bytes of how many are read."""
        if done < size:
            self._go_on_with(_("Reading"), done, size)
        else:
            self._go_on_with(_("Comparing"), 0, None)

    def read_files(self, done: int, count: int) -> None:
        """Take in how many files of how many are read."""
        self._go_on_with(_("{done} of {count} files read"), done, count)

    def step(self, done: int, total: int) -> None:
        """Take in how much of how much is done."""
        self._go_on_with(self._what, done, total)

    @contextmanager
    def going_on(self, what: str) -> Iterator[None]:
        """Show that something goes on while the block runs."""
        self._begin(what)
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """Take the bar away."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
            self._timer = None
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _go_on_with(self, what: str, done: int, total: int | None) -> None:
        was, self._what, self._done = (self._what, self._done[1]), what, (done, total)
        if self._bar is None:
            return
        if (what, total) == was:
            self._bar.update(self._bar.task_ids[0], completed=done, description=self._said())
        else:  # a task's total cannot become unknown, and its rate is that of its own work
            self._bar.remove_task(self._bar.task_ids[0])
            self._bar.add_task(self._said(), completed=done, total=total)

    def _said(self) -> str:
        done, total = self._done
        return self._what.format(done=done, count=total)

    def _begin(self, what: str) -> None:
        if not self.shows:
            return
        self._what, self._done = what, (0, None)
        self._timer = threading.Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, ProgressColumn, Task, TaskProgressColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar
        from rich.text import Text

        class TimeLeftColumn(ProgressColumn):
            max_refresh = 0.5

            def render(self, task: Task) -> Text:
                left = task.time_remaining
                return Text("" if left is None else _("{minutes}:{seconds:02} left").format(
                    minutes=int(left) // 60, seconds=int(left) % 60
                ))  # fmt: skip

        bar = Bar(
            TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
            TimeLeftColumn(), console=Console(file=sys.stderr), transient=True,
        )  # fmt: skip
        done, total = self._done
        bar.add_task(self._said(), completed=done, total=total)
        bar.start()
        self._bar = bar
