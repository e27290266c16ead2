"""Plants grants of relief: late, unpaid, too much, again for the same cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_county.lists import ADULT, Lists
from tests.second_county.lists_more import relieved

FIRE, ILLNESS = "火灾", "突发疾病"


def unpaid(world: Lists) -> None:
    """Plant grants approved a month ago and not paid, lately, paid, and paid without effect."""
    for approved, paid, status in (
        (date(2026, 9, 30), None, None), (date(2026, 8, 12), None, "ACTIVE"), (date(2026, 7, 2), None, None),
        (date(2026, 10, 1), None, None), (date(2026, 10, 22), None, None), (None, None, None),
        (date(2026, 8, 12), date(2026, 10, 2), "ACTIVE"), (date(2026, 8, 12), date(2026, 10, 2), "RETURNED"),
    ):  # fmt: skip
        relieved(world, world.home(ADULT), paid, approved_on=approved, payment_status=status)


def late(world: Lists) -> None:
    """Plant emergency grants paid eight days after approval, seven, of another kind, of no known day."""
    for kind, approved, paid in (
        ("EMERGENCY", date(2026, 10, 1), date(2026, 10, 9)),
        ("EMERGENCY", date(2026, 9, 1), date(2026, 10, 20)),
        ("EMERGENCY", date(2026, 10, 10), date(2026, 10, 31)),
        ("EMERGENCY", date(2026, 10, 1), date(2026, 10, 8)),
        ("EXPENSE", date(2026, 9, 1), date(2026, 10, 20)), (None, date(2026, 9, 1), date(2026, 10, 20)),
        ("EMERGENCY", None, date(2026, 10, 20)),
    ):  # fmt: skip
        relieved(world, world.home(ADULT), paid, approved_on=approved, relief_kind=kind)


def too_much(world: Lists) -> None:
    """Plant grants over the most a county gives, just at it, and below."""
    for fen in (500_100, 900_000, 650_000, 500_000, 499_900, 12_000):
        relieved(world, world.home(ADULT), date(2026, 10, 13), fen)


def again(world: Lists) -> None:
    """Plant grants for the same cause within a month, later, for another cause, and of last year."""
    for earlier, cause, now, cause_now in (
        (date(2026, 9, 20), FIRE, date(2026, 10, 10), FIRE),
        (date(2026, 9, 30), ILLNESS, date(2026, 10, 1), ILLNESS),
        (date(2026, 9, 14), FIRE, date(2026, 10, 13), FIRE),
        (date(2026, 9, 10), FIRE, date(2026, 10, 12), FIRE),
        (date(2026, 3, 2), ILLNESS, date(2026, 10, 12), ILLNESS),
        (date(2026, 9, 20), FIRE, date(2026, 10, 10), ILLNESS),
        (date(2025, 12, 9), FIRE, date(2026, 10, 10), FIRE), (date(2026, 9, 20), "", date(2026, 10, 10), ""),
        (date(2026, 9, 20), "其他原因", date(2026, 10, 10), "其他原因"),
    ):  # fmt: skip
        home = world.home(ADULT)
        relieved(world, home, earlier, 50_000, reason=cause or None)
        relieved(world, home, now, 60_000, reason=cause_now or None)
    returned = world.home(ADULT)
    relieved(world, returned, date(2026, 9, 20), 50_000, reason=FIRE, payment_status="RETURNED")
    relieved(world, returned, date(2026, 10, 10), 50_000, reason=FIRE, payment_status="ACTIVE")


PLANTS_OF_RELIEF: tuple[Callable[[Lists], None], ...] = (unpaid, late, too_much, again)
