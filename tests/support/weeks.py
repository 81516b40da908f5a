"""A half year at the office, recorded through the command line, so that its weekly sheet has something everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nanhu_kpi.model import Cadence
from nanhu_kpi.service.weekly.weekly import sheets_of
from tests.support.views import logged, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nanhu_kpi.scorecard.period_sheet import PeriodSheet
    from nanhu_kpi.service.ledger import Ledger

WEEK, LAST_DAY, MONDAY_AFTER = "2024-W26", "2024-06-30", "2024-07-01"
_OWNERS = {"DJ": "党建工作办公室", "JJ": "经济服务办公室", "CQ": "城市建设办公室", "PA": "综合治理办公室",
           "MS": "公共服务办公室、更新局和综合行政执法队联合专班"}  # fmt: skip
_TARGETS = {"DJ01": "60", "JJ03": "450", "JJ07": "40.5", "JJ08": "2000", "CQ02": "12", "PA01": "300", "MS21": "20000"}


def weekly(
    ledger: Ledger, words: Sequence[str] = (), *, week: str | None = None, **asked: Any
) -> tuple[PeriodSheet, ...]:
    """Return the sheets of a week."""
    return sheets_of(ledger, Cadence.WEEKLY, words, period=week, **asked)


def work_half_a_year(db: Path) -> None:
    """Record owners, targets, and progress with every light, late entries, one taken back, issues and next steps."""
    for area, owner in _OWNERS.items():
        for goal in sorted({row["goal"] for row in run(db, "export", "measures", area).rows}):
            _done(db, "measure", "edit", goal, "--owner", owner, on="2024-01-03")
    for code, value in _TARGETS.items():
        _done(db, "target", "set", code, value, "--reason", "年度计划", "--from", "2024-01-01", on="2024-01-08")
    logged(db, "DJ01+14", "JJ03+300", "CQ02+4", "PA01=152", "--note", "与统计口径核对", on="2024-03-11")
    logged(db, "JJ07+9.25", "--issue", "场地移交滞后，协调难度大", "--next", "下周约谈业主单位", on="2024-04-16")
    logged(db, "JJ08+88", "--issue", "企业税源迁移手续未办结", on="2024-05-20")
    logged(db, "JJ28=60", "JJ30=30", "JJ31=5", "DJ23=100", "--note", "方案已定", on="2024-05-31")
    logged(db, "DJ02=超180", "DJ11=近1.5万", "JJ09+4", on="2024-06-12")
    logged(
        db,
        "JJ03+9",
        "JJ09+3.5",
        "MS21+8451",
        "JJ29=45",
        "--note",
        "街道经济服务办协同区文旅局现场推进",
        on="2024-06-26",
    )
    logged(db, "JJ09+2", "--date", "2024-06-18", "--note", "补录", on="2024-06-27")
    logged(db, "PA01+40", "--date", "2024-06-10", "--note", "误录", on="2024-06-27")
    _done(db, "undo", "--yes", on="2024-06-28")
    logged(db, "CQ02", "--date", "2024-06-28", "--note", "尚无数字", "--next", "*催办*", on="2024-06-28")


def _done(db: Path, *words: str, on: str) -> None:
    outcome = run(db, *words, on=on)
    assert outcome.code == 0, outcome
