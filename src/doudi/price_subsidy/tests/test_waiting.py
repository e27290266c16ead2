"""A suggestion waits for another person until it is decided, reckoned anew, or its index is corrected."""

from __future__ import annotations

import pytest

from doudi.accounts.tests.factories import browser_of
from doudi.price_subsidy.models import PriceLaunch
from doudi.price_subsidy.services import launches
from doudi.price_subsidy.tests.months import NOW, approver, keeper, person, rises
from doudi.work.models import Task
from doudi.work.selectors.inbox import to_do_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def stands(launch: PriceLaunch) -> tuple[str, str]:
    task = Task.objects.get(subject_kind="price_launch", subject_id=str(launch.pk))
    return task.state, task.result


def test_it_is_to_do_for_the_approver_alone_until_decided() -> None:
    by, other = keeper(), approver()
    person("DIBAO")
    (launch,) = rises("2019-11", by, cpi=350, food=599)

    assert [to_do_of(each, on=TODAY).exists() for each in (by, other)] == [False, True]
    assert f"/rules/indices/launches/{launch.pk}/" in browser_of(other).get("/").content.decode()

    launches.reject_launch(launch, reason="名册不对", by=other, at=NOW)
    assert stands(launch) == ("FINISHED", "REJECTED")
    assert not to_do_of(other, on=TODAY).exists()


def test_what_a_corrected_index_or_a_new_reckoning_replaces_waits_no_more() -> None:
    by = keeper()
    person("DIBAO")
    (first,) = rises("2019-11", by, cpi=350, food=599)
    rises("2019-11", by, cpi=360, food=599)
    second = PriceLaunch.objects.get(status="SUGGESTED")
    launches.reckon_again(second, by=by, at=NOW)
    third = PriceLaunch.objects.get(status="SUGGESTED")

    assert [stands(each) for each in (first, second, third)] == [
        ("CANCELLED", "REPLACED"), ("CANCELLED", "REPLACED"), ("OPEN", ""),
    ]  # fmt: skip
