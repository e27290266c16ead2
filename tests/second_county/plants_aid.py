"""Plants what a list of aid says of itself: amounts, counts, accounts, households, who came and went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_county.lists import ADULT, CHILD, OLD, Lists
from tests.second_county.lists_more import BEFORE, LAST_YEAR, PREVIOUS, child_aid, registered
from tests.second_county.plants_more import born
from tests.second_county.world import Home


def amounts(world: Lists) -> None:
    """Plant amounts that changed by half and more, by a little less, and amounts nobody told."""
    for was, now in (
        (30_000, 45_000), (40_000, 20_000), (20_000, 41_000), (30_000, 44_900), (40_000, 20_100),
        (36_000, 36_000),
    ):  # fmt: skip
        home = world.home(ADULT, CHILD)
        world.dibao(home, each=was, period=PREVIOUS)
        world.dibao(home, each=now)
        world.register(home)
    untold = world.home(ADULT)
    world.dibao(untold, each=20_000, period=PREVIOUS)
    world.dibao(untold, each=60_000, amount_fen=None)
    world.register(untold)
    for fen in (130_000, 110_000):
        alone = world.home(OLD)
        world.tekun(alone, period=PREVIOUS)
        world.tekun(alone, support_fen=fen)
        world.register(alone)


def sums(world: Lists) -> None:
    """Plant households whose amount is not what their members get, and such as tell too little."""
    for stated in (61_000, 59_900, 120_000, 60_000, None):
        home = world.home(ADULT, CHILD)
        world.dibao(home, each=30_000, household_amount_fen=stated)
        world.register(home)
    partly = world.home(ADULT, ADULT)
    world.dibao(partly, each=30_000, household_amount_fen=90_000)[1].values["amount_fen"] = None
    world.register(partly)
    by_head = world.home(ADULT, ADULT)
    world.dibao(by_head, each=30_000)[1].values["household_amount_fen"] = None
    world.register(by_head)


def counts(world: Lists) -> None:
    """Plant households that say another number of people on aid than stand on the list."""
    for stated in (3, 1, 4, 2, None):
        home = world.home(ADULT, CHILD)
        world.dibao(home, aided_count=stated)
        world.register(home)
    by_head = world.home(ADULT, CHILD)
    world.dibao(by_head)[0].values["aided_count"] = 2
    world.register(by_head)


def shrunk(world: Lists) -> None:
    """Plant households of fewer people for as much money, for less, and for nobody knows how much."""
    for now, kept, died in (
        (45_000, 2, False), (50_000, 2, False), (45_000, 2, True), (44_900, 2, False), (31_000, 3, False),
    ):  # fmt: skip
        home = world.home(ADULT, ADULT, CHILD)
        world.dibao(home, each=30_000, period=PREVIOUS)
        world.dibao(home, only=home.people[:kept], each=now)
        world.register(home)
        if died:
            world.dead(home.people[2], home, date(2026, 9, 12))
    untold = world.home(ADULT, CHILD)
    world.dibao(untold, period=PREVIOUS, each=30_000)
    world.dibao(untold, only=untold.people[:1], amount_fen=None, household_amount_fen=None)
    world.register(untold)


def accounts(world: Lists) -> None:
    """Plant homes without an account, homes where one of them has it, and people cared for in a home."""
    for _ in range(2):
        none = world.home(ADULT, CHILD)
        world.dibao(none, account=None)
        world.register(none)
    shared = world.home(ADULT, ADULT)
    world.dibao(shared)[1].values["account"] = None
    world.register(shared)
    for mode in ("DISPERSED", "DISPERSED", "CENTRAL"):
        alone = world.home(OLD)
        world.tekun(alone, mode=mode).values["account"] = None
        world.register(alone)
    child_aid(world, world.home(CHILD), account=None)
    child_aid(world, world.home(CHILD))


def no_amounts(world: Lists) -> None:
    """Plant people on a list without an amount, with nought, and with only their household's."""
    for fen in (None, 0):
        home = world.home(ADULT)
        world.dibao(home, amount_fen=fen, household_amount_fen=fen)
        world.register(home)
    for untold in ("amount_fen", "household_amount_fen"):
        told = world.home(ADULT, CHILD)
        for line in world.dibao(told, each=33_000):
            line.values[untold] = None
        world.register(told)
    for fen in (None, 81_000):
        alone = world.home(OLD)
        world.tekun(alone, support_fen=fen)
        world.register(alone)
        child_aid(world, world.home(CHILD), child_fen=fen and 150_000)


