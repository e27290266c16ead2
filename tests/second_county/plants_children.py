"""Plants children: what they are paid, who looks after them, whether they go to school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_county.lists import ADULT, CHILD, OLD, Lists
from tests.second_county.lists_more import PREVIOUS, child_aid, pupil
from tests.second_county.plants_more import born
from tests.second_county.world import Home

PARENT = (34, 44)


def allowances(world: Lists) -> None:
    """Plant children paid less than the standard, as much, more with dibao, or nobody knows what."""
    for kind, fen, more in (
        ("ORPHAN", 149_900, {}), ("ORPHAN", 90_000, {"raised": "FAMILY"}), ("UNATTENDED", 140_000, {}),
        ("ORPHAN", 150_000, {}), ("ORPHAN", 160_000, {"raised": "FAMILY"}), ("ORPHAN", None, {}),
        ("ORPHAN", 120_000, {"raised": "INSTITUTION"}),
    ):  # fmt: skip
        child_aid(world, world.home(CHILD), kind, child_fen=fen, **more)
    for child_fen, dibao_fen in ((100_000, 50_100), (150_000, 30_000), (120_000, 40_000), (100_000, 50_000),
                                 (100_000, 49_900), (None, 60_000)):  # fmt: skip
        home = world.home(CHILD)
        child_aid(world, home, "UNATTENDED", child_fen=child_fen)
        world.dibao(home, each=dibao_fen)
        world.register(home)
    untold = world.home(CHILD)
    child_aid(world, untold, "UNATTENDED", child_fen=149_000)
    world.dibao(untold, each=20_000, amount_fen=None)
    world.register(untold)


def guardians(world: Lists) -> None:
    """Plant guardians who died in time, later, by mistake, and who live."""
    for on, more in (
        (date(2026, 10, 31), {}), (date(2026, 2, 3), {}), (date(2026, 9, 9), {"record_status": "STANDING"}),
        (date(2026, 11, 3), {}), (date(2026, 9, 9), {"record_status": "WITHDRAWN"}), (None, {}),
    ):  # fmt: skip
        guardian, child = world.home(OLD), world.home(CHILD)
        child_aid(world, child, guardian_name=guardian.head.name, guardian_number=guardian.head.number)
        if on:
            world.dead(guardian.head, guardian, on, **more)


def by_themselves(world: Lists) -> None:
    """Plant homes of minors only, with a grown person, and looked after."""
    for ages in ((CHILD,), ((15, 17), CHILD), ((14, 16), (8, 10), (3, 6)), ((18, 20), CHILD), (OLD, CHILD)):
        world.register(world.home(*ages))
    cared_for = world.home((14, 16), (8, 10))
    world.register(cared_for)
    child_aid(world, cared_for)
    bereaved = world.home(ADULT, CHILD)
    world.register(bereaved)
    world.dead(bereaved.head, bereaved, date(2026, 9, 9))
    last_minor = born(world, date(2008, 11, 1))
    world.register(last_minor)
    of_age = born(world, date(2008, 10, 31))
    world.register(of_age)


def family(world: Lists, *ages: tuple[int, int]) -> Home:
    """Return a registered family of a couple and children."""
    home = world.home(PARENT, PARENT, *(ages or (CHILD,)))
    world.register(home)
    return home


def orphaned(world: Lists) -> None:
    """Plant children whose parents both died, one of them, neither for certain; and listed children."""
    both, both_long_ago, with_two = family(world), family(world), family(world, CHILD, (2, 5))
    one, restored, listed, later = (family(world) for _ in range(4))
    grown_up = family(world, (18, 19))
    single, of_grandparents = world.home(PARENT, CHILD), world.home((64, 70), (64, 70), CHILD)
    for home in (single, of_grandparents):
        world.register(home)
    world.dead(single.head, single, date(2026, 9, 2))
    for home in (both, both_long_ago, with_two, restored, listed, later, grown_up, of_grandparents):
        year = 2024 if home is both_long_ago else 2026
        world.dead(home.people[0], home, date(year, 9, 2))
        status = "WITHDRAWN" if home is restored else None
        on = date(2026, 11, 4) if home is later else date(year, 9, 20)
        world.dead(home.people[1], home, on, record_status=status)
    world.dead(one.people[1], one, date(2026, 9, 2))
    world.add(
        "orphan", listed.people[2], listed, child_kind="ORPHAN", child_fen=150_000, in_school="YES",
        account=listed.account,
    )  # fmt: skip


def unattended(world: Lists) -> None:
    """Plant children whose parents died or are gravely disabled, or one of them only a little."""
    for dead, certificates in (
        (True, ((4, 2),)), (True, ((5, 4),)), (False, ((1, 1), (4, 2))), (False, ((6, 3), (2, 1))),
        (True, ((4, 3),)), (False, ((4, 2),)), (False, ((4, 2), (4, 3))),
    ):  # fmt: skip
        home = family(world)
        if dead:
            world.dead(home.people[1], home, date(2026, 9, 2))
        for person, certificate in zip(home.people, certificates, strict=False):
            world.certificate(person, home, *certificate)
    lapsed, listed, grown_up = family(world), family(world), family(world, (18, 19))
    for home in (lapsed, listed, grown_up):
        world.dead(home.people[1], home, date(2026, 9, 2))
        until = date(2026, 9, 30) if home is lapsed else date(2030, 3, 3)
        world.certificate(home.people[0], home, 4, 1, expires_on=until)
    world.add(
        "orphan", listed.people[2], listed, child_kind="UNATTENDED", child_fen=150_000, in_school="YES",
        account=listed.account,
    )  # fmt: skip


def of_school_age(world: Lists) -> None:
    """Plant children of school age at school and not, disabled and not, and such as are too young or old."""
    for day in (
        date(2019, 10, 31),
        date(2010, 11, 1),
        date(2014, 4, 4),
        date(2019, 11, 1),
        date(2010, 10, 31),
    ):
        for disabled in (False, True):
            home = born(world, day)
            world.dibao(home)
            world.register(home)
            if disabled:
                world.certificate(home.head, home, 4, 3)
    for status, disabled in (("ENROLLED", False), ("ENROLLED", True), ("LEFT", False), ("LEFT", True)):
        home = world.home(ADULT, (8, 14))
        world.dibao(home)
        world.register(home)
        pupil(world, home.people[1], home, student_status=status)
        if disabled:
            world.certificate(home.people[1], home, 4, 3)
    dead, watched, rich = (world.home(ADULT, (8, 14)) for _ in range(3))
    world.dibao(dead)
    world.dead(dead.people[1], dead, date(2026, 9, 9))
    world.register(watched, "MARGINAL")
    world.register(rich, "MARGINAL", removed_on=date(2026, 8, 8))
    for kind, removed_on in (("LIFTED", None), ("MARGINAL", date(2026, 8, 8))):
        home = world.home(ADULT, (8, 14))
        world.register(home, kind, removed_on=removed_on)
        world.certificate(home.people[1], home, 4, 3)


def students(world: Lists) -> None:
    """Plant young people who left school, went to college, and homes of one and several students."""
    for age, was, now in (
        ((19, 22), "ENROLLED", None), ((19, 22), "ENROLLED", "LEFT"), ((18, 18), "ENROLLED", None),
        ((17, 17), "ENROLLED", None), ((19, 22), "ENROLLED", "ENROLLED"), ((19, 22), "LEFT", None),
        ((19, 22), None, None),
    ):  # fmt: skip
        home = world.home((42, 50), age)
        world.dibao(home)
        world.register(home)
        for status, period in ((was, PREVIOUS), (now, "2026-10")):
            if status:
                pupil(world, home.people[1], home, "COLLEGE", student_status=status, period=period)
    for before, stage, status in (
        ("SENIOR", "COLLEGE", "ENROLLED"), (None, "COLLEGE", "ENROLLED"),
        ("VOCATIONAL", "COLLEGE", "ENROLLED"),
        ("COLLEGE", "COLLEGE", "ENROLLED"), ("JUNIOR", "SENIOR", "ENROLLED"), ("SENIOR", "COLLEGE", "LEFT"),
    ):  # fmt: skip
        home = world.home((42, 50), (18, 20))
        world.dibao(home)
        world.register(home)
        if before:
            pupil(world, home.people[1], home, before, period=PREVIOUS)
        pupil(world, home.people[1], home, stage, student_status=status)
    for kind, removed_on in (("LIFTED", None), ("MARGINAL", date(2026, 9, 9)), ("SUDDEN", None)):
        home = world.home((42, 50), (18, 20))
        world.register(home, kind, removed_on=removed_on)
        pupil(world, home.people[1], home, "COLLEGE")


def several(world: Lists) -> None:
    """Plant homes of several students past school age, of one, of pupils; students helped and not."""
    for stages, aided in (
        (("SENIOR", "COLLEGE"), False), (("VOCATIONAL", "SENIOR"), False), (("COLLEGE", "COLLEGE"), False),
        (("SENIOR", "JUNIOR"), False), (("SENIOR",), False), (("SENIOR", "COLLEGE"), True),
    ):  # fmt: skip
        home = world.home((42, 50), (16, 18), (16, 20))
        world.register(home, "UNSTABLE")
        for person, stage in zip(home.people[1:], stages, strict=False):
            pupil(world, person, home, stage)
        if aided:
            world.dibao(home)
    for said, status in (("NO", "ENROLLED"), ("NO", "ENROLLED"), ("NO", "ENROLLED"), ("YES", "ENROLLED"),
                         (None, "ENROLLED"), ("NO", "LEFT")):  # fmt: skip
        home = world.home(ADULT, (8, 14))
        world.dibao(home)
        world.register(home)
        pupil(world, home.people[1], home, aided=said, student_status=status)
    for kind, removed_on in (("LIFTED", None), ("MARGINAL", date(2026, 9, 9)), ("MARGINAL", None)):
        home = world.home(ADULT, (8, 14))
        world.register(home, kind, removed_on=removed_on)
        pupil(world, home.people[1], home, aided="NO")
    stranger = world.home(ADULT, (8, 14))
    pupil(world, stranger.people[1], stranger, aided="NO")


PLANTS_OF_CHILDREN: tuple[Callable[[Lists], None], ...] = (
    allowances, guardians, by_themselves, orphaned, unattended, of_school_age, students, several,
)  # fmt: skip
