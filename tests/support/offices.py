"""Offices to roll up: files with a code of their own, and random ones for the laws."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from nanhu_kpi.exchange.part import PartHead, PartialFile
from nanhu_kpi.model import Origin, Target
from nanhu_kpi.scorecard.kinds import default_pace
from nanhu_kpi.service.rollup.office import OfficeFile, Question, answer_of, chunk_of, read_chunk
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.targets import add_targets
from tests.support.builders import batch, made_id
from tests.support.histories import DAYS, histories, values
from tests.support.hostile import spoiled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.model import Entry

NOW = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)
HEAD = PartHead(date(2024, 6, 30))
_TARGET_IDS = 5_000
Agreement = tuple[str, int, Decimal, date]


class Loop:
    """A crew of nobody, against which others are held: each chunk is read here and now."""

    room = 1
    tries = 1

    def __init__(self, task: Callable[[bytes], bytes]) -> None:
        self._task = task
        self._done: tuple[int, bytes] = (0, b"")

    def begin(self, number: int, chunk: bytes) -> None:
        """Read a chunk."""
        self._done = number, self._task(chunk)

    def answer(self) -> tuple[int, bytes | None]:
        """Return what was read."""
        return self._done


def office_file(source: Path, place: Path, code: str, name: str = "") -> Path:
    """Return a copy of a database that bears another code, as its officers set it."""
    shutil.copy2(source, place)
    statements = [f"UPDATE setting SET value = '{code}' WHERE key = 'office_code'"]
    if name:
        statements.append(f"UPDATE setting SET value = '{name}' WHERE key LIKE 'office_name%'")
    return spoiled(place, *statements)


def recorded(db: Path, number: int, entries: Sequence[Entry] = ()) -> Path:
    """Record a command in a file, with its entries."""
    with closing(connect(db, "rw")) as conn:
        add_batch(conn, batch(number))
        add_entries(conn, entries)
    return db


def part_of(files: Sequence[Path | str], head: PartHead = HEAD) -> PartialFile:
    """Return what is read of files."""
    chunk = chunk_of(Question(head, NOW), [OfficeFile(str(file)) for file in files])
    return answer_of(read_chunk(chunk), PartialFile(head))


def bytes_of(part: PartialFile) -> bytes:
    """Return a partial file, not compressed."""
    return b"\n".join(part.lines())


@st.composite
def random_targets(draw: st.DrawFn) -> list[Agreement]:
    """Targets of some measures for 2023 to 2025: code, year, value and due day."""
    found = []
    for code in ("JJ01", "JJ02", "JJ03", "JJ04", "MS01"):
        for year in draw(st.sets(st.sampled_from([2023, 2024, 2025]))):
            value = draw(values)
            due = draw(st.sampled_from([day for day in DAYS if day.year == year] or [date(year, 12, 31)]))
            found.append((code, year, value, due))
    return found


def fill(db: Path, entries: Sequence[Entry], targets: Sequence[Agreement]) -> None:
    """Put entries and targets into a file that has none."""
    with closing(connect(db, "rw")) as conn:
        conn.execute("BEGIN")
        for number in range(3):
            add_batch(conn, batch(number))
        add_entries(conn, entries)
        measures = read_measures(conn)
        rows = []
        for number, (code, year, value, due) in enumerate(targets):
            pace = default_pace(measures[code].kind, measures[code].direction)
            start = date(year, 1, 1)
            rows.append(
                Target(made_id(_TARGET_IDS + number), code, year, value, start, due, pace, Origin.OFFICER, start)
            )
        add_targets(conn, made_id(0), rows)
        conn.execute("COMMIT")


def read_or_die(chunk: bytes) -> bytes:
    """Read a chunk as `read_chunk` does, and end this process where a file of it is called a killer."""
    if b"killer" in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_chunk(chunk)


def read_or_die_once(chunk: bytes) -> bytes:
    """Read a chunk, and end the first process that is asked to: a file beside the offices remembers that."""
    import json

    mark = Path(json.loads(chunk)[3][0][0]).parent / "died"
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return read_chunk(chunk)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


__all__ = ["HEAD", "NOW", "bytes_of", "fill", "histories", "office_file", "part_of", "random_targets", "recorded"]
