"""The manual: its topics by name, laid out for a width, and searched.

A topic is `nanhu_kpi/manual/LANGUAGE/TOPIC.md`: headings, paragraphs, lists, and lines to type, which stand four blanks
in. Nothing else of Markdown is in it.
"""

from __future__ import annotations

import re
from enum import Enum
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from wcwidth import width as cells

from nanhu_kpi.i18n import language
from nanhu_kpi.text import folded, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = r"[\u2e80-\u9fff\uff00-\uffef“”‘’…—]"
# A line break inside a paragraph is a blank, but none beside a Chinese sign.
_SEAM = re.compile(rf"(?<={_WIDE})\n|\n(?={_WIDE})")
_TYPED = "    "
_ITEM = "- "


class Topic(NamedTuple):
    """A page of the manual: the names it answers to besides its own, the Chinese one first, and the commands that it
    explains."""

    name: str
    names: tuple[str, ...]
    commands: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the language in force."""
        return self.names[0] if language() == "zh" else self.name


TOPICS = (
    Topic("recording", ("登记", "填报", "记录", "record"), ("log", "due", "entries", "undo", "void", "issues")),
    Topic(
        "targets", ("目标值", "指标", "measures", "goals"), ("target", "area", "goal", "measure", "period", "config")
    ),
    Topic("lights", ("红黄灯", "亮灯", "完成情况", "light"), ("status", "show", "why", "trend")),
    Topic("sheets", ("周报", "月报", "sheet", "weekly-sheet"), ("weekly", "monthly", "quarterly", "yearly")),
    Topic("files", ("导入", "文件", "file"), ("import",)),
    Topic("copies", ("副本", "合并", "copy"), ("merge",)),
    Topic("offices", ("多单位", "汇总", "各单位", "office"), ("rollup",)),
    Topic("backups", ("备份", "恢复", "backup"), ("db",)),
    Topic("scripts", ("脚本", "导出", "程序", "script"), ("export",)),
    Topic("computing", ("计算", "算法", "规则", "rules")),
)


class Manner(Enum):
    """What a line of the manual is, so that a terminal can show it so."""

    HEADING = "heading"
    TEXT = "text"
    TYPED = "typed"


class ManualLine(NamedTuple):
    """A line as it is shown."""

    part: Manner
    text: str


class Hit(NamedTuple):
    """Where the manual says what was looked for: the topic, the heading above, and the paragraph on one line."""

    topic: Topic
    heading: str
    text: str


def topic_named(text: str) -> Topic | None:
    """Return the topic of a name, in either language."""
    wanted = folded(text).strip()
    return next((topic for topic in TOPICS if wanted in (topic.name, *topic.names)), None)


def topic_of(command: str) -> Topic | None:
    """Return the topic that explains a command, named by its first word."""
    return next((topic for topic in TOPICS if command in topic.commands), None)


def source_of(topic: Topic) -> str:
    """Return a topic's text in the language in force."""
    return files("nanhu_kpi").joinpath(f"manual/{language()}/{topic.name}.md").read_text(encoding="utf-8")


def title_of(topic: Topic) -> str:
    """Return what a topic is headed with."""
    return source_of(topic).partition("\n")[0].removeprefix("# ")


def parts(source: str) -> Iterator[tuple[Manner, list[str]]]:
    """Yield a text block by block: a heading, lines to type, or what is read: a paragraph, or the items of a list."""
    for block in source.strip("\n").split("\n\n"):
        if block.startswith("#"):
            yield Manner.HEADING, [block.lstrip("# ")]
        elif block.startswith(_TYPED):
            yield Manner.TYPED, [line.removeprefix(_TYPED) for line in block.split("\n")]
        else:
            yield Manner.TEXT, [shown(piece) for piece in _pieces(block)]


def laid_out(source: str, width: int) -> Iterator[ManualLine]:
    """Yield a text line by line, wrapped to `width` cells; lines to type are never wrapped."""
    for manner, texts in parts(source):
        for text in texts:
            if manner is Manner.TYPED:
                yield ManualLine(manner, f"{_TYPED}{text}")
                continue
            mark = _ITEM if text.startswith(_ITEM) and manner is Manner.TEXT else ""
            lines = wrapped(text.removeprefix(mark), width - len(mark), cells)
            yield from (
                ManualLine(manner, f"{'  ' if number and mark else mark}{line}") for number, line in enumerate(lines)
            )
        yield ManualLine(Manner.TEXT, "")


def shown(text: str) -> str:
    """Return a paragraph as it is read: without the marks of what is typed, on one line."""
    return re.sub(r"\n *", " ", _SEAM.sub("", re.sub(r"\n +", "\n", text))).replace("`", "")


def hits(words: str) -> Iterator[Hit]:
    """Yield where the manual says something, topic by topic; case and full-width letters do not matter."""
    wanted = folded(words)
    for topic in TOPICS:
        heading = ""
        for manner, texts in parts(source_of(topic)):
            heading = texts[0] if manner is Manner.HEADING else heading
            yield from (Hit(topic, heading, text) for text in texts if wanted in folded(text))


def _pieces(block: str) -> list[str]:
    """Return the items of a list, or a paragraph."""
    return re.split(r"\n(?=- )", block)
