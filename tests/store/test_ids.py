"""Ids: UUIDv7 that only grow, and short names that tell rows apart."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.ids import IdSource, id_for, id_source
from nanhu_kpi.text import short_name
from tests.support.builders import MORNING, SUM, batch, entry, made_id

if TYPE_CHECKING:
    from pathlib import Path

moments = st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LATER = datetime(2094, 1, 1, tzinfo=UTC)


def millis(id_: bytes) -> int:
    return int.from_bytes(id_[:6], "big")


@given(moment=moments)
def test_an_id_is_a_uuid_of_version_7_that_tells_its_moment(moment: datetime) -> None:
    for id_ in (IdSource(moment).next_id(), id_for(moment, "entry JJ03 2023-12-31")):
        read = uuid.UUID(bytes=id_)
        assert (read.version, read.variant) == (7, uuid.RFC_4122)
        assert abs(millis(id_) - moment.timestamp() * 1000) <= 1


@given(moment=moments, floor_moment=moments)
def test_ids_of_one_source_only_grow_above_its_floor(moment: datetime, floor_moment: datetime) -> None:
    floor = id_for(floor_moment, "the newest row")
    source = IdSource(moment, floor)
    ids = [floor, *(source.next_id() for _ in range(50))]
    assert ids == sorted(set(ids))
    assert all(uuid.UUID(bytes=id_).version == 7 for id_ in ids)


def test_a_clock_that_was_set_back_still_gives_greater_ids() -> None:
    newest = IdSource(LATER).next_id()
    assert IdSource(MORNING, newest).next_id() > newest


def test_a_millisecond_whose_ids_are_used_up_goes_on_in_the_next() -> None:
    last_of_it = ((millis(made_id(0)) << 80) | (0x7FFF << 64) | (2**64 - 2**62 - 1)).to_bytes(16, "big")
    assert uuid.UUID(bytes=last_of_it).version == 7
    following = IdSource(MORNING - timedelta(days=400), last_of_it).next_id()
    assert following > last_of_it
    assert millis(following) == millis(last_of_it) + 1
    assert (uuid.UUID(bytes=following).version, uuid.UUID(bytes=following).variant) == (7, uuid.RFC_4122)


def test_ids_of_one_moment_have_short_names_of_their_own() -> None:
    source = IdSource(MORNING)
    ids = [source.next_id() for _ in range(100)]
    assert len({short_name(id_) for id_ in ids}) > 95  # 100 of 16 million: two alike once in three thousand runs


def test_two_sources_of_one_moment_do_not_give_the_same_id() -> None:
    assert len({IdSource(MORNING).next_id() for _ in range(100)}) == 100


def test_a_new_id_is_above_every_id_in_the_file_whatever_its_table(empty_db: Path) -> None:
    rows = [
        "INSERT INTO batch VALUES (?, 'li', 'desk-1', 'log', '2024-06-30T01:00:00Z', '2024-06-30', NULL)",
        "INSERT INTO change (id, batch, subject, code, field) SELECT ?, id, 'goal', 'JJ-G1', 'source' FROM batch",
        """INSERT INTO entry (id, batch, measure, day, type, amount)
           SELECT ?, max(id), 'JJ01', '2024-06-30', 'add', 1 FROM batch""",
        """INSERT INTO target (id, batch, measure, year, amount, start, due, pace, origin, effective_on)
           SELECT ?, max(id), 'JJ01', 2024, 1, '2024-01-01', '2024-12-31', 'none', 'report', '2024-01-01' FROM batch""",
        "INSERT INTO void (id, batch, entry, reason) SELECT ?, (SELECT max(id) FROM batch), id, 'twice' FROM entry",
        "INSERT INTO period (id, batch, month, closed, reason) SELECT ?, max(id), '2024-06', 1, 'audited' FROM batch",
    ]
    with writing(empty_db) as conn:
        conn.execute(rows[0], (made_id(0),))
        conn.execute(rows[2], (made_id(1),))
    for years, statement in enumerate(rows, start=1):
        ahead = IdSource(LATER + timedelta(days=365 * years)).next_id()
        with writing(empty_db) as conn:
            conn.execute(statement + (" LIMIT 1" if "SELECT" in statement else ""), (ahead,))
            assert id_source(conn, MORNING).next_id() > ahead


def test_an_id_source_of_a_file_at_rest_starts_from_the_clock(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        assert millis(id_source(conn, LATER).next_id()) == int(LATER.timestamp() * 1000)


def test_rows_of_several_commands_on_a_clock_standing_still_keep_their_order(empty_db: Path) -> None:
    ids: list[bytes] = []
    for number in range(5):
        with writing(empty_db) as conn:
            source = id_source(conn, MORNING)
            command, logged, void = source.next_id(), source.next_id(), source.next_id()
            add_batch(conn, batch(number)._replace(id=command))
            add_entries(conn, [entry(number, SUM, "2024-06-30", "add", 1)._replace(id=logged, batch=command)])
            add_void(conn, void, command, logged, "typed twice")
            ids += [command, logged, void]
    assert ids == sorted(set(ids))


@given(words=st.text(), moment=moments)
def test_what_is_said_decides_a_fixed_id(words: str, moment: datetime) -> None:
    assert id_for(moment, words) == id_for(moment, words)
    assert id_for(moment, words) != id_for(moment, words + "0")
    assert id_for(moment, words) != id_for(moment + timedelta(milliseconds=2), words)


def test_a_fixed_id_is_the_same_in_every_version() -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    assert id_for(moment, "batch catalogue report-2023") == bytes.fromhex("018cc251f4007bc7ba716eed40dfb942")


def test_a_short_name_is_the_last_six_hex_digits() -> None:
    assert short_name(bytes.fromhex("018cc251f4007000800000000" + "0" + "9f31c4")) == "9f31c4"
