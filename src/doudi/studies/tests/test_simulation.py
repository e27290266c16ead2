"""What many families come to together is what each comes to alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from doudi.policy.assessment import assess
from doudi.policy.book import Book, load_book
from doudi.policy.families import FamiliesWrong
from doudi.studies.rules import simulation
from doudi.studies.rules.simulation import Scene, Tally, Told, changed_book, compared

REGION, ON = "350505", date(2026, 3, 1)
TOWNS = ("350505001", "350505100", "350505101")
CODES = ("DIBAO", "DIBAO_SINGLE", "NEAR_DIBAO")


@pytest.fixture(scope="module")
def rules() -> Book:
    return load_book(Path(settings.ROOT) / "policies")


members = st.fixed_dictionaries(
    {
        "relation": st.sampled_from(["HEAD", "SPOUSE", "CHILD", "PARENT"]),
        "born_on": st.dates(date(1940, 1, 1), date(2020, 1, 1)).map(date.isoformat),
        "wages_fen": st.integers(0, 300_000),
        "disability_kind": st.sampled_from(["NONE", "LIMB", "MENTAL"]),
        "disability_level": st.integers(0, 4),
    }
)
families = st.lists(
    st.builds(
        lambda people, kind, town: Told(f"{town}", town, {"area_kind": kind, "members": people}),
        st.lists(members, min_size=1, max_size=4),
        st.sampled_from(["URBAN", "RURAL"]),
        st.sampled_from(TOWNS),
    ),
    min_size=1,
    max_size=8,
)


def alone(book: Book, code: str, family: Told) -> list[tuple[bool, int]]:
    found = assess(book, code, REGION, ON, family.household).verdicts
    return [(bool(one.eligible), one.amount or 0) for one in found]


@how(max_examples=40, deadline=None)
@given(told=families, standard=st.integers(500, 900))
def test_a_comparison_is_the_sum_of_families_one_by_one(rules: Book, told: list[Told], standard: int) -> None:
    change = [{"key": "dibao.standard_urban", "value": standard, "unit": ""}]
    changed = changed_book(rules, REGION, ON, change)

    found = compared(Scene(rules, changed, CODES, REGION, ON), told)

    for one in found:
        before = [each for family in told for each in alone(rules, one.programme, family)]
        after = [each for family in told for each in alone(changed, one.programme, family)]
        pairs = list(zip(before, after, strict=True))
        assert one.total == Tally(
            before=sum(was for was, _ in before),
            after=sum(now for now, _ in after),
            before_fen=sum(fen for _, fen in before),
            after_fen=sum(fen for _, fen in after),
            entering=sum(now and not was for (was, _), (now, _) in pairs),
            leaving=sum(was and not now for (was, _), (now, _) in pairs),
            raised=sum(was and now and new > old for (was, old), (now, new) in pairs),
            lowered=sum(was and now and new < old for (was, old), (now, new) in pairs),
            unchanged=sum(was and now and new == old for (was, old), (now, new) in pairs),
        )
        assert (
            len(one.changed) == one.total.entering + one.total.leaving + one.total.raised + one.total.lowered
        )
        assert set(one.towns) == {family.division for family in told}


def test_no_change_touches_nobody(rules: Book) -> None:
    told = [
        Told(
            "a", TOWNS[0], {"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-01-01"}]}
        )
    ]

    (found,) = compared(Scene(rules, rules, ["DIBAO"], REGION, ON), told)

    assert found.changed == []
    assert (found.total.unchanged, found.total.more_fen) == (1, 0)


def test_families_of_two_counties_are_each_run_under_their_own_values(rules: Book) -> None:
    person = [{"relation": "HEAD", "born_on": "1980-01-01"}]
    told = [
        Told("a", "350505001", {"area_kind": "URBAN", "members": person}),
        Told("b", "350521100", {"area_kind": "URBAN", "members": person}),
    ]
    changed = changed_book(rules, "3505", ON, [{"key": "dibao.standard_urban", "value": 650, "unit": ""}])

    (found,) = compared(Scene(rules, changed, ["DIBAO"], "3505", ON), told)

    # the county keeps its own value, which stands nearer than the city's; the other county has none before
    assert {code: (each.unchanged, each.waiting) for code, each in found.towns.items()} == {
        "350505001": (1, 0),
        "350521100": (0, 1),
    }
    assert found.unset == {"dibao.standard_urban"}
    assert not found.is_left_out


def test_a_wrong_family_is_named_by_its_place_among_all(rules: Book) -> None:
    good = {"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-01-01"}]}
    told = [Told("a", TOWNS[0], good), Told("b", "350521100", good), Told("c", TOWNS[0], {"members": []})]

    with pytest.raises(FamiliesWrong) as refused:
        compared(Scene(rules, rules, ["DIBAO"], "35", ON), told)

    assert set(refused.value.wrongs) == {3}


def test_a_countys_families_come_to_the_same_in_a_study_of_the_city(rules: Book) -> None:
    worker = {"relation": "HEAD", "born_on": "1980-01-01", "wages_fen": 75_000, "travel_cost_fen": 10_000}
    told = [Told("a", TOWNS[0], {"area_kind": "URBAN", "members": [worker]})]
    change = [{"key": "dibao.standard_urban", "value": 650, "unit": ""}]
    alone, within = (
        compared(Scene(rules, changed_book(rules, REGION, ON, change), ["DIBAO"], region, ON), told)[0].total
        for region in (REGION, "3505")
    )

    # the county deducts the cost of travelling to work; what the city has set says nothing of it
    assert alone.before_fen == 7_000
    assert within == alone


def test_families_in_grace_are_compared_by_the_months_of_their_own_day(rules: Book) -> None:
    """Worked by hand: three months from March 2024 on cut only whom they were granted; 2021 had no months."""
    county, on = "360103", date(2024, 8, 1)
    standards = [{"key": f"dibao.standard_{kind}", "value": 610} for kind in ("urban", "rural")]
    six = changed_book(rules, county, date(2012, 12, 12), standards)
    three = changed_book(six, county, date(2024, 3, 1), [{"key": "grace.months", "value": 3}])

    def told(found: str) -> Told:
        people = [{"relation": "HEAD", "born_on": "1980-05-05", "wages_fen": 99_900}]
        facts = {"area_kind": "URBAN", "last_amount_fen": 38_800, "exceeded_because": "EMPLOYMENT"}
        return Told(found, f"{county}001", {**facts, "exceeded_on": found, "members": people})

    days = ("2024-02-29", "2024-03-01", "2024-04-30", "2024-05-01", "2021-08-01")
    scene = Scene(six, three, ("DIBAO_GRACE",), county, on)
    (found,) = compared(scene, [told(day) for day in days])

    # 二月认定的六个月，到八月；三月、四月、五月认定的原都够六个月，改后三个月，到六月、七月、八月
    assert [(one.family.key, one.effect) for one in found.changed] == [
        ("2024-03-01", "OUT"),
        ("2024-04-30", "OUT"),
    ]
    assert (found.total.before, found.total.after, found.total.waiting) == (4, 2, 1)


def test_incomes_over_several_months_are_compared_to_the_fen(
    rules: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """720 − 4000÷6 = 53.33…, 730 − 4000÷6 = 63.33…; beside them 720 − 700 and 730 − 700."""
    changed = changed_book(
        rules, REGION, ON, [{"key": f"dibao.standard_{kind}", "value": 730} for kind in ("urban", "rural")]
    )

    def told(key: str, wages: object) -> Told:
        people = [{"relation": "HEAD", "born_on": "1980-05-05", "wages_fen": wages}]
        return Told(key, TOWNS[0], {"area_kind": "URBAN", "members": people})

    monkeypatch.delattr(simulation, "_one_by_one")
    families = [told("six", {"fen": 400_000, "months": 6}), told("one", 70_000)]
    (found,) = compared(Scene(rules, changed, ("DIBAO",), REGION, ON), families)

    assert (found.total.before_fen, found.total.after_fen) == (
        alone(rules, "DIBAO", families[0])[0][1] + 2_000,
        alone(changed, "DIBAO", families[0])[0][1] + 3_000,
    )
    assert alone(rules, "DIBAO", families[0])[0][1] < 5_500
