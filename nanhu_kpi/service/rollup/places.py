"""Which files a rollup reads: the places that were named, and the map that names offices."""

from __future__ import annotations

import csv
import os
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput, Usage, reason_of
from nanhu_kpi.errors.database import CannotOpenFile
from nanhu_kpi.errors.rollup import (
    MAP_CODE,
    MAP_CODE_TWICE,
    MAP_COLUMNS,
    MAP_NOTHING,
    NO_FILES,
    NO_PLACES,
)
from nanhu_kpi.paths import is_file, is_folder, is_there
from nanhu_kpi.rollup_result import FileProblem, Place, ProblemKind
from nanhu_kpi.service.rollup.addresses import is_address, listed
from nanhu_kpi.service.rollup.office import OfficeFile
from nanhu_kpi.settings import is_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DATABASES = (".db", ".sqlite", ".sqlite3")
PART_ENDING = ".part"
_ENDINGS = (*_DATABASES, PART_ENDING)
_GZIP = b"\x1f\x8b"
_PLAIN_PART = b'{"nanhu-kpi offices":'
_NAMES = ("path", "code", "name", "parent")
_CHINESE = {"路径": "path", "编码": "code", "单位编码": "code", "名称": "name", "单位": "name", "上级": "parent"}


class OfficeMap(NamedTuple):
    """What a map says: places by their codes, and the codes of files by their places."""

    places: dict[str, Place]
    files: dict[str, str]

    @property
    def awaited(self) -> list[str]:
        """The codes of the offices that a file is awaited of: those that no other belongs to."""
        parents = {place.parent for place in self.places.values()}
        return [code for code in self.places if code not in parents]


NO_MAP = OfficeMap({}, {})


class Files(NamedTuple):
    """The files to read: those of offices, those with parts, and what is wrong with places."""

    offices: tuple[OfficeFile, ...]
    parts: tuple[OfficeFile, ...]
    problems: tuple[FileProblem, ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.offices) + len(self.parts)


def files_at(places: Sequence[str], office_map: OfficeMap) -> Files:
    """Return the files at the places, and those that a map names, each once.

    Raises NO_PLACES, NO_FILES, or what listing an address raises.
    """
    if not places and not office_map.files:
        raise Usage(NO_PLACES)
    offices: dict[str, OfficeFile] = {}
    parts: dict[str, OfficeFile] = {}
    problems = []
    for place in (*places, *office_map.files):
        files = list(_found(place))
        if not files:
            problems.append(FileProblem(ProblemKind.GONE, place))
        for file, beside in files:
            key = file if is_address(file) else os.path.realpath(file)
            into = parts if _is_part(file) else offices
            into.setdefault(key, OfficeFile(file, office_map.files.get(_key(file), ""), beside))
    if not offices and not parts:
        raise BadInput(NO_FILES, places=[*places, *office_map.files])
    return Files(tuple(offices.values()), tuple(parts.values()), tuple(dict.fromkeys(problems)))


def _found(place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if is_address(place) and not place.startswith("file:"):
        yield from listed(place, _ENDINGS)
        return
    path = Path(place.removeprefix("file://")).expanduser()
    try:
        if is_folder(path):
            for folder, folders, names in os.walk(path, onerror=_refuse):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if name.endswith(_ENDINGS) and not name.startswith("."):
                        yield str(Path(folder, name)), ()
        elif is_there(path):
            yield str(path), ()
        else:
            yield from ((name, ()) for name in sorted(glob(str(path), recursive=True)) if is_file(Path(name)))  # noqa: PTH207
    except OSError as error:
        raise CannotOpenFile(path=place, reason=reason_of(error)) from error


def _refuse(error: OSError) -> None:
    raise error


def _is_part(file: str) -> bool:
    if file.endswith(PART_ENDING):
        return True
    if is_address(file) or file.endswith(_DATABASES) or not is_file(Path(file)):
        return False
    try:
        with Path(file).open("rb") as stream:
            start = stream.read(len(_PLAIN_PART))
    except OSError:
        return False
    return start.startswith(_GZIP) or start == _PLAIN_PART


def read_map(path: Path) -> OfficeMap:
    """Return the map of offices in a CSV file: path, code, name, parent; paths are from its folder.

    Raises MAP_COLUMNS, MAP_CODE, MAP_CODE_TWICE, MAP_NOTHING, CannotOpenFile, or what reading a CSV file raises.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CannotOpenFile(path=path, reason=reason_of(error)) from error
    except UnicodeDecodeError:
        text = path.read_text(encoding="gb18030", errors="replace")
    lines = csv.reader(text.splitlines())
    header = [_CHINESE.get(name.strip(), name.strip().lower()) for name in next(lines, [])]
    if not {"path", "code"} & set(header):
        raise BadInput(MAP_COLUMNS, path=path, columns=header)
    places: dict[str, Place] = {}
    files: dict[str, str] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict.fromkeys(_NAMES, "") | {
            name: cell.strip() for name, cell in zip(header, cells, strict=False) if name in _NAMES
        }
        _take(row, path, number, places, files)
    return OfficeMap(places, files)


def _take(row: dict[str, str], path: Path, number: int, places: dict[str, Place], files: dict[str, str]) -> None:
    code, parent, file = row["code"].upper(), row["parent"].upper(), row["path"]
    for text in (code, parent):
        if not is_fit("office_code", text):
            raise BadInput(MAP_CODE, path=path, row=number, text=text)
    if not code and not file:
        raise BadInput(MAP_NOTHING, path=path, row=number, text="")
    if code in places:
        raise BadInput(MAP_CODE_TWICE, path=path, row=number, text=code)
    if code:
        places[code] = Place(code, row["name"], parent)
    if file:
        place = file if is_address(file) else str(path.parent / Path(file).expanduser())
        files[_key(place)] = code


def _key(file: str) -> str:
    return file if is_address(file) else os.path.realpath(file)


def grouped(code: str, by: str, office_map: OfficeMap) -> str:
    """Return the code of the group that an office belongs to: the first digits of its own, or its parent's."""
    if by == "parent":
        place = office_map.places.get(code)
        return place.parent if place else ""
    return code[: int(by)]


def awaited_in_vain(office_map: OfficeMap, codes: Iterable[str]) -> list[FileProblem]:
    """Return the offices on a map that no file was found of."""
    there = set(codes)
    return [FileProblem(ProblemKind.NOT_SENT, "", code) for code in office_map.awaited if code not in there]
