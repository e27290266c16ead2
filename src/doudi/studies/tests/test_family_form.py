from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.facts import Facts, load_facts
from doudi.studies.rules.family_fields import COMMON, Sorting, blocks_of
from doudi.studies.rules.family_form import (
    MOST_MEMBERS,
    Family,
    Member,
    blank_family,
    change_rows,
    family_of,
    field_of,
    stated,
    typed_family,
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(Path(settings.ROOT) / "policies")


def test_a_typed_family_is_read_into_fen_days_and_codes(facts: Facts) -> None:
    typed = {
        "h.area_kind": "URBAN",
        "m1.relation": "HEAD",
        "m1.born_on": "1980-01-01",
        "m1.wages_fen": "1,894.5元",
        "m1.can_work": "no",
        "m2.relation": "CHILD",
        "m2.o1.nothing": "x",
        "csrfmiddlewaretoken": "t",
    }

    read = stated(typed_family(typed), facts)

    assert read.wrongs == {}
    assert read.household["area_kind"] == "URBAN"
    assert read.household["members"][0] == {
        "relation": "HEAD",
        "born_on": "1980-01-01",
        "wages_fen": 189450,
        "can_work": False,
    }
    assert read.household["members"][1] == {"relation": "CHILD", "obligors": [{}]}


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("", 400_000),
        ("1", 400_000),
        ("6", {"fen": 400_000, "months": 6}),
        ("12", {"fen": 400_000, "months": 12}),
    ],
)
def test_an_amount_is_of_the_months_chosen_beside_it(facts: Facts, months: str, said: object) -> None:
    read = stated(typed_family({"m1.wages_fen": "4000", "m1.wages_fen.months": months}), facts)

    assert (read.household["members"], read.wrongs) == ([{"wages_fen": said}], {})


@pytest.mark.parametrize("months", ["0", "13", "-6", "六", "06"])
def test_months_nobody_can_choose_are_told_at_the_amount(facts: Facts, months: str) -> None:
    read = stated(typed_family({"m1.wages_fen": "4000", "m1.wages_fen.months": months}), facts)

    assert "12 个月" in read.wrongs["m1.wages_fen"]


def test_months_without_an_amount_say_nothing(facts: Facts) -> None:
    assert stated(typed_family({"m1.wages_fen.months": "6"}), facts).household["members"] == [{}]


def test_what_is_said_by_the_month_only_has_no_months_beside_it(facts: Facts) -> None:
    typed = typed_family({"h.deposits_fen": "4000", "h.deposits_fen.months": "6"})

    _, (member,) = blocks_of(
        blank_family(), Sorting(facts, frozenset({"wages_fen", "basic_pension_fen"}), {})
    )

    assert stated(typed, facts).household["deposits_fen"] == 400_000
    assert {one.fact.name: len(one.spans) for one in member.first if one.fact.kind == "money"} == {
        "wages_fen": 12,
        "basic_pension_fen": 0,
    }


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("m1.wages_fen", "十块", "请填金额"),
        ("m1.wages_fen", "1.234", "最多两位小数"),
        ("m1.wages_fen", "-5", "不能是负数"),
        ("m1.disability_level", "一", "请填整数"),
        ("m1.disability_level", "１", "请填整数"),
        ("m1.born_on", "1980年", "日期"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(facts: Facts, name: str, text: str, says: str) -> None:
    read = stated(typed_family({name: text}), facts)

    assert says in read.wrongs[name]


def test_a_blank_field_is_left_to_its_default(facts: Facts) -> None:
    assert stated(typed_family({"m1.wages_fen": " "}), facts).household["members"] == [{}]


def test_rows_come_and_go_by_what_the_button_says() -> None:
    family = blank_family()

    assert change_rows(family, "add-member")
    assert change_rows(family, "add-o-m2")
    assert change_rows(family, "add-o-m2")
    assert [len(member.obligors) for member in family.members] == [0, 2]
    assert change_rows(family, "remove-m2.o1")
    assert change_rows(family, "remove-m1")
    assert [len(member.obligors) for member in family.members] == [1]


@pytest.mark.parametrize("act", ["remove-m9", "remove-m0", "assess", "", "remove-m1.o99", "add-o-m9"])
def test_a_button_that_names_no_row_changes_nothing(act: str) -> None:
    family = blank_family()

    change_rows(family, act)

    assert family == blank_family()


def test_no_more_members_than_the_form_holds() -> None:
    family = Family(members=[Member() for _ in range(MOST_MEMBERS)])

    change_rows(family, "add-member")

    assert len(family.members) == MOST_MEMBERS
    assert typed_family({"m99.relation": "HEAD"}).members == []


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("members[2].wages_fen", "m2.wages_fen"),
        ("members[1].obligors[3].age", "m1.o3.age"),
        ("household.area_kind", "h.area_kind"),
        ("context.index", "c.index"),
        ("members", ""),
    ],
)
def test_an_engines_place_is_found_in_the_form(place: str, field: str) -> None:
    assert field_of(place) == field


@given(
    wages=st.integers(0, 10**9),
    worked=st.booleans(),
    level=st.integers(0, 4),
    members=st.integers(1, 5),
    months=st.integers(2, 12),
)
def test_a_family_shown_in_the_form_reads_back_the_same(
    facts: Facts, wages: int, worked: bool, level: int, members: int, months: int
) -> None:
    member = {
        "relation": "HEAD",
        "born_on": "1980-01-01",
        "wages_fen": wages,
        "business_gross_fen": {"fen": wages, "months": months},
        "can_work": worked,
        "disability_level": level,
    }
    household = {
        "area_kind": "RURAL",
        "deposits_fen": wages,
        "members": [dict(member) for _ in range(members)],
    }

    read = stated(family_of(household, facts), facts)

    assert (read.household, read.wrongs) == (household, {})


def test_common_facts_stand_first_and_the_rest_is_folded(facts: Facts) -> None:
    used = frozenset(fact.name for fact in facts.of("person")) | {"area_kind"}

    _, members = blocks_of(blank_family(), Sorting(facts, used, {}))

    first = {one.fact.name for one in members[0].first}
    assert {"relation", "born_on", "wages_fen"} <= first
    assert members[0].more_count > len(first)
    assert not members[0].is_open


def test_a_mistake_in_a_folded_field_opens_it(facts: Facts) -> None:
    folded = next(f.name for f in facts.of("person") if f.kind == "money" and f.name not in COMMON["person"])
    used = frozenset(fact.name for fact in facts.of("person"))

    _, members = blocks_of(blank_family(), Sorting(facts, used, {f"m1.{folded}": "请填金额"}))

    assert members[0].is_open


def test_what_another_programme_asked_is_carried_along(facts: Facts) -> None:
    family = typed_family({"m1.relation": "HEAD", "m1.wages_fen": "5", "m1.wages_fen.months": "6"})

    _, members = blocks_of(family, Sorting(facts, frozenset({"relation"}), {}))

    assert [(one.name, one.text, one.months) for one in members[0].carried] == [("m1.wages_fen", "5", "6")]


def test_the_common_facts_are_facts(facts: Facts) -> None:
    named = {name for names in COMMON.values() for name in names}

    assert named - set(facts) == set()
