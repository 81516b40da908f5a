"""One trial: something that nobody would hand over, commands that meet it, and what they are held to."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from nanhu_kpi.errors import Refusal
from nanhu_kpi.service.check import unsound
from nanhu_kpi.store.connection import as_damage
from nanhu_kpi.store.database import inspecting
from tests.fuzzing.databases import meddled
from tests.fuzzing.files import json_file, text_file, workbook
from tests.fuzzing.words import words
from tests.support.commands import NOW, did, run
from tests.support.weeks import work_half_a_year

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = (0, 2, 3, 4, 5, 10)
SECONDS = 20  # of a command, of the time that is its own: the machine may be busy
KINDS = ("own database", "other database", "workbook", "old workbook", "text", "json", "words")
_READS = (
    "status", "status --all -f csv", "show JJ09", "why JJ09", "entries", "due", "weekly", "weekly --week 26 -f html",
    "export status", "export entries", "export changes", "export targets -f json", "export periods",
    "export measures -o o.xlsx", "db check", "db check --strict", "target list", "measure list", "goal list",
    "config list", "period list", "undo --list", "status --known 2024-06-15", "weekly --known 2024-06-25",
    "db backup copy.db", "entries --search x",
)  # fmt: skip
_WRITES = (
    "log JJ09+1", "log JJ03 --note x", "undo --yes", "undo", "target set JJ03 200 --reason x",
    "measure edit JJ09 --owner x", "period close 2024-05 --reason x", "config set behind -12",
    "import rows.csv --yes", "merge sound.db", "db update", "merge sound.db --dry-run",
)  # fmt: skip
_TAKES = (
    "merge other.db", "merge other.db --dry-run", "db restore other.db --yes", "db restore other.db --repair --yes",
    "--db new.db db restore other.db --yes", "--db new.db db restore other.db --repair --yes",
)  # fmt: skip
_IMPORTS = (
    "import {file} --yes", "import {file} --dry-run",
    "import {file} --yes --ignore-extra --again --date 2024-06-30 --note x", "import {file} --yes --problems p.csv",
    "target import {file} --yes", "target import {file} --dry-run",
)  # fmt: skip
_HEADERS = (
    ["measure", "day", "type", "value", "note"], ["code", "day", "added"], ["指标", "日期", "累计", "说明", "键"],
    ["measure", "year", "value"], ["measure", "day", "value", "qualifier", "issue", "next", "evidence", "key"],
)  # fmt: skip


class Hung(BaseException):
    """A command that takes longer than it may."""


class Held(NamedTuple):
    """What came of a trial: what was made, each command with its code, and what it was held to and did not keep."""

    kind: str
    made: str
    codes: tuple[tuple[str, int], ...]
    faults: tuple[str, ...]


class Office(NamedTuple):
    """What trials begin from: a sound database with half a year in it, and files that its exports are."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Office:
        """Make it."""
        db = folder / "sound.db"
        did(db, "db", "init")
        work_half_a_year(db)
        for name in ("entries.csv", "entries.xlsx", "targets.xlsx", "targets.csv", "changes.csv"):
            did(db, "export", name.partition(".")[0], "-o", str(folder / name))
        did(db, "import", "--template", str(folder / "template.xlsx"))
        (folder / "rows.csv").write_text("measure,day,type,value,note\nJJ09,2024-06-29,add,1,x\n", encoding="utf-8")
        return cls(folder)


def trial(seed: int, office: Office, folder: Path, kind: str = "") -> Held:
    """Run the trial of a seed in an empty folder, which it leaves as it is."""
    chance = Random(seed)
    kind = kind or chance.choice(KINDS)
    for name in ("sound.db", "rows.csv"):
        shutil.copy(office.folder / name, folder / name)
    own = Path(shutil.copy(office.folder / "sound.db", folder / "nanhu.db"))
    made = ""
    with _inside(folder):
        match kind:
            case "own database":
                made = meddled(own, chance, endless=False)
                typed = [
                    each.split()
                    for each in (*chance.sample(_READS, 3), *chance.sample(_WRITES, 2), chance.choice(_READS))
                ]
            case "other database":
                other = Path(shutil.copy(own, folder / "other.db"))
                if chance.random() < 0.3:
                    did(other, "log", "JJ09+1", "--note", "theirs")
                made = meddled(other, chance, endless=True)
                typed = [each.split() for each in chance.sample(_TAKES, 2)]
            case "words":
                shutil.copy(office.folder / "entries.csv", folder / "file.csv")
                shutil.copy(office.folder / "entries.xlsx", folder / "file.xlsx")
                (folder / "file.json").write_text("[]", encoding="utf-8")
                shutil.copy(own, folder / "other.db")
                (folder / "folder").mkdir()
                typed = [words(chance) for _ in range(4)]
            case _:
                file = _file(kind, office, chance)
                made = file
                typed = [each.format(file=file).split() for each in chance.sample(_IMPORTS, 2)]
        return _held(own, kind, made, typed)


