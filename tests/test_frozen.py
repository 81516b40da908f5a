"""Frozen records behave as named tuples do, and deferred modules come when something of them is asked for."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import NamedTuple

import pytest

from nanhu_kpi.frozen import Frozen


class Told(Frozen):
    """A record."""

    code: str
    value: int | None = None
    note: str = ""

    @property
    def said(self) -> str:
        """What it says."""
        return f"{self.code} {self.note}"


class Known(NamedTuple):
    """The same as a named tuple."""

    code: str
    value: int | None = None
    note: str = ""


@pytest.mark.parametrize(
    ("values", "named"),
    [(("JJ01", 3, "a"), {}), (("JJ01",), {}), (("JJ01",), {"note": "b"}), ((), {"note": "c", "code": "JJ02"})],
)
def test_a_record_is_made_of_what_a_named_tuple_is(values: tuple[object, ...], named: dict[str, object]) -> None:
    told, known = Told(*values, **named), Known(*values, **named)  # type: ignore[arg-type]
    assert tuple(told) == tuple(known)
    assert (told.code, told.value, told.note) == tuple(known)
    assert hash(told) == hash(known)
    assert repr(told) == repr(known).replace("Known", "Told")
    assert tuple(told._replace(value=9)) == tuple(known._replace(value=9))


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, 3, 4), {}), (("JJ01",), {"code": "JJ02"}), (("JJ01",), {"other": 1}), (("J", 1, "n"), {"x": 1})],
)
def test_what_a_named_tuple_refuses_is_refused(values: tuple[object, ...], named: dict[str, object]) -> None:
    for kind in (Told, Known):
        with pytest.raises(TypeError):
            kind(*values, **named)  # type: ignore[arg-type]


def test_a_record_cannot_be_changed_and_keeps_its_own_ways() -> None:
    told = Told("JJ01", note="n")
    assert told.said == "JJ01 n"
    for name in ("code", "other"):
        with pytest.raises(AttributeError):
            setattr(told, name, "x")
    with pytest.raises(TypeError):
        told._replace(other=1)  # type: ignore[call-arg]
    match told:
        case Told(code, value, note):
            assert (code, value, note) == ("JJ01", None, "n")


def test_a_record_is_pickled_whole() -> None:
    told = Told("JJ01", 3)
    again = pickle.loads(pickle.dumps(told))
    assert (again, type(again)) == (told, Told)


def test_a_deferred_module_is_all_there_once_it_is_used() -> None:
    program = """
import nanhu_kpi.deferred, sys
import inspect, ipaddress, secrets
assert type(sys.modules["inspect"]).__name__ == type(inspect).__name__ == "_Deferred"
assert str(inspect.signature(lambda a, b=1: a)) == "(a, b=1)"
assert inspect.cleandoc("  a") == "a" and not hasattr(inspect, "nothing")
from inspect import Parameter
assert Parameter is inspect.Parameter is sys.modules["inspect"].Parameter
import os, platform
assert platform.system() == os.uname().sysname
assert platform.python_version() and platform.system() == os.uname().sysname
assert str(ipaddress.ip_address("::1")) == "::1" and len(secrets.token_hex(4)) == 8
import dataclasses
@dataclasses.dataclass
class A:
    a: int
assert A.__doc__ == "A(a: int)"
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
