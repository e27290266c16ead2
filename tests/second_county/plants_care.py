"""Plants those wholly provided for and their carers, and the disabled and what they are paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.second_county.lists import ADULT, CHILD, OLD, Lists, on_dibao
from tests.second_county.lists_more import BEFORE, EARLY, PREVIOUS, pupil
from tests.second_county.plants_more import born
from tests.second_county.world import Home


def alone(world: Lists, ages: tuple[int, int] = OLD, mode: str = "DISPERSED", **more: object) -> Home:
    """Return a home of one person wholly provided for, with what the list says."""
    home = world.home(ages)
    world.tekun(home, mode=mode).values.update(more)
    world.register(home)
    return home


def assessed(world: Lists) -> None:
    """Plant people without an assessment, assessed by either column, and the dead."""
    for more in (
        {"selfcare": None}, {"selfcare": None, "support_mode": "CENTRAL"},
        {"selfcare": None, "care_level": None},
        {"selfcare": None, "care_level": "HALF_CARE"}, {"selfcare": "FULL", "care_level": None},
    ):  # fmt: skip
        alone(world, **more)
    dead = alone(world, selfcare=None)
    world.dead(dead.head, dead, date(2026, 9, 9))


def graded(world: Lists) -> None:
    """Plant the gravely disabled said to look after themselves, and all that is near it."""
    for level, selfcare, more in (
        (1, "FULL", {}), (1, "FULL", {}), (1, "FULL", {}), (2, "FULL", {}), (1, "PARTIAL", {}), (1, None, {}),
        (1, "FULL", {"certificate_status": "CANCELLED"}), (1, "FULL", {"expires_on": date(2026, 9, 30)}),
    ):  # fmt: skip
        home = alone(world, selfcare=selfcare)
        world.certificate(home.head, home, 4, level, **more)


def carers(world: Lists) -> None:
    """Plant carers who died, live, or are none, and people who need none."""
    for on, more in (
        (date(2026, 10, 31), {}), (date(2026, 3, 3), {}), (date(2026, 9, 9), {"record_kind": "DEATH"}),
        (date(2026, 11, 2), {}), (date(2026, 3, 3), {"record_status": "WITHDRAWN"}), (None, {}),
    ):  # fmt: skip
        carer = world.home(ADULT)
        alone(world, selfcare="PARTIAL", carer_name=carer.head.name, carer_number=carer.head.number)
        if on:
            world.dead(carer.head, carer, on, **more)
    for mode, selfcare in (
        ("DISPERSED", "NONE"), ("DISPERSED", "PARTIAL"), ("DISPERSED", "NONE"), ("DISPERSED", "FULL"),
        ("CENTRAL", "NONE"), ("DISPERSED", None),
    ):  # fmt: skip
        alone(world, mode=mode, selfcare=selfcare, carer_name=None)
    dead = alone(world, selfcare="NONE", carer_name=None)
    world.dead(dead.head, dead, date(2026, 9, 9))


def helpless(world: Lists) -> None:
    """Plant the helpless at home, in a home, and those who need half the care."""
    for mode, selfcare in (
        ("DISPERSED", "NONE"), ("DISPERSED", "NONE"), ("DISPERSED", "PARTIAL"), ("DISPERSED", "FULL"),
        ("CENTRAL", "NONE"), ("DISPERSED", None),
    ):  # fmt: skip
        alone(world, mode=mode, selfcare=selfcare)
    dead = alone(world, selfcare="NONE")
    world.dead(dead.head, dead, date(2026, 9, 9))


def provided(world: Lists) -> None:
    """Plant what obligors can do, amounts about the standard, and minors who grew up."""
    for capacity in ("ABLE", "ABLE", "ABLE", "UNABLE", "NONE", None):
        alone(world, obligor_capacity=capacity)
    for fen, area in ((80_900, "RURAL"), (40_000, "RURAL"), (80_900, "RURAL"), (81_000, "RURAL"),
                      (81_100, "RURAL"), (None, "RURAL"), (70_000, "URBAN"), (70_000, None)):  # fmt: skip
        alone(world, support_fen=fen, tekun_area=area)
    for day, kind in (
        (date(2008, 10, 31), "MINOR"), (date(2006, 5, 5), "MINOR"), (date(2007, 2, 2), "MINOR"),
        (date(2008, 11, 1), "MINOR"), (date(2006, 5, 5), "DISABLED"), (date(2006, 5, 5), None),
    ):  # fmt: skip
        grown(world, day, tekun_category=kind)
    for stage in ("SENIOR", "COLLEGE"):
        at_school = grown(world, date(2007, 2, 2), tekun_category="MINOR")
        pupil(world, at_school.head, at_school, stage)


def grown(world: Lists, day: date, **more: Any) -> Home:
    """Return somebody born on a day and wholly provided for."""
    home = born(world, day)
    world.tekun(home).values.update(more)
    world.register(home)
    return home


def regraded(world: Lists) -> None:
    """Plant certificates whose kind or grade changed since September, renewed ones, and new ones."""
    for was, now in (((4, 3), (4, 1)), ((4, 1), (4, 2)), ((1, 2), (4, 2)), ((4, 3), (4, 3)), (None, (4, 3))):
        home = on_dibao(world, ADULT)
        if was:
            world.certificate(home.head, home, *was, period=PREVIOUS)
        world.certificate(home.head, home, *now)
    cancelled = on_dibao(world, ADULT)
    world.certificate(cancelled.head, cancelled, 4, 3, period=PREVIOUS)
    world.certificate(cancelled.head, cancelled, 4, 1, certificate_status="CANCELLED")


def watched_and_disabled(world: Lists) -> None:
    """Plant the gravely disabled among the watched: helped, lightly disabled, lapsed, no longer watched."""
    for kind, certificate, removed_on in (
        ("MARGINAL", (4, 2), None), ("UNSTABLE", (6, 3), None), ("SUDDEN", (1, 1), None),
        ("MARGINAL", (5, 3), None), ("MARGINAL", (4, 3), None), ("MARGINAL", (6, 4), None),
        ("LIFTED", (4, 1), None), ("MARGINAL", (4, 1), date(2026, 9, 9)),
    ):  # fmt: skip
        home = world.home(ADULT, ADULT)
        world.register(home, kind, removed_on=removed_on)
        world.certificate(home.head, home, *certificate)
    lapsed, helped, dead = (world.home(ADULT, ADULT) for _ in range(3))
    for home in (lapsed, helped, dead):
        world.register(home, "MARGINAL")
        lasting = date(2026, 9, 30) if home is lapsed else date(2030, 1, 1)
        world.certificate(home.head, home, 4, 1, expires_on=lasting)
    world.dibao(helped, only=helped.people[:1])
    world.dead(dead.head, dead, date(2026, 8, 8))


def disabled_children(world: Lists) -> None:
    """Plant disabled children of registered families with no aid, with one kind of it, and grown up."""
    homes = [world.home(ADULT, CHILD) for _ in range(6)]
    for home in homes:
        world.register(home, "UNSTABLE")
        world.certificate(home.people[1], home, 4, 3)
    world.subsidy(homes[3].people[1], homes[3])
    world.dibao(homes[4])
    world.dead(homes[5].people[1], homes[5], date(2026, 9, 9))
    grown_up, lapsed = world.home(ADULT, (18, 20)), world.home(ADULT, CHILD)
    for home, status in ((grown_up, "VALID"), (lapsed, "CANCELLED")):
        world.register(home, "UNSTABLE")
        world.certificate(home.people[1], home, 4, 3, certificate_status=status)


def old_carers(world: Lists) -> None:
    """Plant the gravely disabled with only old people about them, with a younger one, alone, or helped."""
    homes = [
        world.home((40, 42), (66, 70)),
        world.home((40, 42), (66, 70), (67, 72)),
        world.home((38, 40), OLD),
    ]
    younger, single, light = (
        world.home((40, 42), (66, 70), (20, 24)),
        world.home((40, 42)),
        world.home(ADULT, OLD),
    )
    helped, dead = world.home((40, 42), (66, 70)), world.home((40, 42), (66, 70))
    for home in (*homes, younger, single, light, helped, dead):
        world.register(home, "LIFTED")
        world.certificate(home.head, home, 4, 3 if home is light else 2)
    world.dibao(helped)
    world.dead(dead.head, dead, date(2026, 9, 9))


def missed(world: Lists) -> None:
    """Plant subsidies with months left out between, from the start on, and without a gap."""
    for periods in (
        (EARLY,), (EARLY, PREVIOUS), (BEFORE,), (EARLY, BEFORE, PREVIOUS), (BEFORE, PREVIOUS),
        (PREVIOUS,), (),
    ):  # fmt: skip
        home = on_dibao(world, ADULT)
        for period in periods:
            world.subsidy(home.head, home, period=period)
        world.subsidy(home.head, home)
        world.certificate(home.head, home)
    stopped = on_dibao(world, ADULT)
    for period in (EARLY, BEFORE):
        world.subsidy(stopped.head, stopped, period=period)


PLANTS_OF_CARE: tuple[Callable[[Lists], None], ...] = (
    assessed, graded, carers, helpless, provided, regraded, watched_and_disabled, disabled_children,
    old_carers, missed,
)  # fmt: skip
