"""The month after: who leaves, comes, moves, splits, and whose number the police corrected."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.second_county.lists import ADULT, CHILD, Lists
from tests.second_county.people import Someone, made_number
from tests.second_county.world import Home, Place, Record

NOVEMBER = "2026-11"


@dataclass
class November:
    """The dibao list of November and what changed since October's."""

    records: list[Record]
    left: list[Someone] = field(default_factory=list)
    kept: list[Someone] = field(default_factory=list)
    """Of those who left, the people of townships whose file never came: nothing says yet that they left."""
    came: list[Someone] = field(default_factory=list)
    moved: dict[str, Place] = field(default_factory=dict)
    split: list[tuple[Home, Home]] = field(default_factory=list)
    corrected: list[tuple[Someone, Someone]] = field(default_factory=list)


def next_month(world: Lists, each: int = 3) -> November:
    """Return November's list: some homes gone, new, moved, split, one number each corrected."""
    october = [record for record in world.lists["dibao"] if not record.flaw]
    listed = {record.who.number for record in october}
    whole = [home for home in homes_of(october) if all(person.number in listed for person in home.people)]
    families = [home for home in whole if len(home.members) > 1]
    draw = world.draw.sample(families, each * 4)
    gone, moving, splitting, corrected = (draw[place : place + each] for place in range(0, each * 4, each))
    november = November([record for record in october if record.home not in gone])
    november.left = [record.who for record in october if record.home in gone]
    for home in moving:
        move(world, november, home)
    for home in splitting:
        split_off(world, november, home)
    for home in corrected:
        correct(world, november, home)
    for _ in range(each):
        come(world, november)
    november.records.sort(key=lambda record: (record.place.town, record.home.key))
    return november


def homes_of(records: list[Record]) -> list[Home]:
    """Return the homes of a list, once each, in order."""
    return list(dict.fromkeys(record.home for record in records))


def replace_records(november: November, home: Home, *new: Record) -> None:
    """Put other lines in the place of a home's."""
    november.records = [record for record in november.records if record.home is not home] + list(new)


def lines_of(november: November, home: Home) -> list[Record]:
    """Return a home's lines."""
    return [record for record in november.records if record.home is home]


def move(world: Lists, november: November, home: Home) -> None:
    """Let a home move to a village of another township; its number stays."""
    place = world.draw.choice([place for place in world.places if place.town != home.place.town])
    new = [Record(each.who, home, each.values, place) for each in lines_of(november, home)]
    replace_records(november, home, *new)
    november.moved |= {each.who.name: place for each in new}


def split_off(world: Lists, november: November, home: Home) -> None:
    """Let all but the head live on their own from now on, under a new number."""
    lines = lines_of(november, home)
    other = Home(len(world.homes) + 1, home.place, world.card())
    world.homes.append(other)
    leaving = [each for each in lines if each.who is not home.head]
    other.members = [(each.who, "户主" if place == 0 else "其他") for place, each in enumerate(leaving)]
    new = [
        Record(each.who, other, {
            **each.values, "relation": relation, "household_number": other.number, "account": other.account,
        }, home.place)
        for each, (_, relation) in zip(leaving, other.members, strict=True)
    ]  # fmt: skip
    staying = Home(home.key, home.place, home.account, home.members[:1])
    head = [Record(each.who, staying, each.values, home.place) for each in lines if each.who is home.head]
    replace_records(november, home, *head, *new)
    november.split.append((staying, other))


def correct(world: Lists, november: November, home: Home) -> None:
    """Give the head of a home another number: the same day of birth, another order."""
    old = home.head
    order = int(old.number[14:17])
    number = made_number(world.county, old.born, order - 2 if order > 2 else order + 2)
    new = Someone(old.name, number, old.born, old.male)
    lines = [
        Record(new if each.who is old else each.who, home, each.values, each.place)
        for each in lines_of(november, home)
    ]
    replace_records(november, home, *lines)
    november.corrected.append((old, new))


def come(world: Lists, november: November) -> None:
    """Take a new home in."""
    home = world.home(ADULT, CHILD)
    world.dibao(home, period=NOVEMBER)
    new = [record for record in world.earlier.pop(("dibao", NOVEMBER)) if record.home is home]
    november.records += new
    november.came += [record.who for record in new]
