"""The columns of the exports: a promise. New ones only ever at the end."""

from __future__ import annotations

from typing import Literal, NamedTuple

Type = Literal["text", "number"]


class Column(NamedTuple):
    """A column and what its cells are: texts (codes, names, days, words) or exact decimal numbers."""

    name: str
    type: Type = "text"


def _columns(names: str, numbers: str = "") -> tuple[Column, ...]:
    numeric = set(numbers.split(","))
    return tuple(Column(name, "number" if name in numeric else "text") for name in names.split(","))


COLUMNS: dict[str, tuple[Column, ...]] = {
    "goals": _columns("code,area,name_zh,name_en,source,retired_on"),
    "measures": _columns(
        "code,area,goal,name_zh,name_en,unit,kind,direction,cadence,owner,support,leader,source,numerator,"
        "denominator,retired_on"
    ),
    "entries": _columns(
        "id,batch,key,measure,day,type,value,qualifier,note,issue,next,evidence,evidence_sha256,officer,host,"
        "logged_at,voided_at,voided_by,void_reason",
        numbers="value",
    ),
    "targets": _columns(
        "id,batch,measure,year,value,start,due,pace,schedule,origin,reason,document,effective_on,officer,host,"
        "logged_at,voided_at,voided_by,void_reason",
        numbers="year,value",
    ),
    "changes": _columns("id,batch,subject,code,field,old,new,officer,host,logged_at"),
    "status": _columns(
        "area,goal,code,name_zh,name_en,unit,kind,direction,owner,year,as_of,baseline,target,due,actual,attainment,"
        "expected,gap,remaining,required_per_week,forecast,week_change,status,light,last_day,entries,"
        "baseline_to_date,baseline_qualifier,actual_qualifier,start,pace,forecast_method",
        numbers="year,baseline,target,actual,attainment,expected,gap,remaining,required_per_week,forecast,week_change,"
        "entries,baseline_to_date",
    ),
    "weekly": _columns(
        "issue,first_day,last_day,area,code,name_zh,name_en,unit,kind,owner,stage,target,last_sheet,late,week,actual,"
        "actual_qualifier,attainment,expected,gap,status,light",
        numbers="target,last_sheet,late,week,actual,attainment,expected,gap",
    ),
    "due": _columns(
        "code,name_zh,name_en,owner,cadence,last_entry,days,missed_first,missed_last,as_of", numbers="days"
    ),
}
