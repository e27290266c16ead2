"""Plants the dead as several lists tell of them, accounts they left, and people who only moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_county.lists import ADULT, CHILD, OLD, Lists, on_dibao
from tests.second_county.lists_more import PREVIOUS, child_aid, insured, pupil, registered
from tests.second_county.world import Home


def seen_later(world: Lists) -> None:
    """Plant people registered as dead who work, buy a car or are treated afterwards, and such as do not."""
    for on in (date(2026, 6, 16), date(2026, 6, 14)):
        worker, driver = on_dibao(world, ADULT), on_dibao(world, ADULT)
        for home in (worker, driver):
            world.dead(home.head, home, date(2026, 6, 15))
        registered(world, worker.head, worker, on, "EMPLOYED")
        world.add(
            "vehicle", driver.head, driver, plate=f"鲁P{driver.key:05d}", vehicle_kind="CAR",
            vehicle_status="NORMAL", vehicle_on=on,
        )  # fmt: skip
    for on in (date(2026, 7, 20), date(2026, 10, 12)):
        patient = on_dibao(world, ADULT)
        world.dead(patient.head, patient, date(2026, 6, 15))
        world.bill(patient.head, patient, 30_000, on=on)
    restored = on_dibao(world, ADULT)
    world.dead(restored.head, restored, date(2026, 6, 15), record_status="WITHDRAWN")
    registered(world, restored.head, restored, date(2026, 9, 2), "EMPLOYED")


def told_elsewhere(world: Lists) -> None:
    """Plant people on aid whom another list calls dead: with the death list silent, agreeing, withdrawn."""
    for dead in (False, True):
        holder, listed, pensioner = on_dibao(world, ADULT), world.home(OLD, ADULT), world.home(OLD)
        world.certificate(holder.head, holder, certificate_status="CANCELLED", cancel_reason="DEATH")
        world.tekun(listed)
        world.register(listed)[0].values.update(left_reason="DEATH", left_on=date(2026, 9, 3))
        world.tekun(pensioner)
        insured(world, pensioner.head, pensioner, "STOPPED", kind="RESIDENT", base=None, stop_reason="DEATH")
        child = world.home(CHILD)
        child_aid(world, child)
        pupil(world, child.head, child, student_status="LEFT", leave_reason="DEATH")
        for home in (holder, listed, pensioner, child):
            if dead:
                world.dead(home.head, home, date(2026, 9, 2))
    for reason in ("MOVED", "GIVEN_UP", None):
        home = on_dibao(world, ADULT)
        world.certificate(home.head, home, certificate_status="CANCELLED", cancel_reason=reason)
    stranger = world.home(ADULT)
    world.certificate(stranger.head, stranger, certificate_status="CANCELLED", cancel_reason="DEATH")


def moved(world: Lists) -> None:
    """Plant people on aid whose registration moved away, was doubled, or was brought back."""
    gone = {"died_on": None, "cremated_on": None, "cancelled_on": date(2026, 9, 17)}
    for kind, status in (
        ("MOVED", "STANDING"), ("MISSING", None), ("ARMY", "STANDING"), ("REPEATED", "STANDING"),
        ("MOVED", "WITHDRAWN"),
    ):  # fmt: skip
        home = on_dibao(world, ADULT)
        line = world.dead(home.head, home, date(2026, 9, 17), record_kind=kind, record_status=status)
        line.values.update(gone)
    alone, nobody = world.home(OLD), world.home(ADULT)
    world.tekun(alone)
    for home in (alone, nobody):
        world.dead(home.head, home, date(2026, 9, 17), record_kind="MOVED").values.update(gone)


def inherited(world: Lists) -> None:
    """Plant accounts of the dead that others are paid on: another family, their own, a home's."""
    for died, more in (
        (True, {}),
        (True, {}),
        (True, {}),
        (True, {"record_status": "WITHDRAWN"}),
        (False, {}),
    ):
        before = world.home(OLD)
        world.dibao(before, period=PREVIOUS)
        if died:
            world.dead(before.head, before, date(2026, 9, 20), **more)
        on_dibao(world, ADULT, account=before.account)
    widow = world.home(ADULT, ADULT)
    world.dibao(widow, period=PREVIOUS)
    world.dead(widow.head, widow, date(2026, 9, 20))
    world.dibao(widow, only=widow.people[1:])
    world.register(widow)
    guest, house = world.home(OLD), world.home(OLD)
    world.tekun(guest, mode="CENTRAL", period=PREVIOUS, account=house.account)
    world.dead(guest.head, guest, date(2026, 9, 20))
    world.tekun(house, mode="CENTRAL")


def bereaved(world: Lists) -> None:
    """Plant families whose worker died this month, before it, in old age, or without children."""
    for ages, on, more in (
        (((35, 50), ADULT, CHILD), date(2026, 10, 1), {}), (((35, 50), CHILD), date(2026, 10, 31), {}),
        (((35, 50), ADULT, (1, 5)), date(2026, 10, 9), {"record_kind": "DEATH", "record_status": "STANDING"}),
        (((35, 50), ADULT, CHILD), date(2026, 9, 30), {}), (((62, 70), ADULT, CHILD), date(2026, 10, 9), {}),
        (((40, 50), ADULT, (19, 22)), date(2026, 10, 9), {}),
        (((35, 50), ADULT, CHILD), date(2026, 10, 9), {"record_status": "WITHDRAWN"}),
    ):  # fmt: skip
        home: Home = world.home(*ages)
        world.register(home)
        world.dead(home.head, home, on, **more)
    for_nobody = world.home((35, 50), CHILD)
    world.dead(for_nobody.head, for_nobody, date(2026, 10, 9))


PLANTS_OF_DEATHS: tuple[Callable[[Lists], None], ...] = (
    seen_later,
    told_elsewhere,
    moved,
    inherited,
    bereaved,
)
