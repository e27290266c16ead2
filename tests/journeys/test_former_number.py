"""A list that says which number and name somebody had before leads to a question, and to one card."""

from __future__ import annotations

import pytest

from doudi.registry.models import Enrolment, IdentityQuestion, Person
from tests.county import County, logged_in, name, number, on_dibao

pytestmark = pytest.mark.django_db


def found(county: County, text: str) -> str:
    return logged_in(county.people["county"]).post("/people/", {"q": text}).content.decode()


@pytest.mark.parametrize("heading", ["原身份证号", "曾用身份证号码", "变更前身份证号"])
def test_a_former_number_in_a_file_is_asked_about_and_settled_leads_to_one_card(
    county: County, heading: str
) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(5)], period="2026-09")
    county.send("dibao", [on_dibao(2, **{heading: number(1)}), on_dibao(5)])

    asked = IdentityQuestion.objects.get()
    browser = logged_in(county.people["county"])
    page = browser.get(f"/questions/{asked.pk}/").content.decode()
    assert page.count("原号码（另一边的号码）") == 1
    assert {name(1), name(2)} == {asked.person.name, asked.other.name if asked.other else ""}
    assert Enrolment.objects.filter(valid_to=None, voided_at=None).count() == 2

    browser.post(f"/questions/{asked.pk}/same/", {"reason": "派出所更正号码"})
    card = f'href="/people/{asked.person_id}/"'
    assert card in found(county, number(1))
    assert card in found(county, number(2))
    assert Enrolment.objects.filter(valid_to=None, voided_at=None).count() == 2


@pytest.mark.parametrize(
    "row",
    [
        {"曾用名": name(1)},
        {"姓名": f"{name(2)}（曾用名{name(1)}）"},
        {"姓名": f"{name(2)}(原名：{name(1)})"},
        {"曾用名": f"王小二、{name(1)}"},
    ],
)
def test_a_former_name_in_a_column_or_beside_the_name_is_asked_about(
    county: County, row: dict[str, object]
) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(5)], period="2026-09")
    county.send("dibao", [{**on_dibao(2), **row}, on_dibao(5)])

    asked = IdentityQuestion.objects.get()
    assert (asked.person.name, asked.other.name if asked.other else "") == (name(1), name(2))


@pytest.mark.parametrize("nothing", ["无", "/", "-", "没有", ""])
def test_where_there_was_no_former_name_nothing_is_asked(county: County, nothing: str) -> None:
    county.send("dibao", [on_dibao(order, 曾用名=nothing, 原身份证号=nothing) for order in (1, 2, 3)])
    assert not IdentityQuestion.objects.exists()
    assert Person.objects.exclude(known_names=None).count() == 0
