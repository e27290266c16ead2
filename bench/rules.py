#!/usr/bin/env python3
"""Measure the dibao rule over a county of a million households beside OpenFisca-core.

    python bench/rules.py --households 50000                a try, half a minute
    python bench/rules.py --households 1000000 --write      the whole into bench/results/rules.txt

OpenFisca needs build/bench-venv (see bench/README.md) and is left out, in so many words, where it is missing.
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

STAGES = "bench.rules_stages"
PEER = "rules_openfisca.py"
ONE_BY_ONE = 20_000
WAYS = {
    "steps-float32": "OpenFisca, a variable a step, float32",
    "merged-float32": "OpenFisca, merged by hand, float32",
    "steps-float64": "OpenFisca, a variable a step, float64",
    "merged-float64": "OpenFisca, merged by hand, float64",
}


def main() -> None:
    """Run all stages and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--households", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench" / "rules")
    parser.add_argument("--write", action="store_true", help="keep the report in bench/results/rules.txt")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    lines = []
    for line in report(options.folder, options.households):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        (ROOT / "bench" / "results" / "rules.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.rmtree(options.folder)


def report(folder: Path, households: int) -> Iterator[str]:
    """Yield the report line by line, each as soon as it is known."""
    yield f"$ python bench/rules.py --households {households}"
    yield machine()
    made = measure("make", folder, households, module=STAGES).said
    ours = measure("batch", folder, module=STAGES)
    yield (
        f"{made['households']:,} households, {made['people']:,} people, {made['columns']} columns filled; "
        f"{ours.said['steps']} steps of the law; fixed seed"
    )
    yield from _rates(made["rates"])
    yield f"{'CPU seconds, least of three':44}{'build':>8}{'calculate':>11}{'together':>10}{'peak MiB':>10}"
    yield _line("ours, exact", ours)
    peers = {way: found for way in WAYS if (found := _openfisca(way, folder)) is not None}
    if not peers:
        yield "OpenFisca: not installed in build/bench-venv, left out"
    for way, found in peers.items():
        yield _line(WAYS[way], found)
    yield ""
    yield from _ratios(ours, peers)
    yield from _dictionaries(folder, ours, made["households"])
    yield ""
    yield from _differences(folder, peers)
    yield ""
    yield from _beside(ours, measure("one_by_one", folder, min(ONE_BY_ONE, households), module=STAGES))


def _rates(rates: dict[str, float]) -> Iterator[str]:
    yield "how many have what (per cent of people, or of households for property):"
    said = [f"{name.removesuffix('_fen')} {rate * 100:.1f}" for name, rate in rates.items()]
    for start in range(0, len(said), 6):
        yield f"  {', '.join(said[start : start + 6])}"


def _openfisca(way: str, folder: Path) -> Measured | None:
    form, precision = way.split("-")
    return measure_peer(precision, form, folder, script=PEER)


def _line(title: str, measured: Measured) -> str:
    said = measured.said
    together = said["build"] + said["calculate"]
    return (
        f"{title:44}{said['build']:8.2f}{said['calculate']:11.2f}{together:10.2f}{measured.peak_mib:10,.0f}"
    )


def _ratios(ours: Measured, peers: dict[str, Measured]) -> Iterator[str]:
    yield "× ours (goals: calculation ≥ 5, with its build ≥ 10)"
    own = ours.said
    for way, found in peers.items():
        said = found.said
        together = (said["build"] + said["calculate"]) / (own["build"] + own["calculate"])
        yield f"  {WAYS[way]:42}{said['calculate'] / own['calculate']:11.1f}{together:10.1f}"


def _dictionaries(folder: Path, ours: Measured, households: int) -> Iterator[str]:
    """Say what building from dictionaries, the way of OpenFisca's guide, takes for a few families."""
    found = measure_peer("float32", "dictionaries", folder, script=PEER)
    if found is not None:
        few, build = found.said["families"], found.said["build"]
        own = (ours.said["build"] + ours.said["calculate"]) / households * few
        yield (
            f"  OpenFisca built from dictionaries, as its guide shows: {build:.2f} CPU s for the first "
            f"{few:,} households alone, {build / own:,.0f} × ours with everything"
        )


def _differences(folder: Path, peers: dict[str, Measured]) -> Iterator[str]:
    yield "households paid another amount than the exact rule gives, each one explained"
    for way in peers:
        said = measure("differences", folder, way, module=STAGES).said
        yield (
            f"  {WAYS[way]}: {said['households']:,} ({said['over_fen'] / 100:,.0f} yuan a month too much, "
            f"{said['under_fen'] / 100:,.0f} too little)"
        )
        for reason, count in said["reasons"].items():
            yield f"    {count:>8,}  {reason}"


def _beside(ours: Measured, single: Measured) -> Iterator[str]:
    own, one = ours.said, single.said
    yield f"with every reason: {own['explain'] / own['calculate']:.2f} × amounts only (goal ≤ 3)"
    yield f"what-if, before and after: {own['pair'] / own['calculate']:.2f} × one run (goal ≤ 1.2)"
    yield (
        f"one family: {one['plain'] * 1e6:.0f} µs plain, {one['trace'] * 1e6:.0f} µs with every step kept: "
        f"{one['trace'] / one['plain']:.2f} × (goal ≤ 3)"
    )
    yield (
        f"its sheet of {one['lines']:.0f} lines, in words and recomputable: {one['sheet'] * 1e3:.1f} ms more"
    )
    alike = own["alike"] and one["alike"]
    said = "the same amounts" if alike else "DIFFERENT AMOUNTS"
    yield f"one by one, all at once, with reasons, in a what-if: {said}"
    yield (
        f"{own['eligible']:,} households entitled to {own['total_fen'] / 100:,.0f} yuan a month; "
        f"raising the rural standard from 800 to 840 costs {own['more_fen'] / 100:,.0f} more"
    )


if __name__ == "__main__":
    main()
