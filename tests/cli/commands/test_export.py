"""Exports: the promised columns, exact figures, every format saying the same, files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.views import Outcome, agree, environment, logged, names_in, run, spawned, tables

HEADERS = {
    "goals": "code,area,name_zh,name_en,source,retired_on",
    "measures": "code,area,goal,name_zh,name_en,unit,kind,direction,cadence,owner,support,leader,source,numerator,"
    "denominator,retired_on",
    "entries": "id,batch,key,measure,day,type,value,qualifier,note,issue,next,evidence,evidence_sha256,officer,host,"
    "logged_at,voided_at,voided_by,void_reason,command,logged_on",
    "targets": "id,batch,measure,year,value,start,due,pace,schedule,origin,reason,document,effective_on,officer,host,"
    "logged_at,voided_at,voided_by,void_reason,command,logged_on",
    "status": "area,goal,code,name_zh,name_en,unit,kind,direction,owner,year,as_of,baseline,target,due,actual,"
    "attainment,expected,gap,remaining,required_per_week,forecast,week_change,status,light,last_day,entries,"
    "baseline_to_date,baseline_qualifier,actual_qualifier,start,pace,forecast_method,"
    "stale,days_left,next_light",
}
NUMBERS = {
    "year", "value", "baseline", "target", "actual", "attainment", "expected", "gap", "remaining", "required_per_week",
    "forecast", "week_change", "entries", "baseline_to_date", "days_left",
}  # fmt: skip
DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")
every_export = pytest.mark.parametrize("what", HEADERS)


@pytest.fixture(scope="module")
def _built_worked_db(_built_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's database with progress of every type, an entry taken back, and a target of 0."""
    path = Path(shutil.copy2(_built_seeded, tmp_path_factory.mktemp("built")))
    logged(path, "JJ09+12.5", "JJ28=60", "MS01+0", "JJ03=超999999999999.9999", "--note", "counted", on="2024-06-20")
    logged(path, "JJ09-0.0001", "--note", '说 "好",\n第二行\t;', "--next", "=1+1", on="2024-06-28")
    logged(path, "JJ29", "--issue", "words alone", on="2024-06-28")
    logged(path, "JJ30=15", on="2024-06-29")
    assert run(path, "undo", "--yes", on="2024-06-29").code == 0
    agree(path, "JJ04", 2024, 0)
    return path


@pytest.fixture
def worked_db(_built_worked_db: Path, tmp_path: Path) -> Path:
    """A copy of that database."""
    return Path(shutil.copy2(_built_worked_db, tmp_path / "nanhu.db"))


def exported(db: Path, what: str, format_: str, *words: str) -> Outcome:
    outcome = run(db, "export", what, "-f", format_, *words)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome


ESCAPES = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    if delimiter == "\t":
        lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
        return [[re.sub(r"\\[\\tnr]", lambda sign: ESCAPES[sign[0]], cell) for cell in line] for line in lines]
    return list(csv.reader(io.StringIO(text, newline="")))


def read_exactly(text: str) -> dict[str, object]:
    """Return a JSON object with its numbers as the digits that stand there."""
    found: dict[str, object] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return found


# Columns and cells.


@every_export
def test_the_columns_are_the_promise(seeded_db: Path, what: str) -> None:
    assert exported(seeded_db, what, "csv").out.split("\n")[0] == HEADERS[what]


@every_export
def test_every_format_says_the_same_cell_for_cell(worked_db: Path, what: str) -> None:
    header, *rows = cells(exported(worked_db, what, "csv").out)
    assert len(rows) > 10
    assert cells(exported(worked_db, what, "tsv").out, "\t") == [header, *rows]
    document = read_exactly(exported(worked_db, what, "json").out)
    assert (document["schema"], document["what"]) == (1, what)
    objects = [read_exactly(line) for line in exported(worked_db, what, "jsonl").out.splitlines()]
    assert document["rows"] == objects
    told = [[("" if cell is None else str(cell)) for cell in each.values()] for each in objects]
    assert [list(each) for each in objects] == [header] * len(rows)
    assert told == rows
    for each in objects:
        assert {type(cell) for name, cell in each.items() if name in NUMBERS} <= {Decimal, type(None)}
        assert {type(cell) for name, cell in each.items() if name not in NUMBERS} <= {str, type(None)}


