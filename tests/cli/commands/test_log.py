"""`log`: what it records, what it refuses, what it answers."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanhu_kpi.service.log import EntryForm, Item, Remarks, record
from nanhu_kpi.service.status.status import status
from tests.support.builders import LAST, MILESTONE, SUM
from tests.support.commands import NOW, actual, desk_at, did, recorded, run

if TYPE_CHECKING:
    from nanhu_kpi.model import Actual
    from nanhu_kpi.service.ledger import Ledger


def test_one_command_is_one_batch(seeded_db: Path) -> None:
    ran = did(seeded_db, "log", "JJ09+5", "MS13=99.5", "JJ28=40", "--note", "for the week")
    rows = recorded(seeded_db)
    assert [(row["measure"], row["value"], row["note"]) for row in rows] == [
        ("JJ09", "5", "for the week"), ("MS13", "99.5", "for the week"), ("JJ28", "40", "for the week"),
    ]  # fmt: skip
    assert len({row["batch"] for row in rows}) == 1
    assert rows[0]["batch"].endswith(ran.batch)
    assert did(seeded_db, "log", "JJ09+5").batch != ran.batch


@pytest.mark.parametrize("second", ["MS13+1", "JJ28=101", "JJ99+1", "JJ03=lots", "JJ03-1", "JJ03", "JJ09+1", "--nope"])
def test_a_refusal_of_one_item_records_nothing_of_the_command(seeded_db: Path, second: str) -> None:
    before = seeded_db.read_bytes()
    assert run(seeded_db, "log", "JJ09+5", second).code in (2, 3, 4)
    assert recorded(seeded_db) == []
    assert seeded_db.read_bytes() == before


def test_a_command_that_was_refused_can_be_given_again(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "JJ09+5", "JJ03-1").code == 4
    did(seeded_db, "log", "JJ09+5", "JJ03-1", "--note", "one left")
    assert [row["value"] for row in recorded(seeded_db)] == ["5", "-1"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("JJ09 12", 2, ("JJ09 12: add or total? Nothing was recorded. Add: JJ09+12 (5 → 17). "
                       "Total: JJ09=12 (5 → 12)")),
        ("JJ03 12", 2, ("JJ03 12: add or total? Nothing was recorded. Add: JJ03+12 (no data → 12). "
                       "Total: JJ03=12 (no data → 12)")),
        ("MS13+1", 4, ("MS13 Government service satisfaction rate is a reading and cannot be added to. "
                      "Record the reading itself: MS13=1")),
        ("JJ28+10", 4, ("JJ28 Renmin South consumption district upgrade is a reading and cannot be added to. "
                       "Record the reading itself: JJ28=10")),
        ("JJ28=100.01", 4, ("JJ28 Renmin South consumption district upgrade is a milestone: "
                           "its reading must be from 0 to 100, not 100.01.")),
        ("JJ28=-1", 4, ("JJ28 Renmin South consumption district upgrade is a milestone: "
                       "its reading must be from 0 to 100, not -1.")),
        ("JJ03+1 jj-3=5", 4, "JJ03 is in this command twice. Record it once, or in two commands."),
        ("JJ99+1", 3, "No measure has the code JJ99. Similar: JJ"),
        ("XX+1", 3, "No measure has the code XX. To find codes: nanhu-kpi measure list"),
        ("JJ09-2", 4, "JJ09 Tourism companies attracted -2: a negative amount needs a reason. Add: --note NOTE"),
        ("JJ09=4", 4, ("JJ09 Tourism companies attracted: 4 is lower than the previous 5. "
                      "Check it, and give the reason: --note NOTE")),
        ("JJ09+26", 4, ("JJ09 Tourism companies attracted: 5 → 31 brings the attainment to 155.0%, more than 150%. "
                       "Check the unit, and give the reason: --note NOTE")),
    ],
)  # fmt: skip
def test_a_refusal_names_the_cause_and_the_next_step(seeded_db: Path, words: str, code: int, sentence: str) -> None:
    did(seeded_db, "log", "JJ09+5")
    ran = run(seeded_db, "log", *words.split())
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1
    assert len(recorded(seeded_db)) == 1


@pytest.mark.parametrize("surprise", ["JJ09-2", "JJ09=4", "JJ09+26", "JJ09=31"])
def test_a_surprise_passes_with_a_note(seeded_db: Path, surprise: str) -> None:
    did(seeded_db, "log", "JJ09+5")
    assert run(seeded_db, "log", surprise, "--issue", "an issue is no note").code == 4
    did(seeded_db, "log", surprise, "--note", "checked")
    assert recorded(seeded_db)[1]["note"] == "checked"


@pytest.mark.parametrize("words", [["JJ03-1"], ["JJ28"]])
def test_a_blank_note_is_no_note(seeded_db: Path, words: list[str]) -> None:
    assert run(seeded_db, "log", *words, "--note", " \n").code in (2, 4)
    assert recorded(seeded_db) == []


@pytest.mark.parametrize("plain", ["JJ09+25", "JJ09=5", "JJ03+99999", "JJ28=41", "JJ28=100", "MS13=20", "JJ09+0"])
def test_what_is_no_surprise_needs_no_note(seeded_db: Path, plain: str) -> None:
    did(seeded_db, "log", "JJ09+5", "JJ28=40", "MS13=99")
    did(seeded_db, "log", plain)


def test_only_the_command_that_crosses_150_percent_wants_a_note(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09=40", "--note", "a whole group moved in")
    did(seeded_db, "log", "JJ09+1")
    assert actual(seeded_db, "JJ09") == "41"


def test_surprises_are_measured_against_the_actual_on_the_entrys_own_day(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09=10", "--date", "2024-03-01")
    did(seeded_db, "log", "JJ09=40", "--date", "2024-06-01", "--note", "a whole group moved in")
    assert run(seeded_db, "log", "JJ09=9", "--date", "2024-03-02").code == 4
    assert run(seeded_db, "log", "JJ09+21", "--date", "2024-03-02").code == 4
    did(seeded_db, "log", "JJ09=3", "--date", "2024-02-01")
    did(seeded_db, "log", "JJ09+5", "--date", "2024-03-02")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-06-30", "2024-06-30"), ("2024/6/30", "2024-06-30"), ("20240630", "2024-06-30"),
        ("2024年6月30日", "2024-06-30"), ("06-30", "2024-06-30"), ("6月30日", "2024-06-30"),
        ("０６－３０", "2024-06-30"),
        ("昨天", "2024-06-30"), ("yesterday", "2024-06-30"), ("-1", "2024-06-30"), ("-366", "2023-07-01"),
        ("today", "2024-07-01"), ("今天", "2024-07-01"), ("2024-07-01", "2024-07-01"), ("07-01", "2024-07-01"),
        ("04-02", "2024-04-02"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_officers_write_it_and_echoed_in_full(seeded_db: Path, written: str, day: str) -> None:
    ran = did(seeded_db, "log", "JJ03+1", "--date", written)
    assert f"  {day}  #" in ran.out
    assert recorded(seeded_db)[-1]["day"] == day


@pytest.mark.parametrize("written", ["2024-07-02", "2025-01-01", "tomorrow", "+1", "02-30", "2024-02-30", "13-01", ""])
def test_a_date_in_the_future_or_on_no_calendar_is_refused(seeded_db: Path, written: str) -> None:
    ran = run(seeded_db, "log", "JJ03+1", "--date", written)
    assert (ran.code, ran.out, recorded(seeded_db)) == (4, "", [])


def test_today_is_the_offices_day_not_the_machines(seeded_db: Path) -> None:
    evening = datetime(2024, 6, 30, 16, 0, tzinfo=UTC)
    assert "  2024-07-01  #" in did(seeded_db, "log", "JJ03+1", now=evening).out
    assert recorded(seeded_db)[0]["logged_at"] == "2024-06-30T16:00:00Z"


def test_note_issue_and_next_step_are_kept_apart(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--note", "签约", "--issue", "缺场地", "--next", "走访楼宇")
    row = recorded(seeded_db)[0]
    assert (row["note"], row["issue"], row["next"]) == ("签约", "缺场地", "走访楼宇")


@pytest.mark.parametrize("option", ["--note", "--issue", "--next", "--evidence"])
def test_words_alone_are_an_entry(seeded_db: Path, option: str) -> None:
    did(seeded_db, "log", "JJ28", option, "https://example.org/")
    row = recorded(seeded_db)[0]
    assert (row["type"], row["value"], row[option[2:]]) == ("words", "", "https://example.org/")
    assert actual(seeded_db, "JJ28") == ""


def test_a_file_of_evidence_is_kept_by_absolute_path_and_sha256(
    seeded_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "签到 表.pdf"
    proof.write_bytes(b"\x00signed\xff" * 100_000)
    monkeypatch.chdir(tmp_path)
    did(seeded_db, "log", "JJ09+5", "--evidence", proof.name)
    row = recorded(seeded_db)[0]
    assert row["evidence"] == str(proof)
    assert row["evidence_sha256"] == hashlib.sha256(proof.read_bytes()).hexdigest()


def test_a_url_of_evidence_is_kept_as_it_is(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--evidence", "https://szlh.gov.cn/a?b=1&c=南湖")
    row = recorded(seeded_db)[0]
    assert (row["evidence"], row["evidence_sha256"]) == ("https://szlh.gov.cn/a?b=1&c=南湖", "")


@pytest.mark.parametrize("missing", ["missing.pdf", ".", "no/such/folder.pdf", "x" * 300])
def test_evidence_that_is_no_file_is_refused(seeded_db: Path, tmp_path: Path, missing: str) -> None:
    ran = run(seeded_db, "log", "JJ09+5", "--evidence", str(tmp_path / missing))
    assert (ran.code, recorded(seeded_db)) == (4, [])
    assert "Cannot read the evidence" in ran.err


def test_who_reports_is_the_login_name_unless_by_says_another(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+1", officer="li")
    did(seeded_db, "log", "JJ09+1", "--by", "王 伟", officer="li")
    assert [row["officer"] for row in recorded(seeded_db)] == ["li", "王 伟"]


def test_the_echo_says_exactly_what_was_understood(seeded_db: Path) -> None:
    end = "  #BATCH  To undo: nanhu-kpi undo BATCH\n"
    for words, name, rest in (
        (["JJ09+5"], "JJ09 Tourism companies attracted",
         "no data → 5 units (+5)  attainment 25.0%  expected 50.0%  behind  2024-07-01"),
        (["JJ09+7.5", "--date", "06-30", "--note", "half of one joint"], "JJ09 Tourism companies attracted",
         ("no data → 7.5 units (+7.5)  attainment 37.5%  expected 49.7%  behind  as of 2024-07-01: 12.5 units"
         "  2024-06-30")),
        (["JJ09=4", "--note", "recounted"], "JJ09 Tourism companies attracted",
         "12.5 → 4 units (=4)  attainment 20.0%  expected 50.0%  behind  2024-07-01"),
        (["JJ09-1", "--note", "left"], "JJ09 Tourism companies attracted",
         "4 → 3 units (-1)  attainment 15.0%  expected 50.0%  far behind  2024-07-01"),
        (["JJ03=350余"], "JJ03 Companies attracted and settled",
         "no data → over 350 units (=over 350)  no target  2024-07-01"),
        (["JJ28", "--note", "drawn up"], "JJ28 Renmin South consumption district upgrade",
         "words recorded  unreported  2024-07-01"),
        (["JJ28=100"], "JJ28 Renmin South consumption district upgrade",
         "no data → 100 % (=100)  attainment 100.0%  expected 50.0%  met  2024-07-01"),
        (["MS13=99.5"], "MS13 Government service satisfaction rate",
         "no data → 99.5 % (=99.5)  no target  2024-07-01"),
    ):  # fmt: skip
        ran = did(seeded_db, "log", *words)
        assert _without_entry(ran.out).replace(ran.batch, "BATCH") == f"{name}  {rest}{end}"
        assert ran.err == ""


def _without_entry(out: str) -> str:
    return re.sub(r"  entry [0-9a-f]{6}", "", out)


def test_the_echo_speaks_chinese(seeded_db: Path) -> None:
    first = did(seeded_db, "log", "JJ09+10", "MS05=350余", lang="zh")
    second = did(seeded_db, "log", "JJ09+2", "--date", "06-30", lang="zh")
    ids = [row["id"][-6:] for row in recorded(seeded_db)]
    assert first.out == (
        f"JJ09 招引旅游企业  无数据 → 10 家 (+10)  完成率 50.0%  序时进度 50.0%  同步  记录 {ids[0]}  "
        f"2024-07-01  #{first.batch}\n"
        f"MS05 结对帮扶困难家庭  无数据 → 超350 户 (=超350)  未设目标  记录 {ids[1]}  2024-07-01  #{first.batch}  "
        f"撤销：nanhu-kpi undo {first.batch}\n"
    )
    assert second.out == (
        f"JJ09 招引旅游企业  无数据 → 2 家 (+2)  完成率 10.0%  序时进度 49.7%  严重滞后  "
        f"截至 2024-07-01 12 家  记录 {ids[2]}  2024-06-30  #{second.batch}  撤销：nanhu-kpi undo {second.batch}\n"
    )


def test_the_entry_that_the_echo_names_can_be_voided(seeded_db: Path) -> None:
    ran = did(seeded_db, "log", "JJ09+10", "JJ03+1")
    found = re.findall(r"  entry ([0-9a-f]{6})  ", ran.out)
    did(seeded_db, "void", found[1], "--reason", "slip")
    assert [row["measure"] for row in recorded(seeded_db) if not row["voided_at"]] == ["JJ09"]


def test_an_entry_of_a_past_year_echoes_the_total_of_that_year(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+10", "--date", "2022-12-01")
    assert "1 → 3 units (+2)" not in (out := did(seeded_db, "log", "JJ09+2", "--date", "2022-11-01").out)
    assert "no data → 2 units (+2)" in out and "as of 2022-12-31: 12 units  entry " in out
    assert "as of" not in did(seeded_db, "log", "JJ09+1").out


def test_a_backdated_increment_hidden_by_a_later_total_says_so(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09=10", "--date", "2024-06-20")
    ran = did(seeded_db, "log", "JJ09+3", "--date", "2024-06-01")
    assert "no data → 3 units (+3)" in ran.out
    assert ran.err == ("JJ09: the total of 2024-06-20 (10 units) counts; from that day this entry changes nothing.\n")
    assert (actual(seeded_db, "JJ09", "2024-06-19"), actual(seeded_db, "JJ09")) == ("3", "10")
    assert did(seeded_db, "log", "JJ09+3", "--date", "2024-06-20").err == ""


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("JJ03=350余", ("350", "over"), "over 350"), ("JJ03=350多家", ("350", "over"), "over 350"),
        ("JJ03=超350", ("350", "over"), "over 350"), ("JJ03=近1.2万", ("12000", "under"), "nearly 12000"),
        ("JJ03=350", ("350", ""), "350"),
    ],
)  # fmt: skip
def test_a_qualifier_is_kept_and_shown(seeded_db: Path, written: str, kept: tuple[str, str], shown: str) -> None:
    assert f"→ {shown} units (={shown})" in did(seeded_db, "log", written).out
    row = recorded(seeded_db)[0]
    assert (row["value"], row["qualifier"]) == kept


def test_over_and_nearly_add_up_to_about_and_a_stated_total_clears_both(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+10余")
    assert "over 10 → about 15 units" in did(seeded_db, "log", "JJ03+近5").out
    assert "about 15 → 20 units (=20)" in did(seeded_db, "log", "JJ03=20").out


@pytest.mark.parametrize("words", [["JJ09+5", "--note", "\udcc4\udcda"], ["JJ09+\udca3"], ["JJ09+5", "--by", "\udcff"]])
def test_bytes_of_another_encoding_are_refused(seeded_db: Path, words: list[str]) -> None:
    ran = run(seeded_db, "log", *words)
    assert (ran.code, ran.out, recorded(seeded_db)) == (4, "", [])
    assert "not readable text" in ran.err


def test_bytes_of_another_encoding_are_refused_by_the_program_itself(seeded_db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nanhu_kpi", "--db", str(seeded_db), "log", "JJ09+5", "--note", "南湖".encode("gbk")],
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("at", [0, 1, 2])
def test_quiet_records_without_a_word(seeded_db: Path, at: int) -> None:
    did(seeded_db, "log", "JJ09=10")
    words = ["log", "JJ09+3", "--date=-1"]
    words.insert(at, "--quiet")
    assert did(seeded_db, *words) == (0, "", "")
    assert len(recorded(seeded_db)) == 2


DAYS = ["2023-12-31", "2024-01-01", "2024-03-01", "2024-06-30", "2024-07-01"]
amounts = st.one_of(st.integers(-50, 200), st.decimals(-9, 100, places=4)).map(str)
commands = st.one_of(
    st.tuples(st.just(SUM), st.sampled_from([EntryForm.ADD, EntryForm.SET, EntryForm.TOTAL]), amounts),
    st.tuples(st.just(LAST), st.sampled_from([EntryForm.SET, EntryForm.BARE, EntryForm.READING]), amounts),
    st.tuples(st.just(MILESTONE), st.just(EntryForm.SET), st.integers(0, 100).map(str)),
    st.tuples(st.sampled_from([SUM, LAST, MILESTONE]), st.just(EntryForm.WORDS), st.just("")),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(commands, st.sampled_from(DAYS)), min_size=1, max_size=6))
def test_the_echo_agrees_with_the_status_of_that_day_before_and_after(
    empty_db: Path, history: list[tuple[tuple[str, EntryForm, str], str]]
) -> None:
    at = desk_at(Path(shutil.copy2(empty_db, empty_db.with_name("law.db"))), now=NOW)
    for (code, form, text), day in history:
        before = stood(at, code, day)
        (echo,) = record(at, [Item(code, form, text)], day=day, remarks=Remarks(note="drawn")).echoes
        assert (echo.before, echo.score.actual) == (before, stood(at, code, day))


def stood(at: Ledger, code: str, day: str) -> Actual:
    (score,) = status(at, [code], as_of=day).card.scores
    return score.actual


def test_a_dry_run_shows_the_echo_and_records_nothing(seeded_db: Path) -> None:
    before = seeded_db.read_bytes()
    ran = did(seeded_db, "log", "JJ09+5", "MS13=99.5", "--dry-run")
    assert ran.out == (
        "JJ09 Tourism companies attracted  no data → 5 units (+5)  attainment 25.0%  expected 50.0%  behind  "
        "2024-07-01\n"
        "MS13 Government service satisfaction rate  no data → 99.5 % (=99.5)  no target  2024-07-01\n"
    )
    assert ran.err == "2 entries to record; nothing was recorded. To record them, leave out --dry-run.\n"
    assert (recorded(seeded_db), seeded_db.read_bytes()) == ([], before)


def test_a_dry_run_refuses_what_log_would_refuse(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "JJ09-5", "--dry-run").code == 4
    assert run(seeded_db, "log", "JJ09 12", "--dry-run").code == 2
    assert "to undo" not in did(seeded_db, "log", "JJ09+5", "--dry-run").err.lower()


def test_words_that_are_only_tried_are_yet_to_be_recorded(seeded_db: Path) -> None:
    words = ("log", "JJ09", "--note", "x", "--dry-run")
    assert "  words to record  " in did(seeded_db, *words).out
    out = did(seeded_db, *words, lang="zh").out
    assert ("待登记文字" in out, "已登记" in out) == (True, False)
