"""Who reads the files: a crew that takes chunks of work and outlives those of its workers that die of one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nanhu_kpi.service.rollup.office import OfficeFile

MOST_OF_A_CHUNK = 50


class Crew(Protocol):
    """What reads chunks, several at a time. An answer is None where the worker died of it.

    `tries` is how often a chunk is given to it before it is given file by file.
    """

    tries: int

    @property
    def room(self) -> int:
        """How many chunks it takes at a time."""

    def begin(self, number: int, chunk: bytes) -> None:
        """Take a chunk."""

    def answer(self) -> tuple[int, bytes | None]:
        """Wait for an answer, and return which chunk it is of."""


class Work(NamedTuple):
    """Files that are read together, and how often that was tried."""

    files: Sequence[OfficeFile]
    tries: int = 0


def answers(
    crew: Crew, files: Sequence[OfficeFile], size: int, chunk_of: Callable[[Sequence[OfficeFile]], bytes]
) -> Iterator[tuple[Sequence[OfficeFile], bytes | None]]:
    """Yield the files of each chunk with the crew's answer.

    A chunk whose worker died is tried again, then file by file, then the file is given up: its answer is None.
    """
    waiting = deque(Work(files[at : at + size]) for at in range(0, len(files), size))
    begun: dict[int, Work] = {}
    number = 0
    while waiting or begun:
        while waiting and len(begun) < crew.room:
            number += 1
            begun[number] = waiting.popleft()
            crew.begin(number, chunk_of(begun[number].files))
        done, answer = crew.answer()
        work = begun.pop(done)
        if answer is not None or (len(work.files) == 1 and work.tries >= crew.tries):
            yield work.files, answer
        elif len(work.files) == 1 or work.tries + 1 < crew.tries:
            waiting.append(work._replace(tries=work.tries + 1))
        else:
            waiting.extend(Work([file], work.tries + 1) for file in work.files)


def size_of_a_chunk(files: int, workers: int) -> int:
    """Return how many files to read together: so many that handing them out costs little, and few enough that all
    workers have some to the end."""
    return max(1, min(MOST_OF_A_CHUNK, -(-files // (4 * workers))))
