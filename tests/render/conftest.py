"""The browser that prints, started once a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.printers import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests that print a page or look at it."""
    started = Browser(tmp_path_factory.mktemp("browser"))
    yield started
    started.close()
