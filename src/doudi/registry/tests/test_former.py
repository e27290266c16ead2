"""A number or name that a list says somebody had before: asked about, settled, found, and nobody doubled."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common.keys import ring
from doudi.common.scope import Scope
from doudi.kernel.tokens import Token, token_of
from doudi.registry.models import IdentityQuestion, Person
from doudi.registry.rules.listing import Listing
from doudi.registry.selectors import enrolments_in
from doudi.registry.selectors.finding import find_people
from doudi.registry.selectors.questions import questions_within, sides_of
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.settling import settle_question, undo_settlement
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing, number
from doudi.registry.tests.worlds import held

pytestmark = pytest.mark.django_db

SEPTEMBER = OCTOBER.previous()
HERE = Scope((COUNTY,))


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="officer", name="张经办", created_at=MONDAY)


def publish(what: Listing) -> Listing:
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what


def old_number(order: int) -> Token:
    return token_of(ring().token, number(order))


def known_before() -> Listing:
    return listing([listed(1, "陈大文", household_number="7")], batch=1, period=SEPTEMBER)


def telling() -> Listing:
    line = listed(2, "陈建国", household_number="7", former=old_number(1))
    return listing([line], batch=2)


def test_a_former_number_that_is_somebodys_is_asked_about_with_both_sides() -> None:
    publish(known_before())
    publish(telling())

    question = questions_within(HERE).get()
    assert (question.get_kind_display(), question.status) == ("名册写明原号码", "OPEN")
    first, second = sides_of(question)
    assert [said.line.name for said in first.lines] == ["陈大文"]
    assert [(said.line.name, said.before) for said in second.lines] == [("陈建国", "原号码（另一边的号码）")]
    assert enrolments_in(OCTOBER).count() == 1
    assert Person.objects.count() == 2


def test_the_order_in_which_the_lists_come_makes_no_difference() -> None:
    publish(telling())
    assert not IdentityQuestion.objects.exists()
    publish(known_before())
    assert IdentityQuestion.objects.get().kind == "FORMER_NUMBER"


def test_settled_as_one_both_numbers_find_the_person_and_an_undo_restores_all(officer: User) -> None:
    publish(known_before())
    publish(telling())
    before = held()

    question = IdentityQuestion.objects.get()
    settle_question(question, answer="SAME", reason="派出所更正号码", by=officer, at=MONDAY)
    assert find_people(number(1), scope=HERE).get() == find_people(number(2), scope=HERE).get()
    spell = enrolments_in(OCTOBER).get()
    assert spell.valid_from == SEPTEMBER.first_day

    undo_settlement(question, reason="派出所另有答复", by=officer, at=MONDAY)
    assert held() == before


def test_the_question_goes_with_the_list_and_comes_back() -> None:
    publish(known_before())
    told = publish(telling())
    withdraw_list(told.batch, by=SYSTEM, at=MONDAY)
    assert IdentityQuestion.objects.get().status == "LAPSED"
    publish(told)
    assert IdentityQuestion.objects.get().status == "OPEN"


def test_an_answer_outlives_the_list_that_raised_it(officer: User) -> None:
    publish(known_before())
    told = publish(telling())
    settle_question(
        IdentityQuestion.objects.get(), answer="TWO", reason="两人都有户口簿", by=officer, at=MONDAY
    )
    withdraw_list(told.batch, by=SYSTEM, at=MONDAY)
    publish(told)
    assert IdentityQuestion.objects.get().status == "TWO"


def test_a_former_number_that_is_nobodys_finds_whom_a_live_list_says_had_it() -> None:
    told = publish(telling())
    assert find_people(number(1), scope=HERE).get().name == "陈建国"
    withdraw_list(told.batch, by=SYSTEM, at=MONDAY)
    assert not find_people(number(1), scope=HERE).exists()


def test_ones_own_number_written_as_the_former_asks_nothing() -> None:
    publish(listing([listed(1, "陈大文", former=old_number(1)), listed(2, "李小兰")]))
    assert not IdentityQuestion.objects.exists()


def test_a_former_number_of_another_county_is_not_shown_to_this_one() -> None:
    publish(listing([listed(1, "陈大文", division="371521001")], region="371521"))
    publish(telling())
    assert not IdentityQuestion.objects.exists()


@pytest.mark.parametrize("first", ["known", "telling"])
def test_another_number_with_a_former_name_and_the_birth_date_is_asked_about(first: str) -> None:
    known = listing([listed(1, "陈大文")], period=SEPTEMBER)
    named = listing([listed(2, "陈建国", former_names=("陈 大文",))], batch=2)
    order = {"known": (known, named), "telling": (named, known)}[first]
    publish(order[0])
    publish(order[1])

    question = IdentityQuestion.objects.get()
    assert (question.kind, question.status) == ("OTHER_NUMBER", "OPEN")
    before = {said.before for side in sides_of(question) for said in side.lines}
    assert before == {"", "曾用名 陈大文"}


def test_a_person_known_long_since_is_asked_about_when_a_list_first_gives_the_former_name() -> None:
    publish(listing([listed(1, "陈大文"), listed(2, "陈建国")], period=SEPTEMBER))
    assert not IdentityQuestion.objects.exists()
    publish(listing([listed(1, "陈大文"), listed(2, "陈建国", former_names=("陈大文",))], batch=2))
    assert IdentityQuestion.objects.get().kind == "OTHER_NUMBER"


def test_a_former_name_with_another_birth_date_asks_nothing() -> None:
    publish(listing([listed(1, "陈大文", born=date(1961, 1, 1))], period=SEPTEMBER))
    publish(listing([listed(2, "陈建国", former_names=("陈大文",))], batch=2))
    assert not IdentityQuestion.objects.exists()


def test_a_former_name_finds_its_person_while_a_live_list_gives_it() -> None:
    told = publish(listing([listed(2, "陈建国", former_names=("陈大文",))]))
    assert find_people("陈大文", scope=HERE).get().name == "陈建国"
    withdraw_list(told.batch, by=SYSTEM, at=MONDAY)
    assert not find_people("陈大文", scope=HERE).exists()


def alike() -> tuple[Listing, Listing]:
    first = listing([listed(1, "陈大文")], period=SEPTEMBER)
    return first, listing([listed(2, "陈大文")], batch=2)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_name_under_two_numbers_is_asked_about_only_while_both_lists_stand(gone: int) -> None:
    lists = alike()
    for each in lists:
        publish(each)
    assert IdentityQuestion.objects.get().status == "OPEN"
    withdraw_list(lists[gone].batch, by=SYSTEM, at=MONDAY)
    assert IdentityQuestion.objects.get().status == "LAPSED"
    assert not questions_within(HERE).exists()
    publish(lists[gone])
    assert IdentityQuestion.objects.get().status == "OPEN"


def test_a_name_whose_other_list_was_taken_back_before_is_asked_about_when_it_comes_back() -> None:
    first, second = alike()
    publish(first)
    withdraw_list(first.batch, by=SYSTEM, at=MONDAY)
    publish(second)
    assert not questions_within(HERE).exists()
    publish(first)
    assert questions_within(HERE).get().kind == "OTHER_NUMBER"


def test_a_name_a_known_number_gets_later_is_asked_about_whichever_list_comes_first() -> None:
    publish(listing([listed(1, "陈建国"), listed(2, "陈大文")], period=SEPTEMBER))
    publish(listing([listed(1, "陈大文")], batch=2))
    assert questions_within(HERE).filter(kind="OTHER_NUMBER").count() == 1


def test_an_answer_taken_back_after_the_list_was_is_no_open_question(officer: User) -> None:
    first, second = alike()
    publish(first)
    publish(second)
    asked = IdentityQuestion.objects.get()
    settle_question(asked, answer="TWO", reason="两人都有户口簿", by=officer, at=MONDAY)
    withdraw_list(second.batch, by=SYSTEM, at=MONDAY)
    assert IdentityQuestion.objects.get().status == "TWO"
    undo_settlement(asked, reason="登记有误", by=officer, at=MONDAY)
    assert IdentityQuestion.objects.get().status == "LAPSED"
    publish(second)
    assert IdentityQuestion.objects.get().status == "OPEN"
