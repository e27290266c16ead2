"""What the five documents ask of dibao, clause by clause, asserted on the rules and packs as they stand."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.batch import run_batch
from doudi.policy.book import Book, load_book
from doudi.policy.families import families_of
from doudi.policy.plan import plan_of
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, line, member
from doudi.policy.whatif import compare
from doudi.policy.writing import sheet_of

MANGSHI, YANGGU, QUANGANG, ZHENJIANG, SHAANXI = "533103", "371521", "350505", "440204", "61"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


@pytest.fixture(scope="module")
def mangshi(book: Book) -> Book:
    return laid_over(book, MANGSHI, dibao__standard_urban=600, single_person__average_amount=500)


def disabled(kind: str, level: int, **facts: object) -> dict[str, object]:
    return member(
        "SPOUSE", "1982-01-01", applies_alone=True, disability_kind=kind, disability_level=level, **facts
    )


@pytest.mark.clause("MS-2.1c")
@pytest.mark.parametrize(
    ("person", "household_class", "eligible", "lacking"),
    [
        (disabled("LIMB", 3), "LOW_INCOME", False, "须是当地规定类别和等级的残疾人"),
        (disabled("INTELLECT", 3), "LOW_INCOME", True, None),
        (disabled("LIMB", 2), "LOW_INCOME", True, None),
        (
            disabled("NONE", 0, serious_illness=True, disability_certificate=False),
            "LOW_INCOME",
            True,
            None,
        ),
        (disabled("LIMB", 2, disability_certificate=False), "LOW_INCOME", False, "缺少有效的残疾人证"),
        (disabled("LIMB", 2), "NONE", False, "所在家庭不属于低保边缘等规定的类别"),
    ],
)
def test_mangshi_takes_single_persons_by_kind_level_certificate_and_household(
    mangshi: Book, person: dict[str, object], household_class: str, eligible: bool, lacking: str | None
) -> None:
    asked = family(member(wages_fen=300_000), person, household_class=household_class)

    found = dibao(mangshi, MANGSHI, "2022-03-01", asked, "DIBAO_SINGLE")

    sheet = sheet_of(found)
    verdict = found.verdicts[1]
    assert verdict.eligible is eligible
    assert line(sheet, "level_fits", 2).result in ("是", "否")
    assert line(sheet, "certificate_valid", 2).result in ("是", "否")
    assert line(sheet, "by_illness", 2).result in ("是", "否")
    assert line(sheet, "base_household_stands", 2).result in ("是", "否")
    said = [one for one in sheet.reasons if one.startswith("第2人")]
    assert said == [] if lacking is None else any(lacking in one for one in said)


@pytest.mark.clause("MS-2.9e")
@pytest.mark.parametrize(
    ("programme", "region", "change"),
    [
        ("DIBAO", MANGSHI, {"property__deposit_months": 1}),
        ("TEKUN", "990300", {"tekun__savings_months": 1}),
    ],
)
def test_town_and_country_share_one_set_of_conditions(
    book: Book, programme: str, region: str, change: dict[str, object]
) -> None:
    lines: dict[str, Any] = {"property__rules": ["DEPOSIT_MONTHS"], "property__deposit_months": 24}
    both = laid_over(book, region, dibao__standard_urban=600, dibao__standard_rural=500, **lines)
    later = laid_over(both, region, date(2026, 1, 1), **change)
    alone = member("HEAD", "1955-01-01", own_savings_fen=100_000)
    homes = [family(alone, area_kind=kind, deposits_fen=100_000) for kind in ("URBAN", "RURAL")]

    before = [dibao(both, region, "2025-12-31", one, programme) for one in homes]
    after = [dibao(later, region, "2026-01-01", one, programme) for one in homes]
    kept = [dibao(later, region, "2025-12-31", one, programme) for one in homes]

    assert [one.eligible for one in before] == [True, True]
    assert before[0].amount > before[1].amount
    assert [one.eligible for one in after] == [False, False]
    assert [sheet_of(one).as_json() for one in kept] == [sheet_of(one).as_json() for one in before]


@pytest.mark.clause("QG-3.1")
def test_a_month_keeps_the_standard_of_its_time(book: Book, tmp_path: Path) -> None:
    two = family(member(wages_fen=60_000), member("SPOUSE"))

    december = dibao(book, QUANGANG, "2019-12-31", two)
    january = dibao(book, QUANGANG, "2020-01-01", two)

    assert (december.amount, january.amount) == (60_000, 84_000)
    used = line(sheet_of(december), "standard").parameters[0]
    assert (used.value, used.begins, used.document) == ("600元/人·月", date(2019, 1, 1), "泉港民〔2020〕40号")
    kept = book.history(QUANGANG, "dibao.standard_urban")
    assert [(one.begins, one.value) for one in kept] == [
        (date(2019, 1, 1), 60_000),
        (date(2020, 1, 1), 72_000),
    ]

    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    path = folder / "parameters" / "regions" / QUANGANG / "dibao.yaml"
    text = path.read_text(encoding="utf-8")
    longer = text.replace("from: 2019-01-01, value", "from: 2019-01-01, to: 2020-02-01, value")
    longer = longer.replace("from: 2019-01-01\n", "from: 2019-01-01\n      to: 2020-02-01\n")
    path.write_text(longer, encoding="utf-8")
    with pytest.raises(PolicyBroken, match="的重叠"):
        load_book(folder)


@pytest.mark.clause("QG-4.3")
def test_work_costs_are_taken_off_wages_only(book: Book) -> None:
    here = laid_over(
        book,
        QUANGANG,
        income__work_cost_method="WAGE_SHARE",
        income__work_cost_wage_share="10%",
        income__work_cost_cap=150,
    )
    worker = member(wages_fen=200_000)
    pensioner = member("SPOUSE", pension_fen=50_000, travel_cost_fen=30_000)

    sheet = sheet_of(dibao(here, QUANGANG, "2020-06-01", family(worker, pensioner)))

    assert line(sheet, "work_cost", 1).result == "150.00元/月"
    assert line(sheet, "work_cost", 2).result == "0.00元/月"
    assert line(sheet, "work_cost_verdict", 2).result == "没有就业收入，就业成本不适用"
    assert line(sheet, "household_work_cost").result == "150.00元/月"


@pytest.mark.clause("ZJ-2.2.1c")
def test_the_sheet_of_a_migrant_worker_shows_the_work_cost(book: Book) -> None:
    here = laid_over(
        book,
        ZHENJIANG,
        dibao__standard_rural=700,
        income__work_cost_method="FIXED",
        income__work_cost_fixed=300,
    )
    asked = family(
        member(wages_fen=200_000), member("SPOUSE"), member("CHILD", "2015-01-01"), area_kind="RURAL"
    )

    found = dibao(here, ZHENJIANG, "2020-06-01", asked)

    sheet = sheet_of(found)
    assert line(sheet, "work_cost", 1).result == "300.00元/月"
    assert line(sheet, "per_head_income").result == "约566.67元/月"
    assert [one.member for one in sheet.lines if one.step == "work_cost"] == [1]
    fixed = line(sheet, "work_cost_by_rule", 1).parameters[-1]
    assert fixed.key == "income.work_cost_fixed"
    assert fixed.begins == date(1900, 1, 1)


def test_the_same_expense_counts_by_each_county_s_own_table(book: Book) -> None:
    counties = laid_over(book, MANGSHI, dibao__standard_urban=600)
    counties = laid_over(counties, ZHENJIANG, dibao__standard_urban=600)
    student = member("CHILD", "2009-01-01", schooling="SENIOR", study_cost_fen=50_000, study_proof=True)
    asked = family(member(wages_fen=150_000, travel_cost_fen=10_000), student)

    mangshi = dibao(counties, MANGSHI, "2022-03-01", asked)
    zhenjiang = dibao(counties, ZHENJIANG, "2022-03-01", asked)

    assert mangshi.values["income"] == 90_000
    assert zhenjiang.values["income"] == 140_000
    sheet = sheet_of(mangshi)
    study, work = line(sheet, "study_deduction", 2), line(sheet, "work_cost", 1)
    assert (study.result, work.result) == ("500.00元/月", "100.00元/月")
    assert study.article == work.article == "最低生活保障审核确认办法第十三条第三款"

    changed = laid_over(counties, MANGSHI, date(2023, 1, 1), income__study_cap=300)
    assert sheet_of(dibao(changed, MANGSHI, "2022-03-01", asked)).as_json() == sheet.as_json()
    assert dibao(changed, MANGSHI, "2023-03-01", asked).values["income"] == 110_000


@pytest.mark.clause("SX-2.1.4.2")
def test_of_a_near_dibao_family_only_the_disabled_member_is_taken_in(book: Book) -> None:
    here = laid_over(book, SHAANXI, dibao__standard_urban=650)
    three = (
        member(wages_fen=270_000),
        disabled("LIMB", 1, pension_fen=10_000),
        member("CHILD", "2015-01-01"),
    )

    found = dibao(here, SHAANXI, "2022-06-01", family(*three), "DIBAO_SINGLE")
    whole = dibao(here, SHAANXI, "2022-06-01", family(*three, whole_household_on_dibao=True), "DIBAO_SINGLE")

    assert [one.eligible for one in found.verdicts] == [False, True, False]
    assert [one.amount for one in found.verdicts] == [0, 55_000, 0]
    assert not whole.eligible
    assert "第2人：整户已经享受低保，不再按单人户重复纳入。" in sheet_of(whole).reasons


SIX = {
    "applies_alone": True,
    "in_hardship": True,
    "supported_by_family": True,
    "cannot_register_alone": True,
    "disability_kind": "LIMB",
    "disability_level": 1,
}


@pytest.mark.clause("YG-2.1.2c")
def test_a_jobless_heavily_disabled_adult_applies_alone_when_six_things_hold(book: Book) -> None:
    here = laid_over(book, YANGGU, dibao__standard_rural=400)
    people = [
        member(wages_fen=400_000),
        member("CHILD", "1990-01-01", **SIX),
        member("CHILD", "1990-01-01", **{**SIX, "work": "EMPLOYED"}),
        member("CHILD", "2002-04-02", **SIX),
        member("CHILD", "1990-01-01", **{**SIX, "in_hardship": False, "disability_level": 3}),
    ]

    found = dibao(here, YANGGU, "2020-04-01", family(*people, area_kind="RURAL"), "DIBAO_JOBLESS")

    assert [one.eligible for one in found.verdicts] == [False, True, False, False, False]
    assert found.verdicts[1].amount == 40_000
    reasons = sheet_of(found).reasons
    assert [one for one in reasons if one.startswith("第3人")] == [
        "第3人：现在有工作或在学、退休，“无业”不成立。"
    ]
    assert [one for one in reasons if one.startswith("第4人")] == ["第4人：未满十八周岁，“成年”不成立。"]
    assert [one for one in reasons if one.startswith("第5人")] == [
        "第5人：没有认定生活困难，“生活困难”不成立。",
        "第5人：残疾等级不够或没有有效残疾人证，“重度残疾”不成立。",
    ]


@pytest.mark.clause("ZJ-2.2.1b")
def test_a_family_poor_for_its_illness_is_taken_in_by_its_bills(book: Book) -> None:
    here = laid_over(book, ZHENJIANG, dibao__standard_urban=600)
    ill = member(wages_fen=130_000, illness_cost_fen=30_000, illness_proof=True)
    without_bill = {key: value for key, value in ill.items() if not key.startswith("illness")}

    taken = dibao(here, ZHENJIANG, "2020-06-01", family(ill, member("SPOUSE")))
    refused = dibao(here, ZHENJIANG, "2020-06-01", family(without_bill, member("SPOUSE")))

    assert taken.values["household_gross_income"] >= 2 * 60_000
    assert (taken.eligible, taken.amount) == (True, 20_000)
    assert line(sheet_of(taken), "illness_deduction", 1).result == "300.00元/月"
    assert line(sheet_of(taken), "household_illness").result == "300.00元/月"
    assert not refused.eligible
    capped = laid_over(here, ZHENJIANG, income__illness_cap=50, income__rigid_causes=["ILLNESS"])
    assert not dibao(capped, ZHENJIANG, "2020-06-01", family(ill, member("SPOUSE"))).eligible


@pytest.mark.clause("ZJ-2.2.2a")
def test_one_heavily_disabled_of_five_counts_as_one_person(book: Book) -> None:
    here = laid_over(book, ZHENJIANG, dibao__standard_rural=560)
    five = family(
        member(wages_fen=500_000),
        member("SPOUSE", applies_alone=True),
        member("CHILD", "2006-01-01"),
        member("PARENT", "1950-01-01", applies_alone=True, disability_kind="LIMB", disability_level=1),
        member("PARENT", "1952-01-01"),
        area_kind="RURAL",
    )

    found = dibao(here, ZHENJIANG, "2020-06-01", five, "DIBAO_SINGLE")

    assert [one.eligible for one in found.verdicts] == [False, False, False, True, False]
    assert [one.amount for one in found.verdicts] == [0, 0, 0, 56_000, 0]
    assert (
        "第2人：不属于可单独申请的情形：须是当地规定类别和等级的残疾人、重病患者，或其他列明的特殊困难人员。"
        in sheet_of(found).reasons
    )
    lost = member("SIBLING", poverty_recognised=True, applies_alone=True, labour="LOST")
    partly = {**lost, "labour": "PARTLY_LOST"}
    hopeless = {**partly, "no_way_by_work": True}
    poor = family(member(), lost, partly, hopeless, area_kind="RURAL")
    three = dibao(here, ZHENJIANG, "2020-06-01", poor, "DIBAO_SINGLE")
    assert [one.eligible for one in three.verdicts] == [False, True, False, True]


@pytest.mark.clause("MS-2.8a")
def test_the_central_basic_pension_counts_again_after_2025(mangshi: Book) -> None:
    pensioner = family(member("HEAD", "1955-01-01", basic_pension_fen=9_800, pension_fen=200))

    then = dibao(mangshi, MANGSHI, "2021-09-01", pensioner)
    last = dibao(mangshi, MANGSHI, "2025-12-31", pensioner)
    now = dibao(mangshi, MANGSHI, "2026-01-01", pensioner)

    assert (then.values["income"], last.values["income"]) == (200, 200)
    assert now.values["income"] == 10_000


@pytest.mark.clause("SX-2.1.1.7")
def test_only_what_is_not_needed_for_living_counts_as_property(book: Book) -> None:
    lines: dict[str, Any] = {
        "property__rules": ["HOUSE_COUNT", "DEPOSIT_MONTHS"],
        "property__deposit_months": 24,
    }
    own: dict[str, Any] = {**lines, "property__house_limit": 1, "property__exempt_production_goods": 20_000}
    here = laid_over(book, SHAANXI, dibao__standard_urban=650, **own)
    one_house = family(member(), houses=1, house_area=80, production_goods_fen=2_000_000)
    two_houses = family(member(), houses=2, house_area=140, production_goods_fen=2_500_000)

    needed = dibao(here, SHAANXI, "2022-06-01", one_house)
    more = sheet_of(dibao(here, SHAANXI, "2022-06-01", two_houses))

    assert needed.eligible
    assert line(sheet_of(needed), "houses_over").result == "0套"
    assert line(more, "houses_over").result == "1套"
    assert line(more, "counted_production_goods").result == "5,000.00元"
    assert "超出必需住房1套。" in more.reasons


def test_supplements_follow_the_rule_the_month_and_a_trial_of_the_change(book: Book) -> None:
    old_and_disabled = member("PARENT", "1956-03-15", disability_kind="LIMB", disability_level=1)
    growing_old = member("PARENT", "1956-03-15")
    sample, higher, added = "990142", "MAX", "SUM"
    here = laid_over(book, sample, dibao__supplement_stack=higher)
    plan = plan_of(here, "DIBAO", sample, date(2026, 4, 1))
    changed = plan_of(
        laid_over(here, sample, dibao__supplement_stack=added), "DIBAO", sample, date(2026, 4, 1)
    )
    families = families_of(
        here.facts, plan.wanted, plan.on, [family(member(), old_and_disabled), family(member(), growing_old)]
    )

    both = dibao(here, sample, "2026-04-01", family(member(), old_and_disabled))
    march, april = (
        dibao(here, sample, on, family(member(), growing_old)) for on in ("2026-03-31", "2026-04-01")
    )
    trial = compare(run_batch(here, plan, families), run_batch(here, changed, families))

    assert both.values["supplement_share"] == [0, max(both.values["disability_share"][1], 0)]
    assert both.values["supplement_amount"] == 18_000
    assert (march.values["supplement_amount"], april.values["supplement_amount"]) == (0, 6_000)
    assert (trial.whole.before, trial.whole.after) == (120_000 * 2 + 24_000, 120_000 * 2 + 30_000)
    assert (trial.whole.up, trial.whole.same) == (1, 1)
