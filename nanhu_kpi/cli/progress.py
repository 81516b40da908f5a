"""A progress bar on stderr, from the second second on and in a terminal only."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_PATIENCE = 1.0


class Progress:
    """How far an import is. Nothing is shown where nobody looks, and nothing of what is over in a second.

    What was read to its end is then compared with the record, which nobody can say the length of.
    """

    def __init__(self, is_quiet: bool) -> None:
        self._shows = sys.stderr.isatty() and not is_quiet
        self._timer: threading.Timer | None = None
        self._bar: Any = None
        self._what = ""
        self._done: tuple[int, int | None] = (0, None)
        self._counts = False

    def __enter__(self) -> Progress:
        self._begin(_("Reading"), None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def read(self, done: int, size: int) -> None:
        """Take in how many bytes of how many are read."""
        what, self._done = (_("Reading"), (done, size)) if done < size else (_("Comparing"), (0, None))
        if self._bar is not None and what == self._what:
            self._bar.update(self._bar.task_ids[0], completed=self._done[0], total=self._done[1])
        elif self._bar is not None:
            self._bar.remove_task(self._bar.task_ids[0])  # a task's total cannot become unknown
            self._bar.add_task(what, total=None)
        self._what = what

    def read_files(self, done: int, count: int) -> None:
        """Take in how many files of how many are read."""
        self._what, self._done, self._counts = _("Reading files"), (done, count), True
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=self._what, completed=done, total=count)

    @contextmanager
    def going_on(self, what: str) -> Iterator[None]:
        """Show that something goes on while the block runs."""
        self._begin(what, None)
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

    def _begin(self, what: str, total: int | None) -> None:
        if not self._shows:
            return
        self._what, self._done = what, (0, total)
        self._timer = threading.Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = [TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()]
        if self._counts:
            columns += [MofNCompleteColumn(), TextColumn(_("left"), markup=False), TimeRemainingColumn()]
        bar = Bar(*columns, console=Console(file=sys.stderr), transient=True)
        done, total = self._done
        bar.add_task(self._what, completed=done, total=total)
        bar.start()
        self._bar = bar
