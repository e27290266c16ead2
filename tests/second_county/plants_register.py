"""Plants what the register of the watched says besides: health, house, insurance, who left and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.second_county.lists import ADULT, CHILD, OLD, Lists
from tests.second_county.lists_more import PREVIOUS, pupil, registered
from tests.second_county.world import Home

REMOVED = date(2026, 9, 9)


def states(world: Lists) -> None:
    """Plant registers that know of aid nobody gets, of none where there is some, and such as are right."""
    for said, on in (
        ("DIBAO", ""), ("NONE", "dibao"), ("TEKUN", "dibao"), ("TEKUN", ""), ("DIBAO", "dibao"), ("NONE", ""),
        ("TEKUN", "tekun"), (None, "dibao"), ("DIBAO", "tekun"),
    ):  # fmt: skip
        home = world.home(OLD)
        world.register(home, aid_state=said)
        if on == "dibao":
            world.dibao(home)
        elif on:
            world.tekun(home)


def needs(world: Lists) -> None:
    """Plant unsafe houses and people without health insurance: watched, helped, no longer watched, untold."""
    for key in ("housing_safe", "medical_insured"):
        for kind, said, removed_on in (
            ("UNSTABLE", "NO", None), ("MARGINAL", "NO", None), ("SUDDEN", "NO", None),
            ("MARGINAL", "YES", None),
            ("MARGINAL", None, None), ("MARGINAL", "NO", REMOVED), ("MARGINAL", "NO", date(2026, 11, 2)),
        ):  # fmt: skip
            more: dict[str, Any] = {key: said}
            world.register(world.home(ADULT), kind, removed_on=removed_on, **more)
        helped = world.home(ADULT)
        world.dibao(helped)
        world.register(helped, "LIFTED")[0].values[key] = "NO"


def imprisoned(world: Lists) -> None:
    """Plant families with somebody in prison: alone left, with others, helped; and such as moved away."""
    for ages, reason, kind in (
        ((ADULT, ADULT, CHILD), "PRISON", "LIFTED"), ((ADULT, OLD, ADULT), "PRISON", "MARGINAL"),
        ((ADULT, ADULT), "PRISON", "UNSTABLE"), ((ADULT,), "PRISON", "LIFTED"), ((ADULT, ADULT),
        "MOVED", "LIFTED"),
        ((ADULT, ADULT), "MARRIED_OUT", "LIFTED"), ((ADULT, ADULT), None, "LIFTED"),
    ):  # fmt: skip
        home = world.home(*ages)
        lines = world.register(home, kind)
        lines[0].values.update(left_reason=reason, left_on=date(2026, 9, 15) if reason else None)
    for only in (0, 0, 1):
        helped = world.home(ADULT, ADULT)
        lines = world.register(helped, "LIFTED")
        lines[0].values.update(left_reason="PRISON", left_on=date(2026, 9, 15))
        world.dibao(helped, only=helped.people[only:])
    alone = world.home(OLD)
    world.tekun(alone)
    world.register(alone)[0].values.update(left_reason="PRISON", left_on=date(2026, 7, 1))
    married = world.home(ADULT)
    world.dibao(married)
    world.register(married)[0].values.update(left_reason="MARRIED_OUT", left_on=date(2026, 9, 15))


def changed(world: Lists, was: dict[str, Any], now: dict[str, Any], *, aided: bool = False) -> Home:
    """Return a person of whom the register says something else than in September."""
    home = world.home((30, 50))
    before: dict[str, Any] = {"kind": "LIFTED", **was}
    after: dict[str, Any] = {"kind": "LIFTED", **now}
    world.register(home, period=PREVIOUS, **before)
    world.register(home, **after)
    if aided:
        world.dibao(home)
    return home


def worsened(world: Lists) -> None:
    """Plant people lifted out of poverty who are watched now, who were before, who are helped or removed."""
    for kind in ("UNSTABLE", "MARGINAL", "SUDDEN"):
        changed(world, {}, {"kind": kind})
    changed(world, {"kind": "UNSTABLE"}, {"kind": "MARGINAL"})
    changed(world, {}, {})
    changed(world, {}, {"kind": "MARGINAL"}, aided=True)
    changed(world, {}, {"kind": "MARGINAL", "removed_on": REMOVED})


def health(world: Lists) -> None:
    """Plant people newly gravely ill, ill before, of whom September said nothing, helped, dead, removed."""
    serious: dict[str, object] = {"health": "SERIOUS"}
    for was in ("HEALTHY", "CHRONIC", "DISABLED", "SERIOUS", None):
        changed(world, {"health": was}, serious)
    changed(world, {"health": "HEALTHY"}, {"health": "CHRONIC"})
    changed(world, {"health": "HEALTHY"}, serious, aided=True)
    changed(world, {"health": "HEALTHY"}, {**serious, "removed_on": REMOVED})
    dead = changed(world, {"health": "HEALTHY"}, serious)
    world.dead(dead.head, dead, date(2026, 10, 5))


def labour(world: Lists) -> None:
    """Plant people who can work less than in September, as much, nobody knows, or too old for it."""
    for was, now in (
        ("ABLE", "NONE"), ("ABLE", "PARTIAL"), ("PARTIAL", "NONE"), ("ABLE", "ABLE"), ("NONE", "PARTIAL"),
        (None, "NONE"), ("ABLE", None),
    ):  # fmt: skip
        changed(world, {"labour": was}, {"labour": now})
    changed(world, {"labour": "ABLE"}, {"labour": "NONE"}, aided=True)
    changed(world, {"labour": "ABLE"}, {"labour": "NONE", "removed_on": REMOVED})
    for ages in ((61, 70), (14, 15), (58, 59), (16, 17)):
        home = world.home(ages)
        world.register(home, period=PREVIOUS, labour="ABLE")
        world.register(home, labour="NONE")


def no_worker(world: Lists) -> None:
    """Plant homes where nobody can work, where somebody can, or nobody knows."""
    for ages, abilities, removed_on in (
        ((OLD, CHILD), ("NONE", "NONE"), None), ((ADULT, OLD), ("NONE", "NONE"), None),
        ((ADULT, ADULT), ("NONE", "NONE"), None), ((ADULT, OLD), ("PARTIAL", "NONE"), None),
        ((ADULT, OLD), (None, "NONE"), None), ((ADULT, OLD), ("NONE", "NONE"), REMOVED),
        (((16, 17), OLD), ("ABLE", "NONE"), None),
    ):  # fmt: skip
        home = world.home(*ages)
        for line, ability in zip(
            world.register(home, "MARGINAL", removed_on=removed_on), abilities, strict=True
        ):
            line.values["labour"] = ability
    heavy, light, dead, helped = (world.home(ADULT, OLD) for _ in range(4))
    for home, level in ((heavy, 2), (light, 3)):
        world.register(home, "UNSTABLE")
        world.certificate(home.head, home, 4, level)
    world.register(dead, "UNSTABLE")
    world.dead(dead.head, dead, date(2026, 9, 9))
    for line in world.register(helped, "UNSTABLE"):
        line.values["labour"] = "NONE"
    world.dibao(helped, only=helped.people[1:])


def shocks(world: Lists) -> None:
    """Plant lifted families struck twice in the month, once, in another month, and watched families."""
    for kind, blows in (
        ("LIFTED", "bill jobless"), ("LIFTED", "certificate jobless"), ("LIFTED", "death bill"),
        ("LIFTED", "bill"), ("LIFTED", "small jobless"), ("LIFTED", "bill early"),
        ("MARGINAL", "bill jobless"),
    ):  # fmt: skip
        home = world.home((35, 50), (35, 50), CHILD)
        world.register(home, kind)
        first, second = home.people[:2]
        for blow in blows.split():
            if blow in ("bill", "small"):
                world.bill(first, home, 600_000 if blow == "bill" else 599_900)
            elif blow in ("jobless", "early"):
                registered(world, second, home, date(2026, 10, 6) if blow == "jobless" else date(2026, 9, 30))
            elif blow == "certificate":
                given = date(2026, 10, 14)
                world.certificate(first, home, 4, 4, first_issued_on=given, issued_on=given)
            else:
                world.dead(second, home, date(2026, 10, 4))


def causes(world: Lists) -> None:
    """Plant single causes of falling back into poverty, each at its threshold and below."""
    for self_pay in (500_000, 499_900):
        sick = world.home(ADULT)
        world.register(sick, "MARGINAL")
        world.bill(sick.head, sick, self_pay - 200_000, on=date(2026, 3, 11))
        world.bill(sick.head, sick, 200_000)
    for tuition, status in (
        (500_000, "ENROLLED"),
        (499_900, "ENROLLED"),
        (None, "ENROLLED"),
        (800_000, "LEFT"),
    ):
        student = world.home(ADULT, (18, 20))
        world.register(student, "MARGINAL")
        pupil(world, student.people[1], student, "COLLEGE", tuition_fen=tuition, student_status=status)
    for day in (date(2026, 10, 1), date(2026, 10, 31), date(2026, 9, 30)):
        disabled, jobless = world.home(ADULT), world.home(ADULT)
        for home in (disabled, jobless):
            world.register(home, "MARGINAL")
        world.certificate(disabled.head, disabled, 4, 4, first_issued_on=day, issued_on=day)
        registered(world, jobless.head, jobless, day)
    renewed = world.home(ADULT)
    world.register(renewed, "MARGINAL")
    world.certificate(renewed.head, renewed, 4, 3, first_issued_on=None, issued_on=date(2026, 10, 6))


def two_kinds(world: Lists) -> None:
    """Plant the two kinds of the watched that ought to be weighed for dibao: rich, poor, helped, removed."""
    for kind, income, removed_on in (
        ("UNSTABLE", 500_000, None), ("MARGINAL", 2_000_000, None), ("MARGINAL", 719_900, None),
        ("SUDDEN", 500_000, None), ("LIFTED", 500_000, None), ("MARGINAL", 500_000, REMOVED),
    ):  # fmt: skip
        world.register(world.home(ADULT, CHILD), kind, income=income, removed_on=removed_on)
    helped = world.home(ADULT, CHILD)
    world.register(helped, "MARGINAL", income=500_000)
    world.dibao(helped)


PLANTS_OF_THE_REGISTER: tuple[Callable[[Lists], None], ...] = (
    states, needs, imprisoned, worsened, health, labour, no_worker, shocks, causes, two_kinds,
)  # fmt: skip
