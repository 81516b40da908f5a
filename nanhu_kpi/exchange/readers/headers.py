"""The names of columns in the files that come in: English or Chinese, in any order."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import NAMELESS_COLUMN, Problem
from nanhu_kpi.errors.imports import (
    COLUMN_TWICE,
    COLUMNS_MISSING,
    COLUMNS_UNKNOWN,
    MEASURE_COLUMNS_MISSING,
    TARGET_COLUMNS_MISSING,
)
from nanhu_kpi.exchange.columns import COLUMNS, FORMER_HEADERS
from nanhu_kpi.text import folded, seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# What a column means, and the names it goes by; the first Chinese one stands in the template. `added` and `stated` are
# values whose type their name says.
NAMES: dict[str, tuple[str, ...]] = {
    "measure": ("指标编码", "编码", "指标", "指标代码", "指标编号", "measure", "code"),
    "name": ("指标名称", "名称", "name", "name_zh", "name_en"),
    "day": ("日期", "填报日期", "数据日期", "截至日期", "截止日期", "时间", "day", "date"),
    "type": ("方式", "类型", "填报方式", "记录方式", "type"),
    "value": ("数值", "数量", "值", "数据", "实绩", "读数", "value", "amount"),
    "added": ("本期新增", "新增", "本次新增", "新增数", "增加", "本期完成", "added", "increment"),
    "stated": ("累计", "累计完成", "累计数", "累计值", "累计新增", "total", "stated"),
    "unit": ("单位", "计量单位", "unit"),
    "qualifier": ("约数", "限定", "qualifier"),
    "note": ("说明", "备注", "情况说明", "进展情况", "工作进展", "note", "notes", "remark", "remarks"),
    "issue": ("存在问题", "问题", "困难", "issue", "issues"),
    "next": ("下一步", "下一步计划", "下一步措施", "下一步工作", "next", "next step"),
    "evidence": ("佐证", "佐证材料", "证明材料", "evidence"),
    # What a form tells of a measure, and an import passes over.
    "target": ("目标值", "target"),
    "actual_before": ("现有实绩", "actual_before"),
    "key": ("流水号", "记录号", "唯一号", "业务编号", "key"),
    "evidence_sha256": ("佐证校验码", "佐证SHA256", "evidence_sha256"),
    "id": ("记录编号", "编号", "id"),
    "batch": ("批次", "batch"),
    "officer": ("经办人", "填报人", "记录人", "officer"),
    "host": ("主机", "电脑", "host"),
    "logged_at": ("登记时间", "记录时间", "填报时间", "录入时间", "logged_at"),
    "command": ("命令", "command"),
    "logged_on": ("登记日期", "记录日", "logged_on"),
    "voided_at": ("作废时间", "撤销时间", "voided_at"),
    "voided_by": ("作废人", "撤销人", "voided_by"),
    "void_reason": ("作废原因", "撤销原因", "void_reason"),
}
# The same in a file of targets: the names that an export of them gives its columns, and some more.
_OF_TARGETS = ("measure", "year", "value", "start", "due", "pace", "schedule", "reason", "document", "effective_on")
TARGETS_NEED = _OF_TARGETS[:3]
_MORE_OF_TARGETS = {"measure": NAMES["measure"], "year": ("年份",), "value": ("目标", "target")}
TARGET_NAMES: dict[str, tuple[str, ...]] = {
    column.name: (column.header_zh, column.name, *_MORE_OF_TARGETS.get(column.name, ()))
    for column in COLUMNS["targets"]
    if column.name in _OF_TARGETS
}
# The same in a file of measures: the names that an export of them gives its columns.
MEASURE_NAMES: dict[str, tuple[str, ...]] = {
    ("measure" if column.name == "code" else column.name): (
        column.header_zh, column.name, *(NAMES["measure"] if column.name == "code" else ()),
    )
    for column in COLUMNS["measures"]
}  # fmt: skip
# The columns of a form: what it tells, and what the office writes.
TEMPLATE_TELLS = ("measure", "name", "unit", "target", "actual_before")
TEMPLATE = (*TEMPLATE_TELLS, "day", "type", "value", "note", "issue", "next", "evidence", "key")

# With these a row says whose entry it is, and is restored as it was. They mean nothing apart.
_ORIGIN = ("id", "batch", "officer", "host", "logged_at")
_RESTORED = (*_ORIGIN, "command", "logged_on", "voided_at", "voided_by", "void_reason")
_SAYING = ("value", "added", "stated", "note", "issue", "next", "evidence")
# Around a name in a form: blanks, an asterisk, a colon at its end, whether it has to be filled in.
_PASSED_OVER = re.compile(r"[\s_*]+|:$|\((?:必填|选填|required|optional)\)")
# How many rows may hold a title and the like before the header.
_LOOKED_AT = 10


class HeadingRow(NamedTuple):
    """A row of names, its number, and the rows above it that say something else, by number."""

    number: int
    names: Sequence[str]
    above: tuple[tuple[int, str], ...] = ()


class Header(NamedTuple):
    """Where each column stands, by its meaning; the names of those passed over (`#3` where the third has none); the
    places of the others without a name.

    `restores` says that the rows name the entries that they were exported from.
    """

    places: dict[str, int]
    names: tuple[str, ...]
    ignored: tuple[str, ...]
    nameless: tuple[int, ...]
    restores: bool

    @property
    def is_for_excel(self) -> bool:
        """Whether the rows were exported for Excel: such an export alone has Chinese names, and guards its texts."""
        return self.restores and not self.names[self.places["id"]].isascii()

    def name(self, meaning: str) -> str:
        """Return a column's name as the file has it; of one that is not there, its English one."""
        return self.names[self.places[meaning]].strip() if meaning in self.places else meaning


