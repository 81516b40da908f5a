"""`--known DAY`: a sheet that was printed on a day comes out again byte for byte, whatever was recorded since."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import Batch, Direction, Goal, Kind, Measure, Origin, Pace, Target
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.definitions import change_field, define_goal, define_measure, read_measures
from nanhu_kpi.store.targets import add_targets, target_revisions, void_targets
from tests.support.builders import ratio_of
from tests.support.commands import desk_at
from tests.support.views import logged, run

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Writing

PRINTED = "2024-06-30"
LATER = "2025-03-03"
SHEETS = [
    ["status"],
    ["status", "--wide"],
    ["status", "--all", "--sort", "urgency"],
    ["status", "JJ", "--light", "red,yellow"],
    ["status", "--as-of", "2024-03-31"],
    ["status", "--month", "2024-05"],
    ["status", "--week", "2024-W27"],
    ["status", "--year", "2023"],
    ["status", "--year", "2024", "-f", "json"],
    ["status", "--as-of", "2024-12-31"],
    ["show", "JJ09"],
    ["show", "JJ09", "--as-of", "2024-03-31"],
    ["show", "JJ09", "--year", "2023"],
    ["show", "JJ28", "--quarter", "2024Q1"],
    ["show", "JJ60"],
    ["show", "JJ09", "-f", "csv"],
    ["export", "status"],
    ["export", "status", "--all", "--as-of", "2024-03-31"],
    ["export", "status", "--year", "2023"],
    ["weekly"],
    ["weekly", "--week", "2024-W26"],
    ["weekly", "JJ", "--week", "2024-W01", "-f", "markdown"],
    ["weekly", "--week", "2024-W26", "-f", "html"],
    ["weekly", "--week", "2024-W20", "-f", "csv"],
]


class Office:
    """One office's database, written to by the services that officers use, on days of the test's choosing."""

    def __init__(self, db: Path) -> None:
        self.db = db

    def target(self, code: str, value: int | None, *, on: str, year: int = 2024, effective: str = "2024-01-01") -> None:
        """Revise a target, or withdraw it."""
        revision = Target(
            b"", code, year, None if value is None else Decimal(value), date(year, 1, 1), date(year, 12, 31),
            Pace.LINEAR, Origin.OFFICER, date.fromisoformat(effective), (), "会议决定", "南街办",
        )  # fmt: skip
        with self._writing(on) as (write, batch):
            add_targets(write.conn, batch, [revision._replace(id=write.ids.next_id())])

    def change(self, subject: str, code: str, field: str, new: str | None, *, on: str) -> None:
        """Give a field of a definition or a setting a new value."""
        with self._writing(on) as (write, batch):
            assert change_field(write.conn, write.ids, batch, subject, code, field, new)

    def define(self, *, on: str, goal: Goal | None = None, measure: Measure | None = None) -> None:
        """Add a goal or a measure."""
        with self._writing(on) as (write, batch):
            if goal:
                define_goal(write.conn, write.ids, batch, goal)
            if measure:
                define_measure(write.conn, write.ids, batch, measure)

    def void(self, code: str, day: str, *, on: str) -> None:
        """Take back the entry of a measure on a day."""
        *_, row = run(self.db, "entries", code, "--from", day, "--to", day, "-f", "csv", on=on).rows
        outcome = run(self.db, "void", row["id"].replace("-", ""), "--reason", "typed twice", on=on)
        assert outcome.code == 0, outcome.err

    def void_targets(self, code: str, *, on: str) -> None:
        """Take back every live revision of a measure's target."""
        with self._writing(on) as (write, batch):
            revisions = target_revisions(write.conn, code)
            assert revisions
            void_targets(write.conn, [(write.ids.next_id(), batch, each.id, "undo") for each in revisions])

    def _writing(self, on: str) -> _Writing:
        return _Writing(self.db, datetime.fromisoformat(f"{on}T03:00:00").replace(tzinfo=UTC))


class _Writing:
    def __init__(self, db: Path, moment: datetime) -> None:
        self._moment = moment
        self._open = desk_at(db, now=moment).write()

    def __enter__(self) -> tuple[Writing, bytes]:
        write = self._open.__enter__()
        batch = write.ids.next_id()
        add_batch(write.conn, Batch(batch, "王芳", "desk-2", "edit", self._moment, write.today))
        return write, batch

    def __exit__(self, *raised: object) -> None:
        self._open.__exit__(*raised)  # type: ignore[arg-type]


