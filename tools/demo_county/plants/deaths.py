"""Plant the dead whom a list still names, and the dead whose money was stopped in time."""

from datetime import timedelta

from tools.demo_county.enrol import (
    certify,
    enrol_child,
    enrol_dibao,
    enrol_tekun,
    register,
    relieve,
    subsidise,
)
from tools.demo_county.people import Household
from tools.demo_county.possessions import death
from tools.demo_county.world import World

LISTED, MONITORED, SUBSIDISED = "dead-but-listed", "dead-but-monitored", "subsidy-and-cremation"


def plant_dead(world: World) -> None:
    """Plant deaths under every list that pays, under the register and under the disability subsidies."""
    _dead_on_dibao(world)
    _dead_elsewhere(world)
    _dead_on_the_register(world)
    _dead_with_subsidy(world)
    _stopped_in_time(world)


def _dead_on_dibao(world: World) -> None:
    for ages, who, months in (((72, 69), 0, 1), ((48, 46, 80), 2, 4), ((61, 33), 0, 0)):
        home = _home(world, *ages, urban=True)
        enrol_dibao(world, home)
        died = world.first_day - timedelta(days=30 * months) + timedelta(days=11)
        death(world, home.members[who], home, died_on=died)
        world.plant(LISTED, home.members[who], f"{died} 死亡，仍在低保名册")
    rural = _home(world, 66, 64, urban=False)
    enrol_dibao(world, rural)
    death(world, rural.head, rural, died_on=world.first_day - timedelta(days=40))
    world.plant(LISTED, rural.head, "已死亡，仍在农村低保名册")
    world.plant(MONITORED, rural.head, "已死亡，仍在建档立卡名册")


def _dead_elsewhere(world: World) -> None:
    old = _home(world, 88)
    enrol_tekun(world, old)
    death(world, old.head, old)
    world.plant(LISTED, old.head, "已死亡，仍在特困名册")
    world.plant(MONITORED, old.head, "已死亡，仍在建档立卡名册")
    family = _home(world, 60, 12)
    enrol_child(world, family.members[1], family)
    death(world, family.members[1], family)
    world.plant(LISTED, family.members[1], "已死亡，仍在孤儿名册")
    helped = _home(world, 55)
    relieve(world, helped.head, helped)
    death(world, helped.head, helped, died_on=world.first_day - timedelta(days=20))
    world.plant(LISTED, helped.head, "上月死亡，本月仍发临时救助")


def _dead_on_the_register(world: World) -> None:
    for age in (63, 77, 81):
        home = _home(world, age, urban=False)
        register(world, home, "LIFTED", labour="NONE", stable_work="NO")
        death(world, home.head, home)
        world.plant(MONITORED, home.head, "已死亡，仍在建档立卡名册")
    over = _home(world, 70, urban=False)
    register(world, over, "LIFTED", labour="NONE", stable_work="NO", removed_on=world.first_day)
    death(world, over.head, over)
    world.miss(MONITORED, over.head, "已死亡，名册已注明移出")


def _dead_with_subsidy(world: World) -> None:
    for age, kind, level in ((70, "1", "1"), (54, "4", "2"), (84, "2", "1")):
        home = _home(world, age)
        certify(world, home.head, home, kind, level)
        subsidise(world, home.head, home, kind, level, nursing=True)
        death(world, home.head, home)
        world.plant(SUBSIDISED, home.head, "已死亡，仍领重度残疾人护理补贴")


def _stopped_in_time(world: World) -> None:
    """Make someone who died after the month, and someone whose subsidy ended with the death."""
    home = _home(world, 71, 68, urban=True)
    enrol_dibao(world, home)
    death(world, home.members[1], home, died_on=world.last_day + timedelta(days=2))
    world.miss(LISTED, home.members[1], "次月初才死亡，本月在保无误")
    certified = _home(world, 66)
    certify(world, certified.head, certified, "4", "1")
    death(world, certified.head, certified)
    world.miss(SUBSIDISED, certified.head, "持重度残疾人证，死亡后补贴已停")


def _home(world: World, *ages: int, urban: bool | None = None) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=urban)))
