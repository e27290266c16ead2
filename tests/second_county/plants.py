"""Fills a county: ordinary homes, and for every rule people it must find and people it must leave alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tests.second_county.lists import ADULT, CHILD, OLD, Lists, merged, on_dibao
from tests.second_county.plants_aid import PLANTS_OF_AID
from tests.second_county.plants_care import PLANTS_OF_CARE
from tests.second_county.plants_children import PLANTS_OF_CHILDREN
from tests.second_county.plants_deaths import PLANTS_OF_DEATHS
from tests.second_county.plants_doubts import PLANTS_OF_DOUBTS
from tests.second_county.plants_ledger import ledgers
from tests.second_county.plants_more import PLANTS_MORE
from tests.second_county.plants_register import PLANTS_OF_THE_REGISTER
from tests.second_county.plants_relief import PLANTS_OF_RELIEF
from tests.second_county.plants_work import PLANTS_OF_WORK
from tests.second_county.riches import possessions, riches

LIMITS: Mapping[str, Mapping[str, int]] = {
    "between-two-lines": {"dibao_year_fen": 720_000, "line_year_fen": 1_000_000},
    "income-below-line": {"line_year_fen": 1_000_000},
    "expense-below-standard": {"dibao_year_fen": 720_000},
    "medical-selfpay-over-limit": {
        "tekun_fen": 100_000, "dibao_fen": 500_000, "monitored_fen": 1_000_000, "others_fen": 1_500_000,
    },
    "strained-household": {"expense_percent": 100, "drop_percent": 50},
    "subsidy-below-standard": {"living_fen": 17_600, "nursing_first_fen": 17_600,
    "nursing_second_fen": 15_000},
    "company-in-household": {"stall_capital_fen": 10_000_000},
    "second-house": {"houses": 2},
    "big-bill-without-relief": {"tekun_fen": 100_000, "dibao_fen": 500_000, "monitored_fen": 1_000_000},
    "certificate-expiring": {"notice_months": 6},
    "child-soon-eighteen": {"notice_months": 3},
    "death-review-due": {"review_months": 3},
    "income-over-standard": {"dibao_year_fen": 720_000},
    "single-stay-over-limit": {"listed_fen": 600_000, "others_fen": 1_000_000},
    "one-account-many-households": {"households": 2},
    "child-allowance-below-standard": {"standard_fen": 150_000},
    "unattended-and-dibao-over-standard": {"standard_fen": 150_000},
    "tekun-below-standard": {"standard_fen": 81_000},
    "relief-over-most": {"most_fen": 500_000},
    "two-kinds-not-on-dibao": {"dibao_year_fen": 720_000, "stall_capital_fen": 10_000_000},
    "stall-opened-on-aid": {"stall_capital_fen": 10_000_000},
}  # fmt: skip
"""The local numbers the county set; a home's income is rich unless a plant says otherwise."""


USUALLY_AIDED = 0.3
"""The share of ordinary homes on dibao."""