def weddings(world: Lists) -> None:
    """Plant people whose marriage changed, did not change, or is not told."""
    for was, now in (
        ("MARRIED", "WIDOWED"), ("MARRIED", "DIVORCED"), ("SINGLE", "MARRIED"), ("WIDOWED", "WIDOWED"),
        (None, "MARRIED"), ("MARRIED", None), ("MARRIED", "OTHER"), ("OTHER", "MARRIED"),
    ):  # fmt: skip
        home = world.home(ADULT)
        world.dibao(home, marriage=was, period=PREVIOUS)
        world.dibao(home, marriage=now)
        world.register(home)


def returned(world: Lists) -> None:
    """Plant people back on the list after a month off it, and people who never left."""
    for periods in (
        (BEFORE,), (BEFORE,), (BEFORE,), (BEFORE, PREVIOUS), (PREVIOUS,), (),
    ):  # fmt: skip
        home = world.home(ADULT)
        for period in periods:
            world.dibao(home, period=period)
        world.dibao(home)
        world.register(home)


def gone(world: Lists, *periods: str) -> Home:
    """Return a home that was on dibao and is no more."""
    home = world.home(ADULT)
    for period in periods or (PREVIOUS,):
        world.dibao(home, period=period)
    return home


def left(world: Lists) -> None:
    """Plant people off dibao whom something befell this month, something less, or nothing."""
    for home, self_pay, kind in (
        (gone(world), 600_000, "INPATIENT"), (gone(world, BEFORE), 700_000, "INPATIENT"),
        (gone(world, LAST_YEAR), 650_000, "INPATIENT"), (gone(world), 599_900, "INPATIENT"),
        (gone(world), 900_000, "OUTPATIENT"),
    ):  # fmt: skip
        world.bill(home.head, home, self_pay, kind=kind)
    for day in (date(2026, 10, 1), date(2026, 9, 30)):
        jobless, disabled = gone(world), gone(world, BEFORE, PREVIOUS)
        registered(world, jobless.head, jobless, day)
        world.certificate(disabled.head, disabled, first_issued_on=day, issued_on=day)
    renewed = gone(world)
    world.certificate(renewed.head, renewed, first_issued_on=None, issued_on=date(2026, 10, 6))
    dead, helped = gone(world), gone(world)
    world.bill(dead.head, dead, 800_000)
    world.dead(dead.head, dead, date(2026, 10, 20))
    world.bill(helped.head, helped, 800_000)
    world.tekun(helped)


def sent_back(world: Lists) -> None:
    """Plant payments that came back, went through, are paused, or of the dead."""
    for status in ("RETURNED", "ACTIVE", "PAUSED", None):
        home, alone, child, disabled = (
            world.home(ADULT),
            world.home(OLD),
            world.home(CHILD),
            world.home(ADULT),
        )
        world.dibao(home, payment_status=status)
        world.register(home)
        world.tekun(alone, payment_status=status)
        child_aid(world, child, payment_status=status)
        world.subsidy(disabled.head, disabled, payment_status=status)
        world.certificate(disabled.head, disabled)
    dead = world.home(ADULT)
    world.dibao(dead, payment_status="RETURNED")
    world.dead(dead.head, dead, date(2026, 9, 12))


def birthdays(world: Lists) -> None:
    """Plant people on dibao who turned sixteen or sixty in the month, and just before and after."""
    for years in (16, 60):
        for month, day in ((10, 1), (10, 17), (10, 31), (9, 30), (11, 1)):
            home = born(world, date(2026 - years, month, day))
            world.dibao(home)
            world.register(home)


def some_of_them(world: Lists) -> None:
    """Plant families of whom only some are on dibao: without a reason, by themselves, with others helped."""
    for single in ("NO", "NO", "NO", "YES"):
        home = world.home(ADULT, ADULT, CHILD)
        world.dibao(home, only=home.people[:1], single_person=single)
        world.register(home)
    heavy = world.home(ADULT, ADULT)
    world.dibao(heavy, only=heavy.people[:1], single_person="NO")
    world.certificate(heavy.head, heavy, 4, 1)
    world.register(heavy)
    dead = world.home(ADULT, ADULT)
    world.dibao(dead, only=dead.people[:1], single_person="NO")
    world.dead(dead.people[1], dead, date(2026, 8, 8))
    world.register(dead)


PLANTS_OF_AID: tuple[Callable[[Lists], None], ...] = (
    amounts, sums, counts, shrunk, accounts, no_amounts, weddings, returned, left, sent_back, birthdays,
    some_of_them,
)  # fmt: skip