def test_values_are_exact_decimals_without_trailing_zeros(worked_db: Path) -> None:
    entries = run(worked_db, "export", "entries").rows
    targets = run(worked_db, "export", "targets").rows
    assert all(DECIMAL.fullmatch(row["value"]) for row in [*entries, *targets] if row["value"])
    values = {(row["measure"], row["value"]) for row in entries if row["officer"] == "li"}
    assert values == {
        ("JJ09", "12.5"), ("JJ09", "-0.0001"), ("JJ28", "60"), ("MS01", "0"), ("JJ03", "999999999999.9999"),
        ("JJ29", ""), ("JJ30", "15"),
    }  # fmt: skip
    assert {row["value"] for row in targets if row["measure"] == "JJ04"} == {"0"}


def test_shares_have_four_places_and_gaps_two(worked_db: Path) -> None:
    rows = run(worked_db, "export", "status", "--as-of", "2024-06-30").by_code
    for row in rows.values():
        assert re.fullmatch(r"(\d+\.\d{4})?", row["attainment"])
        assert re.fullmatch(r"(\d+\.\d{4})?", row["expected"])
        assert re.fullmatch(r"(-?\d+\.\d{2})?", row["gap"])
        for name in ("baseline", "target", "actual", "remaining", "required_per_week", "week_change"):
            assert not row[name] or DECIMAL.fullmatch(row[name])
    assert (rows["JJ09"]["actual"], rows["JJ09"]["attainment"], rows["JJ09"]["gap"]) == ("12.4999", "0.6250", "12.77")


def test_empty_means_no_data_and_zero_means_zero(worked_db: Path) -> None:
    rows = run(worked_db, "export", "status").by_code
    assert (rows["MS01"]["actual"], rows["MS01"]["entries"]) == ("0", "1")
    assert (rows["JJ29"]["actual"], rows["JJ29"]["entries"]) == ("", "1")
    assert (rows["JJ30"]["actual"], rows["JJ30"]["entries"]) == ("", "0")
    assert (rows["JJ04"]["target"], rows["JJ04"]["status"]) == ("0", "unreported")
    assert rows["JJ03"]["target"] == rows["JJ03"]["attainment"] == rows["JJ04"]["forecast"] == ""


def test_words_are_english_in_every_language(worked_db: Path) -> None:
    for what in HEADERS:
        chinese = run(worked_db, "export", what, lang="zh")
        assert chinese.out == run(worked_db, "export", what, lang="en").out
    rows = run(worked_db, "export", "status", lang="zh").by_code
    assert (rows["JJ09"]["status"], rows["JJ09"]["light"]) == ("ahead", "green")
    assert rows["JJ03"]["actual_qualifier"] == "over"
    types = {row["type"] for row in run(worked_db, "export", "entries", lang="zh").rows}
    assert types == {"add", "set", "words"}


def test_entries_taken_back_are_always_there(worked_db: Path) -> None:
    (voided,) = [row for row in run(worked_db, "export", "entries").rows if row["voided_at"]]
    assert (voided["measure"], voided["value"], voided["voided_by"]) == ("JJ30", "15", "li")
    assert (voided["voided_at"], voided["void_reason"]) == ("2024-06-29T01:00:00Z", "undo")


@pytest.mark.parametrize("words", [(), ("--year", "2023"), ("--as-of", "2024-05-31"), ("--all",)])
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_the_export_of_status_is_what_status_writes(worked_db: Path, words: tuple[str, ...], format_: str) -> None:
    assert exported(worked_db, "status", format_, *words).out == run(worked_db, "status", *words, "-f", format_).out


@pytest.mark.parametrize("day", ["2024-06-30", "2024-12-31", "2023-12-31"])
def test_the_screen_and_the_export_show_the_same_figures(worked_db: Path, day: str) -> None:
    rows = run(worked_db, "export", "status", "--as-of", day).by_code
    screen = run(worked_db, "status", "--as-of", day, "-f", "plain").out
    header = next(line for line in screen.split("\n") if line.startswith("Code "))
    headers = re.split(r"  +", header.strip())
    shown = [dict(zip(headers, row, strict=True)) for table in tables(screen, headers) for row in table]
    assert sorted(cell["Code"] for cell in shown) == sorted(rows)
    # Of a year that is over, the last week is no news.
    assert ("This week" in headers) == (day == "2024-06-30")
    for cell in shown:
        row = rows[cell["Code"]]
        assert cell["Actual"].split(" ")[-1] == row["actual"]
        assert cell.get("Target", "") == row["target"]
        assert cell.get("Remaining", "") == row["remaining"]
        assert cell.get("Due", "") == row["due"]
        if "This week" in headers:
            assert cell["This week"].removeprefix("+") == row["week_change"]
        assert cell.get("Gap", "").removeprefix("+") == row["gap"]
        share = cell["Attainment"].removesuffix("%")
        assert Decimal(share or 0) == Decimal(row["attainment"] or 0) * 100
        mark = " stale" if row["stale"] == "true" else ""
        silent = row["status"] == "overdue" and not row["actual"]
        word = "overdue, unreported" if silent else row["status"].replace("_", " ").removeprefix("met")
        assert cell["Status"].endswith(word + mark)
        assert cell["Status"].startswith(row["light"])