def _file(kind: str, office: Office, chance: Random) -> str:
    if kind == "workbook":
        whole = (office.folder / chance.choice(("entries.xlsx", "targets.xlsx", "template.xlsx"))).read_bytes()
        name, data = "file.xlsx", workbook(whole, chance)
    elif kind == "old workbook":
        name, data = "file.xls", _old_workbook(_rows(office, chance), chance)
    elif kind == "json":
        name, data = chance.choice(("file.json", "file.jsonl", "file")), json_file(_rows(office, chance), chance)
    else:
        name, data = chance.choice(("file.csv", "file.tsv", "file.txt")), text_file(_rows(office, chance), chance)
    Path(name).write_bytes(data)
    return name


def _rows(office: Office, chance: Random) -> list[list[str]]:
    if chance.random() < 0.4:
        import csv

        with (office.folder / chance.choice(("entries.csv", "targets.csv", "changes.csv"))).open(
            encoding="utf-8"
        ) as file:
            rows = list(csv.reader(file))
        return [rows[0], *chance.sample(rows[1:], min(6, len(rows) - 1))]
    header = chance.choice(_HEADERS)
    return [
        header,
        *(["JJ09", "2024-06-28", "add", str(number), "x", "", "", f"k{number}"][: len(header)] for number in range(5)),
    ]


def _old_workbook(rows: list[list[str]], chance: Random) -> bytes:
    import xlwt

    from tests.fuzzing.files import meddled_rows
    from tests.support.hostile import damaged

    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for at, row in enumerate(meddled_rows(rows, chance)):
        for place, cell in enumerate(row[:50]):
            kept = cell if isinstance(cell, (bool, int, float)) and cell < 2**60 else str(cell or "")[:30_000]
            sheet.write(at, place, kept.encode(errors="replace").decode() if isinstance(kept, str) else kept)
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    return damaged(data, chance) if chance.random() < 0.7 else data


def _held(own: Path, kind: str, made: str, typed: list[list[str]]) -> Held:
    codes, faults = [], []
    meddled_with = kind == "own database"
    for each in typed:
        line = " ".join(word if len(word) < 60 else f"{word[:20]}…" for word in each)
        before, content = own.read_bytes(), _content(own)
        try:
            with _bounded():
                ran = run(own, *each, now=NOW)
        except Hung:
            faults.append(f"{line}: takes longer than {SECONDS} s")
            continue
        except BaseException:
            faults.append(f"{line}: {traceback.format_exc()[-1500:]}")
            continue
        codes.append((line, ran.code))
        if ran.code not in CODES:
            faults.append(f"{line}: code {ran.code}: {ran.err[-1500:]}")
        elif "Traceback" in ran.err:
            faults.append(f"{line}: {ran.err[-1500:]}")
        elif ran.code not in (0, 10) and not ran.err.strip():
            faults.append(f"{line}: code {ran.code} without a sentence")
        elif ran.code not in (0, 10) and own.read_bytes() != before and _content(own) != content:
            faults.append(f"{line}: code {ran.code}, and the file was changed")
        elif ran.code == 0 and not meddled_with and (fault := _unsound(own)):
            faults.append(f"{line}: code 0, and then {fault}")
        for name in ("new.db", "copy.db"):
            if ran.code == 0 and not meddled_with and Path(name).exists() and (fault := _unsound(Path(name))):
                faults.append(f"{line}: code 0, and then of {name}: {fault}")
        if left := [place.name for place in Path().iterdir() if ".new-" in place.name]:
            faults.append(f"{line}: left {left}")
    return Held(kind, made, tuple(codes), tuple(faults))


def _content(db: Path) -> object:
    """Return what a file says, or why it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            conn.text_factory = bytes
            names = [row[0].decode(errors="replace") for row in conn.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")]  # fmt: skip
            return {name: sorted(map(repr, conn.execute(f'SELECT * FROM "{name}"'))) for name in sorted(names)}
    except (sqlite3.Error, UnicodeError, ValueError, OverflowError):
        return None


def _unsound(db: Path) -> str:
    try:
        with inspecting(db) as conn, as_damage(db):
            fault = next(unsound(conn, NOW.date()), None)
        return f"{fault.msgid} {fault.facts}" if fault else ""
    except Refusal as refusal:
        return f"{refusal.msgid} {refusal.facts}"


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    here = Path.cwd()
    os.chdir(folder)
    stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    around = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "TMPDIR": str(folder)}
    try:
        with patch.dict(os.environ, around), patch.object(sys, "stdin", stdin):
            yield
    finally:
        os.chdir(here)


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
