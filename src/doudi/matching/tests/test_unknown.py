"""What no list tells is told as unknown: it is neither nought, nor standing, nor the worse of two answers."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from doudi.matching.tests.county import County, Found, Row
from doudi.matching.wording import sentence

OCTOBER = date(2026, 10, 9)
JULY = date(2026, 7, 31)
CAR: Row = {"vehicle_kind": "CAR", "registered_on": JULY}
FLAT: Row = {"use": "RESIDENTIAL", "registered_on": JULY}
FIRM: Row = {"company_role": "LEGAL_REP", "company_kind": "LIMITED", "founded_on": JULY}
STALL: Row = {"company_role": "SELF_EMPLOYED", "founded_on": JULY}
WORK: Row = {"employment_kind": "EMPLOYED", "registered_on": OCTOBER}
LOST: Row = {"employment_kind": "UNEMPLOYED", "registered_on": OCTOBER, "benefit_fen": 1_00}
BELONGINGS = [
    ("vehicle-in-household", "vehicle", CAR, {"vehicle_status": "NORMAL"}),
    ("second-house", "real_estate", FLAT, {"registration_status": "CURRENT"}),
    ("house-bought-on-aid", "real_estate", FLAT, {"registration_status": "CURRENT"}),
    ("company-in-household", "company", FIRM, {"company_status": "ACTIVE"}),
    ("stall-opened-on-aid", "company", STALL, {"company_status": "ACTIVE"}),
    ("work-registered-on-aid", "employment", WORK, {"registration_state": "CURRENT"}),
    ("newly-unemployed", "employment", LOST, {"registration_state": "CURRENT"}),
    ("unemployment-benefit-on-aid", "employment", LOST, {"registration_state": "CURRENT"}),
]
ONE_IS_ENOUGH = {"second-house": {"houses": 1}}


def said(county: County, rule: str, found: Found, who: str) -> str:
    """Return the sentence an officer reads about someone."""
    return sentence(county.rule(rule), found[who])


@pytest.mark.parametrize(("rule", "source", "thing", "standing"), BELONGINGS)
def test_where_no_list_says_whether_a_thing_still_stands_the_sentence_says_so(
    county: County, rule: str, source: str, thing: Row, standing: Row
) -> None:
    county.all_listed("dibao", ["told", "untold"])
    county.row(source, "told", **thing, **standing)
    county.row(source, "untold", **thing)

    found = county.found(rule, **ONE_IS_ENOUGH.get(rule, {}))

    told, untold = (said(county, rule, found, who) for who in ("told", "untold"))
    assert ("没有写明" in told, untold.endswith("（登记现状名单没有写明，待核）。")) == (False, True)


def test_one_record_that_tells_of_a_flat_is_enough(county: County) -> None:
    county.all_people(["husband", "wife"], home=1)
    county.listed("dibao", "husband")
    county.row("real_estate", "husband", **FLAT, unit_number_low=1, registration_status="CURRENT")
    county.row("real_estate", "wife", **FLAT, unit_number_low=1)

    assert county.found("second-house", houses=1)["household 1"] == {"houses": 1, "standing": "SAID"}


def test_what_a_dead_person_was_paid_is_unknown_where_a_list_tells_no_amount(county: County) -> None:
    county.listed("dibao", "untold")
    county.row("cremation", "untold", died_on=JULY)
    county.listed("dibao", "half told", amount_fen=50_000)
    county.listed("tekun", "half told")
    county.row("cremation", "half told", died_on=JULY)
    county.listed("disability_subsidy", "paid", living_fen=10_000)
    county.row("cremation", "paid", cancelled_on=JULY)

    found = county.found("dead-but-listed")
    subsidies = county.found("subsidy-and-cremation")

    assert said(county, "dead-but-listed", found, "untold").endswith("推算多列3个月、未写明。")
    assert found["half told"]["overpaid_fen"] == "UNKNOWN"
    assert said(county, "subsidy-and-cremation", subsidies, "paid").endswith("多发未写明、未写明。")


@pytest.mark.parametrize(
    ("rule", "sources"),
    [
        ("dibao-and-tekun", {"dibao": {}, "tekun": {}}),
        ("child-aid-and-tekun", {"orphan": {"child_kind": "ORPHAN"}, "tekun": {}}),
    ],
)
def test_an_amount_no_list_tells_is_not_nought(county: County, rule: str, sources: dict[str, Row]) -> None:
    for source, columns in sources.items():
        county.listed(source, "both", **columns)

    words = said(county, rule, county.found(rule), "both")

    assert ("0.00" in words, "未写明元" in words, "未写明" in words) == (False, False, True)


def test_of_a_firm_whose_capital_no_list_tells_none_is_named(county: County) -> None:
    county.listed("dibao", "owner")
    county.row("company", "owner", **FIRM)

    assert "出资最高未写明" in said(
        county, "company-in-household", county.found("company-in-household"), "owner"
    )


def test_of_whom_no_list_says_town_or_country_that_is_told(county: County) -> None:
    county.listed("tekun", "farmer", area_kind="RURAL")
    county.listed("tekun", "untold")

    found = county.found("aid-without-register")

    words = {who: said(county, "aid-without-register", found, who) for who in found}
    assert words["farmer"].startswith("特困供养（农村）在册")
    assert words["untold"].startswith("特困供养（城乡未写明，待核）在册")


def test_a_day_of_issue_alone_may_be_a_renewal(county: County) -> None:
    heavy: Row = {"disability_kind": 4, "disability_level": 1}
    county.row("disability_certificate", "first", **heavy, first_issued_on=OCTOBER)
    county.row("disability_certificate", "only a day", **heavy, issued_on=OCTOBER)

    found = county.found("new-heavy-disability")

    words = {who: said(county, "new-heavy-disability", found, who) for who in found}
    assert "新领" in words["first"]
    assert ("新领" in words["only a day"], "可能是换证" in words["only a day"]) == (False, True)


def test_a_person_the_list_before_lacks_is_new_and_one_it_has_without_a_day_is_not(county: County) -> None:
    heavy: Row = {"disability_kind": 4, "disability_level": 1}
    county.row("disability_certificate", "had it", **heavy, period="2026-09")
    county.row("disability_certificate", "had it", **heavy, issued_on=OCTOBER)
    county.row("disability_certificate", "lacked it", **heavy, issued_on=OCTOBER)

    found = county.found("new-heavy-disability")

    assert {who: each["issue"] for who, each in found.items()} == {"lacked it": "LISTED"}


def test_a_household_no_check_names_was_not_visited(county: County) -> None:
    county.all_people(["head", "missing"], home=1)
    county.all_people(["elsewhere", "not seen"], home=2)
    county.person("off ledger", home=3)
    county.person("nowhere", home=4)
    people = ["head", "missing", "elsewhere", "not seen"]
    county.all_listed("dibao", [*people, "off ledger"])
    county.all_rows("work_ledger", [*people, "nowhere"], aid_kind="DIBAO")
    county.row("field_check", "head", aid_kind="DIBAO", check_result="PRESENT")

    found = county.found("three-way-agreement")

    assert {who: each["difference"] for who, each in found.items()} == {
        "missing": "FIELD_MISSING",
        "elsewhere": "FIELD_UNKNOWN",
        "not seen": "FIELD_UNKNOWN",
        "off ledger": "LEDGER_MISSING_FIELD_UNKNOWN",
        "nowhere": "SYSTEM_MISSING_FIELD_UNKNOWN",
    }
    assert "是否走访未知" in said(county, "three-way-agreement", found, "elsewhere")


def test_a_township_that_sent_no_ledger_says_of_nobody_that_the_ledger_has_them(county: County) -> None:
    county.listed("dibao", "gone")
    county.row("field_check", "gone", aid_kind="DIBAO", check_result="ABSENT")
    county.row("field_check", "found", aid_kind="DIBAO", check_result="PRESENT")

    assert {who: each["difference"] for who, each in county.found("three-way-agreement").items()} == {
        "gone": "FIELD_MISSING_LEDGER_UNKNOWN",
        "found": "SYSTEM_MISSING_LEDGER_UNKNOWN",
    }


@pytest.mark.parametrize("rule", ["big-bill-without-relief", "repeated-hospital-stays"])
def test_a_bill_taken_back_is_shown_as_evidence_of_nothing(county: County, rule: str) -> None:
    county.listed("dibao", "patient")
    stay: Row = {"visit_kind": "INPATIENT", "settled_on": OCTOBER}
    number: Row = {"settlement_number_high": 1, "settlement_number_low": 8}
    reverses: Row = {"reversed_number_high": 1, "reversed_number_low": 8}
    county.row("medical_selfpay", "patient", **stay, self_pay_fen=9_000_000, bill_status="REVERSED")
    county.row("medical_selfpay", "patient", **stay, self_pay_fen=8_000_000, **number)
    county.row("medical_selfpay", "patient", **stay, self_pay_fen=-8_000_000, **reverses)
    county.row("medical_selfpay", "patient", **stay, self_pay_fen=7_000_000)
    county.row("medical_selfpay", "patient", **stay, self_pay_fen=-7_000_000)
    county.all_rows("medical_selfpay", ["patient"] * 2, **stay, self_pay_fen=300_000)
    _, standing = county.row("medical_selfpay", "patient", **stay, self_pay_fen=600_000)

    assert shown(county, rule)["row"] == standing


def shown(county: County, rule_id: str) -> Row:
    """Return where the bill of a rule's one finding stands."""
    rule = county.rule(rule_id)
    county.received(*sorted(rule.needs))
    result = county.compare(rule, parameters={rule_id: {"stays": 1}} if "stays" in rule.parameters else {})
    (found,) = pq.read_table(result.findings).to_pylist()
    side = "left" if found["left_source"] == "medical_selfpay" else "right"
    return {"row": found[f"{side}_row"]}


