"""A replay goes on from where facts were followed to, and begins from nothing wherever that is in doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.regions.selectors import codes_over_time
from doudi.registry.models import Checkpoint, HouseholdMember, Person
from doudi.registry.rules.listing import Listing
from doudi.registry.rules.progress import read, written
from doudi.registry.selectors import enrolments_in
from doudi.registry.selectors.checkpoints import Grounds, circle_of
from doudi.registry.selectors.facts import live_lists
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.families import split_household
from doudi.registry.tests.factories import COUNTY, MONDAY, listed, listing

pytestmark = pytest.mark.django_db

MONTHS = [Period(2026, month) for month in range(1, 13)]


def family(month: int, **facts: Any) -> Listing:
    head = listed(1, household_number=f"{month}", relation="HEAD", account=Token(3, 3), **facts)
    wife = listed(2, "李小兰", household_number=f"{month}", relation="SPOUSE")
    return listing([head, wife], batch=month, period=MONTHS[month - 1])


def publish(what: Listing) -> Listing:
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what


def begins(*, since: str) -> dict[str, int]:
    """Return how many people a replay would take up from which month."""
    grounds = Grounds(live_lists(), codes_over_time())
    circle = circle_of(Person.objects.values_list("pk", flat=True), grounds, since=since)
    return {month: len(people) for month, people in circle.by_month().items()}


def test_a_new_month_is_taken_up_where_the_last_but_one_left_off() -> None:
    for month in range(1, 8):
        publish(family(month))
    assert set(Checkpoint.objects.values_list("period", flat=True)) == {"2026-05"}
    assert begins(since="2026-08") == {"2026-05": 2}
    assert begins(since="2026-06") == {"2026-05": 2}


def test_a_correction_of_a_month_that_was_followed_begins_from_nothing_and_is_kept_anew() -> None:
    for month in range(1, 8):
        publish(family(month))
    assert begins(since="2026-05") == {"": 2}
    withdraw_list(family(3).batch, by=SYSTEM, at=MONDAY)
    publish(listing([listed(1, amount_fen=99, household_number="3")], batch=9, period=MONTHS[2]))
    assert enrolments_in(MONTHS[2]).get(person__name="陈大文").amount_fen == 99
    assert enrolments_in(MONTHS[3]).get(person__name="陈大文").amount_fen == 45000
    assert begins(since="2026-08") == {"2026-05": 2}


def test_a_list_of_the_county_that_comes_late_takes_the_ground_from_under_what_was_kept() -> None:
    for month in range(1, 8):
        publish(family(month))
    publish(listing([listed(7, "王三")], batch=9, period=MONTHS[1], source="tekun"))
    assert begins(since="2026-08") == {"": 3}


def test_a_list_of_another_county_leaves_what_was_kept_in_force() -> None:
    for month in range(1, 8):
        publish(family(month))
    stranger = listed(7, "王三", division="371521001")
    publish(listing([stranger], batch=9, period=MONTHS[1], region="371521"))
    assert begins(since="2026-08") == {"2026-05": 2, "": 1}


def test_an_act_dated_before_the_kept_month_is_followed_from_nothing() -> None:
    for month in range(1, 8):
        publish(family(month))
    officer = User.objects.create(username="officer", name="张经办", created_at=MONDAY)
    home = HouseholdMember.objects.filter(valid_to__isnull=True)[0].household
    head = Person.objects.get(name="陈大文").pk
    split_household(
        home, people=[head], happened_on=date(2026, 3, 10), reason="分户已核", by=officer, at=MONDAY
    )
    assert set(HouseholdMember.objects.filter(person=head).values_list("valid_from", flat=True)) == {
        date(2026, 1, 1),
        date(2026, 3, 10),
    }
    publish(family(8))
    assert HouseholdMember.objects.filter(valid_to__isnull=True).values("household").distinct().count() == 2


def test_whoever_joins_somebody_that_was_followed_takes_both_up_from_the_beginning() -> None:
    for month in range(1, 7):
        publish(family(month))
    baby = listed(5, "陈小宝", household_number="7", relation="SON")
    publish(listing([*family(7).people, baby], batch=7, period=MONTHS[6]))
    assert HouseholdMember.objects.values("household").distinct().count() == 1
    assert begins(since="2026-08") == {"2026-05": 3}


def test_what_is_kept_is_read_as_it_was_written() -> None:
    for month in range(1, 8):
        publish(family(month, started_on=date(2020, 5, 1)))
    lists = live_lists()
    kept = list(Checkpoint.objects.all())
    assert kept
    for each in kept:
        assert written(read(each.state, each.person_id, each.period, lists)) == each.state
    assert COUNTY in kept[0].counties
