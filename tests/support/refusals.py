"""Refusals told apart by their sentences."""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import nanhu_kpi.errors
from nanhu_kpi.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


@contextmanager
def refused(sentence: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Hold the block to being refused with just this sentence."""
    import pytest  # not by the processes that only name what they raised

    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.msgid == sentence


def sentence_name(error: Exception) -> str:
    """Return the name of a refusal's sentence, else that of the error's class."""
    if isinstance(error, Refusal):
        for module in pkgutil.iter_modules(nanhu_kpi.errors.__path__):
            for name, value in vars(importlib.import_module(f"nanhu_kpi.errors.{module.name}")).items():
                if name.isupper() and value == error.msgid:
                    return name
    return type(error).__name__
