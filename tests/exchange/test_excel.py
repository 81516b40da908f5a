"""`--excel`: Chinese words and the office's time, which mean the same when they come back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.days import utc_text
from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.exchange.excel import from_excel, rows_for_excel
from nanhu_kpi.exchange.readers.table import Chunk

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
VALUES = [
    (what, column.name, value) for what, columns in COLUMNS.items() for column in columns for value in column.values
]


def there_and_back(what: str, cell: dict[str, str], zone: ZoneInfo) -> tuple[str, str]:
    """Return a cell as it is written for Excel, and as it is read again."""
    columns = COLUMNS[what]
    ((name, text),) = cell.items()
    at = [column.name for column in columns].index(name)
    row = [text if place == at else "" for place in range(len(columns))]
    (told,) = rows_for_excel(columns, iter([row]), zone)
    chunk = Chunk([2], [[str(each) for each in told]])
    return str(told[at]), from_excel(chunk, [column.header_zh for column in columns], what, zone).rows[0][at]


@pytest.mark.parametrize(("what", "name", "value"), VALUES)
def test_a_closed_value_is_a_chinese_word_and_means_the_same_again(what: str, name: str, value: str) -> None:
    told, read = there_and_back(what, {name: value}, SHANGHAI)
    assert not told.isascii()
    assert read == value


@given(st.datetimes(datetime(1985, 1, 1), datetime(2100, 1, 1)), st.sampled_from([SHANGHAI, BERLIN]))  # noqa: DTZ001
def test_a_moment_is_the_time_at_the_office_and_comes_back_as_it_was(moment: datetime, zone: ZoneInfo) -> None:
    kept = utc_text(moment.replace(tzinfo=UTC))
    assert there_and_back("entries", {"logged_at": kept}, zone)[1] == kept


def test_a_moment_reads_as_the_clock_of_the_office() -> None:
    assert there_and_back("entries", {"logged_at": "2024-06-30T16:15:07Z"}, SHANGHAI)[0] == "2024-07-01 00:15:07"
    # Berlin's clock shows half past two twice on this day.
    twice = "2024-10-27T01:30:00Z"
    assert there_and_back("entries", {"logged_at": twice}, BERLIN)[0] == twice


@pytest.mark.parametrize("cell", ["2024-07-01 00:15:07", "2024/7/1 00:15:07", "2024-06-30T16:15:07Z"])
def test_a_moment_that_excel_or_an_earlier_version_wrote_is_read(cell: str) -> None:
    chunk = from_excel(Chunk([2], [[cell, "add"]]), ["登记时间", "方式"], "entries", SHANGHAI)
    assert chunk.rows == [["2024-06-30T16:15:07Z", "add"]]
