"""Change one thing in the rules, the values or the engine, and say what no case and no test notices.

    python -m tools.mutation rules|defaults|values [--only PART] [--write]
    python -m tools.mutation engine FILE …      [--write]

Exit code 1 when a survivor decides something, or when `equivalent.yaml` names what is no survivor.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.measuring import machine
from tools.mutation.report import KEPT, Found, Kept, Survivor, digest_of, equivalents

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
RESULTS = ROOT / "bench" / "results"
EQUIVALENT = Path(__file__).with_name("equivalent.yaml")
RESTS_ON = ("policies", "src/doudi/formulas", "src/doudi/policy", "src/doudi/kernel")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("what", choices=("rules", "defaults", "values", "engine"))
    parser.add_argument("files", nargs="*", type=Path, help="modules of the engine")
    parser.add_argument("--only", default="", help="mutants whose name has this in it")
    parser.add_argument("--write", action="store_true", help="write the report to bench/results")
    told = parser.parse_args(arguments)
    began, used = time.monotonic(), time.process_time()
    kept = Kept(ROOT / KEPT / f"{told.what}.tsv", digest_of(ROOT, RESTS_ON))
    found = (
        of_engine(told.files, told.only, kept)
        if told.what == "engine"
        else of_policies(told.what, told.only, kept)
    )
    reasons = {
        name: reason for name, reason in equivalents(EQUIVALENT).items() if _kind_of(name) == told.what
    }
    stale = found.stale(reasons, everything=not told.only and not told.files)
    lines = [
        f"Mutants of the {told.what}. {machine()}, one process.",
        f"    {time.monotonic() - began:.0f} s, {time.process_time() - used:.0f} CPU seconds in this process",
        *found.lines(reasons),
        *(f"    STALE  {name}" for name in stale),
    ]
    print("\n".join(lines))
    if told.write:
        (RESULTS / f"mutants-{told.what}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(bool(stale) or any(one.decides and one.name not in reasons for one in found.survivors))


def _kind_of(name: str) -> str:
    """Return which run a named mutant belongs to, by its file."""
    starts = {"programmes/": "rules", "facts/": "defaults", "parameters/": "values", "src/": "engine"}
    return next(kind for start, kind in starts.items() if name.startswith(start))


def of_policies(what: str, only: str, kept: Kept) -> Found:
    """Run the mutants of the policy folder against the hand-worked cases."""
    from doudi.policy.book import load_book
    from doudi.policy.cases import load_cases
    from tools.mutation.killing import Fate, deciding, killers_of
    from tools.mutation.rules import Mutant, Sources, default_mutants, rule_mutants, sources_of
    from tools.mutation.values import value_mutants

    makers: Mapping[str, Callable[[Sources], Iterator[Mutant]]] = {
        "rules": rule_mutants,
        "defaults": default_mutants,
        "values": value_mutants,
    }
    book = load_book(POLICIES, samples=True)
    killers = killers_of(book, load_cases(POLICIES))
    decides, found = deciding(book), Found()
    for mutant in makers[what](sources_of(POLICIES, book)):
        if only not in mutant.name:
            continue
        found.names.add(mutant.name)
        if mutant.name not in kept.fates:
            kept.keep(mutant.name, killers.fate_of(mutant).value)
        fate = kept.fates[mutant.name]
        found.fates[fate] += 1
        if fate == Fate.SURVIVED:
            place = f"policies/{mutant.file}:{mutant.line(POLICIES)}  {mutant.name.partition(' ')[2]}"
            found.survivors.append(
                Survivor(mutant.name, place, not mutant.steps or bool(mutant.steps & decides))
            )
    return found


def of_engine(files: Sequence[Path], only: str, kept: Kept) -> Found:
    """Run the mutants of modules of the engine, each in a process of its own."""
    from tools.mutation import engine

    engine.warm_up()
    found = Found()
    for mutant in engine.mutants_of(ROOT, files):
        if only not in mutant.name:
            continue
        found.names.add(mutant.name)
        if mutant.name not in kept.fates:
            kept.keep(mutant.name, engine.fate_of(mutant, ROOT))
        fate = kept.fates[mutant.name]
        found.fates[fate] += 1
        if fate == engine.SURVIVED:
            place = f"{mutant.file}:{mutant.line}  {mutant.function}: {mutant.said}"
            found.survivors.append(Survivor(mutant.name, place, decides=True))
    return found


if __name__ == "__main__":
    sys.exit(main())
