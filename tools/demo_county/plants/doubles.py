"""Plant people who stand twice on a list or on two lists, and accounts that serve several households."""

from tools.demo_county.divisions import Village
from tools.demo_county.enrol import certify, enrol_dibao, enrol_tekun, register, subsidise
from tools.demo_county.people import Household, Person
from tools.demo_county.world import Record, World

TWICE, TWO_HOUSEHOLDS = "same-person-twice", "same-person-two-households"
TWO_TOWNS, BOTH, ACCOUNT = "same-person-two-townships", "dibao-and-tekun", "one-account-many-households"


def plant_doubles(world: World) -> None:
    """Plant repeated rows, people in two households and people in two towns."""
    _repeated_rows(world)
    for ages, second in (((50, 47, 21), (58, 55)), ((63, 35), (44, 40, 9))):
        first = _home(world, *ages, urban=True)
        other = world.settle(world.nursery.household(*second, village=first.village))
        _in_two_households(world, TWO_HOUSEHOLDS, first, other, "同镇两户低保都列了此人")
    for ages, second in (((54, 51, 24), (60, 57)), ((49, 46, 18), (37, 34, 7))):
        first = _home(world, *ages, urban=True)
        elsewhere = _village_elsewhere(world, first)
        other = world.settle(world.nursery.household(*second, village=elsewhere))
        _in_two_households(world, TWO_TOWNS, first, other, "两个镇的低保名册都列了此人")
    _in_two_towns_across_lists(world)


def _repeated_rows(world: World) -> None:
    home = _home(world, 45, 42, 10, urban=True)
    world.records["dibao"].append(enrol_dibao(world, home)[1])
    world.plant(TWICE, home.members[1], "低保名册同一户内重复一行")
    old = _home(world, 79)
    world.records["tekun"].append(enrol_tekun(world, old))
    world.plant(TWICE, old.head, "特困名册重复一行")
    family = _home(world, 52, 49, urban=False)
    world.records["poverty_register"].append(register(world, family, "LIFTED", stable_work="YES")[0])
    world.plant(TWICE, family.head, "建档立卡名册重复一行")


def _in_two_households(world: World, rule: str, first: Household, second: Household, why: str) -> None:
    """Let a second household on dibao list a member of the first one as well."""
    enrol_dibao(world, first)
    guest = first.members[1]
    second.members.append(guest)
    enrol_dibao(world, second)
    second.members.remove(guest)
    if rule == TWO_TOWNS:
        _plant_home_of(world, guest, first, why)
    else:
        world.plant(rule, guest, why)


def _in_two_towns_across_lists(world: World) -> None:
    home = _home(world, 57, 30, urban=True)
    enrol_dibao(world, home)
    away = Household(home.key, _village_elsewhere(world, home), home.address, home.account)
    _pay_disabled(world, home.members[1], away)
    _plant_home_of(world, home.members[1], home, "低保在一个镇，两项补贴在另一个镇")


def _plant_home_of(world: World, person: Person, home: Household, why: str) -> None:
    """Note that the household in which the person lives must be found, whichever of the two it is."""
    alone = Household(home.key, home.village, home.address, home.account, [person])
    world.plant_household(TWO_TOWNS, alone, why)


def _pay_disabled(world: World, person: Person, home: Household) -> Record:
    certify(world, person, home, "4", "3")
    return subsidise(world, person, home, "4", "3", living=True, account=home.account)


def plant_both_lists(world: World) -> None:
    """Plant people on the dibao and the tekun list at once."""
    for ages, urban in (((66, 38), True), ((62, 61, 30), False)):
        home = _home(world, *ages, urban=urban)
        enrol_dibao(world, home)
        alone = Household(home.key, home.village, home.address, home.account, [home.head])
        enrol_tekun(world, alone, registered=urban, support_mode="DISPERSED")
        world.plant(BOTH, home.head, "同月在低保和特困两本名册")


def plant_shared_accounts(world: World) -> None:
    """Plant accounts of several households; spouses and an institution's residents may share one."""
    for groups in (((55, 52), (48, 20)), ((61, 58), (43, 41, 12), (50, 24))):
        homes = [_home(world, *ages, urban=True) for ages in groups]
        for home in homes:
            enrol_dibao(world, home, account=homes[0].account)
        world.plant_account(ACCOUNT, homes[0].account, f"{len(homes)} 户低保同用一个账户")
    lone = _home(world, 75)
    enrol_tekun(world, lone, support_mode="DISPERSED")
    family = _home(world, 46, 44, urban=True)
    enrol_dibao(world, family, account=lone.account)
    world.plant_account(ACCOUNT, lone.account, "一户特困、一户低保同用一个账户")
    institution = world.nursery.account()
    for age in (82, 78, 90):
        resident = _home(world, age)
        enrol_tekun(world, resident, support_mode="CENTRAL", account=institution)
        world.miss(ACCOUNT, resident.head, "集中供养，款项统一进入机构账户")
    couple = _home(world, 60, 57, urban=True)
    enrol_dibao(world, couple)
    _pay_disabled(world, couple.members[1], couple)
    world.miss(ACCOUNT, couple.members[1], "同一户夫妻共用一个账户")


def _village_elsewhere(world: World, home: Household) -> Village:
    """Draw a village of another town, an urban one if there is any."""
    others = [village for village in world.county.villages if village.town_code != home.village.town_code]
    return world.random.choice([village for village in others if village.urban] or others)


def _home(world: World, *ages: int, urban: bool | None = None) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=urban)))
