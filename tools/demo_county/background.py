"""Fill the county with people in whom nothing is amiss, so that only what is planted can be found."""

from collections.abc import Callable, Mapping

from tools.demo_county import figures, possessions
from tools.demo_county.enrol import (
    certify,
    enrol_child,
    enrol_dibao,
    enrol_tekun,
    register,
    relieve,
    subsidise,
)
from tools.demo_county.people import Household, Person
from tools.demo_county.world import World

HEAVY = ("1", "2")


def populate(world: World, people: int) -> None:
    """Make this many people, in households of every kind, and what each department knows of them."""
    for kind, share in figures.SHARES.items():
        made = 0
        while made < people * share:
            made += len(MAKERS[kind](world).members)


def _dibao(world: World, *, urban: bool) -> Household:
    """Make a dibao household; whoever lives alone is of working age and can work a little, so no tekun."""
    size = world.nursery.size()
    head_age = world.nursery.age(32, 57) if size == 1 else _head_age(world, size, 28, 82)
    home = _family(world, size, head_age, urban=urban)
    enrol_dibao(world, home, labour="PARTIAL" if size == 1 else "")
    for member in home.members:
        if size > 1 and world.chance(0.16):
            _disable(world, member, home, in_dibao=True)
        possessions.of_the_assisted(world, member, home, limit_fen=380_000)
    return home


def _dibao_rural(world: World) -> Household:
    return _dibao(world, urban=False)


def _dibao_urban(world: World) -> Household:
    return _dibao(world, urban=True)


def _tekun(world: World) -> Household:
    """Make someone old and alone, sometimes disabled: a tekun gets neither disability subsidy."""
    home = _family(world, 1, world.nursery.age(62, 92))
    enrol_tekun(world, home)
    if world.chance(0.25):
        certify(world, home.head, home, *_disability(world))
    possessions.medical_bills(world, home.head, home, limit_fen=70_000)
    possessions.basic_pension(world, home.head, home)
    return home


def _lifted(world: World) -> Household:
    """Make a family lifted out of poverty that stands on its own feet."""
    size = world.nursery.size()
    home = _family(world, size, _head_age(world, size, 25, 58), urban=False)
    register(world, home, "LIFTED", stable_work="YES")
    for member in home.members:
        possessions.of_the_modest(world, member, home)
    return home


def _disabled(world: World) -> Household:
    """Make an ordinary family one of whose members is disabled and gets what is due."""
    size = max(2, world.nursery.size())
    home = _family(world, size, _head_age(world, size, 30, 74))
    _disable(world, world.random.choice(home.members), home, in_dibao=False)
    for member in home.members:
        possessions.of_the_modest(world, member, home)
    return home


def _orphan(world: World, kind: str = "ORPHAN") -> Household:
    """Make a grandparent with a child who goes to school."""
    home = world.settle(world.nursery.household(world.nursery.age(58, 76), world.nursery.age(7, 16)))
    child = home.members[1]
    enrol_child(world, child, home, kind)
    possessions.school(world, child, home)
    return home


def _unattended(world: World) -> Household:
    return _orphan(world, "UNATTENDED")


def _dead(world: World) -> Household:
    """Make someone who died this year and is on no list."""
    home = _family(world, 1, world.nursery.age(58, 96))
    possessions.death(world, home.head, home)
    return home


def _relieved(world: World) -> Household:
    """Make a family that got temporary relief this month."""
    size = world.nursery.size()
    home = _family(world, size, _head_age(world, size, 26, 68))
    relieve(world, home.head, home)
    for member in home.members:
        possessions.school(world, member, home)
    return home


def _ordinary(world: World) -> Household:
    size = world.nursery.size()
    home = _family(world, size, _head_age(world, size, 22, 84))
    for member in home.members:
        possessions.of_the_ordinary(world, member, home)
    return home


def _family(world: World, size: int, head_age: int, *, urban: bool | None = None) -> Household:
    return world.settle(world.nursery.family(size, head_age, village=world.nursery.village(urban=urban)))


def _head_age(world: World, size: int, lowest: int, highest: int) -> int:
    """Draw the age of a head; most larger households are young parents with children."""
    young = size >= 3 and world.chance(0.8)
    return world.nursery.age(lowest, 44 if young else highest)


def _disability(world: World) -> tuple[str, str]:
    kinds = figures.DISABILITY_KINDS
    kind = world.random.choices(tuple(kinds), weights=tuple(kinds.values()))[0]
    heavy = world.chance(figures.HEAVY_SHARE)
    return kind, world.random.choice(HEAVY if heavy else ("3", "4"))


def _disable(world: World, person: Person, home: Household, *, in_dibao: bool) -> None:
    """Give a certificate and exactly the subsidies that follow from it."""
    kind, level = _disability(world)
    certify(world, person, home, kind, level)
    living, nursing = in_dibao, level in HEAVY
    if living or nursing:
        account = home.account if in_dibao else ""
        subsidise(world, person, home, kind, level, living=living, nursing=nursing, account=account)


MAKERS: Mapping[str, Callable[[World], Household]] = {
    "dibao_rural": _dibao_rural,
    "dibao_urban": _dibao_urban,
    "tekun": _tekun,
    "lifted": _lifted,
    "disabled": _disabled,
    "orphan": _orphan,
    "unattended": _unattended,
    "dead": _dead,
    "relieved": _relieved,
    "ordinary": _ordinary,
}