@pytest.fixture
def office(seeded_db: Path) -> Office:
    """An office half a year in: entries, a void, revisions, a rename, a ratio of its own and a setting, all before the
    sheets are printed."""
    office = Office(seeded_db)
    logged(seeded_db, "JJ09+4", on="2024-02-20")
    logged(seeded_db, "JJ09+5", "--note", "春季招商会", on="2024-03-15")
    logged(seeded_db, "JJ09+90", "--note", "typed twice", on="2024-03-16")
    logged(seeded_db, "JJ09+1", "--date", "2024-03-30", on="2024-04-10")
    office.void("JJ09", "2024-03-16", on="2024-04-02")
    logged(seeded_db, "JJ28=40", "--note", "方案已定", on="2024-03-20")
    logged(seeded_db, "JJ03+12", "JJ04=3", "DJ02=超180", on="2024-06-05")
    office.target("JJ03", 150, on="2024-02-01")
    office.target("JJ09", 24, on="2024-05-06", effective="2024-05-06")
    office.change("measure", "JJ09", "name_zh", "新引进旅游企业", on="2024-05-07")
    office.change("measure", "JJ09", "owner", "经济发展办", on="2024-05-07")
    office.change("setting", "behind/JJ09", "value", "-12", on="2024-05-08")
    office.define(on="2024-05-09", goal=Goal("JJ-G9", "JJ", "新目标", "New goal", "office"))
    office.define(
        on="2024-05-09", measure=ratio_of("JJ60", "JJ04", "JJ03")._replace(goal="JJ-G9", name_zh="外区企业占比")
    )
    logged(seeded_db, "MS05+7", on=PRINTED)
    return office


def later_work(office: Office) -> None:
    """Record, take back, revise, rename and set everything that can be, on the days after the sheets were printed."""
    db = office.db
    logged(db, "JJ09+2", "DJ02=200", on="2024-07-01")
    logged(db, "JJ09=9", "--date", "2024-03-31", "--note", "corrected", on="2024-07-02")
    logged(db, "JJ03+30", "--date", "2023-11-11", on="2024-07-02")
    logged(db, "JJ10+1", "--date", "2024-01-15", on="2024-07-02")
    logged(db, "JJ28", "--done", on="2024-07-03")
    logged(db, "JJ28", "--note", "words of a day before", "--date", "2024-03-25", on="2024-07-03")
    office.void("JJ09", "2024-02-20", on="2024-07-04")
    office.void("DJ02", "2024-06-05", on="2024-07-04")
    office.void("JJ09", "2023-12-31", on="2024-07-04")
    assert run(db, "undo", "--yes", "--by", "li", on="2024-07-03").code == 0
    office.target("JJ09", 30, on="2024-07-05")  # in force from 1 January, as if it had always been so
    office.target("JJ03", None, on="2024-07-05")
    office.target("JJ05", 77, on="2024-07-05")
    office.target("JJ09", 40, on="2025-01-05", year=2025, effective="2025-01-01")
    office.void_targets("JJ28", on="2024-07-05")
    for subject, code, field, new in (
        ("measure", "JJ09", "name_zh", "再改的名称"),
        ("measure", "JJ09", "name_en", "Renamed again"),
        ("measure", "JJ09", "owner", "文体办"),
        ("measure", "JJ09", "support", "城管办"),
        ("measure", "JJ09", "leader", "李"),
        ("measure", "JJ09", "cadence", "weekly"),
        ("measure", "JJ09", "source", "9.9.9"),
        ("measure", "JJ10", "goal", "JJ-G9"),
        ("measure", "JJ11", "retired_on", "2024-01-01"),
        ("measure", "JJ60", "numerator", "JJ05"),
        ("measure", "JJ60", "denominator", "JJ06"),
        ("goal", "JJ-G1", "name_zh", "改名目标"),
        ("goal", "JJ-G1", "name_en", "Renamed goal"),
        ("goal", "JJ-G9", "retired_on", "2024-07-01"),
        ("setting", "behind", "value", "-2"),
        ("setting", "far_behind", "value", "-5"),
        ("setting", "behind/JJ09", "value", ""),
        ("setting", "far_behind/JJ28", "value", "-99"),
        ("setting", "office_name_zh", "value", "改名街道"),
        ("setting", "office_name_en", "value", "Renamed Subdistrict"),
        ("setting", "office_code", "value", "OTHER"),
        ("setting", "time_zone", "value", "America/New_York"),
    ):
        office.change(subject, code, field, new, on="2024-07-06")
    # A setting and a name that were changed twice, and changed back.
    office.change("setting", "behind", "value", "-10", on="2024-07-07")
    office.change("measure", "JJ09", "name_zh", "新引进旅游企业", on="2024-07-07")
    office.define(on="2024-07-08", goal=Goal("CQ-G9", "CQ", "更新的目标", "Newer goal", "office"))
    extra = ratio_of("CQ60", "JJ04", "JJ03")._replace(area="CQ", goal="CQ-G9")
    office.define(on="2024-07-08", measure=extra)
    plain = extra._replace(code="CQ61", kind=Kind.SUM, direction=Direction.AT_MOST, numerator="", denominator="")
    office.define(on="2024-07-08", measure=plain)
    office.target("CQ61", 5, on="2024-07-09")
    logged(db, "CQ61+9", "--date", "2024-06-01", on="2024-07-09")
    logged(db, "JJ09+100", "--note", "a year later", on="2025-02-02")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_old_sheet_comes_out_again_byte_for_byte(office: Office, lang: str) -> None:
    known = ("--known", PRINTED)
    before = [
        # A past week is by default known on its own Monday.
        run(office.db, *words, *(known if words[0] == "weekly" else ()), on=PRINTED, lang=lang) for words in SHEETS
    ]  # fmt: skip
    assert {outcome.code for outcome in before} == {0}
    later_work(office)
    for words, old in zip(SHEETS, before, strict=True):
        assert run(office.db, *words, *known, on=LATER, lang=lang) == old, words
    # And without it the past looks otherwise: the test has changed what it set out to change.
    for words in (["status"], ["show", "JJ09"], ["export", "status"]):
        assert run(office.db, *words, "--as-of", PRINTED, on=LATER, lang=lang).out != before[SHEETS.index(words)].out