@pytest.mark.parametrize(
    ("rule", "source", "columns"),
    [("orphan-over-age", "orphan", {"child_kind": "ORPHAN"}), ("category-age-mismatch", "tekun", {})],
)
def test_where_no_list_of_pupils_came_school_is_unknown(
    county: County, rule: str, source: str, columns: Row
) -> None:
    county.person("grown", age=20)
    county.listed(source, "grown", **columns)

    assert "是否在校没有名单说明、待核" in said(county, rule, county.found(rule), "grown")


@pytest.mark.parametrize(
    ("rule", "source", "columns"),
    [
        ("orphan-over-age", "orphan", {"child_kind": "ORPHAN"}),
        ("category-age-mismatch", "tekun", {}),
        ("tekun-minor-grown-up", "tekun", {"person_category": "MINOR"}),
    ],
)
def test_a_pupil_whose_status_the_list_does_not_give_is_not_said_to_have_left(
    county: County, rule: str, source: str, columns: Row
) -> None:
    for name in ("blank", "left"):
        county.person(name, age=20)
        county.listed(source, name, **columns)
    county.row("student", "blank")
    county.row("student", "left", student_status="LEFT", left_on=JULY)
    county.row("student", "stranger", student_status="ENROLLED", stage="SENIOR")

    assert set(county.found(rule)) == {"left"}


