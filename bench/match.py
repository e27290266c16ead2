#!/usr/bin/env python3
"""Measure the comparison of one province's year beside bare DuckDB, polars and pandas.

    python bench/match.py --scale 0.02                     a try, under a minute
    python bench/match.py --scale 1.0 --write              the whole year into bench/results/match.txt

Needs about 4 GB under build/bench at full scale. The peers need build/bench-venv (see bench/README.md) and
are left out, in so many words, where it is missing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.measuring import Measured, machine, measure, measure_peer  # noqa: E402 - the path comes first

GOALS = {"rate": 3.0, "ratio": 1.3, "peak": 1024.0}


def main() -> None:
    """Run all stages and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--scale", type=float, default=0.02, help="share of the province's year (default 0.02)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench" / "match")
    parser.add_argument("--write", action="store_true", help="keep the report in bench/results/match.txt")
    parser.add_argument("--keep", action="store_true", help="keep the made-up files")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    lines = []
    for line in report(options.folder, options.scale):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        (ROOT / "bench" / "results" / "match.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not options.keep:
        shutil.rmtree(options.folder)


def report(folder: Path, scale: float) -> Iterator[str]:
    """Yield the report line by line, each as soon as it is known."""
    yield f"$ python bench/match.py --scale {scale:g}"
    yield machine()
    yield from province(folder / "province", scale)
    yield ""
    yield from county(folder / "county")


def province(folder: Path, scale: float) -> Iterator[str]:
    """Measure the province's year, stage by stage."""
    made = measure("generate", folder, scale)
    batches = made.said["batches"]
    rows, dirty, rejected = (sum(batch[name] for batch in batches) for name in ("rows", "dirty", "rejected"))
    yield (
        f"province: {made.said['people']:,} people, {len(batches)} batches, {rows:,} rows "
        f"({dirty:,} dirty, of them {rejected:,} beyond repair), fixed seed"
    )
    yield f"{'':34}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}"
    keyed = measure("key", folder)
    yield _line("clean, key, write batches", keyed)
    ours = measure("engine", folder)
    yield _line("compare (ours)", ours)
    floor = measure("floor", folder)
    yield _line("floor: bare DuckDB, pairs written", floor)
    counted = measure("floor_counted", folder)
    yield _line("  the same, pairs only counted", counted)
    raw = measure("floor_raw", folder)
    yield _line("  raw numbers, pairs only counted", raw)
    lost = ours.said["matched"] - raw.said["pairs"]
    yield f"  (the raw join misses {lost:,} rows whose numbers ours repairs)"
    yield from _peers(folder, ours)
    yield ""
    yield from _verdict(rows, rejected, keyed, ours, floor)
    yield f"(compare / the join that only counts: {ours.cpu / counted.cpu:.2f} × CPU seconds)"


def _peers(folder: Path, ours: Measured) -> Iterator[str]:
    polars, pandas = measure_peer("polars", folder), measure_peer("pandas", folder, 1)
    if polars is None or pandas is None:
        yield "polars, pandas: not installed in build/bench-venv, left out"
        return
    yield _line("polars, pairs written", polars)
    yield _line("pandas, on a tenth of the batches", pandas)
    tenth = pandas.cpu / ours.cpu
    yield f"polars / ours: {polars.cpu / ours.cpu:.2f} × CPU; pandas on a tenth / ours on all: {tenth:.2f} ×"


def _verdict(rows: int, rejected: int, keyed: Measured, ours: Measured, floor: Measured) -> Iterator[str]:
    rate = keyed.said["rows"] / keyed.said["cleaning_cpu"] / 1e6
    said = ours.said
    yield f"cleaning and keying: {rate:.2f} million identities a CPU second (goal ≥ {GOALS['rate']:g})"
    yield f"compare / floor: {ours.cpu / floor.cpu:.2f} × CPU seconds (goal ≤ {GOALS['ratio']:g})"
    yield f"peak memory: {max(keyed.peak_mib, ours.peak_mib):,.0f} MiB (goal ≤ {GOALS['peak']:,.0f})"
    adds_up = said["rows_read"] == rows and said["matched"] + said["unmatched"] + said["rejected"] == rows
    yield (
        f"rows: {said['rows_read']:,} read = {said['matched']:,} on the roster + {said['unmatched']:,} off "
        f"it + {said['rejected']:,} rejected: {'adds up' if adds_up else 'DOES NOT ADD UP'}"
    )
    as_planted = (
        said["as_planted"] and said["rejected"] == rejected and said["matched"] == floor.said["pairs"]
    )
    yield (
        f"hits as planted in every batch and equal to the floor's: {'yes' if as_planted else 'NO'}; "
        f"gaps written: {said['gaps']:,}"
    )


def county(folder: Path) -> Iterator[str]:
    """Measure one county's month with every rule."""
    made = measure("county_build", folder, 100_000).said
    month = measure("county_month", folder)
    yield f"county: {made['people']:,} people, {made['sources']} sources, {made['rows']:,} rows"
    yield _line(f"a month, {month.said['rules']} rules", month)
    yield f"findings: {month.said['findings']:,} (values are drawn at random, so every rule finds many)"


def _line(title: str, measured: Measured) -> str:
    return f"{title:34}{measured.cpu:9.1f}{measured.wall:9.1f}{measured.peak_mib:10.0f}"


if __name__ == "__main__":
    main()