def fill(world: Lists, people: int, aided: float = USUALLY_AIDED, *, is_whole: bool = False) -> None:
    """Fill a county to about so many people; plants stand at least once, more often in larger ones.

    `aided` is the share of ordinary homes on dibao; only a whole county has what judges the newer rules.
    """
    world.is_whole = is_whole
    for _ in range(max(people // 1500, 1)):
        for plant in EVERY_PLANT if is_whole else (*PLANTS, *PLANTS_MORE):
            plant(world)
    made, counted = 0, 0
    while made < people:
        made += sum(len(home.members) for home in world.homes[counted:])
        counted = len(world.homes)
        if made < people:
            ordinary(world, aided)
    if is_whole:
        ledgers(world)


def ordinary(world: Lists, aided: float) -> None:
    """Add a home of which there is nothing to say, one of the kinds there are most of."""
    kind = world.draw.random()
    home = world.home(*[ADULT, ADULT, CHILD, (3, 16)][: world.draw.randint(1, 4)])
    home.plain = True
    well: dict[str, Any] = {"health": "HEALTHY", "medical_insured": "YES", "housing_safe": "YES"}
    if kind < 0.85 - aided:
        world.register(home, "LIFTED", aid_state="NONE", **well)
    elif kind < 0.85:
        more: dict[str, Any] = {"account": None} if home.key % 17 == 0 else {}
        world.dibao(home, labour="ABLE", aided_count=len(home.members), payment_status="ACTIVE", **more)
        world.register(
            home, world.draw.choice(("LIFTED", "UNSTABLE", "MARGINAL", "SUDDEN")), aid_state="DIBAO", **well
        )
        world.dibao(home, period="2026-09", **more)
    elif kind < 0.92:
        alone = world.home(OLD)
        world.tekun(alone)
        world.register(alone, "LIFTED")
    else:
        possessions(world, home)


def lists_against_lists(world: Lists) -> None:
    """Plant aid without register, two programmes at once, the watched without aid."""
    off = world.home(ADULT, CHILD)
    world.dibao(off)
    town = world.home(ADULT)
    world.dibao(town, area="URBAN")
    alone = world.home(OLD)
    world.tekun(alone)
    both = on_dibao(world, OLD, ADULT)
    world.tekun(both)
    for kind in ("UNSTABLE", "MARGINAL", "SUDDEN", "LIFTED"):
        world.register(world.home(ADULT, ADULT), kind)
        relieved = world.home(ADULT, CHILD)
        world.register(relieved, kind, removed_on=date(2026, 8, 9))
    late = world.home(ADULT)
    world.register(late, "MARGINAL", removed_on=date(2026, 11, 3))
    some = world.home(ADULT, ADULT, CHILD)
    world.register(some, "SUDDEN")
    world.dibao(some, only=some.people[:1])


def dropped(world: Lists) -> None:
    """Plant people who left dibao between September and October."""
    for kind, removed in (("UNSTABLE", None), ("LIFTED", None), ("MARGINAL", None)):
        home = world.home(ADULT, ADULT)
        world.dibao(home, period="2026-09")
        world.register(home, kind, removed_on=removed)
    dead = world.home(ADULT)
    world.dibao(dead, period="2026-09")
    world.register(dead, "SUDDEN")
    world.dead(dead.head, dead, date(2026, 9, 20))
    moved = world.home(OLD)
    world.dibao(moved, period="2026-09")
    world.register(moved, "SUDDEN")
    world.tekun(moved)


def incomes(world: Lists) -> None:
    """Plant homes between and below the lines, with and without aid."""
    for income in (700_000, 719_999, 720_000, 850_000, 999_999, 1_000_000):
        world.register(world.home(ADULT, OLD), "LIFTED", income=income)
        aided = world.home(ADULT, OLD)
        world.register(aided, "LIFTED", income=income)
        world.dibao(aided, only=aided.people[:1])
    unable = world.home(OLD, OLD)
    world.register(unable, "LIFTED", income=650_000)
    gone = world.home(ADULT)
    world.register(gone, "LIFTED", income=800_000, removed_on=date(2026, 6, 1))


def bills(world: Lists) -> None:
    """Plant bills at and past each limit, spread over months, and bills of other years."""
    for self_pay, homes in ((1_000_000, 1), (1_000_100, 1), (1_600_000, 1)):
        for _ in range(homes):
            home = world.home(ADULT, ADULT)
            world.register(home, "MARGINAL")
            world.dibao(home, only=home.people[1:])
            world.bill(home.head, home, self_pay // 2, on=date(2026, 3, 11))
            world.bill(home.head, home, self_pay - self_pay // 2)
    poor = on_dibao(world, ADULT)
    world.bill(poor.head, poor, 510_000, on=date(2026, 7, 3))
    alone = world.home(OLD)
    world.tekun(alone)
    world.bill(alone.head, alone, 100_000)
    other = world.home(OLD)
    world.tekun(other)
    world.bill(other.head, other, 100_500, kind="OUTPATIENT")
    stranger = world.home(ADULT)
    world.bill(stranger.head, stranger, 1_600_000)
    for income, self_pay in ((1_200_000, 700_000), (1_200_000, 300_000), (400_000, 500_000)):
        sick = world.home(ADULT)
        world.register(sick, "LIFTED", income=income)
        world.bill(sick.head, sick, self_pay, on=date(2026, 7, 20))
    for before, now in ((3_000_000, 1_400_000), (2_000_000, 1_010_000), (1_500_000, 1_450_000)):
        fallen = world.home(ADULT, ADULT)
        world.register(fallen, "LIFTED", income=now)
        world.register(fallen, "LIFTED", income=before, period="2025-12")


def deaths(world: Lists) -> None:
    """Plant the dead on every list, and deaths that change nothing yet."""
    for on in (date(2026, 4, 2), date(2026, 10, 31), date(2026, 11, 2)):
        home = on_dibao(world, ADULT, OLD)
        world.dead(home.people[1], home, on)
        alone = world.home(OLD)
        world.tekun(alone)
        world.dead(alone.head, alone, on)
        watched = world.home(ADULT, ADULT)
        world.register(watched, "MARGINAL")
        world.dead(watched.head, watched, on)
        disabled = on_dibao(world, ADULT)
        world.subsidy(disabled.head, disabled)
        world.certificate(disabled.head, disabled)
        world.dead(disabled.head, disabled, on)
    child = world.home(CHILD)
    world.add(
        "orphan",
        child.head,
        child,
        child_kind="ORPHAN",
        child_fen=150_000,
        in_school="YES",
        account=child.account,
    )
    world.dead(child.head, child, date(2026, 9, 1))
    lifted = world.home(ADULT)
    world.register(lifted, "LIFTED", removed_on=date(2026, 5, 5))
    world.dead(lifted.head, lifted, date(2026, 7, 7))


def relief(world: Lists) -> None:
    """Plant grants of relief: one, two in a month, before and after a death."""
    for on, died in ((date(2026, 10, 5), None), (date(2026, 10, 2), date(2026, 10, 20))):
        home = world.home(ADULT, CHILD)
        world.add(
            "temporary_relief",
            home.head,
            home,
            relief_fen=120_000,
            granted_on=on,
            reason="突发疾病",
            account=home.account,
        )
        if died:
            world.dead(home.head, home, died)
    twice = world.home(ADULT)
    for day, fen in ((8, 100_000), (21, 250_000)):
        world.add(
            "temporary_relief",
            twice.head,
            twice,
            relief_fen=fen,
            granted_on=date(2026, 10, day),
            reason="火灾",
            account=twice.account,
        )
    late = world.home(OLD)
    world.add(
        "temporary_relief",
        late.head,
        late,
        relief_fen=90_000,
        granted_on=date(2026, 10, 25),
        reason="火灾",
        account=late.account,
    )
    world.dead(late.head, late, date(2026, 10, 11))


def tekun_people(world: Lists) -> None:
    """Plant those wholly provided for in working age, and people on dibao alone who may qualify."""
    plain, disabled, lapsed, student, mild = (world.home((30, 55)) for _ in range(5))
    for home in (plain, disabled, lapsed, student, mild):
        world.tekun(home, mode="CENTRAL", account=world.homes[0].account)
        world.register(home, "LIFTED")
    world.certificate(disabled.head, disabled, 4, 2)
    world.certificate(lapsed.head, lapsed, 5, 1, expires_on=date(2026, 9, 30))
    world.certificate(mild.head, mild, 4, 3)
    world.add("student", student.head, student, school="职业学院", student_status="ENROLLED", grade="大二")
    for ages, labour in (
        ((61, 80), ""),
        ((59, 59), ""),
        ((8, 15), ""),
        ((30, 50), "NONE"),
        ((30, 50), "PARTIAL"),
    ):
        single = world.home(ages)
        world.labour(single.head, labour or "ABLE")
        world.dibao(single)
        world.register(single, "LIFTED")
    blind = on_dibao(world, (30, 50))
    world.certificate(blind.head, blind, 1, 1)
    deaf = on_dibao(world, (30, 50))
    world.certificate(deaf.head, deaf, 2, 1)
    on_dibao(world, OLD, OLD)


def workers(world: Lists) -> None:
    """Plant people lifted out of poverty who cannot work or have no steady work."""
    for kind in ("LIFTED", "UNSTABLE", "MARGINAL"):
        for labour, steady in (
            ("NONE", "NO"),
            ("PARTIAL", "NO"),
            ("PARTIAL", "YES"),
            ("PARTIAL", None),
            ("ABLE", "NO"),
        ):
            home = world.home((20, 55))
            world.labour(home.head, labour)
            world.register(home, kind, stable_work=steady)
    aided = world.home((20, 55))
    world.labour(aided.head, "NONE")
    world.register(aided, "LIFTED")
    world.dibao(aided)


def subsidies(world: Lists) -> None:
    """Plant subsidies paid, missing, short, with no certificate, with one that lapsed, to those not due."""
    for kind, level, living, nursing, certified in (
        (4, 1, 17_600, 17_600, (4, 1)), (4, 2, 17_600, 15_000, (4, 2)), (4, 1, 17_600, 15_000, (4, 1)),
        (6, 2, 17_500, 15_000, (6, 2)), (5, 3, 17_600, 0, (5, 3)), (5, 3, 17_600, 0, None),
        (4, 2, 17_600, 15_000, (4, 3)),
    ):  # fmt: skip
        home = on_dibao(world, ADULT, CHILD)
        world.subsidy(home.head, home, kind, level, living=living, nursing=nursing)
        if certified:
            world.certificate(home.head, home, *certified)
    for more in (
        {"expires_on": date(2026, 9, 30)},
        {"expires_on": date(2026, 10, 1)},
        {"certificate_status": "CANCELLED"},
    ):
        home = on_dibao(world, ADULT)
        world.subsidy(home.head, home)
        world.certificate(home.head, home, **more)
    subsidies_not_due(world)


def subsidies_not_due(world: Lists) -> None:
    """Plant subsidies of people on no list, wholly provided for, without a care; and those who get none."""
    nobody = world.home(ADULT)
    world.subsidy(nobody.head, nobody)
    world.certificate(nobody.head, nobody)
    alone = world.home(OLD)
    world.tekun(alone)
    world.subsidy(alone.head, alone, 4, 1, nursing=17_600)
    world.certificate(alone.head, alone, 4, 1)
    for level, aided in ((1, True), (3, True), (2, False), (3, False)):
        missing = on_dibao(world, ADULT) if aided else world.home(ADULT)
        world.certificate(missing.head, missing, 4, level)
    for living in (True, False):
        child = world.home(CHILD)
        world.add(
            "orphan",
            child.head,
            child,
            child_kind="UNATTENDED",
            child_fen=150_000,
            in_school="YES",
            account=child.account,
        )
        world.subsidy(child.head, child, 6, 1, living=17_600 if living else 0, nursing=17_600)
        world.certificate(child.head, child, 6, 1)


def certificates(world: Lists) -> None:
    """Plant certificates given first in the month, renewed in it, light ones and cancelled ones."""
    for level, first, issued, status in (
        (2, date(2026, 10, 12), date(2026, 10, 12), "VALID"),
        (2, date(2012, 5, 5), date(2026, 10, 15), "VALID"),
        (3, date(2026, 10, 12), date(2026, 10, 12), "VALID"),
        (1, date(2026, 10, 1), date(2026, 10, 1), "VALID"),
        (1, date(2026, 9, 30), date(2026, 9, 30), "VALID"),
        (1, date(2026, 10, 9), date(2026, 10, 9), "CANCELLED"),
    ):  # fmt: skip
        home = world.home(ADULT)
        world.certificate(
            home.head, home, 4, level, first_issued_on=first, issued_on=issued, certificate_status=status
        )


def grown_children(world: Lists) -> None:
    """Plant orphans come of age, at school and not."""
    for ages, kind, school, enrolled in (
        ((19, 22), "ORPHAN", "NO", False), ((19, 22), "ORPHAN", "YES", False),
        ((19, 22), "UNATTENDED", "NO", True),
        ((17, 17), "UNATTENDED", "NO", False), ((7, 15), "ORPHAN", "YES", True),
    ):  # fmt: skip
        home = world.home(ages)
        world.add(
            "orphan",
            home.head,
            home,
            child_kind=kind,
            child_fen=150_000,
            in_school=school,
            account=home.account,
        )
        if enrolled:
            world.add("student", home.head, home, school="第一中学", student_status="ENROLLED", grade="高三")


def jobless(world: Lists) -> None:
    """Plant people who lost their work in the month, before it, and found some."""
    for kind, on in (
        ("UNEMPLOYED", date(2026, 10, 8)),
        ("UNEMPLOYED", date(2026, 9, 30)),
        ("EMPLOYED", date(2026, 10, 8)),
    ):
        for aided in (True, False):
            home = on_dibao(world, ADULT) if aided else world.home(ADULT)
            world.add(
                "employment",
                home.head,
                home,
                employment_kind=kind,
                registered_on=on,
                benefit_fen=150_000 if kind == "UNEMPLOYED" else None,
                employer="阳春建材有限公司",
            )


def doubles(world: Lists) -> None:
    """Plant people listed twice, in two households, in two townships, and accounts of several homes."""
    twice = on_dibao(world, ADULT, ADULT)
    world.dibao(twice, only=twice.people[1:], amount_fen=world.lists["dibao"][-1].values["amount_fen"])
    first, second = world.home(ADULT, ADULT, place=world.places[0]), world.home(ADULT, place=world.places[0])
    world.register(first, "LIFTED")
    world.register(second, "LIFTED")
    there = {"relation": "其他", "household_number": second.number}
    values = merged(world.lists["poverty_register"][-1].values, there)
    world.add("poverty_register", first.people[1], second, **values)
    elsewhere = next(place for place in world.places if place.town != first.place.town)
    away = world.home(ADULT, place=elsewhere)
    world.register(away, "LIFTED")
    here = world.home(ADULT, place=world.places[0])
    world.dibao(here)
    world.register(here, "LIFTED")
    world.subsidy(here.head, here, place=elsewhere)
    world.certificate(here.head, here)
    one, other = on_dibao(world, ADULT), on_dibao(world, ADULT)
    for record in world.lists["dibao"]:
        if record.home is other:
            record.values["account"] = one.account


PLANTS: tuple[Callable[[Lists], None], ...] = (
    lists_against_lists, dropped, incomes, bills, deaths, relief, tekun_people, workers, subsidies,
    certificates,
    riches, grown_children, jobless, doubles,
)  # fmt: skip
EVERY_PLANT: tuple[Callable[[Lists], None], ...] = (
    *PLANTS, *PLANTS_MORE, *PLANTS_OF_AID, *PLANTS_OF_CARE, *PLANTS_OF_CHILDREN, *PLANTS_OF_DEATHS,
    *PLANTS_OF_THE_REGISTER, *PLANTS_OF_RELIEF, *PLANTS_OF_WORK, *PLANTS_OF_DOUBTS,
)  # fmt: skip
