"""Take many made-up counties through their month, row for row and rule for rule, and print the figures.

    .venv/bin/python -m bench.second_county --seeds 20 --people 1500 [--write]

Each seed is another county with other people, other plants and other shapes of files; the answers come from
the truth the county was made of, never from what the product computed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings_for_tests")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
RESULTS = ROOT / "bench" / "results" / "second-county.txt"


def main() -> int:
    """Run the seeds; return 1 when anything came out otherwise than it was made."""
    parser = argparse.ArgumentParser(description="第二个县：逐行、逐条规则核对")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--write", action="store_true", help="写入 bench/results/second-county.txt")
    asked = parser.parse_args()
    lines, wrong = _run(range(asked.first, asked.first + asked.seeds), asked.people)
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if asked.write:
        RESULTS.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


def _run(seeds: range, people: int) -> tuple[list[str], int]:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    lines, wrong = [f"第二个县：{len(seeds)} 个种子，每个约 {people} 人"], 0
    for seed in seeds:
        line, faults = _one(seed, people)
        lines += [line, *(f"    {fault}" for fault in faults[:20])]
        wrong += bool(faults)
        sys.stderr.write(f"{line}\n")
    lines.append(f"全部一致 {len(seeds) - wrong}/{len(seeds)}")
    return lines, wrong


def _one(seed: int, people: int) -> tuple[str, list[str]]:
    """Live through one county's month in a transaction that is taken back."""
    from django.conf import settings
    from django.db import transaction

    from tests.cases.conftest import open_bureau
    from tests.second_county.conftest import with_local_numbers
    from tests.second_county.months import live_through, made_world
    from tests.second_county.world import COUNTIES

    county, started = sorted(COUNTIES)[seed % len(COUNTIES)], time.process_time()
    with (
        tempfile.TemporaryDirectory() as folder,
        with_local_numbers(settings, Path(folder)),
        transaction.atomic(),
    ):
        world = made_world(county, seed, people)
        reckoning = live_through(world, seed, open_bureau(county, cast(Any, settings), Path(folder)))
        transaction.set_rollback(True)
    spent = time.process_time() - started
    return f"种子 {seed}（{COUNTIES[county]}）：{reckoning.figures()}，{spent:.0f} 秒处理器", reckoning.faults


if __name__ == "__main__":
    sys.exit(main())
