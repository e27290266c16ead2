"""People are found by the last four to six digits of the account they are paid to, within one's own area."""

from __future__ import annotations

import pytest

from doudi.audit.actors import SYSTEM
from doudi.common.keys import ring
from doudi.common.scope import Scope
from doudi.kernel.tokens import digest_token
from doudi.registry.models import AccountEnd
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.selectors.finding import find_people
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing

pytestmark = pytest.mark.django_db

ONE, OTHER = "6217001122338045671", "6217001122339975671"


def paid(order: int, name: str, account: str) -> ListedPerson:
    token = digest_token(ring().token, "account", account)
    return listed(order, name, account=token, account_end=account[-6:])


@pytest.fixture(autouse=True)
def published() -> str:
    what = listing([paid(1, "陈大文", ONE), paid(2, "李小兰", OTHER)])
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what.batch


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("5671", ["李小兰", "陈大文"]),
        ("45671", ["陈大文"]),
        ("75671", ["李小兰"]),
        ("045671", ["陈大文"]),
        ("945671", []),
        ("671", []),
        ("8045671", []),
        ("5672", []),
        (ONE, ["陈大文"]),
    ],
)
def test_an_accounts_end_finds_whom_it_pays(typed: str, names: list[str]) -> None:
    found = find_people(typed, scope=Scope((COUNTY,)))
    assert sorted(found.values_list("name", flat=True)) == names


def test_an_accounts_end_finds_nobody_of_another_county() -> None:
    assert not find_people("5671", scope=Scope(("371521",))).exists()


def test_an_account_listed_again_is_kept_once() -> None:
    apply_list(listing([paid(1, "陈大文", ONE)], batch=2, period=OCTOBER.next()), by=SYSTEM, at=MONDAY)
    assert AccountEnd.objects.count() == 2


def test_an_end_goes_with_the_list_that_gave_it(published: str) -> None:
    withdraw_list(published, by=SYSTEM, at=MONDAY)
    assert not find_people("5671", scope=Scope((COUNTY,))).exists()
