"""Cells as a spreadsheet in Chinese expects them, and back again: Chinese words, the office's time, no formula."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from nanhu_kpi.days import utc_moment, utc_text
from nanhu_kpi.exchange.columns import COLUMNS, FORMER_HEADERS, Column
from nanhu_kpi.exchange.formulas import guarded, unguarded
from nanhu_kpi.render.words import chinese_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nanhu_kpi.exchange.readers.table import Chunk

_OTHER_WORDS = {
    "add": "新增", "set": "累计", "words": "文字", "over": "超", "under": "近", "about": "约",
    "true": "是", "false": "否", "area": "工作领域", "goal": "目标", "measure": "指标", "setting": "设置",
    "owner": "牵头单位", "support": "配合单位", "leader": "分管领导",
    "week": "周", "month": "月", "quarter": "季", "year": "年",
}  # fmt: skip
_SHAPES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")  # ours, and what Excel makes of it


def rows_for_excel(columns: Sequence[Column], rows: Iterator[Sequence[object]], zone: tzinfo) -> Iterator[list[object]]:
    """Yield the rows of an export in Chinese words, moments in the office's time."""
    words = _words()
    told = [_told(column, words, zone) for column in columns]
    return (
        [tell(cell) if isinstance(cell, str) else cell for tell, cell in zip(told, row, strict=True)] for row in rows
    )


def from_excel(chunk: Chunk, names: Sequence[str], what: str, zone: tzinfo) -> Chunk:
    """Return the rows of such a file as the export itself has them; what is neither stays as it is."""
    titles = {column.header_zh: column for column in COLUMNS[what]}
    words = _words()
    columns = [titles.get(FORMER_HEADERS.get(name.strip(), name.strip())) for name in names]
    read = [_read(column, words, zone) for column in columns]
    return chunk._replace(
        rows=[[understand(cell) for understand, cell in zip(read, row, strict=True)] for row in chunk.rows]
    )


def _words() -> dict[str, str]:
    return {**chinese_words(), **_OTHER_WORDS}


def _told(column: Column, words: dict[str, str], zone: tzinfo) -> Callable[[str], str]:
    if column.is_number:
        return str
    if column.values:
        return lambda text: words.get(text, text)
    return (lambda text: _office_time(text, zone)) if column.type == "moment" else guarded


def _read(column: Column | None, words: dict[str, str], zone: tzinfo) -> Callable[[str], str]:
    if column and column.values:
        meant = {words[value]: value for value in column.values}
        return lambda text: meant.get(unguarded(text).strip(), unguarded(text))
    if column and column.type == "moment":
        return lambda text: _moment(unguarded(text), zone)
    return unguarded


def _office_time(text: str, zone: tzinfo) -> str:
    """Return a moment as the clock of the office showed it; in UTC where it showed that time twice."""
    if not text:
        return text
    shown = utc_moment(text).astimezone(zone).strftime(_SHAPES[0])
    return shown if _moment(shown, zone) == text else text


def _moment(text: str, zone: tzinfo) -> str:
    for shape in _SHAPES:
        try:
            return utc_text(datetime.strptime(text.strip(), shape).replace(tzinfo=zone).astimezone(UTC))
        except (ValueError, OverflowError):
            continue
    return text
