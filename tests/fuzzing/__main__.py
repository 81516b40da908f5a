"""Trials for as long as one likes: `python -m tests.fuzzing --minutes 60`, or one again: `--seed 17 --kind workbook`.

Trials run in processes of their own, a hundred in each, so that one that brings Python down is told too.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzzing.trial import KINDS, SECONDS, Office, trial

_AT_ONCE = 100
_MEMORY = 3 * 2**30


def main() -> None:
    """Run trials, print every fault with its seed, and count what was tried."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int)
    options.add_argument("--first", type=int, default=int(time.time()) * 1000)
    options.add_argument("--kind", choices=KINDS, default="")
    options.add_argument("--office", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.office:
        _work(Office(asked.office), asked.first, asked.kind)
        return
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as name:
        office = Office.made(Path(name))
        if asked.seed is not None:
            _one(office, asked.seed, asked.kind)
            return
        _many(office, asked.first, asked.minutes, asked.kind)


def _one(office: Office, seed: int, kind: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix=f"trial-{seed}-"))
    held = trial(seed, office, folder, kind)
    print(held.kind, held.made, *held.codes, *held.faults, f"its files: {folder}", sep="\n")


def _work(office: Office, first: int, kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for seed in range(first, first + _AT_ONCE):
        faulthandler.dump_traceback_later(40 * SECONDS, exit=True)
        with tempfile.TemporaryDirectory(prefix="fuzzing-") as name:
            print(json.dumps((seed, None)), flush=True)
            print(json.dumps((seed, trial(seed, office, Path(name), kind))), flush=True)


def _many(office: Office, first: int, minutes: float, kind: str) -> None:
    tried: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        words = [sys.executable, "-m", "tests.fuzzing", "--office", str(office.folder), "--first", str(first)]
        done = subprocess.run(
            [*words, *(["--kind", kind] if kind else [])], capture_output=True, text=True, check=False, encoding="utf-8"
        )
        running = None
        for line in done.stdout.splitlines():
            try:
                seed, held = json.loads(line)
            except ValueError:  # a command that was told to write to /dev/stdout did
                continue
            running = None if held else seed
            if not held:
                continue
            name, made, ran, found = held
            tried[name] += 1
            codes.update(f"{name} {code}" for _, code in ran)
            for fault in found:
                faults[fault.strip().splitlines()[-1][:100]] += 1
                if faults[fault.strip().splitlines()[-1][:100]] <= 3:
                    print(f"seed {seed} {name} {made[:600]}\n{fault}\n", flush=True)
        if running is not None:
            faults["the process ended"] += 1
            print(f"seed {running} ended the process: {done.returncode} {done.stderr[-3000:]}", flush=True)
            first = running + 1
        else:
            first += _AT_ONCE
        print(time.strftime("%H:%M:%S"), sum(tried.values()), "trials,", sum(faults.values()), "faults", flush=True)
    print(dict(tried), dict(sorted(codes.items())), dict(faults), sep="\n")
    shutil.rmtree(office.folder, ignore_errors=True)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