# Where it goes.


@every_export
@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl"])
def test_the_ending_names_the_format(worked_db: Path, tmp_path: Path, what: str, ending: str) -> None:
    target = tmp_path / f"out.{ending.upper()}"
    outcome = run(worked_db, "export", what, "-o", str(target))
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith(f"Written: {target} (") and outcome.err.endswith(" rows)\n")
    assert target.read_bytes().decode() == exported(worked_db, what, ending).out
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask(tmp_path)


def test_the_format_given_outranks_the_ending(worked_db: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run(worked_db, "export", "goals", "-o", str(target), "-f", "jsonl").code == 0
    assert target.read_text(encoding="utf-8").startswith('{"code": ')


@pytest.mark.parametrize("format_", ["xml", "table", "plain", ""])
def test_an_unknown_format_is_a_usage_error(worked_db: Path, format_: str) -> None:
    outcome = run(worked_db, "export", "goals", "-f", format_)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"“{format_}” is not a format. Choose from: csv, tsv, json, jsonl, xlsx\n"


@pytest.mark.parametrize("name", ["out.txt", "out.xls", "out.csv.gz"])
def test_an_ending_of_another_format_is_a_usage_error(worked_db: Path, tmp_path: Path, name: str) -> None:
    outcome = run(worked_db, "export", "goals", "-o", str(tmp_path / name))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"“{name}” is not a format. Choose from: .csv, .tsv, .json, .jsonl, .xlsx\n"
    assert not (tmp_path / name).exists()


def test_what_cannot_be_written_is_refused_and_leaves_nothing(worked_db: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    before = sorted(tmp_path.rglob("*"))
    for place in ("missing/out.csv", "folder.csv"):
        outcome = run(worked_db, "export", "goals", "-o", str(tmp_path / place))
        assert (outcome.code, outcome.out) == (4, "")
        assert outcome.err.startswith(f"Cannot write {tmp_path / place}: ")
        assert "Nothing was written" in outcome.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_failure_midway_keeps_the_file_that_was_there(worked_db: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("last week", encoding="utf-8")
    # A limit on the size of files, above what reading takes, stands in for a disk that fills up.
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "from nanhu_kpi.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--db", str(worked_db), "--lang", "en", "export", "entries", "-o", str(target)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith(f"Cannot write {target}: ")
    assert "Traceback" not in done.stderr
    assert target.read_text(encoding="utf-8") == "last week"
    assert names_in(tmp_path) == ["nanhu.db", "out.json"]


@pytest.mark.parametrize(
    "words", [("export", "entries"), ("export", "measures", "-f", "json"), ("status",), ("entries",)]
)
def test_a_reader_that_leaves_early_is_no_error(worked_db: Path, words: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "nanhu_kpi", "--db", str(worked_db), "--lang", "en", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        talk = process.stderr.read().decode()
    assert process.returncode == 0, talk
    assert "Traceback" not in talk


def test_head_gets_its_line(worked_db: Path) -> None:
    command = '"$0" -m nanhu_kpi --db "$1" export entries | head -1; echo "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, str(worked_db)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (f"{HEADERS['entries']}\n0\n", "")


def test_bytes_are_the_same_in_any_locale(worked_db: Path) -> None:
    told = [
        spawned("--db", str(worked_db), "export", "entries", env=environment(PYTHONIOENCODING=encoding)).out
        for encoding in ("utf-8", "gbk", "ascii")
    ]
    assert told == [exported(worked_db, "entries", "csv").out] * 3


def _umask(folder: Path) -> int:
    probe = folder / "probe"
    probe.touch()
    mask = 0o666 ^ (probe.stat().st_mode & 0o777)
    probe.unlink()
    return mask
