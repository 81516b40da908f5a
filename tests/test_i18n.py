"""The Chinese of every sentence: all there, nothing lost in it, none left over; and which language is chosen."""

from __future__ import annotations

import ast
import io
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from nanhu_kpi.i18n import DOMAIN, LOCALE_DIR, chosen_language
from nanhu_kpi.render.words import _ENGLISH_UNITS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

    from nanhu_kpi.model import Catalogue

PO = LOCALE_DIR / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
_MARKS = ("_", "N_", "ngettext")


@cache
def po_file() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain=DOMAIN)


def messages() -> dict[str, Message]:
    """Return the entries of the .po by their msgid, without its header."""
    return {forms(message)[0]: message for message in po_file() if message.id}


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def chinese(message: Message) -> str:
    return message.string if isinstance(message.string, str) else "".join(message.string or ())


def words_of(catalogue: Catalog) -> dict[tuple[str, ...], str]:
    return {forms(message): chinese(message) for message in catalogue if message.id}


@cache
def marked_calls(package: str) -> tuple[ast.Call, ...]:
    """Return the calls of gettext in a package's sources, without importing it.

    Read from the syntax tree: Babel's own extraction passes over a call inside an f-string on Python 3.11.
    """
    spec = find_spec(package)
    assert spec is not None
    sources = Path(str(spec.origin)).parent.rglob("*.py")
    nodes = (node for source in sources for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    return tuple(n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in _MARKS)


def msgids(package: str) -> set[str]:
    firsts = (call.args[0] for call in marked_calls(package) if call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}


def fields(text: str) -> set[str]:
    """Return what a sentence leaves open: `{name}` and `%(name)s`."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} | set(re.findall(r"%\(\w+\)s", text))


def test_every_sentence_of_ours_has_its_chinese() -> None:
    assert msgids(DOMAIN)
    assert msgids(DOMAIN) - messages().keys() == set()


@pytest.mark.parametrize("package", ["click", "typer"])
def test_every_sentence_of_the_command_line_library_has_its_chinese(package: str) -> None:
    assert msgids(package)
    assert msgids(package) - messages().keys() == set()


def test_no_entry_is_empty_or_in_doubt() -> None:
    assert [msgid for msgid, message in messages().items() if message.fuzzy or not chinese(message).strip()] == []


def test_no_entry_has_outlived_its_sentence() -> None:
    ours = {msgid for msgid, message in messages().items() if not message.auto_comments}
    assert ours - msgids(DOMAIN) == set()
    assert not po_file().obsolete


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    glued = (ast.JoinedStr, ast.BinOp)
    calls = [call for call in marked_calls(DOMAIN) if any(isinstance(word, glued) for word in call.args)]
    assert [ast.unparse(call) for call in calls] == []


def test_no_field_is_lost_or_invented() -> None:
    changed = {
        msgid: fields(chinese(message))
        for msgid, message in messages().items()
        if fields(chinese(message)) not in [fields(form) for form in forms(message)]
    }
    assert changed == {}


def test_the_edges_of_a_sentence_stay() -> None:
    """An indent or a line break belongs to the layout, not to the language."""
    edges = re.compile(r"^(\s*).*?(\n*)$", re.DOTALL)
    moved = [msgid for msgid, m in messages().items() if edges.sub(r"\1|\2", msgid) != edges.sub(r"\1|\2", chinese(m))]
    assert moved == []


def test_chinese_has_one_form_for_every_number() -> None:
    assert (po_file().num_plurals, po_file().plural_expr) == (1, "0")
    assert [m.id for m in messages().values() if not isinstance(m.string, str) and len(m.string or ()) != 1] == []


def test_every_sentence_can_be_shown_in_a_gbk_console() -> None:
    for message in messages().values():
        chinese(message).encode("gbk")


def test_commands_keep_their_names_in_chinese() -> None:
    """What a sentence tells a person to type must work as typed."""
    typed = re.compile(r"--[a-z][a-z-]*|nanhu-kpi (?!database|never)[a-z]+(?: list| init)?|NANHU_[A-Z]+")
    lost = {
        msgid: set(typed.findall(msgid)) ^ set(typed.findall(chinese(message)))
        for msgid, message in messages().items()
        if not message.auto_comments and set(typed.findall(msgid)) != set(typed.findall(chinese(message)))
    }
    assert lost == {}


def test_the_compiled_file_is_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, po_file())
    compiled.seek(0)
    with PO.with_suffix(".mo").open("rb") as file:
        shipped = read_mo(file)
    assert words_of(shipped) == words_of(read_mo(compiled)) == words_of(po_file())


def test_the_written_file_names_no_day_person_or_machine() -> None:
    header = PO.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert re.findall(r"Date|Translator|Team|Generated|/home|/tmp|\d{4}-\d\d", header) == []


def test_every_unit_of_the_catalogue_has_an_english_word(catalogue: Catalogue) -> None:
    units = {measure.unit for measure in catalogue.measures}
    assert units
    assert {unit for unit in units if not unit.isascii()} - _ENGLISH_UNITS.keys() == set()


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        ("status --lang en", {"NANHU_LANG": "zh", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ("--lang=en status", {"NANHU_LANG": "zh"}, "en"),
        ("--lang zh", {"NANHU_LANG": "en", "LANG": "en_US.UTF-8"}, "zh"),
        ("--lang", {"NANHU_LANG": "en"}, "en"),
        ("--lang xx", {"NANHU_LANG": "en"}, "en"),
        ("", {"NANHU_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ("", {"NANHU_LANG": "xx", "LC_ALL": "en_US.UTF-8"}, "en"),
        ("", {"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LC_MESSAGES": "en_GB", "LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, "en"),
        ("", {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "zh"),
        ("", {"LANG": "C.UTF-8"}, "zh"),
        ("", {"LANG": "POSIX"}, "zh"),
        ("", {"LANG": "fr_FR.UTF-8"}, "zh"),
        ("", {"LANG": "zh_TW"}, "zh"),
        ("", {"LANG": "zh_CN.GBK"}, "zh"),
        ("", {"LANG": "en_US.UTF-8"}, "en"),
        ("", {}, "zh"),
    ],
)
def test_the_option_comes_before_the_variable_and_that_before_the_locale(
    argv: str, environ: dict[str, str], expected: str
) -> None:
    assert chosen_language(argv.split(), environ) == expected