def template_names(language: str) -> list[str]:
    """Return the header of the file to fill in."""
    return [NAMES[meaning][0] if language == "zh" else meaning for meaning in TEMPLATE]


def heading(rows: Iterable[tuple[int, Sequence[str]]]) -> HeadingRow | None:
    """Return the first row that names a measure, and a day or something said of it, or all that a target needs, or a
    field of its definition, or that an export has; None where none of the first ten does, blank ones left out."""
    above: list[tuple[int, str]] = []
    rows = iter(rows)
    for number, names in rows:
        words = [name.strip() for name in names if name.strip()]
        if not words:
            continue
        meanings = set(_meant(words, _MEANINGS))
        of_entries = meanings & {"measure", "name"} and meanings & {"day", *_SAYING}
        of_measures = set(_meant(words, _MEASURE_MEANINGS)) - {None}
        if (
            of_entries
            or _is_of_an_export(words)
            or set(TARGETS_NEED) <= set(_meant(words, _TARGET_MEANINGS))
            or ("measure" in of_measures and len(of_measures) > 1)
        ):
            return _whole(HeadingRow(number, names, tuple(above)), next(rows, None))
        above.append((number, " ".join(words)))
        if len(above) == _LOOKED_AT:
            return None
    return None


def _whole(upper: HeadingRow, below: tuple[int, Sequence[str]] | None) -> HeadingRow:
    """Return a header of two lines where the row below the first names columns too, as under merged cells."""
    words = [name for name in below[1] if name.strip()] if below else []
    if below is None or len(words) < 2 or None in _meant(words, _MEANINGS) or is_header_again(upper.names, below[1]):
        return upper
    names = [lower if lower.strip() else name for name, lower in zip_longest(upper.names, below[1], fillvalue="")]
    return HeadingRow(below[0], names, upper.above)


def _is_of_an_export(words: Sequence[str]) -> bool:
    """Return whether these are columns of one export: a row of changes names a measure and a field as well."""
    names = {FORMER_HEADERS.get(word, word) for word in words}
    return len(names) > 2 and any(
        names <= headers
        for columns in COLUMNS.values()
        for headers in ({each.name for each in columns}, {each.header_zh for each in columns})
    )


