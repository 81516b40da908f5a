"""`rollup`: many offices side by side, from their files and from the parts that others made of theirs."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_day, parsed_day
from nanhu_kpi.errors import BadInput, Unknown, Usage
from nanhu_kpi.errors.rollup import (
    OTHER_DAY,
    OTHER_KNOWN,
    PARENTS_UNKNOWN,
    UNFIT_GROUPING,
    UNKNOWN_ROLLUP_CODE,
    BrokenPart,
)
from nanhu_kpi.exchange.part import PartHead, PartialFile, figures_of, read_part
from nanhu_kpi.rollup_result import FileProblem, OfficeFigures, OfficeRow, ProblemKind, RollupReport
from nanhu_kpi.scorecard.side_by_side import SideBySide, offices_of_measure, ranked, ranked_groups, tallied
from nanhu_kpi.service.ledger import known_day
from nanhu_kpi.service.lookup import normal_code
from nanhu_kpi.service.rollup import addresses
from nanhu_kpi.service.rollup.counted_once import counting, duplicates, take, to_settle
from nanhu_kpi.service.rollup.engines import Crew, answers, size_of_a_chunk
from nanhu_kpi.service.rollup.office import OfficeFile, Question, answer_of, chunk_of, problem_of, read_chunk
from nanhu_kpi.service.rollup.places import NO_MAP, Files, OfficeMap, awaited_in_vain, files_at, grouped, read_map
from nanhu_kpi.service.rollup.pool import Pool, cores
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.copies.other_office import refuse_other_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from nanhu_kpi.days import Clock

_LONGEST_GROUP = 20
_FILES_OF_A_WORKER = 20  # to start another costs as much as to read so many


class RollupWish(NamedTuple):
    """What is asked of a rollup, as typed: places, days, the map of offices, and who reads the files."""

    places: tuple[str, ...]
    as_of: str | None = None
    known: str | None = None
    offices: Path | None = None
    by: str | None = None
    scheduler: str | None = None
    jobs: int | None = None


class Gathered(NamedTuple):
    """What was read: the part, the map of offices, how many files there were, and what offices are grouped by."""

    part: PartialFile
    office_map: OfficeMap
    files: int
    by: str


def gather(wish: RollupWish, clock: Clock, on_read: Callable[[int, int], None]) -> Gathered:
    """Read every file of the places, whatever is wrong with some, and return what counts of them.

    `on_read` is told how many files of how many are read. Raises UNFIT_GROUPING, PARENTS_UNKNOWN, NO_PLACES, NO_FILES,
    OTHER_DAY, OTHER_KNOWN, the refusal of a day or a map, or of a crew that cannot be had.
    """
    now = clock()
    today = office_day(now, Settings().zone)
    office_map = read_map(wish.offices) if wish.offices else NO_MAP
    by = _grouping(wish.by, office_map)
    files = files_at(wish.places, office_map)
    parts, broken = _parts(files)
    head = _head(wish, today, parts)
    whole = PartialFile(head)
    whole.problems |= {*files.problems, *broken}
    for file, part in parts:
        _refuse_other_head(file.file, part.head, head)
        take(whole, part)
    done = len(files.parts)
    on_read(done, files.number)
    if files.offices:
        asked = Question(head, now)
        with _crew(wish, len(files.offices)) as (crew, workers):
            size = size_of_a_chunk(len(files.offices), workers)
            for read, answer in answers(crew, files.offices, size, lambda some: chunk_of(asked, list(some))):
                if answer is None:
                    whole.problems |= {FileProblem(ProblemKind.KILLED, file.file) for file in read}
                else:
                    take(whole, answer_of(answer, whole))
                done += len(read)
                on_read(done, files.number)
    return Gathered(whole, office_map, files.number, by)


@contextmanager
def _crew(wish: RollupWish, files: int) -> Iterator[tuple[Crew, int]]:
    if wish.scheduler is not None:
        from nanhu_kpi.service.rollup.cluster import Cluster

        with Cluster(wish.scheduler, read_chunk) as cluster:
            yield cluster, cluster.room
        return
    workers = min(wish.jobs or cores(), -(-files // _FILES_OF_A_WORKER))
    with Pool(workers) as pool:
        yield pool, workers


def _parts(files: Files) -> tuple[list[tuple[OfficeFile, PartialFile]], list[FileProblem]]:
    """Return the parts that can be read, and what is wrong with the others.

    Raises what says that a part is of another version: that is not mixed.
    """
    parts, broken = [], []
    for file in files.parts:
        try:
            parts.append((file, read_part(_stream(file), file.file)))
        except BrokenPart as error:
            broken.append(FileProblem(ProblemKind.DAMAGED, file.file, "", str(error.facts["reason"])))
        except BadInput:
            raise
        except Exception as error:
            broken.append(problem_of(file.file, error))
    return parts, broken


def _stream(file: OfficeFile) -> BytesIO:
    """Return the bytes of a part, held to the checksum that came with it."""
    if addresses.is_address(file.file):
        data, _log, sha256 = addresses.fetched(file.file, file.beside)
    else:
        path = Path(file.file)
        data, sha256 = path.read_bytes(), addresses.checksum_beside(path)
    if sha256:
        refuse_other_bytes(Path(file.file), data, sha256)
    return BytesIO(data)


def _head(wish: RollupWish, today: date, parts: Sequence[tuple[OfficeFile, PartialFile]]) -> PartHead:
    """Return the days asked for; those of the first part, where none are."""
    first = parts[0][1].head if parts else PartHead(today)
    if wish.as_of is None and wish.known is None:
        return first
    as_of = parsed_day(wish.as_of, today) if wish.as_of is not None else first.as_of
    return PartHead(as_of, known_day(wish.known, today) if wish.known is not None else None)


def _refuse_other_head(file: str, theirs: PartHead, ours: PartHead) -> None:
    if theirs.as_of != ours.as_of:
        raise BadInput(OTHER_DAY, path=file, theirs=theirs.as_of, ours=ours.as_of)
    if theirs.known != ours.known:
        raise BadInput(OTHER_KNOWN, path=file, theirs=theirs.known or "-", ours=ours.known or "-")


def report_of(gathered: Gathered, measure: str | None) -> RollupReport:
    """Return the tables of what was read. Raises UNKNOWN_ROLLUP_CODE."""
    part, office_map = gathered.part, gathered.office_map
    code = normal_code(measure) if measure is not None else ""
    tallies, table = [], SideBySide()
    of_measure: list[tuple[OfficeFigures, OfficeRow]] = []
    for office in _counted(part):
        tallies.append(tallied(office))
        table.add(office)
        if code:
            of_measure += [(office._replace(rows=()), row) for row in office.rows if row.definition.code == code]
    if code and not of_measure:
        raise Unknown(UNKNOWN_ROLLUP_CODE, text=measure)
    offices = ranked(tallies, office_map.places)
    if gathered.by:
        offices = ranked_groups(offices, lambda each: grouped(each, gathered.by, office_map), office_map.places)
    problems = {*part.problems, *to_settle(part), *awaited_in_vain(office_map, part.offices)}
    return RollupReport(
        as_of=part.head.as_of,
        known=part.head.known,
        files=gathered.files,
        offices=offices,
        measures=table.measures(),
        of_measure=offices_of_measure(of_measure, table.variants(), office_map.places),
        problems=tuple(sorted(problems)),
        duplicates=tuple(duplicates(part)),
        office_count=len(tallies),
        by=gathered.by,
        measure=code,
    )


def _counted(part: PartialFile) -> Iterator[OfficeFigures]:
    for each in counting(part):
        yield figures_of(each.line, part.definitions(each.catalogue))


def _grouping(by: str | None, office_map: OfficeMap) -> str:
    if by is None:
        return ""
    text = by.strip().casefold()
    if text in ("parent", "上级"):
        if not any(place.parent for place in office_map.places.values()):
            raise Usage(PARENTS_UNKNOWN)
        return "parent"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:3]) <= _LONGEST_GROUP):
        raise Usage(UNFIT_GROUPING, text=by)
    return str(int(text))