def test_a_benefit_the_list_does_not_tell_is_not_said_to_be_none(county: County) -> None:
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 3, 1)}
    county.all_listed("poverty_register", ["none", "untold"], monitor_class="LIFTED")
    county.row("employment", "none", **lost, benefit_fen=0)
    county.row("employment", "untold", **lost)

    found = county.found("long-unemployed")

    assert {who: each["benefit"] for who, each in found.items()} == {"none": "NONE", "untold": "UNKNOWN"}
    assert "失业保险金未写明" in said(county, "long-unemployed", found, "untold")


def test_nobody_is_said_to_be_out_of_work_still_whose_registration_the_list_leaves_open(
    county: County,
) -> None:
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 3, 1), "benefit_fen": 0}
    county.all_listed("poverty_register", ["told", "untold"], monitor_class="LIFTED")
    county.row("employment", "told", **lost, registration_state="CURRENT")
    county.row("employment", "untold", **lost)
    drawn = {**lost, "benefit_fen": 100}
    county.all_rows("employment", ["told", "untold"], "2026-09", **drawn)

    for rule in ("long-unemployed", "unemployment-benefit-ended"):
        found = county.found(rule)
        words = {who: said(county, rule, found, who) for who in found}
        assert ("没有写明" in words["told"], "没有写明" in words["untold"]) == (False, True)
