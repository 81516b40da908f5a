"""The columns of the exports: a promise. New ones only ever at the end.

The names, types and meanings stand here alone: the writers, `export schema`, the headers of `--excel` and the manual
are held to them.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nanhu_kpi.days import Span, period_name, utc_text
from nanhu_kpi.model import (
    Actual,
    Area,
    Batch,
    Cadence,
    Direction,
    EntryType,
    Goal,
    Kind,
    Light,
    Measure,
    Origin,
    Pace,
    Status,
)
from nanhu_kpi.quantity import OVER, UNDER, plain
from nanhu_kpi.scorecard.outlook import Method
from nanhu_kpi.text import full_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.rollup_result import Definition, MeasureOffice, MeasureStanding, OfficeStanding
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.facts import Days
    from nanhu_kpi.scorecard.period_sheet import Line, PeriodSheet
    from nanhu_kpi.scorecard.ranks import Ranked

Type = Literal["text", "number", "integer", "day", "month", "moment", "code", "id"]

TYPES: dict[Type, str] = {
    "text": "Any text, empty where nothing was said.",
    "number": "An exact decimal without trailing zeros: read it as a decimal, not as a float.",
    "integer": "A whole number.",
    "day": "A day of the office's calendar: 2024-06-30.",
    "month": "A month: 2024-06.",
    "moment": "A moment in UTC: 2024-06-30T08:15:00Z.",
    "code": "The code of an area (JJ), a goal (JJ-G2) or a measure (JJ03); never used again for another.",
    "id": "A UUIDv7 in lower case; it names one row for ever, in every copy of the database.",
}
_QUALIFIERS = ("over", "under")
_ROLLED_UP_QUALIFIERS = (*_QUALIFIERS, "about")
_QUALIFIER_WORDS = {0: "", OVER: "over", UNDER: "under", OVER | UNDER: "about"}


class StatusRow(NamedTuple):
    """What a row of `status` is filled from."""

    measure: Measure
    score: Score
    days: Days


class GroupRow(NamedTuple):
    """What a row of `status --by` is filled from; `thing` is the area or goal that the group is."""

    by: str
    ranked: Ranked
    thing: Area | Goal | None
    days: Days


class TrendRowOfPeriod(NamedTuple):
    """What a row of `trend` is filled from: own figure and actual of the year, and those of the year before."""

    measure: Measure
    step: str
    period: str
    span: Span
    own: Actual
    total: Actual
    own_before: Actual
    total_before: Actual


class SheetRow(NamedTuple):
    """What a row of `weekly`, `monthly`, `quarterly` or `yearly` is filled from."""

    measure: Measure
    score: Score
    line: Line
    sheet: PeriodSheet


class DueRow(NamedTuple):
    """What a row of `due` is filled from."""

    measure: Measure
    last_entry: date | None
    missed: Span
    days: int
    day: date


class AreaRow(NamedTuple):
    """What a row of `area list` is filled from: an area and how many goals and measures it holds."""

    area: Area
    goals: int
    measures: int


class BatchRow(NamedTuple):
    """What a row of `undo --list` is filled from: a command, and how many rows of each kind it recorded."""

    batch: Batch
    entries: int
    targets: int
    changes: int
    months: int
    stands: bool


class OfficeStandingRow(NamedTuple):
    """What a row of `rollup_offices` is filled from."""

    office: OfficeStanding
    as_of: date


class MeasureStandingRow(NamedTuple):
    """What a row of `rollup_measures` is filled from; `measure` has its definition."""

    measure: Definition
    standing: MeasureStanding
    as_of: date


class MeasureOfficeRow(NamedTuple):
    """What a row of `rollup_measure` is filled from."""

    measure: Definition
    office: MeasureOffice
    as_of: date


def _from_database(row: object) -> str:
    raise TypeError(row)


class Column(NamedTuple):
    """A column: what its cells are and mean, its Chinese header for Excel, and the `values` of a closed set.

    `cell` fills it in the exports that are calculated: status, due, rollup and the printed sheets. The database fills
    the others by name.
    """

    name: str
    type: Type
    header_zh: str
    meaning: str
    values: tuple[str, ...] = ()
    cell: Callable[[Any], str] = _from_database

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers, in formats that know them."""
        return self.type in ("number", "integer")


