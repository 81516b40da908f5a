"""What the product declines to do: a handful of families with their exit codes, and the sentences, a subject a file.

A rule raises a family with a sentence (a msgid) and the facts that it names: `raise BadInput(FUTURE_DAY, day=day)`. A
sentence names the cause and then what to do. `cli.main` translates it and fills the facts in; nothing else prints. A
class of its own stands only for what some code catches.
"""

from __future__ import annotations

from typing import ClassVar, Self

OK = 0
BUG = 1
USAGE = 2
UNKNOWN = 3
BAD_INPUT = 4
REFUSED = 5
FOUND = 10
INTERRUPTED = 130


# The sentence for any other `count` than one, by that for one.
MANY: dict[str, str] = {}


def N_(msgid: str, many: str = "") -> str:  # noqa: N802 - the name that message extractors look for
    """Return `msgid` as it is, marked for translation; `many` is said where the fact `count` is not one."""
    if many:
        MANY[msgid] = many
    return msgid


class Refusal(Exception):
    """What the product declines to do: a sentence, and the facts that it names."""

    exit_code: ClassVar[int] = BUG
    msgid: str

    def __init__(self, sentence: str = "", /, **facts: object) -> None:
        super().__init__(sentence, facts)
        if sentence:  # a class that is caught may bear its own
            self.msgid = sentence
        self.facts = facts

    def __str__(self) -> str:
        told = self.msgid if self.facts.get("count") == 1 else MANY.get(self.msgid, self.msgid)
        return told.format(**self.facts)

    def again(self, **facts: object) -> Self:
        """Return the same refusal with some facts replaced."""
        return type(self)(self.msgid, **self.facts | facts)

    def alone(self) -> Self:
        """Let go of the frames that it was raised in, which hold what it is kept beside: a ring for each problem."""
        self.__traceback__ = self.__context__ = None
        return self


def reason_of(error: BaseException) -> str:
    """Return what the system says of an error, or else the error of itself."""
    return getattr(error, "strerror", None) or str(error)


class Usage(Refusal):
    """A command line that does not say one thing."""

    exit_code = USAGE


class Unknown(Refusal):
    """What was named is not known."""

    exit_code = UNKNOWN


class BadInput(Refusal):
    """A value, a text or a file that does not do."""

    exit_code = BAD_INPUT


class DatabaseRefuses(Refusal):
    """What the database file, or the system beneath it, does not allow."""

    exit_code = REFUSED


class Condition(Refusal):
    """A condition that was asked for holds: said, and not raised."""

    exit_code = FOUND
