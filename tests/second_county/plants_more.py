"""Plants for the newer rules: people they must find and people they must leave alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.second_county.lists import ADULT, CHILD, OLD, Lists, on_dibao
from tests.second_county.world import Home


def born(world: Lists, day: date) -> Home:
    """Return a new home of one person born on a day."""
    home = world.home(CHILD)
    home.members = [(world.people.born_on(day), "户主")]
    return home


def children(world: Lists) -> None:
    """Plant children on two lists, of two kinds, and about to come of age."""
    both = world.home(CHILD)
    for kind in ("ORPHAN", "UNATTENDED"):
        orphan(world, both, kind)
    kept = world.home(CHILD)
    orphan(world, kept, "ORPHAN")
    world.tekun(kept)
    for day in (date(2009, 1, 20), date(2008, 11, 20), date(2009, 2, 14), date(2010, 1, 3)):
        orphan(world, born(world, day), "ORPHAN")


def orphan(world: Lists, home: Home, kind: str) -> None:
    """Put a child on the list of orphans."""
    world.add(
        "orphan", home.head, home, child_kind=kind, child_fen=150_000, in_school="YES", account=home.account
    )


def changes(world: Lists) -> None:
    """Plant accounts, areas and townships that changed since September, and homes where nothing did."""
    account, area, town, same = (world.home(ADULT) for _ in range(4))
    elsewhere = next(place for place in world.places if place.town != town.place.town)
    here = town.place
    before: dict[Home, dict[str, Any]] = {
        account: {"account": world.card()}, area: {"area": "URBAN"}, same: {}, town: {},
    }  # fmt: skip
    for home, more in before.items():
        home.place = elsewhere if home is town else home.place
        world.dibao(home, period="2026-09", **more)
        home.place = here if home is town else home.place
        world.dibao(home)
        world.register(home, "LIFTED")


def deaths_in_homes(world: Lists) -> None:
    """Plant deaths in homes on dibao, recent and long ago, with others left and with none."""
    for day, ages in (
        (date(2026, 9, 3), (ADULT, OLD)),
        (date(2026, 5, 3), (ADULT, OLD)),
        (date(2026, 9, 9), (OLD,)),
    ):
        home = on_dibao(world, *ages)
        world.dead(home.people[-1], home, day)


def disabled_homes(world: Lists) -> None:
    """Plant homes with one and two disabled people, old disabled people, and such as are helped."""
    for aided in (True, False):
        for holders in (1, 2):
            home = on_dibao(world, OLD, ADULT) if aided else world.home(OLD, ADULT)
            if not aided:
                world.register(home, "LIFTED")
            for person in home.people[:holders]:
                world.certificate(person, home, 4, 3)
    for level in (1, 2, 3):
        alone = on_dibao(world, ADULT)
        world.certificate(alone.head, alone, 2, level)


def sicknesses(world: Lists) -> None:
    """Plant stays in hospital: three in a year, one too dear, with and without relief."""
    for times in (2, 3):
        often = world.home(ADULT)
        world.register(often, "LIFTED")
        for month in (3, 7, 10)[:times]:
            world.bill(often.head, often, 90_000, on=date(2026, month, 5))
    for self_pay, relieved in ((650_000, False), (650_000, True), (600_000, False)):
        home = on_dibao(world, ADULT)
        world.bill(home.head, home, self_pay)
        if relieved:
            grant(world, home)
    outpatient = on_dibao(world, ADULT)
    world.bill(outpatient.head, outpatient, 650_000, kind="OUTPATIENT")


def grant(world: Lists, home: Home, times: int = 1) -> None:
    """Give a home's head relief in the month."""
    for _ in range(times):
        world.add(
            "temporary_relief", home.head, home, relief_fen=70_000, granted_on=date(2026, 10, 15),
            reason="突发疾病", account=home.account,
        )  # fmt: skip


def relieved(world: Lists) -> None:
    """Plant the same grant listed twice, and homes in sudden trouble with relief and without."""
    twice = world.home(ADULT)
    grant(world, twice, times=2)
    helped = world.home(ADULT, CHILD)
    world.register(helped, "SUDDEN")
    grant(world, helped)
    world.register(world.home(ADULT, CHILD), "SUDDEN")


def workers_on_aid(world: Lists) -> None:
    """Plant the risk removed on dibao, and people wholly provided for who work."""
    gone = world.home(ADULT)
    world.dibao(gone)
    world.register(gone, "MARGINAL", removed_on=date(2026, 9, 9))
    for status in ("PAYING", "STOPPED"):
        able = world.home((35, 55))
        world.tekun(able)
        world.register(able, "LIFTED")
        world.add(
            "social_insurance", able.head, able, insurance_kind="EMPLOYEE", insurance_status=status,
            employer="阳春建材有限公司", base_fen=420_000, pension_fen=None,
        )  # fmt: skip


PLANTS_MORE: tuple[Callable[[Lists], None], ...] = (
    children, changes, deaths_in_homes, disabled_homes, sicknesses, relieved, workers_on_aid,
)  # fmt: skip