def test_a_day_knows_all_that_was_recorded_on_it(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-06-01")
    logged(seeded_db, "JJ09+5", "--date", "2024-05-01", on="2024-06-02")

    def known(day: str) -> str:
        return run(seeded_db, "status", "--known", day, "-f", "csv", on="2024-06-30").by_code["JJ09"]["actual"]

    assert [known(day) for day in ("2024-05-31", "2024-06-01", "2024-06-02")] == ["", "4", "9"]


def test_the_two_clocks_answer_two_questions(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-05-10")
    logged(seeded_db, "JJ09+5", "--date", "2024-05-01", on="2024-06-10")
    logged(seeded_db, "JJ09+7", on="2024-06-20")

    def actual(*words: str) -> str:
        return run(seeded_db, "status", *words, "-f", "csv", on="2024-06-30").by_code["JJ09"]["actual"]

    assert actual() == "16"
    assert actual("--as-of", "2024-05-31") == "9"  # what we know today of May
    assert actual("--known", "2024-05-31") == "4"  # what we knew at the end of May
    assert actual("--as-of", "2024-05-31", "--known", "2024-06-15") == "9"
    assert actual("--as-of", "2024-05-05", "--known", "2024-05-31") == ""


def test_what_is_known_tomorrow_is_refused(seeded_db: Path) -> None:
    for command in (["status"], ["show", "JJ09"], ["export", "status"]):
        outcome = run(seeded_db, *command, "--known", "2024-07-01", on="2024-06-30")
        assert (outcome.code, outcome.out) == (4, "")
        assert outcome.err == ("--known 2024-07-01 is after today (2024-06-30). Give today or an earlier day.\n")


def test_a_week_over_new_year_knows_the_baseline_of_the_earlier_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+7", on="2023-06-30")
    logged(seeded_db, "JJ03+9", on="2024-06-30")
    words = ("weekly", "JJ03", "--week", "2025-W01", "-f", "csv")
    (old, _new) = run(seeded_db, *words, "--known", "2025-01-05", on="2025-01-06").rows
    assert old == run(seeded_db, *words, on="2025-01-05").rows[0]
    shown = [run(seeded_db, "status", "JJ03", "--as-of", "2024-12-31", *known, "-f", "csv", on="2025-01-06").rows
             for known in ([], ["--known", "2025-01-05"])]  # fmt: skip
    assert shown[0] == shown[1]
    assert shown[0][0]["baseline"] != ""


def test_the_file_stays_as_it_was(office: Office) -> None:
    before = office.db.read_bytes()
    assert run(office.db, "status", "--known", "2024-05-01", on=LATER).code == 0
    assert office.db.read_bytes() == before


def test_measures_and_codes_that_came_later_are_not_known(office: Office) -> None:
    assert run(office.db, "show", "JJ60", "--known", "2024-05-09", on=LATER).code == 0
    assert run(office.db, "show", "JJ60", "--known", "2024-05-08", on=LATER).code == 3
    with desk_at(office.db).look() as look:
        assert "JJ60" in read_measures(look.conn)


@pytest.mark.parametrize("command", [["status"], ["weekly"], ["show", "JJ09"]])
def test_the_report_is_known_from_the_start(seeded_db: Path, command: list[str]) -> None:
    logged(seeded_db, "JJ09+4", on="2024-02-20")
    outcome = run(seeded_db, *command, "--known", "2023-12-31", on=LATER)
    assert outcome.code == 0, outcome.err
    assert "JJ09" in outcome.out


def test_a_measure_added_on_two_sides_is_known_from_the_earlier_day(seeded_db: Path) -> None:
    other = Path(shutil.copy2(seeded_db, seeded_db.with_name("other.db")))
    words = ("measure", "add", "JJ60", "--goal", "JJ-G1", "--name-zh", "新指标", "--name-en", "New", "--unit", "件",
             "--kind", "sum", "--cadence", "weekly")  # fmt: skip
    assert run(other, *words, on="2024-06-10").code == 0
    assert run(seeded_db, *words, on="2024-06-20").code == 0
    logged(seeded_db, "JJ60+3", on="2024-06-21")
    # The definition that came bears the lesser id, and came on the first of July.
    assert run(seeded_db, "merge", str(other), on="2024-07-01").code == 0
    found = [run(seeded_db, "show", "JJ60", "--known", day, on=LATER).code for day in ("2024-06-19", "2024-06-20")]
    assert found == [3, 0]
    (row,) = run(seeded_db, "status", "JJ60", "--known", "2024-06-25", "-f", "csv", on=LATER).rows
    assert row["actual"] == "3"


def test_a_measure_retired_later_is_known_as_it_was(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-05-10")
    words = ("measure", "retire", "JJ09", "--from", "2024-05-15", "--reason", "不再统计")
    assert run(seeded_db, *words, on="2024-06-20").code == 0

    def codes(*known: str) -> list[str]:
        rows = run(seeded_db, "status", "JJ", "--as-of", "2024-06-01", *known, "-f", "csv", on=LATER).rows
        return [row["code"] for row in rows if row["code"] == "JJ09"]

    assert (codes("--known", "2024-06-19"), codes("--known", "2024-06-20"), codes()) == (["JJ09"], [], [])


def test_a_threshold_set_later_is_known_as_none(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=40", on="2024-06-18")  # 46 % are expected
    for day, value in (("2024-06-20", "-3"), ("2024-06-25", "-20")):
        assert run(seeded_db, "config", "set", "behind", value, "JJ28", on=day).code == 0

    def status(known: str) -> str:
        words = ("status", "--as-of", "2024-06-18", "--known", known, "-f", "csv")
        return run(seeded_db, *words, on=LATER).by_code["JJ28"]["status"]

    assert [status(day) for day in ("2024-06-19", "2024-06-20", "2024-06-25")] == ["on_track", "behind", "on_track"]


@pytest.mark.parametrize("added", [PRINTED, "2024-09-02"])
@pytest.mark.parametrize("edited", [PRINTED, "2024-09-02"])
def test_a_clock_that_was_ahead_breaks_no_sheet_of_an_earlier_day(seeded_db: Path, added: str, edited: str) -> None:
    def on(day: str, *words: str) -> None:
        outcome = run(seeded_db, *words, on=day)
        assert outcome.code == 0, outcome

    on(added, "goal", "add", "JJ-G90", "--name-zh", "新目标", "--name-en", "New goal", "--source", "文件")
    new = ("--goal", "JJ-G90", "--name-zh", "新指标", "--name-en", "New one", "--unit", "家", "--kind", "sum")
    on(added, "measure", "add", "JJ90", *new, "--source", "文件")
    on(edited, "goal", "edit", "JJ-G90", "--name-zh", "改目标")
    on(edited, "measure", "edit", "JJ90", "--owner", "甲科")
    on(PRINTED, "log", "JJ90+3")
    for known in (PRINTED, "2024-07-02"):
        for command in ("status JJ90", "show JJ90", "why JJ90", "weekly", "export status"):
            outcome = run(seeded_db, *command.split(), "--known", known, on=LATER)
            assert outcome.code == 0, (command, outcome)
        shown = run(seeded_db, "show", "JJ90", "--known", known, on=LATER).out
        assert ("甲科" in shown) is (edited == PRINTED)
    assert run(seeded_db, "weekly", on="2024-07-02").code == 0
