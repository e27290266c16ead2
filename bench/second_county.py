"""Take many made-up counties through their month, row for row and rule for rule, and print the figures.

    .venv/bin/python -m bench.second_county --seeds 20 --people 1500 [--all-rules] [--write]
    .venv/bin/python -m bench.second_county --county [--all-rules] [--write]

Each seed is another county with other people, other plants and other shapes of files; the answers come from
the truth the county was made of, never from what the product computed. `--all-rules` plants truths and decoys
for every rule of the catalogue, not for the first 58 alone. `--county` is one month of a whole county, 39,000
monitored and 8,000 on aid. Processor time is this process's and its children's.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from tests.second_county.world import World

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings_for_tests")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
RESULTS = ROOT / "bench" / "results"
WHOLE, AIDED_OF_WHOLE = 46_900, 0.08
"""How many people, and the share of ordinary homes on dibao, that make 39,000 monitored and 8,000 on aid."""


def main() -> int:
    """Run the seeds; return 1 when anything came out otherwise than it was made."""
    parser = argparse.ArgumentParser(description="第二个县：逐行、逐条规则核对")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--county", action="store_true", help="只跑一个整县：约 3.9 万监测、8 千在享")
    parser.add_argument("--all-rules", action="store_true", help="为目录中的每条规则都埋下真情况与假情况")
    parser.add_argument("--write", action="store_true", help="写入 bench/results/second-county*.txt")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + (1 if asked.county else asked.seeds))
    size = (WHOLE, AIDED_OF_WHOLE) if asked.county else (asked.people, 0)
    lines, wrong = _run(seeds, Size(*size, is_whole=asked.all_rules))
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if asked.write:
        kinds = ("-whole" if asked.county else "") + ("-all-rules" if asked.all_rules else "")
        (RESULTS / f"second-county{kinds}.txt").write_text(text, encoding="utf-8")
    return 1 if wrong else 0


@dataclass(frozen=True)
class Size:
    """How large a county is made, and whether it has plants for every rule."""

    people: int
    aided: float
    """The share of ordinary homes on dibao, 0 for the usual one."""
    is_whole: bool


def _run(seeds: range, size: Size) -> tuple[list[str], int]:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    lines, wrong = [f"第二个县：{len(seeds)} 个种子，每个约 {size.people} 人，{_judged(size)}"], 0
    for seed in seeds:
        line, faults = _one(seed, size)
        told = [line, *(f"    {fault}" for fault in faults[:20])]
        lines += told
        wrong += bool(faults)
        sys.stderr.write("\n".join(told) + "\n")
    lines.append(f"全部一致 {len(seeds) - wrong}/{len(seeds)}")
    return lines, wrong


def _judged(size: Size) -> str:
    """Say how many rules of the catalogue are judged."""
    from doudi.monitoring.catalogue import rules
    from tests.second_county.reckoning import oracles_of

    return f"核对规则 {len(oracles_of(is_whole=size.is_whole))}/{len(rules())} 条"


def _spent() -> float:
    """Return the processor seconds of this process and of its children that are gone."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak() -> str:
    """Return the greatest memory of this process and of the largest child."""
    own, child = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF,
                  resource.RUSAGE_CHILDREN))  # fmt: skip
    return f"内存最高 {own} MiB，读文件的子进程 {child} MiB"


def _one(seed: int, size: Size) -> tuple[str, list[str]]:
    """Live through one county's month in a transaction that is taken back."""
    from django.conf import settings
    from django.db import transaction

    from tests.cases.conftest import open_bureau
    from tests.second_county.conftest import with_local_numbers
    from tests.second_county.months import live_through, made_world
    from tests.second_county.plants import USUALLY_AIDED
    from tests.second_county.world import COUNTIES

    county = sorted(COUNTIES)[seed % len(COUNTIES)]
    with (
        tempfile.TemporaryDirectory() as folder,
        with_local_numbers(settings, Path(folder)),
        transaction.atomic(),
    ):
        aided = size.aided or USUALLY_AIDED
        world = made_world(county, seed, size.people, aided, is_whole=size.is_whole)
        started = _spent()
        reckoning = live_through(world, seed, open_bureau(county, cast(Any, settings), Path(folder)))
        transaction.set_rollback(True)
        spent = _spent() - started
    of_whole = f"，{_listed(world)}，{_peak()}" if size.aided else ""
    figures = f"{reckoning.figures()}，{spent:.0f} 秒处理器{of_whole}"
    return f"种子 {seed}（{COUNTIES[county]}）：{figures}", reckoning.faults


def _listed(world: World) -> str:
    """Say how many are monitored and how many on aid."""
    monitored, *aid = ({each.who.number for each in world.lists[source]}
                       for source in ("poverty_register", "dibao", "tekun"))  # fmt: skip
    return f"监测 {len(monitored)} 人、在享 {len(set().union(*aid))} 人"


if __name__ == "__main__":
    sys.exit(main())
