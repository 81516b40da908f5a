"""One word a thing: no second word for what the office has a word for, in either language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.exchange.columns import COLUMNS
from tests.test_i18n import chinese, forms, messages

if TYPE_CHECKING:
    from collections.abc import Iterable

# The word of a thing, and the words that would be a second one for it.
CHINESE = {
    "登记": ("记入", "补记", "作记录", "填报"),
    "应报未报": ("最近填报", "漏报"),
    "经办人": ("填报人", "记录人"),
    "登记时间": ("记录时间",),
    "登记日期": ("记录日期", "记录日"),
    "撤销": ("整批撤销",),
    "作废人": ("撤销人",),
    "作废时间": ("撤销时间",),
    "序时进度": ("应达", "应完成"),
    "比序时": ("进度差",),
    "超序时": ("超进度",),
    "同步": ("达进度",),
    "滞后": ("欠进度",),
    "突破控制数": ("超限",),
    "周均需": ("每周需完成",),
    "年末预测": ("预计全年",),
    "本周变动": ("近7日", "近7天"),
    "周报": ("每周进展表", "本表", "上周表"),
    "制表日期": ("印制",),
    "下一步": ("下一步打算", "下一步措施"),
    "佐证": ("佐证材料",),
    "调整": ("修订",),
    "修改": ("变更", "定义"),
    "进度安排": ("进度方式",),
    "解除封账": ("重新开放", "解封"),
    "双方": ("此处", "彼处", "两边", "另一边"),
    "冲突": ("分歧",),
    "累计": ("累计数",),
    "红黄灯界限": ("阈值",),
    "本单位": ("全单位", "请核对单位"),
    "截止日": ("截止日期",),
}
ENGLISH = {
    "entry": ("Logged at", "Logged on", "Recorded by"),
    "undo, void": ("take back", "taken back", "took back"),
    "expected": ("due by then",),
    "over limit": ("exceeded",),
    "needed per week": ("per week", "each week"),
    "change this week": ("last 7 days",),
    "last sheet": ("last week's sheet",),
    "prepared on": ("printed",),
    "evidence": ("proof",),
    "change": ("definition",),
    "reopen": ("open again",),
    "this database, the copy": ("other side", "two sides", "both sides"),
    "conflict, resolve": ("dispute", "settle"),
    "skip": ("pass over", "passed over"),
    "not valid for": ("does not do", "do not do"),
    "works only with": ("goes with", "go with"),
    "already exists": ("stands already", "is there already"),
    "needs a reason": ("wants a word",),
    "until someone confirms it": ("until somebody",),
}
# Within these a word is another one.
ELSEWHERE = ("the status exceeded", "needed per week", "--printed", "already recorded by", "未填报")


def second_words(text: str, wrong: Iterable[str]) -> list[str]:
    """Return which of the wrong words a text has, whole words only in English."""
    for other in ELSEWHERE:
        text = re.sub(re.escape(other), "", text, flags=re.IGNORECASE)
    text = re.sub(r"\{[^}]*\}", "{}", text)
    ends = r"\b" if text.isascii() else ""
    return [word for word in wrong if re.search(ends + re.escape(word) + ends, text, re.IGNORECASE)]


@pytest.mark.parametrize("word", CHINESE)
def test_a_thing_has_one_chinese_word(word: str) -> None:
    told = [chinese(message) for message in messages().values()]
    told += [column.header_zh for columns in COLUMNS.values() for column in columns]
    assert [text for text in told if second_words(text, CHINESE[word])] == []


@pytest.mark.parametrize("word", ENGLISH)
def test_a_thing_has_one_english_word(word: str) -> None:
    told = [form for message in messages().values() if not message.auto_comments for form in forms(message)]
    told += [column.meaning for columns in COLUMNS.values() for column in columns]
    assert [text for text in told if second_words(text, ENGLISH[word])] == []


def test_a_second_word_is_found() -> None:
    assert second_words("序时进度之外的应达", CHINESE["序时进度"]) == ["应达"]
    assert second_words("Last 7 days", ENGLISH["change this week"]) == ["last 7 days"]
    assert second_words("Needed per week", ENGLISH["needed per week"]) == []
