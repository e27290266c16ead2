"""A month's list makes enrolments match it, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.registry.models import (
    Enrolment,
    Household,
    HouseholdMember,
    Identity,
    ListLine,
    ListPublication,
    Person,
)
from doudi.registry.rules.listing import ListEffect, Listing
from doudi.registry.selectors import aided_people, enrolments_in, valid_enrolments
from doudi.registry.selectors.finding import find_people
from doudi.registry.selectors.roster import roster_people, roster_spells
from doudi.registry.services.enrolment import (
    MonthClosed,
    apply_list,
    lock_month,
    withdraw_list,
)
from doudi.registry.services.people import ReasonMissing, initials_of, reveal_number
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, VILLAGE, listed, listing, number

NOVEMBER = OCTOBER.next()


def publish(what: Listing) -> ListEffect:
    return apply_list(what, by=SYSTEM, at=MONDAY)


def facts() -> list[tuple[object, ...]]:
    return sorted(
        valid_enrolments().values_list("person__name", "programme", "amount_fen", "valid_from", "valid_to"),
        key=str,
    )


@pytest.mark.django_db
def test_a_first_list_enrols_everyone_from_the_day_the_list_gives() -> None:
    effect = publish(listing([listed(1, "陈大文", started_on=date(2024, 3, 1)), listed(2, "李小兰")]))

    assert effect == ListEffect(
        2, new_people=2, opened=2, changed=0, closed=0, unchanged=0, repeated=0, disputed=0
    )
    assert facts() == [
        ("李小兰", "DIBAO", 45000, date(2026, 10, 1), None),
        ("陈大文", "DIBAO", 45000, date(2024, 3, 1), None),
    ]


@pytest.mark.django_db
def test_who_is_off_the_list_is_closed_and_who_changed_gets_a_new_row() -> None:
    publish(listing([listed(1, "陈大文"), listed(2, "李小兰"), listed(3, "黄阿妹")]))

    effect = publish(
        listing([listed(1, "陈大文"), listed(2, "李小兰", amount_fen=50000)], batch=2, period=NOVEMBER)
    )

    assert (effect.unchanged, effect.changed, effect.closed, effect.opened) == (1, 1, 1, 0)
    assert facts() == [
        ("李小兰", "DIBAO", 45000, date(2026, 10, 1), date(2026, 11, 1)),
        ("李小兰", "DIBAO", 50000, date(2026, 11, 1), None),
        ("陈大文", "DIBAO", 45000, date(2026, 10, 1), None),
        ("黄阿妹", "DIBAO", 45000, date(2026, 10, 1), date(2026, 11, 1)),
    ]
    assert enrolments_in(OCTOBER).count() == 3
    assert enrolments_in(NOVEMBER).count() == 2


@pytest.mark.django_db
def test_the_same_batch_again_changes_nothing() -> None:
    october = listing([listed(1), listed(2, "李小兰")])
    publish(october)
    before = facts()
    publish(october)
    assert facts() == before
    assert ListLine.objects.count() == 2


@pytest.mark.django_db
def test_a_list_taken_back_leaves_what_was_before() -> None:
    publish(listing([listed(1), listed(2, "李小兰")]))
    before = facts()
    november = listing([listed(1, amount_fen=1), listed(9, "罗九")], batch=2, period=NOVEMBER)
    publish(november)

    withdraw_list(november.batch, by=SYSTEM, at=MONDAY)
    withdraw_list(november.batch, by=SYSTEM, at=MONDAY)

    assert facts() == before
    assert ListPublication.objects.filter(withdrawn_at__isnull=True).count() == 1
    assert ListLine.objects.count() == 4


@pytest.mark.django_db
def test_a_list_under_a_later_one_is_corrected_and_the_later_one_stands() -> None:
    october = listing([listed(1), listed(2, "李小兰")])
    publish(october)
    publish(listing([listed(1)], batch=2, period=NOVEMBER))

    withdraw_list(october.batch, by=SYSTEM, at=MONDAY)
    assert facts() == [("陈大文", "DIBAO", 45000, date(2026, 11, 1), None)]

    publish(listing([listed(1), listed(3, "黄阿妹")], batch=3))
    assert facts() == [
        ("陈大文", "DIBAO", 45000, date(2026, 10, 1), None),
        ("黄阿妹", "DIBAO", 45000, date(2026, 10, 1), date(2026, 11, 1)),
    ]


@pytest.mark.django_db
def test_a_closed_month_takes_no_list() -> None:
    lock_month(COUNTY, str(OCTOBER), by=SYSTEM, at=MONDAY)
    with pytest.raises(MonthClosed, match="下一个月"):
        publish(listing([listed(1)]))
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_person_twice_on_a_list_is_enrolled_once_and_counted() -> None:
    effect = publish(listing([listed(1), listed(1, row=7)]))
    assert (effect.listed, effect.opened, effect.repeated) == (2, 1, 1)


@pytest.mark.django_db
def test_a_person_on_two_townships_lists_is_enrolled_once_until_both_let_go() -> None:
    publish(listing([listed(1)], region="440204102"))
    effect = publish(listing([listed(1)], batch=2, region="440204103"))
    assert (effect.opened, effect.unchanged) == (0, 1)

    publish(listing([listed(1)], batch=3, region="440204103", period=NOVEMBER))
    assert publish(listing([], batch=4, region="440204102", period=NOVEMBER)).closed == 0
    assert aided_people(NOVEMBER, COUNTY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("removed_on", "category"), [("2026-10-31", "REMOVED"), ("2026-11-01", "UNSTABLE"), ("", "UNSTABLE")]
)
def test_a_risk_removed_within_the_month_is_no_longer_monitored(removed_on: str, category: str) -> None:
    line = listed(1, programme="POVERTY_REGISTER", category="UNSTABLE", attributes={"removed_on": removed_on})
    publish(listing([line], source="poverty_register"))
    assert Enrolment.objects.get().category == category


@pytest.mark.django_db
def test_one_number_under_two_names_is_counted_once_until_an_officer_says_otherwise() -> None:
    effect = publish(listing([listed(1, "陈大文"), listed(1, "陈文达", row=2)]))
    assert (effect.disputed, effect.new_people, effect.opened, effect.repeated) == (1, 1, 1, 1)
    assert list(Identity.objects.values_list("person__name", "standing")) == [("陈大文", "CONFIRMED")]
    assert sorted(ListLine.objects.values_list("name", flat=True)) == ["陈大文", "陈文达"]

    publish(listing([listed(1, "陈 大文"), listed(1, "陈文达", row=2)], batch=2, period=NOVEMBER))
    assert Person.objects.count() == 1
    assert len(facts()) == 1


@pytest.mark.django_db
def test_a_grant_of_one_month_ends_with_it() -> None:
    publish(listing([listed(1, programme="TEMPORARY_RELIEF")], source="temporary_relief"))
    assert Enrolment.objects.get().valid_to == date(2026, 11, 1)


@pytest.mark.django_db
def test_the_families_of_two_lists_become_one_household() -> None:
    publish(
        listing(
            [listed(1, household_number="D1", relation="HEAD"), listed(2, "李小兰", household_number="D1")]
        )
    )
    register = [
        listed(1, programme="POVERTY_REGISTER", household_number="P8"),
        listed(3, "陈小明", programme="POVERTY_REGISTER", household_number="P8"),
    ]
    publish(listing(register, batch=2, source="poverty_register"))

    household = Household.objects.get()
    assert set(household.members.values_list("person__name", flat=True)) == {"陈大文", "李小兰", "陈小明"}
    assert set(household.numbers.values_list("source", "number")) == {
        ("dibao", "D1"),
        ("poverty_register", "P8"),
    }
    assert set(Enrolment.objects.values_list("household_id", flat=True)) == {household.pk}


@pytest.mark.django_db
def test_somebody_who_lives_elsewhere_is_not_moved_by_a_file() -> None:
    publish(listing([listed(1, household_number="A"), listed(2, "李小兰", household_number="B")]))
    publish(
        listing(
            [listed(1, household_number="A"), listed(2, "李小兰", household_number="A")],
            batch=2,
            period=NOVEMBER,
        )
    )
    homes = dict(HouseholdMember.objects.values_list("person__name", "household_id"))
    assert homes["陈大文"] != homes["李小兰"]


@pytest.mark.django_db
def test_a_village_fills_a_gap_and_moves_only_by_the_programme_that_knows() -> None:
    other = "440204103201"
    publish(listing([listed(1, division="", programme="ORPHAN")], source="orphan"))
    assert Person.objects.get().division == COUNTY
    publish(listing([listed(1)], batch=2))
    assert Person.objects.get().division == VILLAGE
    publish(
        listing([listed(1, division=other, programme="POVERTY_REGISTER")], batch=3, source="poverty_register")
    )
    assert Person.objects.get().division == VILLAGE
    publish(listing([listed(1, division=other)], batch=4, period=NOVEMBER))
    assert Person.objects.get().division == other


@pytest.mark.django_db
def test_the_snapshot_names_the_row_that_says_so() -> None:
    publish(listing([listed(4)]))
    november = listing([listed(4, row=11)], batch=2, period=NOVEMBER)
    publish(november)

    (spell,) = roster_spells(COUNTY, NOVEMBER)
    assert (str(spell[-2]), spell[-1]) == (november.batch, 11)
    (person,) = roster_people(COUNTY)
    assert spell[:2] == (person.token_high, person.token_low)
    assert aided_people(NOVEMBER, COUNTY) == {person.person_id}
    assert list(roster_spells(COUNTY, OCTOBER.previous())) == []


@pytest.mark.django_db
def test_the_snapshot_tells_since_when_without_a_break_and_what_start_the_row_names() -> None:
    stated, december = date(2024, 3, 1), NOVEMBER.next()
    publish(listing([listed(1, started_on=stated), listed(2), listed(3)]))
    publish(listing([listed(4, programme="TEMPORARY_RELIEF")], batch=2, source="temporary_relief"))
    publish(listing([listed(1, started_on=stated, amount_fen=1), listed(2)], batch=3, period=NOVEMBER))
    publish(
        listing([listed(1, amount_fen=2), listed(2), listed(3, started_on=stated)], batch=4, period=december)
    )
    publish(
        listing(
            [listed(4, programme="TEMPORARY_RELIEF")], batch=5, period=NOVEMBER, source="temporary_relief"
        )
    )

    def told(period: Period) -> list[tuple[object, ...]]:
        return sorted(((row[7], row[9], row[-3]) for row in roster_spells(COUNTY, period)), key=str)

    october, november = date(2026, 10, 1), date(2026, 11, 1)
    assert told(december) == [
        (october, october, None),
        (date(2026, 12, 1), stated, None),
        (date(2026, 12, 1), date(2026, 12, 1), stated),
    ]
    assert (november, november, None) in told(NOVEMBER)
    assert (november, stated, stated) in told(NOVEMBER)


@pytest.mark.django_db
def test_people_are_found_by_number_name_and_initials_within_the_scope_only() -> None:
    publish(listing([listed(1, "仇志强")]))
    mine, foreign = Scope(("440204102",)), Scope(("371521",))
    assert find_people(number(1), scope=mine).count() == 1
    assert find_people("仇志", scope=mine).count() == 1
    assert find_people("QZ", scope=mine).count() == 1
    assert find_people(number(1), scope=foreign).count() == 0
    assert find_people(" ", scope=mine).count() == 0
    assert initials_of("重庆") == "cq"


@pytest.mark.django_db
def test_a_number_is_shown_only_for_a_reason_that_stays_in_the_trail() -> None:
    publish(listing([listed(1)]))
    person = Person.objects.get()
    with pytest.raises(ReasonMissing):
        reveal_number(person, by=SYSTEM, at=MONDAY, reason=" 看看 ")
    assert reveal_number(person, by=SYSTEM, at=MONDAY, reason="入户核对身份证") == number(1)
    assert Entry.objects.get(action="registry.number_revealed").reason == "入户核对身份证"


@pytest.mark.django_db
def test_the_number_is_nowhere_in_clear_in_the_tables() -> None:
    publish(listing([listed(1, account=None)]))
    with connection.cursor() as cursor:
        cursor.execute("select number from registry_identity")
        (stored,) = cursor.fetchone()
    assert number(1) not in stored
    assert Identity.objects.get().number == number(1)


months = st.lists(st.dictionaries(st.integers(1, 6), st.integers(1, 3), max_size=6), min_size=1, max_size=4)


class Lists(TestCase):
    """Laws of a programme's monthly lists."""

    @given(months=months)
    def test_each_month_shows_exactly_its_list_and_taking_all_back_leaves_nothing(
        self, months: list[dict[int, int]]
    ) -> None:
        period, published = Period.parse("2026-01"), []
        for index, amounts in enumerate(months):
            people = [listed(order, f"陈{order}", amount_fen=fen) for order, fen in amounts.items()]
            published.append((period, amounts, listing(people, batch=index + 1, period=period)))
            publish(published[-1][2])
            period = period.next()

        for period, amounts, _ in published:
            standing = enrolments_in(period).values_list("person__name", "amount_fen")
            assert dict(standing) == {f"陈{order}": fen for order, fen in amounts.items()}
            assert standing.count() == len(amounts)
        for _, _, what in reversed(published):
            withdraw_list(what.batch, by=SYSTEM, at=MONDAY)
        assert valid_enrolments().count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "category"), [("YES", "REMOVED"), ("NO", "UNSTABLE"), ("", "UNSTABLE")])
def test_a_risk_that_the_list_says_is_removed_is_no_longer_monitored(said: str, category: str) -> None:
    line = listed(1, programme="POVERTY_REGISTER", category="UNSTABLE", attributes={"risk_removed": said})
    publish(listing([line], source="poverty_register"))

    assert Enrolment.objects.get().category == category
