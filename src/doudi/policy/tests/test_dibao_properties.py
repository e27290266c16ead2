"""Laws of dibao that hold for every family, not only for those of the cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.book import Overlay, load_book
from doudi.policy.cases import ALWAYS
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, member

QUANGANG = "350505"
# top-up, tiers, classes, least top-up, four supplements, coefficients, early wages, bands, fixed amounts
REGIONS = (
    *(QUANGANG, "350426", "510822", "990110", "990142", "990143", "990104", "340225"),
    *("4201", "33", "620822", "4304"),
)
DAY = "2026-03-01"
BOOK = load_book(POLICIES, samples=True)

fen = st.integers(0, 300_000)
small = st.integers(0, 60_000)
relations = st.sampled_from(["SPOUSE", "CHILD", "PARENT", "SIBLING", "OTHER"])
born = st.dates(date(1935, 1, 1), date(2025, 12, 31))


@st.composite
def people(draw: st.DrawFn, relation: str | None = None) -> dict[str, Any]:
    """Draw a member with some of what changes the computation."""
    kind = draw(st.sampled_from(["NONE", "LIMB", "MENTAL"]))
    return {
        "relation": relation or draw(relations),
        "born_on": draw(born),
        "wages_fen": draw(fen),
        "pension_fen": draw(small),
        "travel_cost_fen": draw(small),
        "illness_cost_fen": draw(small),
        "illness_proof": draw(st.booleans()),
        "lives_together": draw(st.booleans()),
        "dependent_adult": draw(st.booleans()),
        "disability_kind": kind,
        "disability_level": 0 if kind == "NONE" else draw(st.integers(1, 4)),
        "dibao_class": draw(st.sampled_from(["CLASS_A", "CLASS_B", "CLASS_C"])),
        "employed_since": date(2025, draw(st.integers(1, 12)), 1),
        "job_refusals": draw(st.integers(0, 3)),
    }


@st.composite
def households(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a family of one to six."""
    head = draw(people("HEAD"))
    others = draw(st.lists(people(), max_size=5))
    return family(head, *others, last_year_income_fen=draw(fen) * 12)


@given(region=st.sampled_from(REGIONS), household=households(), more=fen, who=st.integers(0, 5))
def test_more_income_never_raises_the_benefit(
    region: str, household: dict[str, Any], more: int, who: int
) -> None:
    members = list(household["members"])
    place = who % len(members)
    members[place] = {**members[place], "wages_fen": members[place]["wages_fen"] + more}

    before = dibao(BOOK, region, DAY, household)
    after = dibao(BOOK, region, DAY, {**household, "members": members})

    assert after.amount <= before.amount
    assert after.eligible <= before.eligible


@given(region=st.sampled_from(REGIONS), household=households(), data=st.data())
def test_the_order_of_the_members_does_not_matter(
    region: str, household: dict[str, Any], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(household["members"]))

    one = dibao(BOOK, region, DAY, household)
    other = dibao(BOOK, region, DAY, {**household, "members": shuffled})

    assert (one.eligible, one.amount) == (other.eligible, other.amount)
    assert one.values["per_head_income"] == other.values["per_head_income"]


@given(region=st.sampled_from(REGIONS), household=households())
def test_who_is_not_entitled_gets_nothing_and_nobody_gets_a_part_of_a_yuan(
    region: str, household: dict[str, Any]
) -> None:
    found = dibao(BOOK, region, DAY, household)

    assert found.eligible or found.amount == 0
    assert found.amount >= 0
    assert found.amount % 100 == 0
    assert sum(part or 0 for part in found.verdicts[0].parts.values()) == found.amount


@given(
    wages=st.lists(st.integers(0, 150_000), min_size=1, max_size=8),
    costs=st.lists(st.integers(0, 50_000), min_size=8, max_size=8),
    standard=st.integers(1, 200_000),
)
def test_the_amount_is_the_exact_top_up_rounded_once(
    wages: list[int], costs: list[int], standard: int
) -> None:
    yuan = f"{standard // 100}.{standard % 100:02}"
    here = laid_over(BOOK, QUANGANG, dibao__standard_urban=Fraction(yuan))
    members = [
        member("CHILD", "2015-01-01", wages_fen=wage, travel_cost_fen=cost)
        for wage, cost in zip(wages, costs, strict=False)
    ]

    found = dibao(here, QUANGANG, DAY, family(member(), *members))

    heads = len(wages) + 1
    counted = sum(max(0, wage - cost) for wage, cost in zip(wages, costs, strict=False))
    gap = Fraction(standard) * heads - counted
    assert found.eligible is (Fraction(counted, heads) < standard)
    assert found.amount == (-(-gap // 100) * 100 if gap > 0 else 0)


@given(first=st.integers(0, 71_999), second=st.integers(0, 71_999))
def test_two_poor_halves_get_together_what_they_get_as_one(first: int, second: int) -> None:
    here = laid_over(BOOK, QUANGANG, dibao__rounding="UP_FEN")
    one, other = member(pension_fen=first), member("SPOUSE", pension_fen=second)

    whole = dibao(here, QUANGANG, DAY, family(one, other)).amount
    halves = [dibao(here, QUANGANG, DAY, family(member(pension_fen=own))).amount for own in (first, second)]

    assert whole == sum(halves)


@given(household=households())
def test_a_top_up_never_exceeds_the_standard_of_those_counted(household: dict[str, Any]) -> None:
    found = dibao(BOOK, QUANGANG, DAY, household)

    assert found.amount <= 72_000 * found.values["counted_people"]


PHASING_OUT = ("00", "350505", "533103", "3607", "11")
STANDARDS = BOOK.with_values(
    [
        Overlay(
            region,
            "dibao.standard_urban",
            ALWAYS,
            None,
            {"value": 600, "document": "", "verified": False, "note": "测试所设"},
        )
        for region in PHASING_OUT
    ]
)


@given(
    region=st.sampled_from(PHASING_OUT),
    exceeded=st.dates(date(2022, 11, 1), date(2023, 4, 30)),
    cause=st.sampled_from(["EMPLOYMENT", "GRADUATE_EMPLOYED", "RECOMMENDED_JOB"]),
)
def test_a_phase_out_is_paid_for_exactly_the_months_granted(region: str, exceeded: date, cause: str) -> None:
    after = [exceeded.year * 12 + exceeded.month - 1 + later for later in range(28)]
    asked = family(
        member(wages_fen=150_000),
        exceeded_on=exceeded,
        exceeded_because=cause,
        last_amount_fen=30_000,
        poverty_register_family=True,
    )

    months = [
        dibao(STANDARDS, region, f"{month // 12}-{month % 12 + 1:02}-28", asked, "DIBAO_GRACE")
        for month in after
    ]

    granted = months[0].values["months_granted"]
    paid = [one.eligible for one in months]
    assert paid == [False] + [True] * granted + [False] * (27 - granted)
