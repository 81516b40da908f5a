"""A partial file is bounded and looked through: what is not as this program writes it is refused, whole."""

from __future__ import annotations

import gzip
import hashlib
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.rollup import BrokenPart
from nanhu_kpi.exchange.part import read_part, write_part
from nanhu_kpi.service.rollup.counted_once import take
from tests.support.offices import HEAD, bytes_of, office_file, part_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nanhu_kpi.exchange.part import PartialFile


@pytest.fixture(scope="session")
def part(_built_worked: Path, tmp_path_factory: pytest.TempPathFactory) -> PartialFile:
    """A part of two offices and a problem."""
    folder = tmp_path_factory.mktemp("part")
    files = [office_file(_built_worked, folder / f"{code}.db", code) for code in ("A1", "B2")]
    return part_of([*files, folder / "gone.db"])


def signed(lines: list[bytes]) -> bytes:
    """Return lines as a partial file whose checksum is right."""
    body = b"".join(line + b"\n" for line in lines)
    end = {"end": len(lines), "sha256": hashlib.sha256(body).hexdigest()}
    return body + json.dumps(end, separators=(",", ":")).encode()


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        read_part(BytesIO(data), "city.part")
    return str(refusal.value)


def test_what_is_written_is_read(part: PartialFile) -> None:
    stream = BytesIO()
    write_part(part, stream)
    again = read_part(BytesIO(stream.getvalue()), "city.part")
    assert bytes_of(again) == bytes_of(part)
    assert again.head == HEAD
    twice = BytesIO()
    write_part(again, twice)
    assert twice.getvalue() == stream.getvalue()


def test_an_office_takes_about_two_kilobytes(part: PartialFile) -> None:
    from nanhu_kpi.exchange.part import PartialFile as Empty

    one, ten = Empty(HEAD), Empty(HEAD)
    take(one, part)
    take(ten, part)
    (line,) = [each.line for each in part.offices["A1"].values()]
    for number in range(10):
        office = json.loads(line) | {"office": f"X{number}", "rows": number}
        _put(ten, json.dumps(office, separators=(",", ":"), ensure_ascii=False).encode())
    sizes = []
    for each in (one, ten):
        stream = BytesIO()
        write_part(each, stream)
        sizes.append(len(stream.getvalue()))
    assert len(line) < 4096
    assert sizes[1] - sizes[0] < 10 * 2048


def _put(part: PartialFile, line: bytes) -> None:
    from nanhu_kpi.exchange.part import OfficeLine, digest_of

    office = json.loads(line)
    digest = digest_of(line)
    part.offices.setdefault(office["office"], {})[digest] = OfficeLine(
        office["office"], digest, office["measures"], line
    )


@given(st.data())
@settings(max_examples=60)
def test_a_changed_byte_or_a_cut_is_always_noticed(part: PartialFile, data: st.DataObject) -> None:
    stream = BytesIO()
    write_part(part, stream)
    written = stream.getvalue()
    place = data.draw(st.integers(10, len(written) - 1))
    if data.draw(st.booleans()):
        changed = written[:place]
    else:
        changed = written[:place] + bytes([written[place] ^ data.draw(st.integers(1, 255))]) + written[place + 1 :]
    with pytest.raises(BrokenPart):
        read_part(BytesIO(changed), "city.part")


def _office(change: dict[str, Any]) -> Callable[[list[bytes]], list[bytes]]:
    def changed(lines: list[bytes]) -> list[bytes]:
        at = next(number for number, line in enumerate(lines) if line.startswith(b'{"office"'))
        return [*lines[:at], json.dumps(json.loads(lines[at]) | change).encode(), *lines[at + 1 :]]

    return changed


_UNFIT: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a code that is none": _office({"office": "a b"}),
    "a code of nothing": _office({"office": ""}),
    "a float": _office({"target": [1.5]}),
    "a light of another colour": _office({"light": "p"}),
    "measures that are not there": _office({"measures": "0" * 16}),
    "a status too few": _office({"status": "m"}),
    "a lone surrogate": _office({"zh": "\ud800"}),
    "a name of a thousand signs and one": _office({"zh": "名" * 1001}),
    "a number of twenty digits": _office({"rows": 10**20}),
    "tags that are none": _office({"tags": "?"}),
    "a key more": _office({"more": 1}),
    "a moment that is none": _office({"moment": "yesterday"}),
    "no head": lambda lines: lines[1:],
    "a line of another kind": lambda lines: [*lines, b'["else",1]'],
    "a problem of no kind": lambda lines: [*lines, b'["problem","else","a","",""]'],
    "a source without a digest": lambda lines: [*lines, b'["source","A1","f","x","",1,"a","b"]'],
    "a list in place of an object": lambda lines: [*lines, b"[]"],
    "no JSON": lambda lines: [*lines, b"{"],
    "very deep JSON": lambda lines: [*lines, b"[" * 100_000],
    "a very long line": lambda lines: [*lines, b'["' + b"x" * (1 << 20) + b'"]'],
    "a measure of an unknown kind": lambda lines: [lines[0], b'["measure","A","a","a","u","guess","at_least","",""]'],
    "a measure twice in a list": lambda lines: [
        *lines, json.dumps(["measures", *[json.loads(next(
            line for line in lines if line.startswith(b'["measures"')))[1]] * 2]).encode(),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", _UNFIT)
def test_a_line_that_no_program_of_ours_writes_is_refused_though_the_checksum_is_right(
    part: PartialFile, name: str
) -> None:
    lines = list(part.lines())[:-1]
    assert read_part(BytesIO(signed(lines)), "city.part").offices.keys() == {"A1", "B2"}
    assert "city.part is no partial file, or is damaged" in refused(signed(_UNFIT[name](lines)))


def test_what_does_not_end_is_not_read_to_its_end(part: PartialFile) -> None:
    head = next(iter(part.lines()))
    bomb = gzip.compress(head + b"\n" + b"x" * (64 << 20))
    assert len(bomb) < 100_000
    assert "too long" in refused(bomb)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"nanhu-kpi offices": 2}, "newer"), ({"rules": 99}, "another version"), ({"as_of": "yesterday"}, "no partial")],
)
def test_another_version_is_refused_by_name(part: PartialFile, change: dict[str, Any], told: str) -> None:
    head, *rest = list(part.lines())[:-1]
    assert told in refused(signed([json.dumps(json.loads(head) | change).encode(), *rest]))
