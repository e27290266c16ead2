"""Say what every match rule costs over one county's month, in CPU seconds, the dearest first.

    .venv/bin/python -m bench.rule_costs [--people 100000] [--write]

The county is the one `bench/match.py` ends with; one thread. What a rule costs is the running of its SQL and
the check of its rows; what all share – views, the roster, doubts, writing, accounting – is the rest. A plain
loop is timed beside it: on a busy machine everything costs more CPU seconds; the loop says how much.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import county
from bench.measuring import machine
from doudi.matching import engine
from doudi.matching.catalogue import Rule, load

REPORT = Path(__file__).with_name("results") / "rule-costs.txt"
FOLDER = Path("build/bench/rule-costs")
LOOP = 3_000_000
SHOWN = 25


def main() -> None:
    """Make the county up, compare it, and print the rules by their cost."""
    options = argparse.ArgumentParser(description="每条比对规则在一个县一个月的数据上要用多少处理器时间")
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--write", action="store_true", help="写入 bench/results/rule-costs.txt")
    told = options.parse_args()
    built = county.build(FOLDER, told.people)
    costs: dict[str, float] = {}
    before = _loop()
    with _timed(costs):
        began = time.process_time()
        said = county.run(FOLDER)
        total = time.process_time() - began
    text = "\n".join(_lines(built, said, costs, total, (before + _loop()) / 2)) + "\n"
    print(text, end="")
    if told.write:
        REPORT.write_text(text, encoding="utf-8")


@contextmanager
def _timed(costs: dict[str, float]) -> Iterator[None]:
    """Time the engine's running of each rule from outside it."""
    keep: Callable[[Any, Rule], None] = engine.keep_found

    def timed(connection: Any, rule: Rule) -> None:  # noqa: ANN401 – DuckDB's, handed on untouched
        began = time.process_time()
        keep(connection, rule)
        costs[rule.id] = time.process_time() - began

    engine.keep_found = timed
    try:
        yield
    finally:
        engine.keep_found = keep


def _loop() -> float:
    began = time.process_time()
    sum(number * number for number in range(LOOP))
    return time.process_time() - began


def _lines(
    built: dict[str, Any], said: dict[str, Any], costs: dict[str, float], total: float, loop: float
) -> Iterator[str]:
    dearest = sorted(costs.items(), key=lambda pair: -pair[1])
    rules = len(load(county.POLICIES, county.SHAPES))
    yield f"What a county's month costs, rule by rule. {machine()}, one thread."
    yield f"    {built['people']:,} people, {built['rows']:,} rows; {said['rules']} of {rules} rules ran"
    yield f"    together {total:.1f} CPU seconds, {sum(costs.values()):.1f} of them in rules"
    yield f"    a rule: {sum(costs.values()) / max(len(costs), 1) * 1000:.0f} ms on average"
    yield f"    beside it a loop of {LOOP:,} products took {loop:.2f} CPU seconds"
    yield from (f"    {seconds * 1000:6.0f} ms  {rule}" for rule, seconds in dearest[:SHOWN])


if __name__ == "__main__":
    main()
