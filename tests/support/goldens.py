"""What people see, byte for byte: `golden/*.txt`.

After a change that is meant, write them anew, read every line of the difference, and run the tests again. A run that
writes fails wherever it changes a file, so that nobody commits what nobody has read:

    NANHU_GOLDEN=write python -m pytest tests/render tests/exchange; git diff tests/golden
"""

from __future__ import annotations

import os

import pytest

from tests.support.views import ROOT

GOLDEN = ROOT / "tests" / "golden"
WRITES = os.environ.get("NANHU_GOLDEN") == "write"


def holds(name: str, told: str) -> None:
    """Hold what was printed to its golden file; where it differs, write the file if that is asked for, and fail."""
    place = GOLDEN / f"{name}.txt"
    held = place.read_bytes().decode() if place.exists() else None
    if WRITES and told != held:
        place.write_bytes(told.encode())
        pytest.fail(f"{place.name} is written anew: read the difference")
    assert told == held
