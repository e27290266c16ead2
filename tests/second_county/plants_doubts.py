"""Plants rows that bear a person's number under another name: what they tell of that person is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_county.lists import ADULT, OLD, Lists, on_dibao
from tests.second_county.lists_more import insured, named_otherwise, pupil, registered


def of_the_dead(world: Lists) -> None:
    """Plant the dead under other names: on dibao, wholly provided for, and only watched."""
    on_aid, alone, watched = on_dibao(world, ADULT), world.home(OLD), world.home(ADULT)
    world.tekun(alone)
    world.register(watched, "MARGINAL")
    for home in (on_aid, alone, watched):
        named_otherwise(world.dead(home.head, home, date(2026, 9, 9)))


def of_work(world: Lists) -> None:
    """Plant work, its loss and insurance of people on dibao under other names."""
    at_work, out_of_work, paying = (on_dibao(world, (30, 50)) for _ in range(3))
    named_otherwise(registered(world, at_work.head, at_work, date(2026, 10, 9), "EMPLOYED"))
    named_otherwise(registered(world, out_of_work.head, out_of_work, date(2026, 10, 9)))
    named_otherwise(insured(world, paying.head, paying))


def of_property(world: Lists) -> None:
    """Plant a car and a stall of people on dibao under other names."""
    driver, trader = on_dibao(world, ADULT), on_dibao(world, ADULT, started_on=date(2022, 5, 10))
    named_otherwise(world.add(
        "vehicle", driver.head, driver, plate=f"鲁P{driver.key:05d}", vehicle_kind="CAR",
        vehicle_status="NORMAL", vehicle_on=date(2021, 3, 3),
    ))  # fmt: skip
    named_otherwise(world.add(
        "company", trader.head, trader, company_name=f"{trader.place.village}{trader.key}号商行",
        company_role="SELF_EMPLOYED", company_status="ACTIVE", capital_fen=500_000,
        founded_on=date(2024, 3, 3),
    ))  # fmt: skip


def of_school_and_certificates(world: Lists) -> None:
    """Plant a student, a bill and a certificate under other names."""
    student, patient, disabled = on_dibao(world, (18, 20)), on_dibao(world, ADULT), world.home(ADULT)
    world.register(disabled, "MARGINAL")
    named_otherwise(pupil(world, student.head, student, "COLLEGE", aided="NO"))
    named_otherwise(world.bill(patient.head, patient, 120_000, medical_aid_fen=0))
    named_otherwise(world.certificate(disabled.head, disabled, 4, 1))


PLANTS_OF_DOUBTS: tuple[Callable[[Lists], None], ...] = (
    of_the_dead, of_work, of_property, of_school_and_certificates,
)  # fmt: skip
