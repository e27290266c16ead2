#!/usr/bin/env python3
"""Run made-up families through every programme three ways and count where the answers differ.

    python bench/agreement.py --families 20000              a try, some forty seconds
    python bench/agreement.py --families 1000000 --write    a million, report in bench/results/agreement.txt

One by one in whole numbers and fractions, one by one with every number a fraction, all at once in columns:
every step of every member of every family is compared. Almost half of the families have facts nobody knows,
some amounts that came together over several months; many stand a fen, a day or a month beside a line.
Regions, days since 2012 and a share of the parameters are drawn by chance as well. Beside it: knowing more
never turns an answer given, more means never raise a benefit.

What is compared is kept under build/bench by the seed and by what the rules and the engine are: stopped, it
goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.agreement_block import FIRST, LAST, Block, Line, Tally  # noqa: E402 - the path comes first
from bench.measuring import machine  # noqa: E402
from doudi.policy.book import Book, load_book  # noqa: E402

SEED = 20261201
AT_ONCE, CHUNK = 800, 10_000
RULES = ("policies", "src/doudi/formulas", "src/doudi/policy")
COLUMNS = (
    "families",
    "unknown",
    "unset",
    "entitled",
    "waiting",
    "values",
    "results",
    "completions",
    "richer",
)


def main() -> None:
    """Compare and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="keep the report in bench/results/agreement.txt")
    options = parser.parse_args()
    lines = []
    for line in report(options.families):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        (ROOT / "bench" / "results" / "agreement.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(wanted: int) -> Iterator[str]:
    """Yield the report line by line."""
    yield f"$ python bench/agreement.py --families {wanted}"
    yield machine()
    codes = list(book().programmes)
    each = -(-wanted // len(codes))
    yield f"{'programme':20}" + "".join(f"{name:>13}" for name in (*COLUMNS, "differences"))
    whole, seconds = Tally(), 0.0
    for code in codes:
        own = Tally()
        for chunk in range(-(-each // CHUNK)):
            found = _kept(code, chunk, min(CHUNK, each - chunk * CHUNK))
            seconds += found["seconds"]
            _join(own, found)
            _join(whole, found)
        yield _line(code, own)
        yield from (f"    {one}" for one in own.differences[:5])
    yield _line("together", whole)
    yield f"rules and engine {_digest()}, seed {SEED}, {seconds:,.0f} CPU seconds in one process"


def _line(title: str, tally: Tally) -> str:
    wrong = sum(count for what, count in tally.counts.items() if what.startswith("wrong"))
    said = [tally.counts.get(name, 0) for name in COLUMNS]
    return f"{title:20}" + "".join(f"{one:>13,}" for one in (*said, wrong))


def _join(tally: Tally, found: dict[str, Any]) -> None:
    for what, count in found["counts"].items():
        tally.counts[what] = tally.counts.get(what, 0) + count
    tally.differences += found["differences"]


def _kept(code: str, chunk: int, size: int) -> dict[str, Any]:
    """Return what comparing a chunk came to, from where it was kept if it was compared before."""
    folder = ROOT / "build" / "bench" / f"agreement-{_digest()}"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{code}-{chunk}-{size}.json"
    if not place.exists():
        began = time.process_time()
        found = asdict(compare(code, chunk, size)) | {"seconds": time.process_time() - began}
        place.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    said: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return said


def compare(code: str, chunk: int, size: int) -> Tally:
    """Compare so many families of one programme, a new region, day and parameters every few hundred."""
    tally, line, number = Tally(), Line(), 0
    while (seen := tally.counts.get("families", 0)) < size:
        block = Block(book(), code, [SEED, *code.encode(), chunk, number], document_days())
        block.run(min(AT_ONCE, size - seen), line, tally)
        number += 1
    return tally


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the policy book with its sample regions."""
    return load_book(ROOT / "policies", samples=True)


@lru_cache(maxsize=1)
def document_days() -> tuple[date, ...]:
    """Return the first day, and the first day after the last, of every document since 2012."""
    documents = next(iter(book().programmes.values())).lineage.documents.values()
    days = {day for one in documents for day in (one.begins, one.ends) if day and FIRST <= day <= LAST}
    return tuple(sorted(days))


@lru_cache(maxsize=1)
def _digest() -> str:
    """Return what tells these rules, this engine and this comparison from others."""
    found = hashlib.sha256()
    files = list((ROOT / "bench").glob("agreement*.py"))
    for folder in RULES:
        files += (path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".yaml"))
    files = [path for path in files if not path.name.startswith("test_") and "cases" not in path.parts]
    for path in sorted(files):
        found.update(path.relative_to(ROOT).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


if __name__ == "__main__":
    main()