# What a Chinese header was called in earlier exports, which are still read.
FORMER_HEADERS = {
    "填报人": "经办人", "记录时间": "登记时间", "记录日": "登记日期", "起始日期": "起始日", "截止日期": "截止日",
    "进度方式": "进度安排", "生效日期": "生效日",
}  # fmt: skip


def filled(what: str, rows: Iterable[object]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a calculated export: exact figures, English words, empty for no data."""
    cells = [column.cell for column in COLUMNS[what]]
    return (tuple(cell(row) for cell in cells) for row in rows)


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _places(share: Decimal | None) -> str:
    return "" if share is None else f"{share:.4f}"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _gap(row: StatusRow | SheetRow) -> str:
    return "" if row.score.gap is None else f"{row.score.gap:.2f}"


def _counts(of: str, *columns: tuple[str, str, str]) -> tuple[Column, ...]:
    """Return columns of whole numbers, by name, header and meaning, that a row's `of` has by these names."""

    def counted(name: str) -> Callable[[Any], str]:
        number = attrgetter(f"{of}.{name}")
        return lambda row: str(number(row))

    return tuple(Column(name, "integer", header, meaning, cell=counted(name)) for name, header, meaning in columns)


def _figures(of: str, *columns: tuple[str, str, str]) -> tuple[Column, ...]:
    """Return columns of values, as `_counts` does."""

    def figure(name: str) -> Callable[[Any], str]:
        value = attrgetter(f"{of}.{name}")
        return lambda row: _number(value(row))

    return tuple(Column(name, "number", header, meaning, cell=figure(name)) for name, header, meaning in columns)


def _lit(light: Light | None) -> Callable[[GroupRow], str]:
    return lambda row: str(row.ranked.lit(light))


def _standing(status: Status) -> Callable[[GroupRow], str]:
    return lambda row: str(row.ranked.having(status))


_ID = Column("id", "id", "记录编号", "The row itself: what is pulled twice is known by it.")
_BATCH = Column("batch", "id", "批次", "The command that recorded the row; one command is one batch.")
_MEASURE = Column("measure", "code", "指标编码", "The measure.")
_NAME_ZH = Column("name_zh", "text", "中文名称", "The name in Chinese.", cell=lambda row: row.measure.name_zh)
_NAME_EN = Column("name_en", "text", "英文名称", "The name in English.", cell=lambda row: row.measure.name_en)
_AREA = Column("area", "code", "工作领域", "The work area.", cell=lambda row: row.measure.area)
_GOAL = Column("goal", "code", "目标编码", "The goal that the measure belongs to.", cell=lambda row: row.measure.goal)
_CODE = Column("code", "code", "指标编码", "The measure itself.", cell=lambda row: row.measure.code)
_UNIT = Column("unit", "text", "单位", "The unit of its values.", cell=lambda row: row.measure.unit)
_KIND = Column("kind", "text", "汇总方式", "How entries roll up to an actual.", tuple(Kind),
               cell=lambda row: row.measure.kind)  # fmt: skip
_DIRECTION = Column("direction", "text", "方向", "On which side of the target to end.", tuple(Direction),
                    cell=lambda row: row.measure.direction)  # fmt: skip
_CADENCE = Column("cadence", "text", "报送频率", "How often it is reported.", tuple(Cadence),
                  cell=lambda row: row.measure.cadence)  # fmt: skip
_OWNER = Column("owner", "text", "牵头单位", "The unit in charge.", cell=lambda row: row.measure.owner)
_SOURCE = Column("source", "text", "出处", "Where the report says so: part.section.paragraph.")
_RETIRED = Column("retired_on", "day", "停用日期", "The day from which it is no longer used; empty while it is.")
_PACE = Column("pace", "text", "进度安排", "How much of the target is expected by a day.", tuple(Pace),
               cell=lambda row: row.score.target.pace if row.score.target else "")  # fmt: skip
_DUE = Column("due", "day", "截止日", "The day by which the target is to be reached.",
              cell=lambda row: _day(row.score.target.due if row.score.target else None))  # fmt: skip
_START = Column("start", "day", "起始日", "The day from which the target is worked on.",
                cell=lambda row: _day(row.score.target.start if row.score.target else None))  # fmt: skip
_YEAR = Column("year", "integer", "年度", "The year looked at.", cell=lambda row: str(row.days.year))
_AS_OF = Column("as_of", "day", "截至日期", "The day looked at.", cell=lambda row: row.days.as_of.isoformat())
_ATTAINMENT = Column("attainment", "number", "完成率", "The actual against the target, a share with four places.",
                     cell=lambda row: _places(row.score.attainment))  # fmt: skip
_EXPECTED = Column("expected", "number", "序时进度", "The attainment that the pace expects by the day, a share.",
                   cell=lambda row: _places(row.score.expected))  # fmt: skip
_GAP = Column("gap", "number", "比序时", "Attainment minus expected, in percentage points with two places.", cell=_gap)
_STATUS = Column("status", "text", "状态", "Where the measure stands.", tuple(Status),
                 cell=lambda row: row.score.status)  # fmt: skip
_LIGHT = Column("light", "text", "灯", "The colour of the status; empty without a target or data.", tuple(Light),
                cell=lambda row: row.score.light or "")  # fmt: skip
_STALE = Column("stale", "text", "久未更新", "Whether it was reported and then silent for two of its periods.",
                ("true", "false"), cell=lambda row: "true" if row.score.stale else "false")  # fmt: skip
_ACTUAL_QUALIFIER = Column("actual_qualifier", "text", "实绩约数", "What is said of the actual.", _ROLLED_UP_QUALIFIERS,
                           cell=lambda row: _QUALIFIER_WORDS[row.score.actual.qualifier])  # fmt: skip
_BASELINE = Column("baseline", "number", "上年实绩", "The actual of the year before.",
                   cell=lambda row: _number(row.score.baseline.value))  # fmt: skip
_BASELINE_TO_DATE = Column("baseline_to_date", "number", "上年同期", "The actual on the same day of the year before.",
                           cell=lambda row: _number(row.score.baseline_to_date.value))  # fmt: skip
_NUMERATOR = Column("numerator", "code", "分子指标", "Of a ratio, the measure above the line; else empty.",
                    cell=lambda row: row.measure.numerator)  # fmt: skip
_DENOMINATOR = Column("denominator", "code", "分母指标", "Of a ratio, the measure below the line; else empty.",
                      cell=lambda row: row.measure.denominator)  # fmt: skip
_VARIANT = Column("variant", "integer", "口径序号",
                  "A number for each way in which offices define the measure: 1 is that of most of them.",
                  cell=lambda row: str((row.standing if isinstance(row, MeasureStandingRow) else row.office).variant)
                  )  # fmt: skip
_LOOKED_AT = Column("as_of", "day", "截至日期", "The day looked at.", cell=lambda row: row.as_of.isoformat())
_YEAR_ON_YEAR = Column("year_on_year", "number", "同比", "The growth of a sum over baseline_to_date, a share.",
                       cell=lambda row: _places(row.score.year_on_year))  # fmt: skip
_CHANGE = Column("change", "number", "本期新增/变动", "The change from the day before the first, if reported.",
                 cell=lambda row: _number(row.score.week_change))  # fmt: skip
_RECORDED = (
    Column("officer", "text", "经办人", "Who recorded it; catalogue for what comes from the report."),
    Column("host", "text", "主机", "The machine it was recorded on."),
    Column("logged_at", "moment", "登记时间", "When it was recorded."),
)
_VOIDED = (
    Column("voided_at", "moment", "作废时间", "When it was voided; empty while it counts."),
    Column("voided_by", "text", "作废人", "Who voided it."),
    Column("void_reason", "text", "作废原因", "Why it was voided."),
)

_COMMANDED = (
    Column("command", "text", "命令", "The command that recorded it."),
    Column("logged_on", "day", "登记日期", "The day on which it was recorded, in the time zone of the office."),
)


def _sheet_columns(issue: str, change: Column) -> tuple[Column, ...]:
    """Return the columns of a printed sheet; `issue` says what names it, and `change` is the column of what moved."""
    return (
        Column("issue", "text", "期号", issue, cell=lambda row: period_name(row.sheet.cadence, row.sheet.period.first)),
        Column("first_day", "day", "起始日期", "The first day of the sheet.",
               cell=lambda row: _day(row.sheet.span.first)),
        Column("last_day", "day", "截至日期", "The last day of the sheet, which its figures are as of.",
               cell=lambda row: _day(row.sheet.span.last)),
        _AREA, _CODE, _NAME_ZH, _NAME_EN, _UNIT, _KIND, _OWNER,
        Column("stage", "text", "阶段", "Of a milestone, the latest note.", cell=lambda row: row.line.stage),
        Column("target", "number", "年度目标", "The target in force on the last day.",
               cell=lambda row: _number(row.score.target_value)),
        Column("last_sheet", "number", "上期累计", "The actual on the last sheet.",
               cell=lambda row: _number(row.line.before.value)),
        Column("late", "number", "补报", "What rows recorded after that Monday changed of it.",
               cell=lambda row: _number(row.line.late)),
        change,
        Column("actual", "number", "累计完成", "The entries of the year rolled up to the last day.",
               cell=lambda row: _number(row.score.actual.value)),
        _ACTUAL_QUALIFIER, _ATTAINMENT, _EXPECTED, _GAP, _STATUS, _LIGHT, _STALE,
    )  # fmt: skip


COLUMNS: dict[str, tuple[Column, ...]] = {
    "goals": (
        Column("code", "code", "目标编码", "The goal itself."), _AREA, _NAME_ZH, _NAME_EN, _SOURCE, _RETIRED,
    ),
    "measures": (
        _CODE, _AREA, _GOAL, _NAME_ZH, _NAME_EN, _UNIT, _KIND, _DIRECTION, _CADENCE, _OWNER,
        Column("support", "text", "配合单位", "Supporting units."),
        Column("leader", "text", "分管领导", "Which leader oversees it."),
        _SOURCE,
        _NUMERATOR, _DENOMINATOR,
        _RETIRED,
    ),
    "entries": (
        _ID, _BATCH,
        Column("key", "text", "流水号", "The name of the row in the file it was imported from; else empty."),
        _MEASURE,
        Column("day", "day", "日期", "The day that the entry is of."),
        Column("type", "text", "方式", "An increment, a total or reading, or words alone.", tuple(EntryType)),
        Column("value", "number", "数值", "The increment, total or reading, in the measure's unit; empty for words."),
        Column("qualifier", "text", "约数", "Whether the value is said to be over or under the number.", _QUALIFIERS),
        Column("note", "text", "说明", "What was done."),
        Column("issue", "text", "存在问题", "What stands in the way."),
        Column("next", "text", "下一步", "The next step."),
        Column("evidence", "text", "佐证", "The path or address of the evidence."),
        Column("evidence_sha256", "text", "佐证校验码", "The SHA-256 of the evidence where it is a file."),
        *_RECORDED, *_VOIDED, *_COMMANDED,
    ),
    "targets": (
        _ID, _BATCH, _MEASURE,
        Column("year", "integer", "年度", "The year that the target is of."),
        Column("value", "number", "目标值", "The number agreed; empty where the revision withdraws the target."),
        _START, _DUE, _PACE,
        Column("schedule", "text", "进度计划", "Planned totals by day: 2024-03-31=30;2024-12-31=100. Else empty."),
        Column("origin", "text", "目标来源", "Where the target comes from.", tuple(Origin)),
        Column("reason", "text", "调整原因", "Why it was set or revised."),
        Column("document", "text", "依据文件", "The document that sets it."),
        Column("effective_on", "day", "生效日", "The day from which the revision is in force."),
        *_RECORDED, *_VOIDED, *_COMMANDED,
    ),
    "changes": (
        _ID, _BATCH,
        Column("subject", "text", "对象", "What was changed.", ("area", "goal", "measure", "setting")),
        Column("code", "text", "编码", "Its code, or the name of the setting."),
        Column("field", "text", "字段", "Which of its fields."),
        Column("old", "text", "原值", "The value before; empty where there was none."),
        Column("new", "text", "新值", "The value since; empty where it was taken away."),
        *_RECORDED, *_COMMANDED,
        Column("after", "id", "承接", "The change of the same field that it starts from; empty for the first."),
        Column("undoes", "id", "撤销", "The change that an undo reversed with it; else empty."),
    ),
    "periods": (
        _ID, _BATCH,
        Column("month", "month", "月份", "The month that was closed or reopened."),
        Column("closed", "text", "封账", "Whether it was closed; else it was reopened.", ("true", "false")),
        Column("reason", "text", "原因", "Why."),
        *_RECORDED, *_COMMANDED,
        Column("undoes", "id", "撤销", "The row that an undo reversed with it; else empty."),
    ),
    "status": (
        _AREA, _GOAL, _CODE, _NAME_ZH, _NAME_EN, _UNIT, _KIND, _DIRECTION, _OWNER,
        _YEAR, _AS_OF, _BASELINE,
        Column("target", "number", "目标值", "The target in force on the day.",
               cell=lambda row: _number(row.score.target_value)),
        _DUE,
        Column("actual", "number", "实绩", "The entries of the year rolled up to the day; empty for no data.",
               cell=lambda row: _number(row.score.actual.value)),
        _ATTAINMENT, _EXPECTED, _GAP,
        Column("remaining", "number", "缺口", "Target minus actual, in the unit.",
               cell=lambda row: _number(row.score.remaining)),
        Column("required_per_week", "number", "周均需", "What is needed per week until the due day.",
               cell=lambda row: _number(row.score.required_per_week)),
        Column("forecast", "number", "年末预测", "What the year is forecast to come to, for sums.",
               cell=lambda row: _number(row.score.forecast.value if row.score.forecast else None)),
        Column("week_change", "number", "本周新增/变动", "The actual minus that of seven days before, if reported.",
               cell=lambda row: _number(row.score.week_change)),
        _STATUS, _LIGHT,
        Column("last_day", "day", "最近日期", "The day of the latest entry of the year.",
               cell=lambda row: _day(row.score.actual.last_day)),
        Column("entries", "integer", "记录数", "How many entries of the year count, words included.",
               cell=lambda row: str(row.score.actual.entries)),
        _BASELINE_TO_DATE,
        Column("baseline_qualifier", "text", "上年实绩约数", "What is said of the baseline.", _ROLLED_UP_QUALIFIERS,
               cell=lambda row: _QUALIFIER_WORDS[row.score.baseline.qualifier]),
        _ACTUAL_QUALIFIER,
        _START, _PACE,
        Column("forecast_method", "text", "预测方法", "How the forecast was made.", tuple(Method),
               cell=lambda row: row.score.forecast.method if row.score.forecast else ""),
        _STALE,
        Column("days_left", "integer", "变灯天数",
               "On how many days a green or yellow light turns if nothing more is recorded; empty where it does not.",
               cell=lambda row: str(row.score.turn.days) if row.score.turn else ""),
        Column("next_light", "text", "变后灯色",
               "The colour that it turns to then; empty where a target is withdrawn from that day on.", tuple(Light),
               cell=lambda row: (row.score.turn.light or "") if row.score.turn else ""),
    ),
    "status_by": (
        Column("by", "text", "分组", "What measures are counted by.",
               ("owner", "leader", "support", "area", "goal"), cell=lambda row: row.by),
        Column("name", "text", "名称", "Whose they are, or the code of the area or goal; empty where nobody is named.",
               cell=lambda row: row.ranked.key),
        Column("name_zh", "text", "中文名称", "The name of the area or goal in Chinese.",
               cell=lambda row: row.thing.name_zh if row.thing else ""),
        Column("name_en", "text", "英文名称", "The name of the area or goal in English.",
               cell=lambda row: row.thing.name_en if row.thing else ""),
        _YEAR, _AS_OF,
        Column("measures", "integer", "指标数", "How many measures.", cell=lambda row: str(len(row.ranked.scores))),
        *(
            Column(name, "integer", header, meaning, cell=_lit(light))
            for name, header, light, meaning in (
                ("green", "绿灯数", Light.GREEN, "How many of them are green."),
                ("yellow", "黄灯数", Light.YELLOW, "How many of them are yellow."),
                ("red", "红灯数", Light.RED, "How many of them are red."),
                ("no_light", "无灯数", None, "How many of them have no light."),
            )
        ),
        *(
            Column(status, "integer", f"{header}数", f"How many of them have the status {status}.",
                   cell=_standing(status))
            for status, header in (
                (Status.MET, "已完成"), (Status.AHEAD, "超序时"), (Status.ON_TRACK, "同步"), (Status.BEHIND, "滞后"),
                (Status.FAR_BEHIND, "严重滞后"), (Status.EXCEEDED, "突破控制数"), (Status.OVERDUE, "逾期"),
                (Status.UNREPORTED, "未报"), (Status.NO_TARGET, "未设目标"),
            )
        ),
        Column("silent", "integer", "未报总数", "How many have a target and no value in the year, also where overdue.",
               cell=lambda row: str(row.ranked.silent)),
        Column("rank", "integer", "位次", "By the share of red, then of what else is behind or silent; 1 is the best.",
               cell=lambda row: str(row.ranked.rank or "")),
    ),
    "trend": (
        Column("by", "text", "时段", "The length of the period.", ("week", "month", "quarter", "year"),
               cell=lambda row: row.step),
        Column("period", "text", "期别", "The period: 2024-W26, 2024-06, 2024Q2 or 2024.", cell=lambda row: row.period),
        Column("first_day", "day", "起始日期", "The first day of the period in the year.",
               cell=lambda row: _day(row.span.first)),
        Column("last_day", "day", "截至日期", "Its last day, or the day looked at.",
               cell=lambda row: _day(row.span.last)),
        _AREA, _GOAL, _CODE, _NAME_ZH, _NAME_EN, _UNIT, _KIND, _OWNER,
        Column("value", "number", "本期", "What the period added; the last reading in it; of a ratio, its parts'.",
               cell=lambda row: _number(row.own.value)),
        Column("value_qualifier", "text", "本期约数", "What is said of the value.", _ROLLED_UP_QUALIFIERS,
               cell=lambda row: _QUALIFIER_WORDS[row.own.qualifier]),
        Column("actual", "number", "累计", "The actual of the year on the last day.",
               cell=lambda row: _number(row.total.value)),
        Column("actual_qualifier", "text", "累计约数", "What is said of the actual.", _ROLLED_UP_QUALIFIERS,
               cell=lambda row: _QUALIFIER_WORDS[row.total.qualifier]),
        Column("value_before", "number", "上年同期", "The value of the same period of the year before.",
               cell=lambda row: _number(row.own_before.value)),
        Column("actual_before", "number", "上年同期累计", "The actual at the end of that period.",
               cell=lambda row: _number(row.total_before.value)),
    ),
    "weekly": _sheet_columns(
        "The ISO week of the sheet: 2024-W26.",
        Column("week", "number", "本周新增/变动", "The change from the day before the first, if reported.",
               cell=lambda row: _number(row.score.week_change)),
    ),
    **{
        cadence: (*_sheet_columns(meaning, _CHANGE), _BASELINE, _BASELINE_TO_DATE, _YEAR_ON_YEAR)
        for cadence, meaning in {
            "monthly": "The month of the sheet: 2024-06.",
            "quarterly": "The quarter of the sheet: 2024Q2.",
            "yearly": "The year of the sheet: 2024.",
        }.items()
    },
    "due": (
        _CODE, _NAME_ZH, _NAME_EN, _OWNER, _CADENCE,
        Column("last_entry", "day", "最近进展", "The day of the latest entry; empty where there is none.",
               cell=lambda row: _day(row.last_entry)),
        Column("days", "integer", "未报天数", "The days since then, or since the target's start.",
               cell=lambda row: str(row.days)),
        Column("missed_first", "day", "缺报期起", "The first day of the first period that was not reported.",
               cell=lambda row: row.missed.first.isoformat()),
        Column("missed_last", "day", "缺报期止", "The last day of the last period that was not reported.",
               cell=lambda row: row.missed.last.isoformat()),
        Column("as_of", "day", "截至日期", "The day looked at.", cell=lambda row: row.day.isoformat()),
    ),
    "issues": (
        _CODE, _NAME_ZH, _NAME_EN, _OWNER, _STATUS, _LIGHT,
        Column("issue", "text", "存在问题", "What stands in the way.", cell=lambda row: row.trouble.issue),
        Column("next", "text", "下一步", "The next step.", cell=lambda row: row.trouble.next),
        Column("day", "day", "日期", "The day of the entry that told it last.",
               cell=lambda row: row.trouble.day.isoformat()),
        Column("since", "day", "始于", "The day since which an issue of the measure has stood.",
               cell=lambda row: row.trouble.since.isoformat()),
        Column("days", "integer", "已持续天数", "The days since then.", cell=lambda row: str(row.days)),
        Column("entry", "id", "记录编号", "The entry that told it last.",
               cell=lambda row: full_name(row.trouble.entries[-1])),
        Column("as_of", "day", "截至日期", "The day looked at.", cell=lambda row: row.day.isoformat()),
    ),
    "rollup_offices": (
        Column("rank", "integer", "排名", "By fewest red, yellow, unreported; empty without a target or an entry.",
               cell=lambda row: "" if row.office.rank is None else str(row.office.rank)),
        Column("code", "text", "单位编码", "The code of the office, or of the group.",
               cell=lambda row: row.office.code),
        Column("name_zh", "text", "单位名称", "Its name in Chinese.", cell=lambda row: row.office.name_zh),
        Column("name_en", "text", "单位英文名称", "Its name in English.", cell=lambda row: row.office.name_en),
        Column("parent", "text", "上级编码", "The code of what it belongs to, where a map says so.",
               cell=lambda row: row.office.parent),
        Column("offices", "integer", "单位数", "How many offices the row has: of an office 1.",
               cell=lambda row: str(row.office.offices)),
        *_counts(
            "office",
            ("green", "绿灯", "Measures with a green light."), ("yellow", "黄灯", "Measures with a yellow light."),
            ("red", "红灯", "Measures with a red light."),
            ("unreported", "未报", "Measures with a target and no value of the year."),
            ("no_target", "未设目标", "Measures without a target."),
        ),
        Column("moment", "moment", "登记截至", "When its newest row was recorded; of a group, the oldest of them.",
               cell=lambda row: row.office.moment),
        _LOOKED_AT,
    ),
    "rollup_measures": (
        _CODE, _NAME_ZH, _NAME_EN, _VARIANT, _UNIT, _KIND, _DIRECTION, _NUMERATOR, _DENOMINATOR,
        *_counts(
            "standing",
            ("offices", "单位数", "Offices that have it, defined alike."),
            ("with_target", "设目标单位数", "Those with a target."),
            ("reported", "已报单位数", "Those with a value of the year."),
            ("compared", "可比单位数", "Those whose target and actual are added up; of a ratio, its parts."),
        ),
        Column("target", "number", "目标值", "Of a sum, that of those compared; else the one that all have.",
               cell=lambda row: _number(row.standing.target)),
        Column("actual", "number", "实绩", "Of a sum, that of those compared; of a ratio, its parts' sums divided.",
               cell=lambda row: _number(row.standing.actual)),
        Column("actual_qualifier", "text", "实绩约数", "What is said of the actual.", _ROLLED_UP_QUALIFIERS,
               cell=lambda row: _QUALIFIER_WORDS[row.standing.qualifier]),
        Column("attainment", "number", "完成率", "That actual against that target, a share with four places.",
               cell=lambda row: _places(row.standing.attainment)),
        *_figures(
            "standing",
            ("numerator_sum", "分子合计", "Of a ratio, what its parts above the line add up to."),
            ("denominator_sum", "分母合计", "Of a ratio, what its parts below the line add up to."),
        ),
        Column("met", "integer", "完成单位数", "Offices that have reached their target, or finished the milestone.",
               cell=lambda row: str(row.standing.met)),
        *_figures(
            "standing",
            ("least", "最小值", "Of readings, the least."), ("greatest", "最大值", "Of readings, the greatest."),
        ),
        *_counts(
            "standing",
            ("green", "绿灯", "Offices with a green light."), ("yellow", "黄灯", "Offices with a yellow light."),
            ("red", "红灯", "Offices with a red light."), ("unlit", "不亮灯", "Offices without a light."),
        ),
        _LOOKED_AT,
    ),
    "rollup_measure": (
        _CODE, _NAME_ZH, _NAME_EN, _VARIANT, _UNIT, _KIND, _DIRECTION,
        Column("office", "text", "单位编码", "The code of the office.", cell=lambda row: row.office.code),
        Column("office_zh", "text", "单位名称", "The office's name in Chinese.", cell=lambda row: row.office.name_zh),
        Column("office_en", "text", "单位英文名称", "The office's name in English.",
               cell=lambda row: row.office.name_en),
        Column("parent", "text", "上级编码", "The code of what it belongs to, where a map says so.",
               cell=lambda row: row.office.parent),
        Column("target", "number", "目标值", "The target in force on the day.",
               cell=lambda row: _number(row.office.target)),
        Column("actual", "number", "实绩", "The actual, with what a milestone brought over New Year.",
               cell=lambda row: _number(row.office.actual)),
        Column("actual_qualifier", "text", "实绩约数", "What is said of the actual.", _ROLLED_UP_QUALIFIERS,
               cell=lambda row: _QUALIFIER_WORDS[row.office.qualifier]),
        Column("attainment", "number", "完成率", "The actual against the target, a share with four places.",
               cell=lambda row: _places(row.office.attainment)),
        Column("status", "text", "状态", "Where the measure stands.", tuple(Status),
               cell=lambda row: row.office.status),
        Column("light", "text", "灯", "The colour of the status; empty without a target or data.", tuple(Light),
               cell=lambda row: row.office.light or ""),
        Column("reported", "text", "已报", "Whether it has a value of the year.", ("true", "false"),
               cell=lambda row: "true" if row.office.reported else "false"),
        _LOOKED_AT,
    ),
    "areas": (
        Column("code", "code", "领域编码", "The area itself.", cell=lambda row: row.area.code),
        Column("name_zh", "text", "中文名称", "The name in Chinese.", cell=lambda row: row.area.name_zh),
        Column("name_en", "text", "英文名称", "The name in English.", cell=lambda row: row.area.name_en),
        Column("goals", "integer", "目标数", "How many goals it holds.", cell=lambda row: str(row.goals)),
        Column("measures", "integer", "指标数", "How many measures it holds.", cell=lambda row: str(row.measures)),
    ),
    "settings": (
        Column("key", "text", "设置", "The setting.", cell=lambda row: row.key),
        Column("measure", "code", "指标编码", "The measure that it is for; empty where it is the office's.",
               cell=lambda row: row.measure.code if row.measure else ""),
        Column("value", "text", "值", "What holds.", cell=lambda row: row.value),
        Column("default", "text", "默认值", "What holds where nothing is set; of one measure the office's value.",
               cell=lambda row: row.default),
    ),
    "batches": (
        Column("id", "id", "批次", "The command itself.", cell=lambda row: full_name(row.batch.id)),
        Column("officer", "text", "经办人", "Who gave it.", cell=lambda row: row.batch.officer),
        Column("host", "text", "主机", "The machine it was given on.", cell=lambda row: row.batch.host),
        Column("logged_at", "moment", "登记时间", "When.", cell=lambda row: utc_text(row.batch.logged_at)),
        Column("logged_on", "day", "登记日期", "The day, in the time zone of the office.",
               cell=lambda row: row.batch.logged_on.isoformat()),
        Column("command", "text", "命令", "What was typed.", cell=lambda row: row.batch.command),
        Column("entries", "integer", "记录数", "How many entries it recorded.", cell=lambda row: str(row.entries)),
        Column("targets", "integer", "目标值数", "How many targets it set.", cell=lambda row: str(row.targets)),
        Column("changes", "integer", "修改数", "How many fields and settings it changed.",
               cell=lambda row: str(row.changes)),
        Column("months", "integer", "封账数", "How many months it closed or reopened.",
               cell=lambda row: str(row.months)),
        Column("stands", "text", "有效", "Whether any of it still counts.", ("true", "false"),
               cell=lambda row: "true" if row.stands else "false"),
    ),
}  # fmt: skip
