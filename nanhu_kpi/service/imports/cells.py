"""Single cells of a file that comes in: understood once, remembered for all rows that say the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from nanhu_kpi.days import FIRST_YEAR, YEARS_AHEAD, parsed_day, past_day, utc_moment
from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import (
    NO_FULL_DAY,
    NUMBER_AS_DAY,
    UNFIT_ID,
    UNFIT_MOMENT,
    UNKNOWN_QUALIFIER,
    UNKNOWN_TYPE,
)
from nanhu_kpi.model import EntryType, Measure
from nanhu_kpi.quantity import OVER, SCALE, UNDER
from nanhu_kpi.scorecard.kinds import RULES, entry_types
from nanhu_kpi.service.log import evidence_of
from nanhu_kpi.service.lookup import measure_named
from nanhu_kpi.store.ids import first_id_beyond
from nanhu_kpi.text import folded, normal, seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

# A file may hold a million different cells; all are forgotten then, and remembered anew.
_REMEMBERED = 50_000
_TYPES = {
    EntryType.ADD: ("add", "+", "新增", "增加", "本期新增", "本次新增"),
    EntryType.SET: ("set", "=", "total", "reading", "累计", "合计", "总数", "累计完成", "读数", "实绩"),
    EntryType.WORDS: ("words", "文字", "文字说明"),
}
_TYPE_WORDS = {word: type_ for type_, words in _TYPES.items() for word in words}
_QUALIFIERS = {"": 0, "over": OVER, "超": OVER, "超过": OVER, "余": OVER, "under": UNDER, "近": UNDER}
_PLAIN = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,4}))?", re.ASCII)
_DATED = re.compile(r"\d{4}[-/.年].*|\d{8}", re.DOTALL)
_TIME = re.compile(
    r"[T ]\s{0,9}(?:上午|下午)?\s?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s?[AP]M)?$", re.IGNORECASE
)
# What stands around the digits of a day in the formats of spreadsheets: its weekday, blanks, the places of a float.
_WEEKDAY = re.compile(r"\s{0,3}\(?(?:星期|周|礼拜)([一二三四五六日天])\)?$")
_BLANKS = re.compile(r"\s{0,3}([-/.年月])\s{0,3}(?=\d)")
_FLOAT = re.compile(r"(?<=^\d{8})\.0+$")
# A number as small as a month or a count, or an empty cell, is shown as a day of one of these years (counted from 1904
# in some workbooks).
_FIRST_DAY = "1905"
# The kinds whose values have no bounds, so that nothing but their type has to fit.
_FITTING = {kind: entry_types(kind) for kind, rules in RULES.items() if rules.full_mark is None}
# What a spreadsheet writes in place of a long number, of a number in a narrow column, or of an error.
DAMAGED_KEY = re.compile(
    r"[+-]?\d(?:[.,]\d*)?[eE]\+\d+|[+-]?\d[.,]\d+[eE]-?\d+|\d{4,}\.0+"
    r"|##+|#N/A|#[A-Z]+(?:/0)?[!?]|#GETTING_DATA|Err:\d+",
    re.ASCII,
)
# What people and programs write where there is no key.
NO_KEYS = frozenset(("-", "--", "—", "/", "无", "暂无", "N/A", "n/a", "NA", "NaN", "nan", "NULL", "null", "None"))
# Plain keys have none of these in them: a million are looked through at once.
_ODD_SIGNS = "#+='.,:"
# How a cell says to a spreadsheet that it is a text: ="0012" or '0012.
_MARKED = re.compile(r"\s*(?:=\"(.*)\"|'(.*))\s*", re.DOTALL)


def odd_keys(keys: Sequence[str | None]) -> set[int]:
    """Return the places of keys that are damaged, marked as texts or with signs that nobody sees, or words for none."""
    said = "".join(filter(None, keys))
    if said.isascii() and not any(sign in said for sign in _ODD_SIGNS) and NO_KEYS.isdisjoint(keys):
        return set()
    return {place for place, key in enumerate(keys) if key and _is_odd(key)}


def _is_odd(key: str) -> bool:
    return bool(key in NO_KEYS or DAMAGED_KEY.fullmatch(key) or _MARKED.fullmatch(key) or seen(key) != key)


def unmarked(text: str) -> str:
    """Return a cell without what marks it as a text."""
    marked = _MARKED.fullmatch(text)
    return (marked[1] if marked[1] is not None else marked[2]) if marked else text


class _Memory(dict[Any, Any]):
    """What each cell was understood as."""

    def __init__(self, understand: Callable[[Any], Any]) -> None:
        super().__init__()
        self._understand = understand

    def __missing__(self, cell: Any) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        understood = self[cell] = self._understand(cell)
        return understood


class Evidence(NamedTuple):
    """Evidence as it is kept, and the SHA-256 of a file."""

    place: str
    digest: str


class Cells:
    """Understands cells, as the office stood on `today`; evidence is looked for from `folder` on.

    Each mapping answers None for a cell that is not plain.
    """

    def __init__(self, measures: Mapping[str, Measure], today: date, folder: Path) -> None:
        self._measures = measures
        self._today = today
        self._beyond = first_id_beyond(today)
        self.codes = _Memory(lambda text: _or_none(lambda: measure_named(text, measures).code))
        self.days = _Memory(lambda text: _or_none(lambda: self._day_of(text)))
        self.told_days = _Memory(lambda text: _or_none(lambda: self.told_day(text)))
        # No type at all is plain where the kind says it; a word that is none is not.
        self.types = _Memory(lambda text: _or_refusal(lambda: self.type(text)))
        self.amounts = _Memory(_plain_amount)
        self.qualifiers = _Memory(_QUALIFIERS.get)
        self.ids = _Memory(lambda text: _or_none(lambda: self.id(text)))
        self.moments = _Memory(lambda text: _or_none(lambda: self.moment(text)))
        # Whether a moment of this day in UTC is of that day in an office, wherever on earth it is.
        self.same_day = _Memory(lambda said: _is_same_day(*said))
        # A plain amount of this measure's kind makes an entry of this type.
        self.fits = _Memory(self._fits)
        self._refused = {
            "measure": _Memory(lambda text: _or_refusal(lambda: measure_named(text, measures))),
            "day": _Memory(lambda text: _or_refusal(lambda: self._day_of(text))),
            "evidence": _Memory(lambda text: _or_refusal(lambda: Evidence(*evidence_of(text, folder)))),
        }

    def measure(self, text: str) -> Measure:
        """Return the measure of a code or a name. Raises what `log` raises."""
        return self._answer("measure", text)  # type: ignore[no-any-return]

    def day(self, text: str) -> str:
        """Return an ISO day. Raises NO_FULL_DAY, NUMBER_AS_DAY or FUTURE_DAY."""
        return self._answer("day", text)  # type: ignore[no-any-return]

    def evidence(self, text: str) -> Evidence:
        """Return evidence as `log` keeps it. Raises EVIDENCE_MISSING."""
        return self._answer("evidence", text)  # type: ignore[no-any-return]

    def type(self, text: str) -> EntryType | None:
        """Return the type that a word names, None for none. Raises UNKNOWN_TYPE."""
        word = folded(text).strip()
        if not word:
            return None
        if word not in _TYPE_WORDS:
            raise BadInput(UNKNOWN_TYPE, text=text)
        return _TYPE_WORDS[word]

    def qualifier(self, text: str) -> int:
        """Return the bit of a qualifier. Raises UNKNOWN_QUALIFIER."""
        bit = _QUALIFIERS.get(folded(text).strip())
        if bit is None:
            raise BadInput(UNKNOWN_QUALIFIER, text=text)
        return bit

    def plain_id(self, text: str) -> bytes | None:
        """Return an id, or None where it is none; ids are too many to be remembered."""
        try:
            id_ = bytes.fromhex(text.replace("-", ""))
        except ValueError:
            return None
        sound = len(id_) == 16 and id_[6] >> 4 == 7 and id_[8] >> 6 == 2
        return id_ if sound and id_ < self._beyond else None

    def _answer(self, what: str, text: str) -> Any:
        answer = self._refused[what][text]
        if isinstance(answer, Refusal):
            raise answer.again()
        return answer

    def told_day(self, text: str) -> str:
        """Return the ISO day that an export tells of, also one ahead of the clock. Raises NO_FULL_DAY."""
        written = _TIME.sub("", normal(text).strip())
        weekday = _WEEKDAY.search(written)
        if weekday:
            written = written[: weekday.start()]
        written = _FLOAT.sub("", _BLANKS.sub(r"\1", written))
        if not _DATED.fullmatch(written):
            raise BadInput(NO_FULL_DAY, text=text)
        try:
            day = parsed_day(written, self._today)
            if weekday and day.isoweekday() != "一二三四五六日".find(weekday[1].replace("天", "日")) + 1:
                raise BadInput(NO_FULL_DAY, text=text)
            return day.isoformat()
        except Refusal:
            raise BadInput(NO_FULL_DAY, text=text) from None

    def _day_of(self, text: str) -> str:
        day = self.told_day(text)
        if day < _FIRST_DAY:
            raise BadInput(NUMBER_AS_DAY, day=day)
        return past_day(day, self._today).isoformat()

    def id(self, text: str) -> bytes:
        """Return an id as an export writes it. Raises UNFIT_ID."""
        try:
            id_ = UUID(text.strip())
        except ValueError:
            raise BadInput(UNFIT_ID, text=text) from None
        # One beyond all days would leave no room for the next ones.
        if id_.version != 7 or id_.bytes >= self._beyond:
            raise BadInput(UNFIT_ID, text=text)
        return id_.bytes

    def moment(self, text: str) -> str:
        """Return a moment; one ahead of the clock is another clock's. Raises UNFIT_MOMENT."""
        try:
            if FIRST_YEAR <= utc_moment(text).year < self._today.year + YEARS_AHEAD:
                return text
        except ValueError:
            pass
        raise BadInput(UNFIT_MOMENT, text=text)

    def _fits(self, said: tuple[str | None, EntryType | Refusal | None]) -> str | None:
        code, type_ = said
        if code is None or isinstance(type_, Refusal):
            return None
        kind = self._measures[code].kind
        if type_ is None and _FITTING.get(kind) == (EntryType.SET,):
            type_ = EntryType.SET
        # The word itself: SQLite's module takes a plain text faster than a member of an enum.
        return type_.value if type_ in _FITTING.get(kind, ()) else None


def _is_same_day(utc: str, office: str) -> bool:
    """Return whether two days are at most one apart; of what is no day, something else is said."""
    try:
        return abs(date.fromisoformat(utc) - date.fromisoformat(office)) <= timedelta(days=1)
    except ValueError:
        return True


def _plain_amount(text: str) -> int | None:
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    sign, whole, places = match.groups()
    amount: int = int(whole) * SCALE + (int(places.ljust(4, "0")) if places else 0)
    return -amount if sign else amount


def _or_none(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Refusal:
        return None


def _or_refusal(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Refusal as refusal:
        return refusal.alone()
