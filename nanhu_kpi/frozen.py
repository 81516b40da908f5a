"""Frozen records: to a type checker `typing.NamedTuple`, and the same to use, but made in a fifteenth of the time.

A NamedTuple compiles a constructor, and each annotation that is a text, whenever its module is imported. A short
command imports some forty of them, which was a sixth of it (benchmarks/whole_commands.py). These have one constructor
in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["Frozen"]

if TYPE_CHECKING:
    from typing import NamedTuple as Frozen
else:
    from _collections import _tuplegetter as getter

    class _Maker(type):
        """Makes a class of annotated fields a tuple of them."""

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            """Return the class; its own values of fields are their defaults."""
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            own = {field: getter(at, None) for at, field in enumerate(fields)}
            return type(
                name,
                (_Values,),
                {**body, **own, "__slots__": (), "__match_args__": fields, "_fields": fields, "_defaults": defaults},
            )

    class _Values(tuple):
        __slots__ = ()
        _fields = ()
        _defaults = {}  # noqa: RUF012 - each class has its own

        def __new__(cls, *args: Any, **named: Any) -> Any:
            fields = cls._fields
            if not named and len(args) == len(fields):
                return tuple.__new__(cls, args)
            values = list(args)
            for field in fields[len(args) :]:
                if field in named:
                    values.append(named.pop(field))
                elif field in cls._defaults:
                    values.append(cls._defaults[field])
                else:
                    raise TypeError(f"{cls.__name__} lacks {field}")
            if named or len(values) > len(fields):
                raise TypeError(f"{cls.__name__} takes {', '.join(fields)}")
            return tuple.__new__(cls, values)

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            told = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(told)})"

        def _replace(self, **changed: Any) -> Any:
            values = tuple(changed.pop(field, value) for field, value in zip(self._fields, self, strict=True))
            return type(self)(*values, **changed)

    class Frozen(metaclass=_Maker):
        """The base of every record."""
