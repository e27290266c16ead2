"""Laws of tekun, relief, layers and disability subsidies that hold for everybody, not only for the cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.assessment import Assessment, assess, step_value
from doudi.policy.batch import run_batch
from doudi.policy.book import Overlay, load_book
from doudi.policy.tests.chance import families, filled_plan
from doudi.policy.values import Table

BOOK = load_book(Path(__file__).parents[4] / "policies", samples=True)
DAY = date(2026, 3, 1)
TEKUN_COUNTY, LOW_INCOME_COUNTY, SUBSIDY_COUNTY = "990300", "990302", "990331"
RELIEF_REGIONS = ("990321", "990323", "990324", "350505", "371521")
OWN = ("TEKUN", "RIGID_EXPENSE", "TEMPORARY_RELIEF", "DISABILITY_LIVING", "DISABILITY_NURSING")

fen = st.integers(0, 200_000)
yuan = st.integers(0, 60_000).map(lambda whole: whole * 100)
kinds = st.sampled_from(["NONE", "SIGHT", "LIMB", "INTELLECT", "MENTAL", "MULTIPLE"])
levels = st.integers(0, 4)
abilities = st.sampled_from(["CAN", "CANNOT"])
SIX = dict.fromkeys(("eats", "dresses", "leaves_bed", "uses_toilet", "walks_indoors", "bathes"), "CAN")
born = st.dates(date(1930, 1, 1), date(2024, 12, 31))

obligors = st.fixed_dictionaries(
    {"obligor_born_on": born, "obligor_income_fen": fen, "obligor_property_within": st.booleans()},
    optional={
        "obligor_standing": st.sampled_from(["NONE", "DIBAO", "TEKUN"]),
        "obligor_in_prison": st.booleans(),
        "obligor_disability_kind": kinds,
        "obligor_disability_level": levels,
    },
)
INCOMES = ("wages_fen", "pension_fen", "alimony_fen", "other_transfer_fen", "property_net_fen")
single = st.fixed_dictionaries(
    {"relation": st.just("HEAD"), "born_on": born, "obligors": st.lists(obligors, max_size=4)},
    optional={name: st.integers(0, 30_000) for name in INCOMES}
    | {
        "disability_kind": kinds,
        "disability_level": levels,
        "basic_pension_fen": fen,
        "own_savings_fen": st.integers(0, 2_000_000),
        "eats": abilities,
        "walks_indoors": abilities,
        "care_form": st.sampled_from(["DISPERSED", "CENTRAL"]),
    },
)
Person = dict[str, Any]


def tekun(person: Person, area: str = "RURAL") -> Assessment:
    return assess(BOOK, "TEKUN", TEKUN_COUNTY, DAY, {"area_kind": area, "members": [person]})


@given(person=single, name=st.sampled_from(INCOMES), more=fen)
def test_more_income_never_makes_anybody_tekun(person: Person, name: str, more: int) -> None:
    richer = tekun({**person, name: person.get(name, 0) + more})

    assert richer.eligible <= tekun(person).eligible
    assert richer.amount <= tekun(person).amount


@given(person=single, more=obligors)
def test_one_more_obligor_never_helps_and_their_order_is_nothing(person: Person, more: Person) -> None:
    known = person["obligors"]

    assert tekun({**person, "obligors": known[::-1]}).verdicts == tekun(person).verdicts
    assert tekun({**person, "obligors": [more, *known]}).eligible <= tekun(person).eligible


@given(person=single, item=st.sampled_from(["dresses", "leaves_bed", "uses_toilet"]))
def test_who_can_do_less_never_gets_less_care(person: Person, item: str) -> None:
    assessed = {**SIX, **person}

    assert tekun({**assessed, item: "CANNOT"}).amount >= tekun({**assessed, item: "CAN"}).amount


@given(person=single, exempt=fen)
def test_what_the_law_exempts_changes_nothing(person: Person, exempt: int) -> None:
    aided = {"basic_pension_fen": exempt, "old_age_allowance_fen": exempt, "honour_pension_fen": exempt}

    assert tekun(person | aided).verdicts == tekun(person).verdicts


members = st.lists(
    st.fixed_dictionaries(
        {"relation": st.sampled_from(["SPOUSE", "CHILD", "PARENT"]), "born_on": born},
        optional={"wages_fen": fen, "pension_fen": fen, "standing": st.sampled_from(["NONE", "TEKUN"])},
    ),
    max_size=4,
)


def household(others: list[Person], **said: Any) -> dict[str, Any]:
    head = {"relation": "HEAD", "born_on": date(1980, 1, 1), "wages_fen": said.pop("wages_fen", 0)}
    return {"area_kind": "RURAL", **said, "members": [head, *others]}


@given(others=members, wages=fen, deposits=yuan)
def test_no_family_is_both_on_dibao_and_on_its_edge(others: list[Person], wages: int, deposits: int) -> None:
    family = household(others, wages_fen=wages, deposits_fen=deposits)
    found = [assess(BOOK, code, LOW_INCOME_COUNTY, DAY, family) for code in ("DIBAO", "NEAR_DIBAO")]

    assert not all(one.eligible_or_open for one in found)


@given(others=members, wages=fen, more=fen)
def test_more_income_never_brings_a_family_below_the_line(
    others: list[Person], wages: int, more: int
) -> None:
    def below(earned: int) -> bool:
        family = household(others, wages_fen=earned)
        found = assess(BOOK, "NEAR_DIBAO", LOW_INCOME_COUNTY, DAY, family)
        return bool(step_value(found.plan, "income_below_line", found.household))

    assert below(wages + more) <= below(wages)


def rigid(others: list[Person], income: int, medical: int) -> bool:
    family = household(others, past_year_income_fen=income, medical_spent_fen=medical)
    return assess(BOOK, "RIGID_EXPENSE", LOW_INCOME_COUNTY, DAY, family).eligible


@given(others=members, income=yuan.filter(bool), medical=yuan, more=yuan)
def test_more_expense_never_loses_and_more_income_never_wins(
    others: list[Person], income: int, medical: int, more: int
) -> None:
    assert rigid(others, income, medical + more) >= rigid(others, income, medical)
    assert rigid(others, income + more, medical) <= rigid(others, income, medical)
    assert rigid(others[::-1], income, medical) == rigid(others, income, medical)


@given(
    others=members,
    wages=fen,
    code=st.sampled_from(["NEAR_DIBAO", "RIGID_EXPENSE", "TEMPORARY_RELIEF", "LAYER"]),
)
def test_the_order_of_the_members_is_nothing(others: list[Person], wages: int, code: str) -> None:
    family = household(others, wages_fen=wages, layer_now="NEAR_DIBAO", proposed_fen=50_000)
    turned = family | {"members": family["members"][::-1]}

    found = assess(BOOK, code, LOW_INCOME_COUNTY, DAY, family)
    assert assess(BOOK, code, LOW_INCOME_COUNTY, DAY, turned).verdicts == found.verdicts


@given(
    region=st.sampled_from(RELIEF_REGIONS),
    proposed=st.integers(0, 2_000_000),
    said=st.fixed_dictionaries(
        {"property_checked_within": st.booleans()},
        optional={
            "relief_kind": st.sampled_from(["URGENT", "EXPENSE", "DIRECT", "SMALL_QUICK"]),
            "hardship_months": st.integers(0, 12),
            "hardship_days": st.integers(0, 400),
            "hardship_degree": st.sampled_from(["COMMON", "HEAVY", "GRAVE"]),
            "self_paid_fen": st.integers(0, 40_000_000),
            "local_hukou": st.booleans(),
            "in_severe_hardship": st.booleans(),
            "same_cause_this_year": st.integers(0, 2),
        },
    ),
)
def test_relief_never_passes_its_limit_and_nothing_is_given_to_who_is_refused(
    region: str, proposed: int, said: dict[str, Any]
) -> None:
    own = BOOK.with_values(
        [
            Overlay(
                region, key, date(2000, 1, 1), None, {"value": value, "document": "样例", "verified": False}
            )
            for key, value in (("dibao.standard_rural", 600), ("low_income.disposable_all", 30000))
        ]
    )
    family = household([], proposed_fen=proposed, **said)
    found = assess(own, "TEMPORARY_RELIEF", region, DAY, family)
    ceiling = step_value(found.plan, "ceiling", found.household)

    assert found.eligible or found.amount == 0
    assert found.amount <= ceiling + 100  # the last fen is rounded up to a yuan
    assert not (found.eligible and proposed > ceiling)


ROWS = {
    "ORPHAN": "orphan_allowance_fen",
    "UNATTENDED": "unattended_allowance_fen",
    "CHILD_IN_DIFFICULTY": "difficulty_allowance_fen",
    "ELDER_SUBSIDY": "elder_subsidy_fen",
    "OLD_AGE": "old_age_allowance_fen",
    "ELDER_CARE": "elder_care_fen",
    "INJURY_CARE": "injury_care_fen",
    "WELFARE": "welfare_allowance_fen",
}
CELLS = {"DISABILITY_LIVING": "LIVING", "DISABILITY_NURSING": "NURSING"}
tables = st.fixed_dictionaries(
    {
        row: st.fixed_dictionaries(
            {column: st.sampled_from(["ALLOW", "DENY", "HIGHER", "DIFF"]) for column in CELLS.values()}
        )
        for row in (*ROWS, "TEKUN", "DISABILITY_LIVING", "DISABILITY_NURSING", "RETIRED_CADRE")
    }
)
disabled = st.fixed_dictionaries(
    {
        "relation": st.just("HEAD"),
        "born_on": born,
        "disability_kind": kinds,
        "disability_level": levels,
        "standing": st.sampled_from(["NONE", "DIBAO", "TEKUN"]),
    },
    optional={name: st.integers(0, 20_000) for name in ROWS.values()},
)


@given(table=tables, person=disabled, code=st.sampled_from(sorted(CELLS)))
def test_nobody_gets_both_sides_of_an_exclusion(table: dict[str, Any], person: Person, code: str) -> None:
    written = {"value": table, "document": "样例", "verified": False}
    own = BOOK.with_values(
        [Overlay(SUBSIDY_COUNTY, "disability_subsidies.overlap", date(2000, 1, 1), None, written)]
    )
    found = assess(own, code, SUBSIDY_COUNTY, DAY, {"area_kind": "RURAL", "members": [person]})
    standard = step_value(found.plan, "standard_amount", found.household.below[0])
    held = {row: person.get(name, 0) for row, name in ROWS.items()} | {"TEKUN": person["standing"] == "TEKUN"}
    codes = {row: table[row][CELLS[code]] for row in held if held[row]}

    assert not (found.eligible and "DENY" in codes.values())
    higher = max((held[row] for row, code in codes.items() if code == "HIGHER"), default=0)
    assert not (found.eligible and higher and higher >= standard)
    topped = sum(held[row] for row, code in codes.items() if code == "DIFF" and row != "TEKUN")
    assert found.amount == (max(0, standard - topped) if found.eligible else 0)


@pytest.mark.parametrize("region", BOOK.regions())
def test_the_two_subsidies_exclude_each_other_alike_or_not_at_all(region: str) -> None:
    chosen = BOOK.parameters(region, DAY)["disability_subsidies.overlap"]

    assert isinstance(chosen.value, Table)
    cells = chosen.value.cells
    assert cells["DISABILITY_NURSING", "LIVING"] == cells["DISABILITY_LIVING", "NURSING"]


@pytest.mark.parametrize("code", OWN)
def test_who_is_refused_gets_nothing_whatever_the_parameters(code: str) -> None:
    rng = np.random.default_rng(20261124)
    plan = filled_plan(BOOK, code, TEKUN_COUNTY, DAY, rng, 0.3)
    found = run_batch(BOOK, plan, families(BOOK, plan, 2000, rng))

    assert found.eligible.any()
    assert not found.amount[~found.eligible].any()
    assert (found.amount >= 0).all()
