"""What stands at a path: what cannot be looked at is not taken for nothing, whatever Python does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.paths import is_file, is_folder, is_there

if TYPE_CHECKING:
    from pathlib import Path


def test_what_stands_at_a_path_is_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(file)
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    seen = {
        name: (is_there(tmp_path / name), is_file(tmp_path / name), is_folder(tmp_path / name))
        for name in (".", "file", "link", "pipe", "gone", "dangling", "loop", "file/below", "nul\0")
    }
    nothing = (False, False, False)
    assert seen == {
        ".": (True, False, True),
        "file": (True, True, False),
        "link": (True, True, False),
        "pipe": (True, False, False),
        **dict.fromkeys(("gone", "dangling", "loop", "file/below", "nul\0"), nothing),
    }


@pytest.mark.parametrize("look", [is_there, is_file, is_folder])
def test_a_place_that_cannot_be_looked_at_raises(tmp_path: Path, look: object) -> None:
    assert callable(look)
    with pytest.raises(OSError, match="File name too long"):
        look(tmp_path / ("x" * 5000))
