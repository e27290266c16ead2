"""What a list does not say takes the place of nothing that is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import Enrolment, Household, HouseholdMember, Person
from doudi.registry.rules.listing import ListedPerson, ListEffect
from doudi.registry.selectors import enrolments_in, valid_enrolments
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.tests.factories import COUNTY, MONDAY, VILLAGE, listed, listing

pytestmark = pytest.mark.django_db

MONTHS = [Period(2026, month) for month in range(1, 13)]
TOWNSHIP = VILLAGE[:9]
OTHER_TOWNSHIP, OTHER_VILLAGE = "440204103", "440204103201"
ACCOUNT, OTHER_ACCOUNT = Token(7, 7), Token(8, 8)
SILENT: dict[str, Any] = {"amount_fen": None, "account": None, "category": "", "relation": ""}
KNOWN: dict[str, Any] = {"account": ACCOUNT, "household_number": "1", "relation": "HEAD"}


def publish(month: int, *people: ListedPerson, batch: int = 0, **facts: Any) -> ListEffect:
    what = listing(people, batch=batch or month, period=MONTHS[month - 1], **facts)
    return apply_list(what, by=SYSTEM, at=MONDAY)


def now(month: int) -> tuple[object, ...]:
    spell = enrolments_in(MONTHS[month - 1]).get()
    return (spell.division, spell.category, spell.amount_fen, spell.account_low)


@pytest.mark.parametrize("said", [TOWNSHIP, COUNTY, ""])
def test_a_month_that_says_nothing_changes_nobody_and_what_was_known_stands(said: str) -> None:
    publish(1, listed(1, **KNOWN), listed(2, "李小兰", household_number="1"))
    effect = publish(2, listed(1, division=said, **SILENT), listed(2, "李小兰", division=said, **SILENT))

    assert (effect.unchanged, effect.changed, effect.opened) == (2, 0, 0)
    mine = valid_enrolments().get(person__name="陈大文")
    assert (mine.division, mine.category, mine.amount_fen) == (VILLAGE, "RURAL", 45000)
    assert (mine.account_low, mine.valid_from, mine.valid_to) == (7, MONTHS[0].first_day, None)
    assert set(Person.objects.values_list("division", flat=True)) == {VILLAGE}
    home = Household.objects.get()
    assert (home.division, home.members.count()) == (VILLAGE, 2)
    assert home.head is not None
    assert home.head.name == "陈大文"


def test_what_was_unknown_and_is_now_known_is_no_change_and_holds_from_then() -> None:
    publish(1, listed(1, division=TOWNSHIP, **SILENT))
    effect = publish(2, listed(1, account=ACCOUNT))
    assert (effect.unchanged, effect.changed) == (1, 0)
    assert now(1) == (TOWNSHIP, "", None, None)
    assert now(2) == (VILLAGE, "RURAL", 45000, 7)


@pytest.mark.parametrize(
    "other",
    [
        {"division": OTHER_VILLAGE},
        {"division": OTHER_TOWNSHIP},
        {"division": f"{TOWNSHIP}201"},
        {"amount_fen": 50000},
        {"account": OTHER_ACCOUNT},
        {"category": "URBAN"},
    ],
    ids=lambda other: next(iter(other.items())),
)
def test_another_known_value_is_a_change_and_leaves_the_rest_as_it_was(other: dict[str, Any]) -> None:
    publish(1, listed(1, **KNOWN))
    effect = publish(2, listed(1, **({"division": ""} | SILENT | other)))
    assert (effect.unchanged, effect.changed) == (0, 1)
    spell = enrolments_in(MONTHS[1]).get()
    account = other.get("account", ACCOUNT)
    assert (spell.division, spell.category, spell.amount_fen, spell.account_low) == (
        other.get("division", VILLAGE),
        other.get("category", "RURAL"),
        other.get("amount_fen", 45000),
        account.low,
    )


def test_the_last_known_value_is_the_one_that_lists_still_say() -> None:
    publish(1, listed(1, amount_fen=10000))
    publish(2, listed(1, amount_fen=20000))
    publish(3, listed(1, amount_fen=None))
    assert now(3)[2] == 20000
    withdraw_list(f"00000000-0000-4000-8000-{2:012d}", by=SYSTEM, at=MONDAY)
    assert now(3)[2] == 10000


def test_nought_is_a_value_and_the_end_of_a_spell_is_the_end_of_its_amount() -> None:
    publish(1, listed(1))
    publish(2, listed(1, amount_fen=0))
    assert now(2)[2] == 0
    publish(3, listed(2, "李小兰"))
    publish(4, listed(1, division=TOWNSHIP, **SILENT))
    assert now(4) == (VILLAGE, "", None, None)


def test_a_month_without_household_numbers_keeps_families_and_their_numbers() -> None:
    publish(1, listed(1, **KNOWN), listed(2, "李小兰", household_number="1", relation="SPOUSE"))
    publish(2, listed(1), listed(2, "李小兰", relation=""))
    home = Household.objects.get()
    assert [number.number for number in home.numbers.all()] == ["1"]
    assert list(HouseholdMember.objects.order_by("pk").values_list("relation", flat=True)) == [
        "HEAD",
        "SPOUSE",
    ]


def test_a_family_whose_risk_is_gone_is_watched_no_more_though_no_class_is_given() -> None:
    watched: dict[str, Any] = {"programme": "POVERTY_REGISTER"}
    publish(1, listed(1, category="UNSTABLE", **watched), source="poverty_register")
    publish(
        2, listed(1, category="", attributes={"risk_removed": "YES"}, **watched), source="poverty_register"
    )
    assert now(2)[1] == "REMOVED"


def test_a_grant_that_a_second_list_names_with_less_is_one_grant() -> None:
    relief: dict[str, Any] = {"programme": "TEMPORARY_RELIEF"}
    publish(1, listed(1, **relief), source="temporary_relief")
    less = listed(1, division=TOWNSHIP, amount_fen=45000, category="", **relief)
    effect = publish(1, less, batch=2, source="temporary_relief", region=TOWNSHIP)
    assert (effect.opened, effect.unchanged) == (0, 1)
    assert now(1) == (VILLAGE, "RURAL", 45000, None)


def test_of_two_households_of_one_list_the_one_lived_in_decides_account_and_amount() -> None:
    publish(1, listed(1, row=1, household_number="A"), listed(2, "李小兰", row=2, household_number="A"))
    effect = publish(
        2,
        listed(1, row=1, household_number="B", account=OTHER_ACCOUNT, amount_fen=11, relation="HEAD"),
        listed(3, "王三", row=2, household_number="B"),
        listed(1, row=3, household_number="C", account=ACCOUNT, amount_fen=22),
        listed(2, "李小兰", row=4, household_number="C"),
    )
    mine = enrolments_in(MONTHS[1]).get(person__name="陈大文")
    assert (mine.account_low, mine.amount_fen) == (7, 22)
    mates = HouseholdMember.objects.filter(household=mine.household_id).values_list("person__name", flat=True)
    assert set(mates) == {"陈大文", "李小兰"}
    assert effect.listed == 4 == effect.opened + effect.changed + effect.unchanged + effect.repeated
    assert effect.repeated == 1


def test_of_two_new_households_the_one_that_names_somebody_head_decides() -> None:
    publish(
        1,
        listed(1, row=1, household_number="B", account=OTHER_ACCOUNT, amount_fen=11),
        listed(3, "王三", row=2, household_number="B", relation="HEAD"),
        listed(1, row=3, household_number="C", account=ACCOUNT, amount_fen=22, relation="HEAD"),
        listed(2, "李小兰", row=4, household_number="C"),
    )
    mine = Enrolment.objects.get(person__name="陈大文")
    assert (mine.account_low, mine.amount_fen) == (7, 22)
    mates = HouseholdMember.objects.filter(household=mine.household_id).values_list("person__name", flat=True)
    assert set(mates) == {"陈大文", "李小兰"}


def test_two_rows_of_one_household_that_agree_complete_each_other() -> None:
    publish(1, listed(1, row=1, account=ACCOUNT, amount_fen=None), listed(1, row=2, division=TOWNSHIP))
    assert now(1) == (VILLAGE, "RURAL", 45000, 7)


def test_two_parts_of_a_month_give_the_same_whichever_is_published_first() -> None:
    one = listing([listed(1, account=ACCOUNT)], period=MONTHS[0])
    two = replace(listing([listed(1, amount_fen=9)], batch=2, period=MONTHS[0]), whole=False)
    apply_list(one, by=SYSTEM, at=MONDAY)
    apply_list(two, by=SYSTEM, at=MONDAY)
    first = now(1)
    withdraw_list(one.batch, by=SYSTEM, at=MONDAY)
    apply_list(one, by=SYSTEM, at=MONDAY)
    assert now(1) == first == (VILLAGE, "RURAL", 45000, 7)
