"""Whether tekun people were assessed and are cared for as the assessment says."""

from __future__ import annotations

from datetime import date

from doudi.matching.tests.county import County, Row

DIED: Row = {"died_on": date(2026, 10, 1)}
HOME: Row = {"support_mode": "DISPERSED"}
CARED: Row = {"carer_number_high": 5, "carer_number_low": 5}


def test_tekun_people_nobody_assessed_are_found(county: County) -> None:
    county.all_listed("tekun", ["unassessed", "dead"])
    county.listed("tekun", "assessed", selfcare="FULL")
    county.listed("tekun", "graded", care_level="HALF_CARE")
    county.row("cremation", "dead", **DIED)
    county.listed("dibao", "on dibao")
    county.listed("tekun", "left", until=date(2026, 10, 1))

    assert county.found("care-level-missing") == {"unassessed": {}}


def test_the_heaviest_degree_and_full_selfcare_do_not_go_together(county: County) -> None:
    first: Row = {"disability_kind": 4, "disability_level": 1, "certificate_status": "VALID"}
    county.all_listed("tekun", ["able", "second", "expired"], selfcare="FULL")
    county.listed("tekun", "no care", care_level="NO_CARE")
    county.listed("tekun", "told apart", selfcare="PARTIAL", care_level="NO_CARE")
    county.listed("tekun", "half care", care_level="HALF_CARE")
    county.listed("tekun", "partly", selfcare="PARTIAL")
    county.all_rows(
        "disability_certificate", ["able", "no care", "told apart", "half care", "partly"], **first
    )
    county.row("disability_certificate", "second", **{**first, "disability_level": 2})
    county.row("disability_certificate", "expired", **first, expires_on=date(2026, 9, 30))

    assert county.found("care-level-too-low") == {
        "able": {"disability_kind": 4, "disability_level": 1},
        "no care": {"disability_kind": 4, "disability_level": 1},
    }


def test_the_helpless_at_home_are_found(county: County) -> None:
    county.all_listed("tekun", ["helpless", "dead"], **HOME, selfcare="NONE")
    county.listed("tekun", "full care", **HOME, care_level="FULL_CARE")
    county.listed("tekun", "assessed otherwise", **HOME, selfcare="PARTIAL", care_level="FULL_CARE")
    county.listed("tekun", "half care", **HOME, care_level="HALF_CARE")
    county.listed("tekun", "in care", support_mode="CENTRAL", selfcare="NONE")
    county.listed("tekun", "unsaid", selfcare="NONE")
    county.row("cremation", "dead", **DIED)

    assert county.found("helpless-at-home") == {"helpless": {}, "full care": {}}


def test_whoever_needs_care_at_home_has_a_carer(county: County) -> None:
    county.all_listed("tekun", ["none named", "dead"], **HOME, selfcare="PARTIAL")
    county.listed("tekun", "named", **HOME, **CARED, selfcare="NONE")
    county.listed("tekun", "by name", **HOME, carer_name_high=7, carer_name_low=7, selfcare="NONE")
    county.listed("tekun", "half care", **HOME, care_level="HALF_CARE")
    county.listed("tekun", "no care", **HOME, care_level="NO_CARE")
    county.listed("tekun", "able", **HOME, selfcare="FULL", care_level="FULL_CARE")
    county.listed("tekun", "in care", support_mode="CENTRAL", selfcare="NONE")
    county.row("cremation", "dead", **DIED)

    assert county.found("carer-missing") == {"none named": {}, "half care": {}}


def test_a_list_without_carers_says_nothing_of_anyone(county: County) -> None:
    county.listed("tekun", "none named", **HOME, selfcare="PARTIAL")

    assert county.found("carer-missing") == {}
