"""Each rule reads what decides it: for every truth a look-alike that must not be found."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

CAR: Row = {"vehicle_kind": "CAR", "registered_on": date(2020, 3, 1)}
FLAT: Row = {"use": "RESIDENTIAL", "area_m2": 9_000, "registered_on": date(2010, 1, 1)}
FIRM: Row = {"company_role": "LEGAL_REP", "company_status": "ACTIVE", "capital_fen": 5_000_000}
JULY, OCTOBER, NOVEMBER = date(2026, 7, 3), date(2026, 10, 9), date(2026, 11, 4)

CARS: list[tuple[Row, bool]] = [
    ({"vehicle_status": "NORMAL"}, True),
    ({}, True),
    ({"vehicle_status": "NORMAL", "registered_on": NOVEMBER}, False),
    ({"vehicle_status": "NORMAL", "transferred_on": OCTOBER}, True),
    ({"vehicle_status": "NORMAL", "transferred_on": NOVEMBER}, False),
    ({"vehicle_status": "TRANSFERRED", "transferred_on": OCTOBER}, False),
    ({"vehicle_status": "TRANSFERRED", "transferred_on": NOVEMBER}, True),
    ({"transferred_on": OCTOBER}, False),
    ({"transferred_on": NOVEMBER}, True),
    ({"vehicle_status": "SCRAPPED", "scrapped_on": NOVEMBER}, True),
    ({"scrapped_on": OCTOBER}, False),
]
HOUSES: list[tuple[Row, bool]] = [
    ({"registration_status": "CURRENT"}, True),
    ({}, True),
    ({"registration_status": "HISTORY"}, False),
    ({"registration_status": "HISTORY", "transferred_on": NOVEMBER}, True),
    ({"registration_status": "PENDING"}, False),
    ({"registration_kind": "CANCEL"}, False),
    ({"registration_kind": "NOTICE"}, False),
    ({"registration_kind": "TRANSFER"}, True),
    ({"registration_kind": "MORTGAGE"}, False),
    ({"registered_on": NOVEMBER}, False),
    ({"transferred_on": OCTOBER}, False),
    ({"cancelled_on": OCTOBER}, False),
    ({"limits": "MORTGAGED"}, True),
]
FIRMS: list[tuple[Row, bool]] = [
    ({"company_kind": "LIMITED"}, True),
    ({"company_kind": "LIMITED", "company_role": None}, True),
    ({"company_kind": "COOPERATIVE", "company_role": "MEMBER"}, False),
    ({"company_kind": "COOPERATIVE", "company_role": "SHAREHOLDER"}, False),
    ({"company_kind": "COOPERATIVE"}, True),
    ({"company_kind": "COLLECTIVE"}, False),
    ({"company_kind": "BRANCH"}, False),
    ({"company_kind": "SELF_EMPLOYED"}, False),
    ({"company_kind": "SELF_EMPLOYED", "capital_fen": 10_000_000}, True),
    ({"company_role": "OFFICER"}, False),
    ({"company_status": "CANCELLED", "cancelled_on": JULY}, False),
    ({"company_status": "CANCELLED", "cancelled_on": NOVEMBER}, True),
    ({"company_status": None, "cancelled_on": JULY}, False),
    ({"founded_on": NOVEMBER}, False),
]
WAGES: list[tuple[Row, bool]] = [
    ({}, True),
    ({"pay_way": "UNIT"}, True),
    ({"pay_way": "FLEXIBLE"}, False),
    ({"pay_way": "SUBSIDISED"}, False),
    ({"stopped_on": OCTOBER}, False),
    ({"stopped_on": NOVEMBER}, True),
    ({"insured_on": NOVEMBER}, False),
]
PENSIONS: list[tuple[Row, bool]] = [
    ({}, True),
    ({"pension_kind": "OFFICE"}, True),
    ({"pension_kind": "SURVIVOR"}, False),
    ({"pension_kind": "LAND"}, False),
    ({"insurance_kind": "RESIDENT", "pension_kind": None}, False),
    ({"insurance_kind": None, "pension_kind": "EMPLOYEE"}, True),
    ({"stopped_on": JULY}, False),
    ({"pension_from": "2026-11"}, False),
    ({"pension_from": "2026-10"}, True),
]
DEATHS: list[tuple[Row, bool]] = [
    ({"died_on": JULY}, True),
    ({"died_on": JULY, "record_kind": "DEATH"}, True),
    ({"died_on": JULY, "record_kind": "DECLARED"}, True),
    ({"cancelled_on": JULY, "record_kind": "MOVED"}, False),
    ({"cancelled_on": JULY, "record_kind": "REPEATED"}, False),
    ({"cancelled_on": JULY, "record_kind": "DEATH"}, True),
    ({"cancelled_on": NOVEMBER}, False),
    ({"died_on": JULY, "record_status": "WITHDRAWN"}, False),
]
LISTED: list[tuple[Row, bool]] = [
    ({}, True),
    ({"remark": "RENAMED"}, True),
    ({"remark": "DEATH_REPORTED"}, False),
    ({"payment_status": "STOPPED"}, False),
    ({"payment_status": "ACTIVE"}, True),
]
CERTIFICATES: list[tuple[Row, bool]] = [
    ({"issued_on": OCTOBER}, True),
    ({"first_issued_on": OCTOBER, "issued_on": OCTOBER}, True),
    ({"first_issued_on": date(2012, 5, 5), "issued_on": OCTOBER}, False),
    ({"issued_on": OCTOBER, "issue_kind": "RENEWED"}, False),
    ({"issued_on": OCTOBER, "issue_kind": "REISSUED"}, False),
    ({"issued_on": OCTOBER, "issue_kind": "MOVED_IN"}, False),
    ({"issued_on": OCTOBER, "cancelled_on": OCTOBER}, False),
]
SOLE: list[tuple[Row, bool]] = [
    ({}, True),
    ({"voluntary": "YES"}, False),
    ({"voluntary": "NO"}, True),
    ({"remark": "VOLUNTARY"}, False),
    ({"obligor_capacity": "ABLE"}, False),
    ({"obligor_capacity": "UNABLE"}, True),
    ({"family_size": 3}, False),
    ({"family_size": 1}, True),
]


@pytest.mark.parametrize(("said", "found"), CARS)
def test_a_car_counts_while_it_belongs_to_the_family(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "owner")
    county.row("vehicle", "owner", **{**CAR, **said})

    assert bool(county.found("vehicle-in-household")) is found


def test_one_car_in_two_records_is_one_car(county: County) -> None:
    county.listed("dibao", "owner")
    county.row("vehicle", "owner", **CAR, plate_high=1, plate_low=2)
    county.row("vehicle", "owner", **{**CAR, "registered_on": JULY}, plate_high=1, plate_low=2)
    county.row("vehicle", "owner", **CAR, plate_high=3, plate_low=4)

    assert county.found("vehicle-in-household")["owner"]["vehicles"] == 2


@pytest.mark.parametrize(("said", "found"), HOUSES)
def test_a_dwelling_counts_while_it_belongs_to_the_family(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "owner")
    county.row("real_estate", "owner", **{**FLAT, **said})

    assert bool(county.found("second-house", houses=1)) is found


@pytest.mark.parametrize(
    ("one", "other", "houses"),
    [
        ({"unit_number_low": 1}, {"unit_number_low": 1, "area_m2": 1, "registered_on": JULY}, 1),
        ({"unit_number_low": 1}, {"unit_number_low": 2}, 2),
        ({"unit_number_low": 1}, {"unit_number_low": 1, "registration_kind": "MORTGAGE"}, 1),
        ({"address_low": 5, "room_low": 1}, {"address_low": 5, "room_low": 1, "registered_on": JULY}, 1),
        ({"address_low": 5, "room_low": 1}, {"address_low": 5, "room_low": 2}, 2),
        (
            {"compound_low": 5, "building_low": 1, "room_low": 1},
            {"compound_low": 6, "building_low": 1, "room_low": 1},
            2,
        ),
        ({}, {}, 1),
    ],
)
def test_two_records_are_one_flat_when_they_name_the_same_unit(
    county: County, one: Row, other: Row, houses: int
) -> None:
    county.all_people(["husband", "wife"], home=1)
    county.listed("dibao", "husband")
    county.row("real_estate", "husband", **{**FLAT, **one})
    county.row("real_estate", "wife", **{**FLAT, **other})

    assert county.found("second-house", houses=1)["household 1"]["houses"] == houses


@pytest.mark.parametrize(("said", "found"), FIRMS)
def test_a_business_counts_for_who_heads_or_owns_it(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "owner")
    county.row("company", "owner", **{**FIRM, **said})

    assert bool(county.found("company-in-household")) is found


@pytest.mark.parametrize(("said", "found"), WAGES)
def test_wages_show_where_an_employer_pays(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "worker")
    insured: Row = {"insurance_kind": "EMPLOYEE", "insurance_status": "PAYING", "base_fen": 400_000}
    county.row("social_insurance", "worker", **{**insured, **said})

    assert bool(county.found("wages-in-household")) is found


@pytest.mark.parametrize(("said", "found"), PENSIONS)
def test_only_an_employees_pension_that_is_paid_counts(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "retired")
    pension: Row = {"insurance_kind": "EMPLOYEE", "insurance_status": "RETIRED", "pension_fen": 250_000}
    county.row("social_insurance", "retired", **{**pension, **said})

    assert bool(county.found("pension-on-aid")) is found


@pytest.mark.parametrize(("said", "found"), DEATHS)
@pytest.mark.parametrize("rule", ["dead-but-listed", "subsidy-and-cremation", "dead-but-monitored"])
def test_only_a_death_that_stands_is_a_death(county: County, rule: str, said: Row, found: bool) -> None:
    county.listed("tekun", "kept")
    county.listed("disability_subsidy", "kept", living_fen=10_000)
    county.listed("poverty_register", "kept", monitor_class="LIFTED")
    county.row("cremation", "kept", **said)

    assert bool(county.found(rule)) is found


def test_a_death_is_found_month_after_month_until_a_list_takes_it_back(county: County) -> None:
    county.all_listed("tekun", ["dead", "mistaken"])
    county.row("cremation", "dead", died_on=date(2025, 12, 1), period="2025-12")
    county.row("cremation", "mistaken", died_on=date(2025, 12, 1), period="2025-12")
    county.row("cremation", "mistaken", record_kind="RESTORED", cancelled_on=JULY, period="2026-07")
    county.row("cremation", "stranger", died_on=OCTOBER)

    assert set(county.found("dead-but-listed")) == {"dead"}


@pytest.mark.parametrize(("said", "found"), LISTED)
def test_whom_the_list_itself_reports_dead_is_being_dealt_with(
    county: County, said: Row, found: bool
) -> None:
    county.listed("tekun", "dead", **said)
    county.listed("disability_subsidy", "dead", living_fen=10_000, **said)
    county.row("cremation", "dead", died_on=JULY)

    assert bool(county.found("dead-but-listed")) is found
    assert bool(county.found("subsidy-and-cremation")) is found


@pytest.mark.parametrize(
    ("paid", "found"),
    [({"paid_on": OCTOBER}, True), ({"paid_on": date(2026, 7, 2)}, False), ({"paid_on": JULY}, False)],
)
def test_relief_paid_before_the_death_was_no_mistake(county: County, paid: Row, found: bool) -> None:
    county.listed("temporary_relief", "dead", amount_fen=100_000, since=date(2026, 7, 1), **paid)
    county.row("cremation", "dead", died_on=JULY)

    assert bool(county.found("dead-but-listed")) is found


@pytest.mark.parametrize(("said", "found"), CERTIFICATES)
def test_a_heavy_disability_is_new_when_the_first_certificate_is(
    county: County, said: Row, found: bool
) -> None:
    county.row("disability_certificate", "new", disability_kind=4, disability_level=2, **said)

    assert bool(county.found("new-heavy-disability")) is found


def test_a_certificate_that_the_list_before_had_is_not_new(county: County) -> None:
    heavy: Row = {"disability_kind": 4, "disability_level": 2}
    county.row("disability_certificate", "old", **heavy, issued_on=OCTOBER)
    county.row("disability_certificate", "worse", **heavy, issued_on=OCTOBER)
    before = "2026-09"
    county.row("disability_certificate", "old", **heavy, issued_on=date(2016, 10, 9), period=before)
    county.row(
        "disability_certificate",
        "worse",
        disability_kind=4,
        disability_level=3,
        issued_on=JULY,
        period=before,
    )

    assert set(county.found("new-heavy-disability")) == {"worse"}


@pytest.mark.parametrize(("said", "found"), SOLE)
def test_a_sole_person_with_an_agreement_or_an_able_obligor_is_no_candidate(
    county: County, said: Row, found: bool
) -> None:
    county.person("sole", age=70, home=1)
    county.listed("dibao", "sole", **said)

    assert bool(county.found("dibao-single-meets-tekun")) is found


def test_a_town_persons_tekun_is_not_missing_on_the_country_register(county: County) -> None:
    county.listed("tekun", "farmer", area_kind="RURAL")
    county.listed("tekun", "unsaid")
    county.listed("tekun", "townsman", area_kind="URBAN")

    assert set(county.found("aid-without-register")) == {"farmer", "unsaid"}


def test_an_institutions_account_is_not_shared_by_households(county: County) -> None:
    account: Row = {"account_high": 5, "account_low": 6}
    county.person("one", home=1)
    county.person("two", home=2)
    county.all_listed("tekun", ["one", "two"], support_mode="", home_name_low=9, **account)
    county.person("three", home=3)
    county.listed("orphan", "three", child_kind="ORPHAN", raised="INSTITUTION", **account)

    assert county.found("one-account-many-households") == {}

    county.person("four", home=4)
    county.person("five", home=5)
    county.all_listed("dibao", ["four", "five"], **account)

    assert county.found("one-account-many-households") == {"account 6": {"households": 2, "people": 2}}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"unemployed_on": OCTOBER}, True),
        ({"registered_on": OCTOBER}, True),
        ({"unemployed_on": JULY, "registered_on": OCTOBER}, False),
        ({"unemployed_on": OCTOBER, "registration_state": "CANCELLED"}, False),
        ({"unemployed_on": OCTOBER, "lost_reason": "REEMPLOYED"}, False),
        ({"unemployed_on": OCTOBER, "lost_reason": "ENDED"}, True),
    ],
)
def test_work_was_lost_in_the_month_and_is_still_lost(county: County, said: Row, found: bool) -> None:
    county.listed("dibao", "worker")
    county.row("employment", "worker", employment_kind="UNEMPLOYED", **said)

    assert bool(county.found("newly-unemployed")) is found


def test_whoever_was_taken_on_again_in_the_month_has_work(county: County) -> None:
    county.listed("dibao", "worker")
    county.row("employment", "worker", employment_kind="UNEMPLOYED", unemployed_on=OCTOBER)
    county.row("employment", "worker", employment_kind="EMPLOYED", employed_on=date(2026, 10, 20))

    assert county.found("newly-unemployed") == {}
