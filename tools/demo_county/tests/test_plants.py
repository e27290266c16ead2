"""What is planted in the made-up county, and what only looks like it."""

from collections import Counter
from dataclasses import replace

from tools.demo_county.generate import Order, make_world
from tools.demo_county.people import Person
from tools.demo_county.spoil import REFUSALS, Damage, damage_lines
from tools.demo_county.tests.conftest import ROOT
from tools.demo_county.world import Truth, World, age_of

# The comparison skips these rules until a county sets its own standards.
NEEDS_STANDARDS = {
    "between-two-lines",
    "expense-below-standard",
    "income-below-line",
    "subsidy-below-standard",
}
# Rules proved by their own tests and by the second county; in the made-up county they find what follows from
# what was planted for others.
WITHOUT_PLANTS = {
    "account-changed",
    "account-of-dead",
    "aid-state-disagrees",
    "aided-count-disagrees",
    "alive-after-death",
    "alone-and-heavily-disabled",
    "amount-jumped",
    "area-kind-changed",
    "big-bill-without-relief",
    "care-level-missing",
    "care-level-too-low",
    "carer-died",
    "carer-missing",
    "certificate-expiring",
    "certificate-level-changed",
    "child-aid-and-tekun",
    "child-allowance-below-standard",
    "child-listed-as-both-kinds",
    "child-soon-eighteen",
    "death-review-due",
    "death-told-elsewhere",
    "disabled-child-not-enrolled",
    "disabled-child-without-aid",
    "elderly-without-pension",
    "guardian-died",
    "heavy-disabled-not-single",
    "helpless-at-home",
    "house-bought-on-aid",
    "house-unsafe",
    "household-amounts-disagree",
    "household-partly-listed",
    "household-shrank-amount-kept",
    "income-over-standard",
    "labour-lost",
    "left-school-on-dibao",
    "left-within-year",
    "lifted-with-new-shock",
    "listed-without-account",
    "listed-without-amount",
    "long-unemployed",
    "marriage-changed",
    "medical-aid-missing",
    "medical-insurance-missing",
    "member-imprisoned",
    "minors-alone",
    "monitor-class-worsened",
    "moved-away-on-aid",
    "new-college-student",
    "new-insured-employee",
    "newly-seriously-ill",
    "no-worker-in-household",
    "nobody-employed",
    "nursing-grade-not-due",
    "obligor-able",
    "old-and-disabled",
    "old-caring-for-disabled",
    "orphaned-child",
    "payment-came-back",
    "prisoner-on-aid",
    "reached-sixteen-on-dibao",
    "reached-sixty-on-dibao",
    "relief-approved-unpaid",
    "relief-listed-twice",
    "relief-over-most",
    "relief-paid-late",
    "relief-repeated",
    "relief-times-over",
    "repeated-hospital-stays",
    "returned-after-leaving",
    "risk-removed-on-dibao",
    "school-age-not-enrolled",
    "several-disabled-in-household",
    "several-students",
    "single-stay-over-limit",
    "stall-opened-on-aid",
    "student-not-aided",
    "subsidy-month-missed",
    "sudden-without-relief",
    "tekun-able-to-work",
    "tekun-below-standard",
    "tekun-minor-grown-up",
    "township-changed",
    "unattended-and-dibao-over-standard",
    "unattended-child",
    "unemployment-benefit-ended",
    "unemployment-benefit-on-aid",
    "wages-base-rose",
    "work-registered-on-aid",
    "worker-died",
    "two-kinds-not-on-dibao",
    "three-way-agreement",
    "four-causes-risk",
}
WITHOUT_NEAR_MISSES = {
    "dibao-and-tekun",
    "same-person-twice",
    "same-person-two-households",
    "same-person-two-townships",
    "subsidy-and-tekun",
    "subsidy-without-certificate",
}


def subjects(truths: list[Truth]) -> list[tuple[str, ...]]:
    return [truth.subject for truth in truths]


def person_of(world: World, number: str) -> Person:
    return next(m for home in world.households for m in home.members if m.number == number)


def yearly_bills(world: World) -> Counter[str]:
    """Add up each person's own share, a settlement that is listed twice counted twice."""
    shares = Counter[str]()
    for record in world.records["medical_selfpay"]:
        shares[record.person.number] += int(str(record.values["self_pay_fen"]))
    return shares


def test_every_comparison_rule_has_something_planted_or_is_named_as_having_nothing(world: World) -> None:
    rules = {path.stem for path in (ROOT / "policies" / "matching").glob("*.sql")}

    assert set(world.truths) == rules - NEEDS_STANDARDS - WITHOUT_PLANTS
    assert rules >= NEEDS_STANDARDS | WITHOUT_PLANTS


def test_nearly_every_rule_has_near_misses(world: World) -> None:
    assert set(world.truths) - set(world.near_misses) == WITHOUT_NEAR_MISSES


def test_nobody_is_planted_twice_for_one_rule_or_is_planted_and_near(world: World) -> None:
    planted = {rule: subjects(truths) for rule, truths in world.truths.items()}
    near = {rule: subjects(truths) for rule, truths in world.near_misses.items()}

    assert all(len(set(found)) == len(found) for found in planted.values())
    assert all(set(planted[rule]).isdisjoint(missed) for rule, missed in near.items())


def test_the_fifty_nine_year_old_is_near_and_the_sixty_year_old_is_planted(world: World) -> None:
    rule = "dibao-single-meets-tekun"
    near = {age_of(person_of(world, n), world.last_day) for (n,) in subjects(world.near_misses[rule])}
    planted = {age_of(person_of(world, n), world.last_day) for (n,) in subjects(world.truths[rule])}

    assert 59 in near
    assert 60 in planted


def test_a_bill_at_the_limit_is_near_and_one_fen_more_is_planted(world: World) -> None:
    rule = "medical-selfpay-over-limit"
    bills = yearly_bills(world)

    near = {bills[number] for (number,) in subjects(world.near_misses[rule])}
    planted = {bills[number] for (number,) in subjects(world.truths[rule])}

    assert {100_000, 500_000, 1_000_000, 1_500_000} <= near
    assert {100_001, 500_001, 1_000_001, 1_500_001} <= planted


def test_the_same_world_is_planted_whatever_the_population(order: Order, world: World) -> None:
    larger = make_world(replace(order, people=6_000))

    assert larger.truths == world.truths
    assert sum(len(home.members) for home in larger.households) > 5_900


def test_an_unaccounted_person_is_added_and_named(order: Order, world: World) -> None:
    with_one_more = make_world(replace(order, unaccounted=True))

    added = with_one_more.unaccounted
    assert added is not None
    assert world.unaccounted is None
    assert added.subject in subjects(with_one_more.truths["monitored-without-aid"])
    assert (
        len(with_one_more.truths["monitored-without-aid"]) == len(world.truths["monitored-without-aid"]) + 1
    )


def test_refused_rows_name_only_strangers(order: Order) -> None:
    world = make_world(order)
    known = {member.number for home in world.households for member in home.members}

    lines = damage_lines(world, world.records["dibao"], Damage({}, dict.fromkeys(REFUSALS, 3)))

    refused = [line for line in lines if line.outcome == "rejected"]
    assert len(refused) == 3 * len(REFUSALS)
    assert {line.record.person.number for line in refused}.isdisjoint(known)


def test_last_months_list_has_whom_this_months_has_lost(world: World) -> None:
    now = {record.person.number for record in world.records["dibao"]}
    gone = {record.person.number for record in world.left_dibao}

    assert gone
    assert gone.isdisjoint(now)
    assert {number for (number,) in subjects(world.truths["dropped-still-eligible"])} <= gone