def read_header(path: object, names: Sequence[str], *, ignore_extra: bool, with_day: bool) -> Header:
    """Return what a header says. `with_day` says that the day of every row is known without it.

    Raises COLUMN_TWICE, COLUMNS_UNKNOWN or COLUMNS_MISSING.
    """
    meanings = _meant(names, _MEANINGS)
    restores = all(meaning in meanings for meaning in _ORIGIN)
    if not restores:
        meanings = [None if meaning in _RESTORED else meaning for meaning in meanings]
    header = _header(path, names, meanings, ignore_extra=ignore_extra, restores=restores)
    places = header.places
    missing = [] if "measure" in places or "name" in places else ["measure"]
    missing += [] if "day" in places or with_day else ["day"]
    missing += [] if any(meaning in places for meaning in _SAYING) else ["value"]
    if restores:
        missing += [meaning for meaning in ("measure", "type", "value") if meaning not in places]
    if missing:
        raise BadInput(COLUMNS_MISSING, path=path, columns=[f"{meaning} ({NAMES[meaning][0]})" for meaning in missing])
    return header


def read_target_header(path: object, names: Sequence[str], *, ignore_extra: bool) -> Header:
    """Return what the header of a file of targets says.

    Raises COLUMN_TWICE, COLUMNS_UNKNOWN or TARGET_COLUMNS_MISSING.
    """
    header = _header(path, names, _meant(names, _TARGET_MEANINGS), ignore_extra=ignore_extra)
    missing = [f"{meaning} ({TARGET_NAMES[meaning][0]})" for meaning in TARGETS_NEED if meaning not in header.places]
    if missing:
        raise BadInput(TARGET_COLUMNS_MISSING, path=path, columns=missing)
    return header


def read_measure_header(path: object, names: Sequence[str], *, ignore_extra: bool) -> Header:
    """Return what the header of a file of measures says.

    Raises COLUMN_TWICE, COLUMNS_UNKNOWN or MEASURE_COLUMNS_MISSING.
    """
    header = _header(path, names, _meant(names, _MEASURE_MEANINGS), ignore_extra=ignore_extra)
    if "measure" not in header.places or len(header.places) == 1:
        raise BadInput(MEASURE_COLUMNS_MISSING, path=path)
    return header


def is_header_again(names: Sequence[str], row: Sequence[str]) -> bool:
    """Return whether a row says what the header does, as where two files were put together."""
    return [seen(cell).strip() for cell in row] == [seen(name).strip() for name in names]


def found_nameless(nameless: set[int], number: int, row: Sequence[str]) -> list[Problem]:
    """Return a problem for each column without a name that has a cell in this row, and take it out of `nameless`."""
    filled = sorted(place for place in nameless if row[place].strip())
    nameless.difference_update(filled)
    return [Problem(number, "", row[place], BadInput(NAMELESS_COLUMN, column=place + 1)) for place in filled]


def _header(
    path: object, names: Sequence[str], meanings: Sequence[str | None], *, ignore_extra: bool, restores: bool = False
) -> Header:
    for meaning in meanings:
        if meaning and meanings.count(meaning) > 1:
            alike = [name.strip() for name, other in zip(names, meanings, strict=True) if other == meaning]
            if meaning == "name":  # a list of measures has its names in both languages
                continue
            raise BadInput(COLUMN_TWICE, path=path, column=meaning, columns=alike)
    nameless = tuple(place for place, name in enumerate(names) if not name.strip())
    extra = tuple(
        name.strip() for name, meaning in zip(names, meanings, strict=True) if meaning is None and name.strip()
    )
    # A row without a single name of ours is no header.
    if extra and not ignore_extra and any(meanings):
        raise BadInput(COLUMNS_UNKNOWN, path=path, columns=extra)
    places = {meaning: place for place, meaning in reversed(list(enumerate(meanings))) if meaning}
    if ignore_extra:
        extra += tuple(f"#{place + 1}" for place in nameless)
        nameless = ()
    return Header(places, tuple(names), extra, nameless, restores)


def _meant(names: Iterable[str], meanings: Mapping[str, str]) -> list[str | None]:
    return [meanings.get(_plain(name)) for name in names]


def _plain(name: str) -> str:
    return _PASSED_OVER.sub("", folded(name))


def _by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {_plain(name): meaning for meaning, alike in names.items() for name in alike}


_MEANINGS, _TARGET_MEANINGS, _MEASURE_MEANINGS = _by_name(NAMES), _by_name(TARGET_NAMES), _by_name(MEASURE_NAMES)
