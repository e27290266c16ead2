"""Say what columns the comparison finds in the batches of each source and in the roster."""

from __future__ import annotations

from collections.abc import Mapping

Shape = Mapping[str, str]

ROSTER_SOURCES = frozenset(
    {"dibao", "tekun", "temporary_relief", "disability_subsidy", "poverty_register", "orphan"}
)
WINDOWS: Mapping[str, str] = {
    "": "the latest month",
    "_year": "the calendar year",
    "_previous": "the month before the latest",
    "_last_year": "the latest month of the calendar year before",
}

PEOPLE: Shape = {
    "person_id": "BIGINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "household_id": "BIGINT",
    "division": "VARCHAR",
    "born_on": "DATE",
    "sex": "VARCHAR",
}
SPELLS: Shape = {
    "person_id": "BIGINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "household_id": "BIGINT",
    "programme": "VARCHAR",
    "category": "VARCHAR",
    "division": "VARCHAR",
    "valid_from": "DATE",
    "valid_to": "DATE",
    "amount_fen": "BIGINT",
    "account_high": "BIGINT",
    "account_low": "BIGINT",
    "labour": "VARCHAR",
    "stable_work": "VARCHAR",
    "batch": "VARCHAR",
    "row": "INTEGER",
}
EVERY_BATCH: Shape = {
    "row": "INTEGER",
    "status": "UTINYINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "born_on": "DATE",
    "sex": "VARCHAR",
    "division": "VARCHAR",
}
_ACCOUNT: Shape = {"account_high": "BIGINT", "account_low": "BIGINT"}
_DISABILITY: Shape = {"disability_kind": "INTEGER", "disability_level": "INTEGER"}
SHAPES: Mapping[str, Shape] = {
    "dibao": {
        "household_number": "VARCHAR",
        "relation": "VARCHAR",
        "area_kind": "VARCHAR",
        "amount_fen": "BIGINT",
        "household_amount_fen": "BIGINT",
        "started_on": "DATE",
        "labour": "VARCHAR",
        **_ACCOUNT,
    },
    "tekun": {
        "household_number": "VARCHAR",
        "support_mode": "VARCHAR",
        "selfcare": "VARCHAR",
        "amount_fen": "BIGINT",
        "started_on": "DATE",
        **_ACCOUNT,
    },
    "temporary_relief": {
        "relief_kind": "VARCHAR",
        "relief_reason": "VARCHAR",
        "amount_fen": "BIGINT",
        "paid_on": "DATE",
        **_ACCOUNT,
    },
    "disability_subsidy": {
        "living_fen": "BIGINT",
        "nursing_fen": "BIGINT",
        **_DISABILITY,
        "paid_month": "VARCHAR",
        **_ACCOUNT,
    },
    "poverty_register": {
        "household_number": "VARCHAR",
        "relation": "VARCHAR",
        "monitor_class": "VARCHAR",
        "risk_cause": "VARCHAR",
        "labour": "VARCHAR",
        "stable_work": "VARCHAR",
        "annual_income_fen": "BIGINT",
        "registered_on": "DATE",
        "removed_on": "DATE",
    },
    "orphan": {"child_kind": "VARCHAR", "amount_fen": "BIGINT", "in_school": "VARCHAR", **_ACCOUNT},
    "disability_certificate": {
        **_DISABILITY,
        "issued_on": "DATE",
        "expires_on": "DATE",
        "certificate_status": "VARCHAR",
    },
    "medical_selfpay": {
        "settled_on": "DATE",
        "total_fen": "BIGINT",
        "self_pay_fen": "BIGINT",
        "visit_kind": "VARCHAR",
    },
    "cremation": {"died_on": "DATE", "cremated_on": "DATE"},
    "social_insurance": {
        "insurance_kind": "VARCHAR",
        "insurance_status": "VARCHAR",
        "base_fen": "BIGINT",
        "pension_fen": "BIGINT",
    },
    "vehicle": {"vehicle_kind": "VARCHAR", "registered_on": "DATE", "vehicle_status": "VARCHAR"},
    "real_estate": {"use": "VARCHAR", "area_m2": "BIGINT", "registered_on": "DATE"},
    "company": {
        "company_role": "VARCHAR",
        "company_status": "VARCHAR",
        "capital_fen": "BIGINT",
        "founded_on": "DATE",
    },
    "housing_fund": {
        "base_fen": "BIGINT",
        "monthly_fen": "BIGINT",
        "fund_status": "VARCHAR",
        "last_paid_month": "VARCHAR",
    },
    "student": {"stage": "VARCHAR", "student_status": "VARCHAR", "enrolled_on": "DATE"},
    "employment": {"employment_kind": "VARCHAR", "registered_on": "DATE", "benefit_fen": "BIGINT"},
}
# Columns a batch keeps sealed beside its Parquet; evidence may show them, rules cannot read them.
SEALED_COLUMNS = frozenset(
    {
        "id_number",
        "name",
        "phone",
        "address",
        "account",
        "certificate_number",
        "employer",
        "plate",
        "property_number",
        "company_name",
        "school",
        "town",
        "village",
    }
)
# Why a rule was skipped one of whose numbers is 0: nobody has set it yet.
PARAMETERS_UNSET = "parameters"
PROGRAMME_SOURCES: Mapping[str, str] = {
    "DIBAO": "dibao",
    "TEKUN": "tekun",
    "TEMPORARY_RELIEF": "temporary_relief",
    "DISABILITY_LIVING": "disability_subsidy",
    "DISABILITY_NURSING": "disability_subsidy",
    "POVERTY_REGISTER": "poverty_register",
    "ORPHAN": "orphan",
    "UNATTENDED_CHILD": "orphan",
}

# What every rule gives, in this order; measures is a JSON object of integers, dates and codes.
OUTPUT: Shape = {
    "subject_kind": "VARCHAR",
    "subject_high": "BIGINT",
    "subject_low": "BIGINT",
    "household_id": "BIGINT",
    "division": "VARCHAR",
    "left_source": "VARCHAR",
    "left_batch": "VARCHAR",
    "left_row": "INTEGER",
    "right_source": "VARCHAR",
    "right_batch": "VARCHAR",
    "right_row": "INTEGER",
    "measures": "VARCHAR",
}


def source_of_view(view: str) -> str:
    """Return the source behind a view: `medical_selfpay` for `medical_selfpay_year`."""
    for suffix in sorted(WINDOWS, key=len, reverse=True):
        source = view.removesuffix(suffix)
        if source in SHAPES:
            return source
    raise KeyError(view)


def window_of_view(view: str) -> str:
    """Return the suffix that says which months a view covers; empty for the latest month."""
    return view.removeprefix(source_of_view(view))
