"""Merging is commutative, associative and idempotent, whatever three desks recorded and merged before, and tells both
sides the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.desks import Sitting, content, run_desks, sittings, told, union

# Short histories and long ones: a clash needs two desks, and some need a merge between.
histories = st.lists(sittings, max_size=4) | st.lists(sittings, min_size=5, max_size=14)


@pytest.mark.slow
@settings(max_examples=16, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=histories)
def test_copies_merge_to_the_same_in_any_order_any_number_of_times(empty_db: Path, history: list[Sitting]) -> None:
    with tempfile.TemporaryDirectory(dir=empty_db.parent) as name:
        folder = Path(name)
        a, b, c = run_desks(folder, empty_db, history)
        assert told(a, b) == told(b, a)
        ab, ba = union(folder, a, b), union(folder, b, a)
        assert (ab is None) == (ba is None)
        if ab and ba:
            assert content(ab) == content(ba)
            again = union(folder, ab, b)
            assert again
            assert content(again) == content(ab)
            bc = union(folder, b, c)
            left, right = union(folder, ab, c), union(folder, a, bc) if bc else None
            if left and right:
                assert content(left) == content(right)
        twin = folder / "copy.db"
        twin.write_bytes(a.read_bytes())
        itself = union(folder, a, twin)
        assert itself
        assert content(itself) == content(a)
