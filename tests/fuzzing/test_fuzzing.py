"""Whatever a command is given: a code of the table, a sentence, no traceback, an end, and a file that is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzzing.trial import KINDS, Office, trial

if TYPE_CHECKING:
    from pathlib import Path

TRIALS = 8


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """What trials begin from."""
    return Office.made(tmp_path_factory.mktemp("office"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_handed_over_is_answered_with_a_sentence(kind: str, office: Office, tmp_path: Path) -> None:
    for seed in range(TRIALS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        held = trial(seed, office, folder, kind)
        assert held.faults == (), (seed, held)
        assert held.codes
