"""Who somebody is: asked, settled, undone; until then nobody is lost and nobody doubled."""

from __future__ import annotations

import pytest

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.keys import ring
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token, token_of
from doudi.registry.models import IdentityQuestion, Person
from doudi.registry.rules.listing import ListedPerson, Listing
from doudi.registry.selectors import enrolments_in, people_by_token, valid_enrolments
from doudi.registry.selectors.finding import find_people
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.settling import (
    AlreadySettled,
    NotSettled,
    SettlingReasonMissing,
    settle_question,
    undo_settlement,
)
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing, number
from doudi.registry.tests.worlds import held

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SEPTEMBER, NOVEMBER = Period(2026, 9), OCTOBER.next()
HERE = Scope((COUNTY,))


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="officer", name="张经办", created_at=MONDAY)


def publish(what: Listing) -> Listing:
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what


def settle(answer: str, by: User) -> IdentityQuestion:
    question = IdentityQuestion.objects.get()
    return settle_question(question, answer=answer, reason="户口簿已核对", by=by, at=MONDAY)


def undo(question: IdentityQuestion, by: User) -> None:
    undo_settlement(question, reason="派出所另有答复", by=by, at=MONDAY)


def token(order: int) -> Token:
    return token_of(ring().token, number(order))


def corrected() -> tuple[ListedPerson, ListedPerson]:
    """Return one person under the old number and under the corrected one."""
    return listed(1, "陈大文", household_number="7"), listed(2, "陈大文", row=1, household_number="7")


def test_a_number_under_two_names_is_asked_and_counted_once() -> None:
    publish(listing([listed(1, "陈大文"), listed(1, "李小兰", row=2)]))

    question = IdentityQuestion.objects.get()
    assert (question.person.name, question.name, question.status) == ("陈大文", "李小兰", "OPEN")
    assert enrolments_in(OCTOBER).count() == 1
    assert find_people("李小", scope=HERE).get() == people_by_token([token(1)])[token(1)]


def test_two_people_of_one_number_each_stand_on_the_list_and_an_undo_joins_them(officer: User) -> None:
    publish(listing([listed(1, "陈大文"), listed(1, "李小兰", row=2, amount_fen=60000)]))
    before = held()

    question = settle("TWO", officer)
    apart = enrolments_in(OCTOBER).values_list("person__name", "amount_fen")
    assert sorted(apart) == [("李小兰", 60000), ("陈大文", 45000)]

    later = listing([listed(1, "李小兰", row=9, amount_fen=60000)], batch=2, period=NOVEMBER)
    publish(later)
    assert [one.person.name for one in enrolments_in(NOVEMBER)] == ["李小兰"]
    withdraw_list(later.batch, by=SYSTEM, at=MONDAY)

    undo(question, officer)
    assert held()["spells"] == before["spells"]
    assert held()["stays"] == before["stays"]
    assert IdentityQuestion.objects.get().status == "OPEN"


def test_a_spell_that_only_the_second_persons_rows_said_is_theirs_alone(officer: User) -> None:
    publish(listing([listed(1, "陈大文")]))
    register = [listed(1, "李小兰", programme="POVERTY_REGISTER")]
    publish(listing(register, batch=2, source="poverty_register"))

    settle("TWO", officer)

    standing = enrolments_in(OCTOBER).values_list("person__name", "programme")
    assert sorted(standing) == [("李小兰", "POVERTY_REGISTER"), ("陈大文", "DIBAO")]


def test_another_name_that_is_accepted_becomes_the_persons_name(officer: User) -> None:
    publish(listing([listed(1, "陈大文")]))
    publish(listing([listed(1, "陈达文")], batch=2, period=NOVEMBER))

    question = settle("SAME", officer)
    assert Person.objects.get().name == "陈达文"
    assert find_people("陈大文", scope=HERE).count() == 1

    undo(question, officer)
    assert Person.objects.get().name == "陈大文"


def test_a_corrected_number_is_pointed_out_and_joined_the_spell_runs_on(officer: User) -> None:
    old, new = corrected()
    publish(listing([old], period=SEPTEMBER))
    publish(listing([new], batch=2))
    assert enrolments_in(OCTOBER).count() == 1
    before = held()

    question = settle("SAME", officer)

    assert list(valid_enrolments().values_list("valid_from", "valid_to")) == [(SEPTEMBER.first_day, None)]
    found = people_by_token([token(1), token(2)])
    assert found[token(1)] == found[token(2)]
    assert find_people(number(1), scope=HERE).get() == find_people(number(2), scope=HERE).get()

    undo(question, officer)
    assert held() == before


def test_twins_are_never_asked_about() -> None:
    publish(listing([listed(1, "陈大龙", household_number="7"), listed(2, "陈小龙", household_number="7")]))
    assert not IdentityQuestion.objects.exists()
    assert enrolments_in(OCTOBER).count() == 2


def test_a_question_goes_with_the_list_that_raised_it_and_comes_back() -> None:
    publish(listing([listed(1, "陈大文")]))
    misspelt = publish(listing([listed(1, "陈达文")], batch=2, period=NOVEMBER))

    withdraw_list(misspelt.batch, by=SYSTEM, at=MONDAY)
    assert IdentityQuestion.objects.get().status == "LAPSED"

    publish(misspelt)
    assert IdentityQuestion.objects.get().status == "OPEN"


def test_an_answer_needs_a_reason_is_given_once_and_leaves_a_trace(officer: User) -> None:
    publish(listing([listed(1, "陈大文"), listed(1, "李小兰", row=2)]))
    question = IdentityQuestion.objects.get()
    with pytest.raises(SettlingReasonMissing):
        settle_question(question, answer="SAME", reason=" 是 ", by=officer, at=MONDAY)
    with pytest.raises(NotSettled):
        undo(question, officer)

    settle("SAME", officer)
    with pytest.raises(AlreadySettled):
        settle("TWO", officer)
    assert Entry.objects.get(action="registry.question_settled").reason == "户口簿已核对"


def test_a_person_is_found_by_part_of_a_name_initials_and_household_number() -> None:
    publish(listing([listed(1, "古丽娜尔·吐尔逊", household_number="H0031"), listed(2, "仇志强")]))
    found = [find_people(text, scope=HERE).values_list("name", flat=True) for text in (
        "娜尔", "古丽娜尔∙吐尔逊", "H0031", "qzq", "志强",
    )]  # fmt: skip
    assert [list(names) for names in found] == [
        ["古丽娜尔·吐尔逊"], ["古丽娜尔·吐尔逊"], ["古丽娜尔·吐尔逊"], ["仇志强"], ["仇志强"],
    ]  # fmt: skip
