"""Plants work lost and found, wages, stalls and houses that came while on aid, and stays not helped with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.second_county.lists import ADULT, CHILD, OLD, Lists, on_dibao
from tests.second_county.lists_more import PREVIOUS, insured, pupil, registered, relieved
from tests.second_county.world import Home

STARTED = date(2022, 5, 10)


def long_jobless(world: Lists) -> None:
    """Plant people three months without work, a day less, with a benefit, at work again, helped, removed."""
    for kind, on in (
        ("MARGINAL", date(2026, 7, 31)), ("LIFTED", date(2026, 2, 2)), ("UNSTABLE", date(2025, 11, 5)),
        ("MARGINAL", date(2026, 8, 1)),
    ):  # fmt: skip
        jobless(world, kind, on)
    long_ago = date(2026, 4, 7)
    registered(world, (again := jobless(world, "LIFTED", long_ago)).head, again, date(2026, 8, 3), "EMPLOYED")
    insured(world, (paying := jobless(world, "LIFTED", long_ago)).head, paying)
    relieved(world, jobless(world, "LIFTED", long_ago), date(2026, 10, 9))
    world.dibao(jobless(world, "LIFTED", long_ago))
    jobless(world, "LIFTED", long_ago, benefit_fen=150_000)
    jobless(world, "LIFTED", long_ago, registration_state="CANCELLED")
    removed = world.home((30, 50))
    world.register(removed, "MARGINAL", removed_on=date(2026, 9, 9))
    registered(world, removed.head, removed, long_ago)


def jobless(world: Lists, kind: str, on: date, **more: Any) -> Home:
    """Return a registered person out of work since a day."""
    home = world.home((30, 50))
    world.register(home, kind)
    registered(world, home.head, home, on, **more)
    return home


def idle(world: Lists) -> None:
    """Plant homes on dibao whose able people have no work, some work, school, age, or no ability."""
    homes = [on_dibao(world, (30, 50), (30, 50)) for _ in range(6)]
    registered(world, homes[3].head, homes[3], date(2025, 3, 3), "EMPLOYED")
    insured(world, homes[4].people[1], homes[4])
    world.dead(homes[5].head, homes[5], date(2026, 9, 2))
    for person in homes[5].people[1:]:
        registered(world, person, homes[5], date(2025, 3, 3), "EMPLOYED")
    student = on_dibao(world, (17, 19))
    pupil(world, student.head, student, "SENIOR")
    for labour in ("NONE", None):
        unable = world.home((30, 50))
        world.dibao(unable, labour=labour)
        world.register(unable, labour=labour)


def benefits(world: Lists) -> None:
    """Plant benefits that ended with and without work, go on, or of which this month says nothing."""
    for now, kind in ((0, "UNEMPLOYED"), (0, "UNEMPLOYED"), (0, "UNEMPLOYED"), (150_000, "UNEMPLOYED"),
                      (None, "EMPLOYED")):  # fmt: skip
        home = on_dibao(world, (30, 50))
        registered(world, home.head, home, date(2026, 3, 3), period=PREVIOUS, benefit_fen=150_000)
        on = date(2026, 3, 3) if kind == "UNEMPLOYED" else date(2026, 10, 12)
        registered(world, home.head, home, on, kind, benefit_fen=now)
    never = on_dibao(world, (30, 50))
    for period in (PREVIOUS, "2026-10"):
        registered(world, never.head, never, date(2026, 3, 3), period=period)
    gone = on_dibao(world, (30, 50))
    registered(world, gone.head, gone, date(2026, 3, 3), period=PREVIOUS, benefit_fen=150_000)


def wages(world: Lists) -> None:
    """Plant wages that began, rose by a fifth and more, by less, fell, or of which a list is silent."""
    for was, now in (
        (300_000, 360_000), (300_000, 500_000), (250_000, 301_000), (300_000, 359_900), (300_000, 300_000),
        (300_000, None), (None, 400_000), (420_000, 300_000),
    ):  # fmt: skip
        home = on_dibao(world, (30, 50), (30, 50))
        insured(world, home.people[1], home, base=was, period=PREVIOUS)
        insured(world, home.people[1], home, base=now)
    for status, kind in (("STOPPED", "EMPLOYEE"), ("PAYING", "RESIDENT")):
        begun = on_dibao(world, (30, 50))
        insured(world, begun.head, begun, status, kind=kind, base=None, period=PREVIOUS)
        insured(world, begun.head, begun)
    new, stranger = on_dibao(world, (30, 50)), world.home((30, 50))
    insured(world, new.head, new)
    insured(world, stranger.head, stranger)
    alone = world.home((30, 50))
    world.tekun(alone)
    insured(world, alone.head, alone)


def stalls(world: Lists) -> None:
    """Plant stalls begun on aid, before it, too small, closed, and companies, which are no stalls."""
    for on, role, capital, status in (
        (date(2023, 3, 3), "SELF_EMPLOYED", 9_999_900, "ACTIVE"),
        (date(2026, 10, 20), "SELF_EMPLOYED", 100_000, "ACTIVE"),
        (date(2022, 5, 11), "SELF_EMPLOYED", 500_000, "ACTIVE"),
        (date(2023, 3, 3), "SELF_EMPLOYED", None, "ACTIVE"),
        (date(2022, 5, 9), "SELF_EMPLOYED", 500_000, "ACTIVE"),
        (date(2023, 3, 3), "SELF_EMPLOYED", 10_000_000, "ACTIVE"),
        (date(2023, 3, 3), "SELF_EMPLOYED", 500_000, "CANCELLED"),
        (date(2023, 3, 3), "OFFICER", 500_000, "ACTIVE"),
    ):  # fmt: skip
        home = on_dibao(world, ADULT, ADULT, started_on=STARTED)
        world.add(
            "company", home.people[1], home, company_name=f"{home.place.village}{home.key}号商行",
            company_role=role, company_status=status, capital_fen=capital, founded_on=on,
        )  # fmt: skip


def new_houses(world: Lists) -> None:
    """Plant houses registered on aid, before it, sold again, and shops."""
    for on, use, status in (
        (date(2023, 3, 3), "RESIDENTIAL", "CURRENT"), (date(2026, 10, 31), "RESIDENTIAL", "CURRENT"),
        (date(2022, 5, 11), "RESIDENTIAL", "CURRENT"), (date(2022, 5, 9), "RESIDENTIAL", "CURRENT"),
        (date(2023, 3, 3), "COMMERCIAL", "CURRENT"), (date(2023, 3, 3), "RESIDENTIAL", "HISTORY"),
    ):  # fmt: skip
        home = on_dibao(world, ADULT, ADULT, started_on=STARTED)
        registered_house(world, home, on, use, status)
    untold = on_dibao(world, ADULT, ADULT, started_on=None)
    registered_house(world, untold, date(2023, 3, 3), "RESIDENTIAL", "CURRENT")
    off = world.home(ADULT, ADULT)
    world.register(off)
    registered_house(world, off, date(2023, 3, 3), "RESIDENTIAL", "CURRENT")


def registered_house(world: Lists, home: Home, on: date, use: str, status: str) -> None:
    """Register a flat of a home's second member."""
    world.add(
        "real_estate", home.people[1], home,
        property_number=f"鲁（2023）阳谷县不动产权第{home.key:05d}9号",
        unit_number=f"{world.county}{home.key:06d}GB00009F00010009", use=use, area_m2=8_317, house_on=on,
        registration_status=status,
    )  # fmt: skip


def unhelped(world: Lists) -> None:
    """Plant stays of people on aid without medical aid, with it, unknown, reversed, and visits."""
    for aid, kind, status in (
        (0, "INPATIENT", "NORMAL"), (0, "INPATIENT", None), (0, "INPATIENT", "NORMAL"),
        (35_000, "INPATIENT", "NORMAL"), (None, "INPATIENT", "NORMAL"), (0, "OUTPATIENT", "NORMAL"),
        (0, "INPATIENT", "REVERSED"),
    ):  # fmt: skip
        home = on_dibao(world, ADULT)
        world.bill(home.head, home, 120_000, kind=kind, medical_aid_fen=aid, bill_status=status)
    alone, stranger = world.home(OLD), world.home(ADULT)
    world.tekun(alone)
    for home in (alone, stranger):
        world.bill(home.head, home, 120_000, medical_aid_fen=0)
    child = on_dibao(world, ADULT, CHILD)
    world.bill(child.people[1], child, 0, medical_aid_fen=0)


PLANTS_OF_WORK: tuple[Callable[[Lists], None], ...] = (
    long_jobless, idle, benefits, wages, stalls, new_houses, unhelped,
)  # fmt: skip
