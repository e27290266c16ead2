"""Plant families whose bills eat up more than last year's income, and one whose bills just equal it."""

from tools.demo_county.enrol import enrol_dibao, register
from tools.demo_county.people import Household
from tools.demo_county.possessions import medical
from tools.demo_county.world import World

RULE = "strained-household"


def plant_strained(world: World) -> None:
    """Plant two lifted families and one on dibao; nobody's own bills pass the limit of the medical rule."""
    families = (((52, 50), 900_000, (960_000, 850_000)), ((39, 37, 8), 700_000, (1_400_000, 710_000)))
    for ages, each_fen, bills in families:
        home = _lifted(world, *ages, each_fen=each_fen)
        _pay(world, home, bills)
        world.plant_household(RULE, home, f"本年医疗自付 {sum(bills) // 100} 元，超过上年收入")
    aided = _rural(world, 58, 55)
    enrol_dibao(world, aided, registered=False)
    register(world, aided, "MARGINAL", income_fen=300_000)
    _pay(world, aided, (320_000, 290_000))
    world.plant_household(RULE, aided, "低保家庭，本年医疗自付超过上年收入")
    even = _lifted(world, 47, 44, each_fen=800_000)
    _pay(world, even, (900_000, 700_000))
    world.miss(RULE, even.head, "本年医疗自付刚好等于上年收入")


def _lifted(world: World, *ages: int, each_fen: int) -> Household:
    home = _rural(world, *ages)
    register(world, home, "LIFTED", labour="ABLE", stable_work="YES", income_fen=each_fen)
    return home


def _pay(world: World, home: Household, bills: tuple[int, ...]) -> None:
    for member, share in zip(home.members, bills, strict=False):
        medical(world, member, home, self_pay_fen=share)


def _rural(world: World, *ages: int) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=False)))
