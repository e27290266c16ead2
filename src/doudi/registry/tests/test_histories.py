"""Histories that once broke records: what should have stood stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.registry.models import Enrolment, Household, HouseholdMember, ListPublication, Person
from doudi.registry.rules.listing import ListedPerson, Listing
from doudi.registry.selectors import enrolments_in, valid_enrolments
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOVEMBER = OCTOBER.next()
EAST, WEST = "440204102", "440204103"
EAST_VILLAGE, WEST_VILLAGE = "440204102200", "440204103201"
JULY, AUGUST, SEPTEMBER = Period(2026, 7), Period(2026, 8), Period(2026, 9)


def publish(what: Listing) -> Listing:
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what


def take_back(what: Listing) -> None:
    withdraw_list(what.batch, by=SYSTEM, at=MONDAY)


def homes() -> set[frozenset[str]]:
    """Return the households as sets of names."""
    found: dict[int, set[str]] = {}
    living = HouseholdMember.objects.filter(valid_to__isnull=True)
    for household, name in living.values_list("household_id", "person__name"):
        found.setdefault(household, set()).add(name)
    return {frozenset(names) for names in found.values()}


def member(order: int, name: str, household: str, relation: str = "", **facts: Any) -> ListedPerson:
    return listed(order, name, household_number=household, relation=relation, **facts)


def spells() -> list[tuple[date, date | None]]:
    return sorted(valid_enrolments().values_list("valid_from", "valid_to"), key=str)


def test_numbers_that_shift_by_one_move_nobody() -> None:
    publish(
        listing(
            [member(1, "英国", "1"), member(2, "英英", "1"), member(3, "伟国", "2"), member(4, "伟英", "2")]
        )
    )
    october = dict(HouseholdMember.objects.values_list("person__name", "household_id"))

    november = [member(5, "芳国", "1"), member(6, "芳英", "1")]
    november += [
        member(1, "英国", "2"),
        member(2, "英英", "2"),
        member(3, "伟国", "3"),
        member(4, "伟英", "3"),
    ]
    publish(listing(november, batch=2, period=NOVEMBER))

    assert homes() == {frozenset({"英国", "英英"}), frozenset({"伟国", "伟英"}), frozenset({"芳国", "芳英"})}
    now = dict(HouseholdMember.objects.values_list("person__name", "household_id"))
    assert october.items() <= now.items()


def test_a_family_that_a_list_splits_is_two_from_that_month() -> None:
    family = [(1, "甲一"), (2, "甲二"), (3, "甲三"), (4, "甲四")]
    publish(listing([member(order, name, "A") for order, name in family]))
    publish(
        listing(
            [member(order, name, number) for (order, name), number in zip(family, "AABB", strict=True)],
            batch=2,
            period=NOVEMBER,
        )
    )

    assert homes() == {frozenset({"甲一", "甲二"}), frozenset({"甲三", "甲四"})}
    left = HouseholdMember.objects.filter(valid_to=date(2026, 11, 1))
    assert set(left.values_list("person__name", flat=True)) == {"甲三", "甲四"}


def test_somebody_whom_a_list_names_in_another_of_its_families_moves_there() -> None:
    publish(listing([member(1, "陈父", "A"), member(2, "陈女", "A"), member(3, "李婿", "B")]))
    publish(
        listing(
            [member(1, "陈父", "A"), member(3, "李婿", "B"), member(2, "陈女", "B")], batch=2, period=NOVEMBER
        )
    )
    assert homes() == {frozenset({"陈父"}), frozenset({"李婿", "陈女"})}


def test_two_families_that_a_list_makes_one_with_one_head_are_one() -> None:
    publish(listing([member(1, "陈父", "A", "HEAD"), member(2, "陈祖", "B", "HEAD")]))
    publish(
        listing([member(1, "陈父", "A", "HEAD"), member(2, "陈祖", "A", "PARENT")], batch=2, period=NOVEMBER)
    )
    assert homes() == {frozenset({"陈父", "陈祖"})}


def test_a_running_number_of_three_townships_joins_no_families_that_are_known() -> None:
    publish(listing([member(1, "甲", "1"), member(2, "乙", "2"), member(3, "丙", "3")]))
    publish(
        listing(
            [member(order, name, "1", "HEAD") for order, name in ((1, "甲"), (2, "乙"), (3, "丙"))],
            batch=2,
            period=NOVEMBER,
        )
    )
    assert homes() == {frozenset("甲"), frozenset("乙"), frozenset("丙")}


def test_taking_back_one_townships_list_erases_nobody_another_still_lists() -> None:
    east = publish(listing([listed(1)], region=EAST))
    publish(listing([listed(1)], batch=2, region=WEST))

    take_back(east)

    assert spells() == [(date(2026, 10, 1), None)]


def test_a_list_is_taken_back_though_another_opened_the_person_meanwhile() -> None:
    publish(listing([listed(1)], region=EAST))
    gone = publish(listing([listed(2, "李小兰")], batch=2, region=EAST, period=NOVEMBER))
    publish(listing([listed(1, division=WEST_VILLAGE)], batch=3, region=WEST, period=NOVEMBER))

    take_back(gone)

    assert [spell.division for spell in enrolments_in(NOVEMBER)] == [WEST_VILLAGE]
    assert enrolments_in(OCTOBER).count() == 1


def test_whoever_comes_back_with_an_old_start_rewrites_no_month_a_list_spoke_of() -> None:
    publish(listing([listed(1, started_on=date(2020, 5, 1)), listed(2, "李小兰")], period=JULY))
    publish(listing([listed(2, "李小兰")], batch=2, period=AUGUST))
    publish(listing([listed(1, started_on=date(2020, 5, 1)), listed(2, "李小兰")], batch=3, period=SEPTEMBER))

    assert enrolments_in(AUGUST).count() == 1
    back = valid_enrolments().filter(person__name="陈大文").order_by("valid_from")
    assert list(back.values_list("valid_from", "valid_to")) == [
        (date(2020, 5, 1), date(2026, 8, 1)),
        (date(2026, 9, 1), None),
    ]


def test_a_spell_others_stand_on_is_voided_and_comes_back_under_its_key() -> None:
    july = publish(listing([listed(1)], period=JULY))
    key = Enrolment.objects.get().pk

    take_back(july)
    voided = Enrolment.objects.get()
    assert (voided.pk, voided.voided_at, valid_enrolments().count()) == (key, MONDAY, 0)

    publish(july)
    back = Enrolment.objects.get()
    assert (back.pk, back.voided_at) == (key, None)
    assert ListPublication.objects.count() == 2


def test_two_grants_of_a_month_are_two_and_one_named_by_two_lists_is_one() -> None:
    relief: dict[str, Any] = {"programme": "TEMPORARY_RELIEF", "started_on": date(2026, 10, 9)}
    both = [listed(1, amount_fen=100_000, **relief), listed(1, row=2, amount_fen=250_000, **relief)]
    publish(listing(both, source="temporary_relief"))
    publish(listing(both[:1], batch=2, source="temporary_relief", region=EAST))

    amounts = enrolments_in(OCTOBER).values_list("amount_fen", flat=True)
    assert set(amounts) == {100_000, 250_000}
    assert len(amounts) == 2
    assert not enrolments_in(NOVEMBER).exists()


def test_a_misspelt_name_opens_and_closes_nothing() -> None:
    publish(listing([listed(1, "陈大文")]))
    effect = apply_list(listing([listed(1, "陈大义")], batch=2, period=NOVEMBER), by=SYSTEM, at=MONDAY)
    publish(listing([listed(1, "陈大文")], batch=3, period=NOVEMBER.next()))

    assert (effect.unchanged, effect.closed, effect.opened, effect.disputed) == (1, 0, 0, 1)
    assert spells() == [(date(2026, 10, 1), None)]
    assert Person.objects.get().name == "陈大文"


def test_remarks_and_dots_of_a_name_make_nobody_new() -> None:
    written = ["古丽娜尔·吐尔逊", "古丽娜尔∙吐尔逊（已故）", "古丽娜尔．吐尔逊*"]
    publish(listing([listed(1, written[0])], period=AUGUST))
    publish(listing([listed(1, written[1])], batch=2, period=SEPTEMBER))
    effect = apply_list(listing([listed(1, written[2])], batch=3), by=SYSTEM, at=MONDAY)

    assert (effect.unchanged, effect.disputed, Person.objects.count()) == (1, 0, 1)


def test_a_family_two_townships_list_is_counted_once_and_then_moves_with_its_card() -> None:
    family = [member(1, "甲", "7", "HEAD"), member(2, "乙", "7"), member(3, "丙", "7")]
    moved = [
        member(order, name, "9", "HEAD" if order == 1 else "", division=WEST_VILLAGE)
        for order, name in ((1, "甲"), (2, "乙"), (3, "丙"))
    ]
    publish(listing(family, region=EAST))
    publish(listing(moved, batch=2, region=WEST))

    assert enrolments_in(OCTOBER).count() == 3
    here = {*enrolments_in(OCTOBER).values_list("division", flat=True)}
    assert here == {Household.objects.get().division} == {*Person.objects.values_list("division", flat=True)}

    publish(listing([], batch=3, region=EAST, period=NOVEMBER))
    publish(listing(moved, batch=4, region=WEST, period=NOVEMBER))

    assert Household.objects.get().division == WEST_VILLAGE
    assert {*enrolments_in(NOVEMBER).values_list("division", flat=True)} == {WEST_VILLAGE}
    assert homes() == {frozenset({"甲", "乙", "丙"})}


def test_a_part_of_a_countys_list_closes_only_people_of_the_townships_it_names() -> None:
    publish(listing([listed(1), listed(2, "李小兰", division=WEST_VILLAGE)]))
    part = Listing(
        "dibao",
        COUNTY,
        NOVEMBER,
        "00000000-0000-4000-8000-000000000009",
        [listed(3, "黄阿妹")],
        whole=False,
    )
    publish(part)
    names = enrolments_in(NOVEMBER).values_list("person__name", flat=True)
    assert sorted(names) == ["李小兰", "黄阿妹"]


def test_a_head_who_leaves_the_list_ends_no_household() -> None:
    publish(listing([member(1, "户主", "1", "HEAD"), member(2, "妻", "1", "SPOUSE")]))
    publish(listing([member(2, "妻", "1", "HEAD")], batch=2, period=NOVEMBER))

    household = Household.objects.get()
    assert household.head is not None
    assert (household.head.name, household.members.count()) == ("妻", 2)


def test_no_two_spells_of_a_person_and_programme_may_overlap() -> None:
    publish(listing([listed(1)]))
    first = Enrolment.objects.get()
    with pytest.raises(IntegrityError, match="spells_do_not_overlap"):
        _overlap(first)


def _overlap(first: Enrolment) -> None:
    with transaction.atomic():
        Enrolment.objects.create(
            person=first.person,
            programme=first.programme,
            division=first.division,
            valid_from=date(2026, 10, 15),
            valid_to=date(2026, 12, 1),
            opened_by=first.opened_by,
        )
        connection.check_constraints()


def test_a_name_no_table_could_hold_stops_no_list() -> None:
    publish(listing([listed(1, "陈\0大" + "文" * 200)]))
    assert Person.objects.get().name.startswith("陈大文")
