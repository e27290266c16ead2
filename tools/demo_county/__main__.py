"""Run it: python -m tools.demo_county --county 440204 --period 2026-10 --out build/demo."""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.demo_county.divisions import CountyNotFound
from tools.demo_county.generate import DIVISIONS, PEOPLE, Order, make_county


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the county asked for and say what was made; 2 when the county or month makes no sense."""
    order = _order(arguments)
    if order is None:
        print("月份要写成 2026-10 这样的形式。", file=sys.stderr)
        return 2
    begun = time.monotonic()
    try:
        world = make_county(order)
    except (CountyNotFound, FileNotFoundError) as error:
        print(f"生成不了：{error}", file=sys.stderr)
        return 2
    planted = sum(len(found) for found in world.truths.values())
    rows = sum(len(records) for records in world.records.values())
    people = sum(len(home.members) for home in world.households)
    print(f"{world.county.name} {world.period}：{people} 人，{rows} 条部门记录，埋设 {planted} 处问题")
    print(f"在 {order.out}（{time.monotonic() - begun:.1f} 秒）")
    return 0


def _order(arguments: Sequence[str] | None) -> Order | None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.demo_county", description="生成一个虚构县的十六份部门名册"
    )
    parser.add_argument("--county", default="440204", help="六位县级区划代码")
    parser.add_argument("--period", default="2026-10", help="月份，例如 2026-10")
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="输出文件夹")
    parser.add_argument("--seed", type=int, default=1, help="随机种子；同一种子结果相同")
    parser.add_argument("--people", type=int, default=PEOPLE, help="人数")
    parser.add_argument("--plant-unaccounted", action="store_true", help="多放一名未落实的监测对象")
    parser.add_argument("--divisions", type=Path, default=DIVISIONS, help="区划表所在文件夹")
    given = parser.parse_args(arguments)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given.period):
        return None
    return Order(
        given.county,
        given.period,
        given.out,
        given.seed,
        given.people,
        given.plant_unaccounted,
        given.divisions,
    )


if __name__ == "__main__":
    sys.exit(main())
