"""One person or one account where there should be several, or several where there should be one."""

from __future__ import annotations

from datetime import date

from doudi.matching.tests.county import TOWN_NEXT_DOOR, VILLAGE, County, Row

ACCOUNT: Row = {"account_high": -5, "account_low": 77}


def test_the_same_line_twice_in_one_list_is_found(county: County) -> None:
    county.listed("dibao", "twice", household_number="A")
    county.row("dibao", "twice", household_number="A")
    county.row("dibao", "twice", household_number="A")
    county.listed("dibao", "once", household_number="A")
    county.listed("poverty_register", "once", household_number="P")
    county.row("dibao", None)
    county.row("dibao", None)

    assert county.found("same-person-twice") == {"twice": {"list": "dibao", "times": 3}}


def test_two_subsidies_on_two_lines_are_not_the_same_line_twice(county: County) -> None:
    county.listed("disability_subsidy", "two subsidies", living_fen=1, paid_month="2026-10")
    county.row("disability_subsidy", "two subsidies", nursing_fen=1, paid_month="2026-10")
    county.listed("disability_subsidy", "two months", living_fen=1, paid_month="2026-09")
    county.row("disability_subsidy", "two months", living_fen=1, paid_month="2026-10")
    county.listed("disability_subsidy", "paid twice", living_fen=1, nursing_fen=1, paid_month="2026-10")
    county.row("disability_subsidy", "paid twice", living_fen=1, paid_month="2026-10")

    assert county.found("same-person-twice") == {"paid twice": {"list": "disability_subsidy", "times": 2}}


def test_one_person_in_two_households_of_a_list_is_found_by_that_rule_only(county: County) -> None:
    county.listed("dibao", "moving", household_number="A")
    county.row("dibao", "moving", household_number="B")
    county.listed("poverty_register", "other list", household_number="P")
    county.row("dibao", "other list", household_number="A")

    assert county.found("same-person-two-households") == {"moving": {"list": "dibao", "households": 2}}
    assert county.found("same-person-twice") == {}
    assert county.found("same-person-two-townships") == {}


def test_one_person_in_two_townships_is_found_by_that_rule_only(county: County) -> None:
    county.listed("dibao", "within a list", household_number="A", division=VILLAGE)
    county.row("dibao", "within a list", household_number="B", division=TOWN_NEXT_DOOR)
    county.listed("tekun", "across lists", division=VILLAGE)
    county.row("disability_subsidy", "across lists", living_fen=1, division=TOWN_NEXT_DOOR)
    county.listed("dibao", "next village", division=VILLAGE)
    county.row("poverty_register", "next village", division=VILLAGE[:9] + "999")
    county.listed("tekun", "vaguely placed", division=VILLAGE)
    county.row("poverty_register", "vaguely placed", division="440204")

    assert county.found("same-person-two-townships") == {
        "within a list": {"townships": 2, "lists": 1},
        "across lists": {"townships": 2, "lists": 2},
    }
    assert county.found("same-person-two-households") == {}
    assert county.found("same-person-twice") == {}


def test_whoever_is_on_both_lists_is_found(county: County) -> None:
    county.listed("dibao", "both", amount_fen=50_000)
    county.listed("tekun", "both", amount_fen=110_000)
    county.listed("dibao", "went over", until=date(2026, 10, 1))
    county.listed("tekun", "went over")

    assert county.found("dibao-and-tekun") == {"both": {"dibao_fen": 50_000, "tekun_fen": 110_000}}


def test_one_account_of_several_households_is_found(county: County) -> None:
    county.person("neighbour", home=1)
    county.person("friend", home=2)
    county.person("friend's wife", home=2)
    county.all_listed("dibao", ["neighbour", "friend", "friend's wife"], **ACCOUNT)
    county.listed("temporary_relief", "friend", **ACCOUNT)

    assert county.found("one-account-many-households") == {"account 77": {"households": 2, "people": 3}}
    assert county.found("one-account-many-households", households=3) == {}


def test_one_household_one_institution_and_no_account_are_not_several(county: County) -> None:
    county.person("husband", home=1)
    county.person("wife", home=1)
    county.all_listed("dibao", ["husband", "wife"], **ACCOUNT)
    county.all_listed("tekun", ["first", "second"], support_mode="CENTRAL", account_high=1, account_low=1)
    county.all_listed("dibao", ["third", "fourth"])

    assert county.found("one-account-many-households") == {}


def test_a_guardian_may_take_the_childs_money_and_nobody_elses(county: County) -> None:
    county.person("guardian", home=1)
    county.person("child", home=2)
    known = county.people["guardian"]
    high, low = known["token_high"], known["token_low"]
    guarded: Row = {"guardian_number_high": high, "guardian_number_low": low, **ACCOUNT}
    county.listed("dibao", "guardian", **ACCOUNT)
    county.listed("orphan", "child", child_kind="ORPHAN", **guarded)

    assert county.found("one-account-many-households") == {}

    county.person("stranger", home=3)
    county.listed("dibao", "stranger", **ACCOUNT)

    assert county.found("one-account-many-households") == {"account 77": {"households": 2, "people": 2}}


def test_a_child_whose_guardian_the_list_does_not_name_counts(county: County) -> None:
    county.person("neighbour", home=1)
    county.person("child", home=2)
    county.listed("dibao", "neighbour", **ACCOUNT)
    county.listed("orphan", "child", child_kind="ORPHAN", **ACCOUNT)

    assert county.found("one-account-many-households") == {"account 77": {"households": 2, "people": 2}}


def test_people_of_unknown_households_count_each_by_themselves(county: County) -> None:
    county.all_listed("dibao", ["first", "second"], **ACCOUNT)

    assert county.found("one-account-many-households") == {"account 77": {"households": 2, "people": 2}}


def test_who_is_listed_in_two_households_does_not_make_an_account_shared(county: County) -> None:
    county.person("wife", home=1)
    county.person("torn", home=2)
    county.listed("dibao", "wife", household_number="A", **ACCOUNT)
    county.listed("dibao", "torn", household_number="A", **ACCOUNT)
    county.row("dibao", "torn", household_number="B")

    assert county.found("one-account-many-households") == {}


def test_a_family_that_two_townships_list_is_one_matter(county: County) -> None:
    family = ("father", "mother", "child")
    county.all_people(family, home=7)
    for name in family:
        county.listed("dibao", name, household_number="A", division=VILLAGE)
        county.row("dibao", name, household_number="A", division=TOWN_NEXT_DOOR)

    assert county.found("same-person-two-townships") == {"household 7": {"townships": 2, "lists": 1}}


def test_a_line_that_is_stopped_or_came_back_is_no_second_line(county: County) -> None:
    county.listed("dibao", "moved", household_number="A", division=VILLAGE)
    county.row("dibao", "moved", household_number="B", division=TOWN_NEXT_DOOR, payment_status="STOPPED")
    county.listed("disability_subsidy", "paid again", living_fen=1, paid_month="2026-10")
    county.row(
        "disability_subsidy", "paid again", living_fen=1, paid_month="2026-10", payment_status="RETURNED"
    )

    assert county.found("same-person-two-townships") == {}
    assert county.found("same-person-two-households") == {}
    assert county.found("same-person-twice") == {}
