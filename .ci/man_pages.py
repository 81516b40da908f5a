"""Puts the man pages of both languages into the wheel, below share/man."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PLACES = {"en": "share/man/man1", "zh": "share/man/zh_CN/man1"}


class ManPages(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the pages anew for each wheel; an editable install has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages and name them as shared data."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        for language, place in _PLACES.items():
            folder = Path(self._folder.name, language)
            folder.mkdir()
            # From the root on the package is found; the environment is the build's own and stays as it is.
            subprocess.run(
                [sys.executable, "-m", "nanhu_kpi.cli.man", language, str(folder)], cwd=self.root, check=True
            )
            for page in sorted(folder.iterdir()):
                build_data["shared_data"][str(page)] = f"{place}/{page.name}"
