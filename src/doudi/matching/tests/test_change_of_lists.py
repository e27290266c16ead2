"""What differs between this month's lists and the last ones, and deaths in a family."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import TOWN_NEXT_DOOR, County, Row

LAST = "2026-09"
THIRD_TOWN = "440204102203"


def test_town_and_country_are_compared_with_the_last_list(county: County) -> None:
    county.listed("dibao", "moved to town", area_kind="URBAN")
    county.row("dibao", "moved to town", period=LAST, area_kind="RURAL")
    county.listed("dibao", "same", area_kind="RURAL")
    county.row("dibao", "same", period=LAST, area_kind="RURAL")
    county.listed("dibao", "unknown", area_kind="RURAL")
    county.row("dibao", "unknown", period=LAST)
    county.listed("dibao", "new", area_kind="RURAL")
    county.row("dibao", None, period=LAST, area_kind="URBAN")

    assert county.found("area-kind-changed") == {
        "moved to town": {"area_before": "RURAL", "area_now": "URBAN"}
    }


def test_whoever_the_last_list_had_in_another_township_moved(county: County) -> None:
    county.listed("dibao", "moved")
    county.row("dibao", "moved", period=LAST, division=TOWN_NEXT_DOOR)
    county.listed("dibao", "lives there", division=TOWN_NEXT_DOOR)
    county.row("dibao", "lives there", period=LAST, division=TOWN_NEXT_DOOR)
    county.listed("dibao", "next village")
    county.row("dibao", "next village", period=LAST, division="440204100999")
    county.listed("dibao", "merged")
    county.row("dibao", "merged", period=LAST, division=THIRD_TOWN)
    county.listed("dibao", "other county")
    county.row("dibao", "other county", period=LAST, division="440203101200")
    county.listed("dibao", "only the county")
    county.row("dibao", "only the county", period=LAST, division="440204")
    county.listed("dibao", "only the county now", division="440204")
    county.row("dibao", "only the county now", period=LAST, division=TOWN_NEXT_DOOR)
    county.listed("tekun", "other list")
    county.row("dibao", "other list", period=LAST, division=TOWN_NEXT_DOOR)
    county.listed("tekun", "moved tekun")
    county.row("tekun", "moved tekun", period=LAST, division=TOWN_NEXT_DOOR)

    assert county.found("township-changed") == {
        "moved": {"programme": "DIBAO"},
        "moved tekun": {"programme": "TEKUN"},
    }


def test_an_amount_half_as_large_again_or_half_as_large_is_found(county: County) -> None:
    county.listed("dibao", "up", amount_fen=15_000)
    county.row("dibao", "up", period=LAST, amount_fen=10_000)
    county.listed("tekun", "down", amount_fen=5_000)
    county.row("tekun", "down", period=LAST, amount_fen=10_000)
    county.listed("dibao", "a fen less up", amount_fen=14_999)
    county.row("dibao", "a fen less up", period=LAST, amount_fen=10_000)
    county.listed("dibao", "a fen less down", amount_fen=5_001)
    county.row("dibao", "a fen less down", period=LAST, amount_fen=10_000)
    county.listed("dibao", "unknown", amount_fen=10_000)
    county.row("dibao", "unknown", period=LAST, amount_fen=0)
    county.listed("dibao", "not stated", amount_fen=0)
    county.row("dibao", "not stated", period=LAST, amount_fen=10_000)
    county.listed("dibao", "other list", amount_fen=30_000)
    county.row("tekun", "other list", period=LAST, amount_fen=10_000)

    assert county.found("amount-jumped") == {
        "up": {"programme": "DIBAO", "before_fen": 10_000, "now_fen": 15_000},
        "down": {"programme": "TEKUN", "before_fen": 10_000, "now_fen": 5_000},
    }


def test_fewer_people_for_the_same_money_is_found(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.listed("dibao", "a1", amount_fen=20_000)
    county.all_rows("dibao", ["a1", "a2"], LAST, amount_fen=10_000)
    county.all_people(["b1", "b2"], home=2)
    county.listed("dibao", "b1", amount_fen=19_999)
    county.all_rows("dibao", ["b1", "b2"], LAST, amount_fen=10_000)
    county.all_people(["c1", "c2"], home=3)
    county.all_listed("dibao", ["c1", "c2"], amount_fen=20_000)
    county.all_rows("dibao", ["c1", "c2"], LAST, amount_fen=10_000)
    county.all_people(["one came", "one stayed", "one went"], home=6)
    county.all_listed("dibao", ["one came", "one stayed"], amount_fen=20_000)
    county.all_rows("dibao", ["one went", "one stayed"], LAST, amount_fen=10_000)
    county.all_people(["no money now", "no money then"], home=7)
    county.listed("dibao", "no money now", amount_fen=0)
    county.all_rows("dibao", ["no money now", "no money then"], LAST, amount_fen=0)
    county.all_people(["d1", "d2"], home=4)
    county.listed("dibao", "d1")
    county.all_rows("dibao", ["d1", "d2"], LAST)
    county.all_people(["e1", "e2"], home=5)
    county.listed("dibao", "e1", household_amount_fen=30_000)
    county.all_rows("dibao", ["e1", "e2"], LAST, household_amount_fen=30_000)

    assert county.found("household-shrank-amount-kept") == {
        "household 1": {"people_before": 2, "people_now": 1, "before_fen": 20_000, "now_fen": 20_000},
        "household 5": {"people_before": 2, "people_now": 1, "before_fen": 30_000, "now_fen": 30_000},
    }


def test_whoever_left_and_came_back_within_the_year_is_found(county: County) -> None:
    county.all_listed("dibao", ["back", "never away", "new", "back on tekun"])
    county.all_rows("dibao", ["back", "never away"], "2026-07")
    county.all_rows("dibao", ["back", "never away"], "2026-08")
    county.row("dibao", "never away", period=LAST)
    county.listed("dibao", "last year")
    county.row("dibao", "last year", period="2025-12")
    county.listed("tekun", "on tekun now")
    county.row("dibao", "on tekun now", period="2026-07")

    assert county.found("returned-after-leaving") == {"back": {"last_period": "2026-08"}}


def test_income_above_the_standard_is_shown_once_the_standard_is_set(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.all_listed("dibao", ["a1", "a2"], area_kind="RURAL")
    county.row("poverty_register", "a2", annual_income_fen=960_001)
    county.listed("dibao", "at it", area_kind="RURAL")
    county.row("poverty_register", "at it", annual_income_fen=960_000)
    county.listed("dibao", "in town", area_kind="URBAN")
    county.row("poverty_register", "in town", annual_income_fen=2_000_000)
    county.listed("dibao", "unstated", area_kind="RURAL")
    county.row("poverty_register", "unstated")
    county.row("poverty_register", "stranger", annual_income_fen=2_000_000)

    assert county.found("income-over-standard", dibao_year_fen=960_000) == {
        "household 1": {"income_fen": 960_001, "standard_fen": 960_000}
    }
    assert county.found("income-over-standard") == {}


def test_a_family_is_reviewed_within_three_months_of_a_death(county: County) -> None:
    county.all_people(["father", "mother", "son"], home=1)
    county.all_listed("dibao", ["father", "mother", "son"])
    county.row("cremation", "father", died_on=date(2026, 7, 1))
    county.all_people(["grandfather", "aunt"], home=1)
    county.row("cremation", "grandfather", died_on=date(2026, 10, 31))
    county.listed("poverty_register", "aunt", monitor_class="LIFTED")
    county.all_people(["in July", "her son"], home=6)
    county.listed("dibao", "her son")
    county.row("cremation", "in July", died_on=date(2026, 7, 1))
    county.all_people(["long dead", "widow"], home=2)
    county.listed("dibao", "widow")
    county.row("cremation", "long dead", died_on=date(2026, 6, 30))
    county.all_people(["only one"], home=3)
    county.listed("dibao", "only one")
    county.row("cremation", "only one", died_on=date(2026, 10, 1))
    county.all_people(["dies later", "husband"], home=4)
    county.listed("dibao", "husband")
    county.row("cremation", "dies later", died_on=date(2026, 11, 1))
    county.all_people(["uncle", "nephew"], home=5)
    county.listed("tekun", "nephew")
    county.row("cremation", "uncle", died_on=date(2026, 10, 1))
    county.listed("dibao", "no household")
    county.row("cremation", None, died_on=date(2026, 10, 1))

    assert county.found("death-review-due") == {
        "household 1": {"died_on": "2026-10-31", "people": 2},
        "household 6": {"died_on": "2026-07-01", "people": 1},
    }


@pytest.mark.parametrize(
    ("source", "trace"),
    [
        ("employment", {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 5, 2)}),
        ("vehicle", {"vehicle_kind": "CAR", "registered_on": date(2026, 5, 2)}),
        ("medical_selfpay", {"self_pay_fen": 100, "settled_on": date(2026, 8, 1)}),
    ],
)
def test_whoever_does_something_after_death_may_be_alive(county: County, source: str, trace: Row) -> None:
    county.all_listed("dibao", ["alive", "dead"])
    county.row("cremation", "alive", died_on=date(2026, 5, 1))
    county.row("cremation", "dead", died_on=date(2026, 5, 1))
    county.row(source, "alive", **trace)
    county.person("only filed")
    county.all_rows(source, ["stranger", "only filed"], **trace)
    county.all_rows("cremation", ["stranger", "only filed"], died_on=date(2026, 5, 1))
    county.row(source, None, **trace)

    found = county.found("alive-after-death")

    assert found == {"alive": {"died_on": "2026-05-01", "seen_on": str(max(_dates(trace)))}}


def test_what_was_done_before_death_and_bills_settled_late_are_no_sign_of_life(county: County) -> None:
    county.all_listed(
        "dibao", ["same day", "late bill", "refund", "next month", "nothing paid", "on the last day"]
    )
    county.row("cremation", "same day", died_on=date(2026, 5, 1))
    county.row("vehicle", "same day", registered_on=date(2026, 5, 1))
    county.row("cremation", "late bill", died_on=date(2026, 5, 1))
    county.row("medical_selfpay", "late bill", self_pay_fen=100, settled_on=date(2026, 7, 31))
    county.row("cremation", "refund", died_on=date(2026, 5, 1))
    county.row("medical_selfpay", "refund", self_pay_fen=-100, settled_on=date(2026, 9, 1))
    county.row("cremation", "nothing paid", died_on=date(2026, 5, 1))
    county.row("medical_selfpay", "nothing paid", self_pay_fen=0, settled_on=date(2026, 9, 1))
    county.row("cremation", "on the last day", died_on=date(2026, 5, 1))
    county.row("employment", "on the last day", registered_on=date(2026, 10, 31))
    county.row("cremation", "next month", died_on=date(2026, 5, 1))
    county.row("employment", "next month", registered_on=date(2026, 11, 1))

    assert set(county.found("alive-after-death")) == {"on the last day"}


def _dates(row: Row) -> list[date]:
    return [value for value in row.values() if isinstance(value, date)]
