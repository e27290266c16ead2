"""Plant medical bills over the limit of each category of people, and bills just under it."""

from collections.abc import Callable, Mapping
from datetime import date

from tools.demo_county.enrol import enrol_dibao, enrol_tekun, register
from tools.demo_county.people import Household
from tools.demo_county.possessions import medical
from tools.demo_county.world import World

RULE = "medical-selfpay-over-limit"
# Yearly own share in fen above which the rule finds a person of this category.
LIMITS: Mapping[str, int] = {"TEKUN": 100_000, "DIBAO": 500_000, "MONITORED": 1_000_000, "OTHERS": 1_500_000}


def plant_medical_bills(world: World) -> None:
    """Plant two people over each limit, one exactly at it, and one whose bill is only listed twice."""
    for category, limit in LIMITS.items():
        for over in (1, 234_500):
            home = HOMES[category](world)
            _pay(world, home, limit + over, bills=3)
            world.plant(RULE, home.head, f"{category}：本年自付超过 {limit // 100} 元")
        at_limit = HOMES[category](world)
        _pay(world, at_limit, limit, bills=2)
        world.miss(RULE, at_limit.head, f"{category}：本年自付刚好 {limit // 100} 元")
    _listed_twice(world)
    _last_year(world)


def _pay(world: World, home: Household, total_fen: int, *, bills: int) -> None:
    part = total_fen // bills
    for number in range(bills):
        share = part if number else total_fen - part * (bills - 1)
        medical(world, home.head, home, self_pay_fen=share, settled_on=date(world.year, 1, 7 + number))


def _listed_twice(world: World) -> None:
    home = _on_dibao(world)
    medical(world, home.head, home, self_pay_fen=320_000)
    world.records["medical_selfpay"].append(world.records["medical_selfpay"][-1])
    world.miss(RULE, home.head, "同一笔结算在文件里出现两次，只算一次不超")


def _last_year(world: World) -> None:
    home = _on_dibao(world)
    medical(world, home.head, home, self_pay_fen=900_000, settled_on=date(world.year - 1, 12, 28))
    world.miss(RULE, home.head, "大额自付发生在上年")


def _on_dibao(world: World) -> Household:
    home = world.settle(world.nursery.household(54, 50))
    enrol_dibao(world, home)
    return home


def _on_tekun(world: World) -> Household:
    home = world.settle(world.nursery.household(76))
    enrol_tekun(world, home)
    return home


def _monitored(world: World) -> Household:
    """Make a watched family in no programme, which is a finding of another rule as well."""
    home = world.settle(world.nursery.household(49, 46, village=world.nursery.village(urban=False)))
    register(world, home, "SUDDEN", labour="ABLE", stable_work="YES")
    for member in home.members:
        world.plant("monitored-without-aid", member, "突发严重困难户，不在低保、特困")
    return home


def _stranger(world: World) -> Household:
    return world.settle(world.nursery.household(58, 56))


HOMES: Mapping[str, Callable[[World], Household]] = {
    "TEKUN": _on_tekun,
    "DIBAO": _on_dibao,
    "MONITORED": _monitored,
    "OTHERS": _stranger,
}
