"""The language a person reads: chosen once, before any sentence is made.

Msgids are English, so English needs no file; Chinese is in `locale/zh_CN/LC_MESSAGES/nanhu_kpi.mo`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Language = Literal["zh", "en"]
DOMAIN = "nanhu_kpi"
LOCALE_DIR = Path(__file__).with_name("locale")

_current: Language = "zh"
_catalogues: dict[Language, _gettext.NullTranslations] = {"en": _gettext.NullTranslations()}


def language_named(text: str) -> Language | None:
    """Return the language that a locale name or an option value begins with, if it is one of ours."""
    word = text.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    if word in ("zh", "cn", "中文"):
        return "zh"
    return "en" if word in ("en", "english") else None


def chosen_language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Return `--lang`, then NANHU_LANG, then the locale where it names either, then Chinese."""
    for at, word in enumerate(argv):
        value = argv[at + 1] if word == "--lang" and at + 1 < len(argv) else word.removeprefix("--lang=")
        if word == "--lang" or word.startswith("--lang="):
            named = language_named(value)
            if named:
                return named
    if named := language_named(environ.get("NANHU_LANG", "")):
        return named
    # The first of these that is set decides, as in POSIX; C and POSIX name neither language.
    setting = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return language_named(setting) or "zh"


def activate(language: Language) -> None:
    """Set the language of `_` and of click's own sentences, which ask the process-wide gettext."""
    global _current  # noqa: PLW0603
    _current = language
    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else "en"
    _gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    _gettext.textdomain(DOMAIN)


def language() -> Language:
    """Return the language in force."""
    return _current


def _(msgid: str) -> str:
    """Return the sentence for `msgid` in the language in force."""
    if not msgid:
        return ""  # gettext answers the empty msgid with the catalogue's own header
    return _catalogue(_current).gettext(msgid)


def chinese(msgid: str) -> str:
    """Return the Chinese for `msgid`, whatever language is in force."""
    return _catalogue("zh").gettext(msgid)


def _catalogue(language: Language) -> _gettext.NullTranslations:
    if language not in _catalogues:
        # Through gettext's own cache, which the sentences of click come out of too: it is read once.
        _catalogues[language] = _gettext.translation(DOMAIN, LOCALE_DIR, languages=["zh_CN"])
    return _catalogues[language]


def ngettext(one: str, many: str, count: int) -> str:
    """Return the sentence of the two that fits `count`, in the language in force."""
    return _catalogue(_current).ngettext(one, many, count)


def listed(words: Sequence[str]) -> str:
    """Return words joined as the language joins a list."""
    return ("、" if _current == "zh" else ", ").join(words)


def joined(words: Sequence[str]) -> str:
    """Return the parts of a sentence in a row."""
    return ("，" if _current == "zh" else ", ").join(words)


def clauses(words: Iterable[str]) -> str:
    """Return what stands side by side, in a cell or between brackets."""
    return ("；" if _current == "zh" else "; ").join(words)


def sentences(*told: str) -> str:
    """Return sentences in a row."""
    return ("" if _current == "zh" else " ").join(told)
