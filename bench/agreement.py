#!/usr/bin/env python3
"""Run made-up families through every programme three ways and count where the answers differ.

    python bench/agreement.py --families 20000              a try, some ten seconds
    python bench/agreement.py --families 1000000 --write    a million, report in bench/results/agreement.txt

One by one in whole numbers and fractions, one by one with every number a fraction, all at once in columns:
every step of every member of every family is compared. Regions, days and a share of the parameters are drawn
by chance as well, so that methods no county uses today are walked through too. In every second batch one
amount in five came together over several months; in every third one fact in twelve is not known.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.measuring import machine  # noqa: E402 - the path comes first
from doudi.formulas.nodes import RuleBroken  # noqa: E402
from doudi.policy.book import Book, load_book  # noqa: E402
from doudi.policy.families import Families  # noqa: E402
from doudi.policy.plan import Plan  # noqa: E402
from doudi.policy.tests.agreement import Agreement, agreement  # noqa: E402
from doudi.policy.tests.chance import families, filled_plan, with_months, with_unknown  # noqa: E402

SEED = 20260701
AT_ONCE = 500
SHARE_DRAWN = 0.15
SHARE_OVER_MONTHS, SHARE_OPEN = 1 / 2, 1 / 3
YEARS = range(2013, 2027)


def main() -> None:
    """Compare and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="keep the report in bench/results/agreement.txt")
    options = parser.parse_args()
    lines = []
    for line in report(options.families, options.processes):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        (ROOT / "bench" / "results" / "agreement.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(wanted: int, processes: int) -> Iterator[str]:
    """Yield the report line by line."""
    yield f"$ python bench/agreement.py --families {wanted}"
    yield machine()
    began = time.monotonic()
    codes = list(load_book(ROOT / "policies", samples=True).programmes)
    each = -(-wanted // len(codes))
    total, values, differences = 0, 0, 0
    yield f"{'programme':24}{'plans':>8}{'families':>11}{'values compared':>18}{'differences':>13}"
    with ProcessPoolExecutor(processes) as pool:
        for code, plans, found in pool.map(compare, codes, [each] * len(codes)):
            total += found.families
            values += found.values
            differences += len(found.differences)
            yield f"{code:24}{plans:>8,}{found.families:>11,}{found.values:>18,}{len(found.differences):>13,}"
            yield from (f"    {one}" for one in found.differences[:3])
    yield f"{'together':24}{'':8}{total:>11,}{values:>18,}{differences:>13,}"
    yield f"{time.monotonic() - began:,.0f} s on {processes} processes"


def compare(code: str, wanted: int) -> tuple[str, int, Agreement]:
    """Compare so many families of one programme, a new region, day and parameters every few hundred."""
    book = load_book(ROOT / "policies", samples=True)
    rng = np.random.default_rng([SEED, *code.encode()])
    found, plans = Agreement(), 0
    while found.families < wanted:
        size = min(AT_ONCE, wanted - found.families)
        one = _compared(book, code, size, rng)
        if one is None:
            continue
        plans += 1
        found.families += one.families
        found.values += one.values
        found.differences += one.differences
    return code, plans, found


def _compared(book: Book, code: str, size: int, rng: np.random.Generator) -> Agreement | None:
    """Return one comparison; nothing where drawn values leave 64 bits: the engine refuses those."""
    region = str(rng.choice(book.regions()))
    on = date(int(rng.choice(YEARS)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    plan = filled_plan(book, code, region, on, rng, SHARE_DRAWN)
    try:
        return agreement(book, plan, _drawn(book, plan, size, rng))
    except RuleBroken:
        return None


def _drawn(book: Book, plan: Plan, size: int, rng: np.random.Generator) -> Families:
    drawn = families(book, plan, size, rng)
    if rng.random() < SHARE_OVER_MONTHS:
        drawn = with_months(drawn, book.facts, rng, 1 / 5)
    if rng.random() < SHARE_OPEN:
        drawn = with_unknown(drawn, book.facts, rng, 1 / 12)
    return drawn


if __name__ == "__main__":
    main()
