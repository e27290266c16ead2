"""The dibao rule for OpenFisca-core written anew and merged by hand: 35 formulas, amounts in yuan.

It shares no line with our rule files: an oracle of its own. Codes are whole numbers rather than OpenFisca's
enumerations, which is faster; parameters are read by date from its parameter tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core import entities, parameters, taxbenefitsystems, variables
from rules_openfisca_base import HOUSEHOLD, MONEY, PERSON, TRUTH, WHOLE, inputs, variable

DAY = 20_260_701
NUMBERS = {
    "standard_urban": 1000,
    "standard_rural": 800,
    "adult_age": 18,
    "clergy_years": 3,
    "sibling_exempt_share": 1,
    "work_cost_share": 0.1,
    "work_cost_cap": 150,
    "illness_cap": 1500,
    "disability_cap": 600,
    "study_cap": 1000,
    "deposit_months": 24,
    "house_limit": 1,
    "refusals": 3,
    "refusal_cut": 1,
    "old_age": 70,
    "very_old_age": 80,
}
SHARES = {
    "old": 0.1,
    "very_old": 0.2,
    "minor": 0.1,
    "compulsory_pupil": 0.1,
    "other_pupil": 0.2,
    "one_parent": 0.2,
    "disabled": 0.2,
    "heavily_disabled": 0.3,
    "ill": 0.3,
    "three_nones": 0.3,
    "alone": 0.1,
    "only_child": 0.1,
    "lost_child": 0.2,
}
DEPENDENT_SCHOOLING = (2, 3, 4, 5, 6, 7)
OTHER_SCHOOLING = (1, 4, 5, 6, 7)
CUSTODY_NOT_COUNTED = (1, 3, 4)
# what OpenFisca hands to a formula, and what it gets
Rows = Month = Tree = Column = Any
RULES: list[type[variables.Variable]] = []


def rule(entity: entities.Entity, kind: type) -> Callable[[Callable[..., Any]], None]:
    """Declare a formula as a variable of its name."""

    def declare(formula: Callable[..., Any]) -> None:
        RULES.append(variable(formula.__name__, entity, kind, {"formula": formula}))

    return declare


def _age(person: Rows, period: Month) -> Column:
    return (DAY - person("born_on", period)) // 10_000


def _ceiling(value: Column) -> Column:
    """Round up to whole yuan."""
    return np.ceil(value)


@rule(PERSON, TRUTH)
def is_minor(person: Rows, period: Month, parameters: Tree) -> Column:
    """Tell who is a minor."""
    return _age(person, period) < parameters(period).dibao.adult_age


@rule(PERSON, TRUTH)
def still_studying(person: Rows, period: Month) -> Column:
    """Tell who is still in full-time schooling."""
    return np.isin(person("schooling", period), DEPENDENT_SCHOOLING) & ~person("part_time_study", period)


@rule(PERSON, TRUTH)
def other_member(person: Rows, period: Month) -> Column:
    """Tell who owes support and lives in the household."""
    relation = person("relation", period)
    owes_support = (relation == 2) | (relation == 3) | person("support_duty", period)
    return owes_support & person("lives_together", period)


@rule(PERSON, TRUTH)
def counted(person: Rows, period: Month, parameters: Tree) -> Column:
    """Tell who counts as a member, the exceptions first."""
    relation, since = person("relation", period), person("clergy_since", period)
    child = person("is_minor", period) | person("dependent_adult", period) | person("still_studying", period)
    base = (relation <= 1) | ((relation == 2) & child) | person("other_member", period)
    clergy = (since > 0) & ((DAY - since) // 10_000 >= parameters(period).dibao.clergy_years)
    away = np.isin(person("custody", period), CUSTODY_NOT_COUNTED)
    return np.where(clergy | away, False, base)


@rule(HOUSEHOLD, WHOLE)
def counted_people(household: Rows, period: Month) -> Column:
    """Count the members that count."""
    return household.sum(household.members("counted", period))


@rule(PERSON, TRUTH)
def heavily_disabled(person: Rows, period: Month) -> Column:
    """Tell who is heavily disabled: level one or two of any kind, never three."""
    kind, level = person("disability_kind", period), person("disability_level", period)
    return (kind > 0) & (level >= 1) & (level <= 2)


@rule(PERSON, MONEY)
def sibling_support_counted(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return what siblings give, less what is exempt."""
    number = parameters(period).dibao
    exempt = (
        person("heavily_disabled", period)
        & (person("work", period) == 0)
        & (_age(person, period) >= number.adult_age)
    )
    return person("sibling_support", period) * np.where(exempt, 1 - number.sibling_exempt_share, 1)


@rule(PERSON, MONEY)
def transfer_income(person: Rows, period: Month) -> Column:
    """Return net transfers."""
    return (
        person("pension", period)
        + person("basic_pension", period)
        + person("alimony", period)
        + person("sibling_support_counted", period)
        + person("old_age_allowance", period)
        + person("other_transfer", period)
        - person("transfer_paid", period)
    )


@rule(PERSON, MONEY)
def gross_income(person: Rows, period: Month) -> Column:
    """Return all of a member's income."""
    return (
        person("wages", period)
        + person("business_net", period)
        + np.maximum(person("business_gross", period) - person("business_cost", period), 0)
        + person("property_net", period)
        + person("transfer_income", period)
        + person("other_income", period)
    )


@rule(HOUSEHOLD, MONEY)
def household_gross_income(household: Rows, period: Month) -> Column:
    """Return the income of all members that count."""
    own = household.members("gross_income", period) * household.members("counted", period)
    return (
        household.sum(own)
        + household("household_business_net", period)
        + np.maximum(
            household("household_business_gross", period) - household("household_business_cost", period), 0
        )
        + household("household_property_net", period)
    )


@rule(HOUSEHOLD, MONEY)
def standard(household: Rows, period: Month, parameters: Tree) -> Column:
    """Return the standard of town or country."""
    number = parameters(period).dibao
    return np.where(household("area_kind", period) == 0, number.standard_urban, number.standard_rural)


@rule(PERSON, MONEY)
def work_cost(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return what working costs, capped."""
    number, wages = parameters(period).dibao, person("wages", period)
    cost = np.minimum(np.minimum(wages, wages * number.work_cost_share), number.work_cost_cap)
    return np.where(wages > 0, cost, 0)


@rule(PERSON, MONEY)
def illness_deduction(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return what illness costs, proven and capped."""
    claim = person("illness_cost", period) + person("illness_cost_year", period) / 12
    return np.minimum(claim * person("illness_proof", period), parameters(period).dibao.illness_cap)


@rule(PERSON, MONEY)
def disability_deduction(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return what disability costs, proven and capped."""
    claim = person("disability_cost", period) * person("disability_proof", period)
    return np.minimum(claim, parameters(period).dibao.disability_cap)


@rule(PERSON, MONEY)
def study_deduction(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return what schooling costs, proven and capped."""
    claim = person("study_cost", period) + person("study_cost_year", period) / 12
    return np.minimum(claim * person("study_proof", period), parameters(period).dibao.study_cap)


@rule(HOUSEHOLD, MONEY)
def rigid_deduction(household: Rows, period: Month) -> Column:
    """Return all rigid expenses together."""
    is_counted = household.members("counted", period)
    illness = household.sum(household.members("illness_deduction", period) * is_counted)
    disability = household.sum(household.members("disability_deduction", period) * is_counted)
    study = household.sum(household.members("study_deduction", period) * is_counted)
    return illness + disability + study


@rule(HOUSEHOLD, MONEY)
def income(household: Rows, period: Month) -> Column:
    """Return the income that counts."""
    cost = household.sum(household.members("work_cost", period) * household.members("counted", period))
    gross = household("household_gross_income", period)
    return np.maximum(gross - cost - household("rigid_deduction", period), 0)


@rule(HOUSEHOLD, MONEY)
def per_head_income(household: Rows, period: Month) -> Column:
    """Return the income a head."""
    return household("income", period) / np.maximum(household("counted_people", period), 1)


@rule(HOUSEHOLD, TRUTH)
def income_below(household: Rows, period: Month) -> Column:
    """Tell whether it is below the standard."""
    return household("per_head_income", period) < household("standard", period)


@rule(HOUSEHOLD, TRUTH)
def assets_within(household: Rows, period: Month, parameters: Tree) -> Column:
    """Tell whether financial assets are within the line."""
    assets = (
        household("deposits", period)
        + household("securities", period)
        + household("other_assets", period)
        + household("production_goods", period)
    )
    limit = household("standard", period) * parameters(period).dibao.deposit_months
    return assets / np.maximum(household("counted_people", period), 1) <= limit


@rule(HOUSEHOLD, TRUTH)
def houses_within(household: Rows, period: Month, parameters: Tree) -> Column:
    """Tell whether there is no house too many."""
    houses = household("houses", period)
    kept = houses - np.minimum(houses, household("idle_old_houses", period))
    return np.maximum(kept - parameters(period).dibao.house_limit, 0) == 0


@rule(HOUSEHOLD, TRUTH)
def vehicles_within(household: Rows, period: Month) -> Column:
    """Tell whether there is no vehicle that counts."""
    vehicles = household("vehicles", period)
    return vehicles - np.minimum(vehicles, household("exempt_vehicles", period)) == 0


@rule(HOUSEHOLD, TRUTH)
def property_within(household: Rows, period: Month) -> Column:
    """Tell whether all property is within the lines."""
    return (
        household("assets_within", period)
        & household("houses_within", period)
        & (household("shops", period) == 0)
        & household("vehicles_within", period)
        & (household("businesses", period) == 0)
    )


@rule(HOUSEHOLD, TRUTH)
def eligible(household: Rows, period: Month) -> Column:
    """Tell who is entitled."""
    return (
        (household("applies_by", period) == 0)
        & household("cooperates", period)
        & (household("counted_people", period) > 0)
        & household("income_below", period)
        & household("property_within", period)
    )


@rule(PERSON, TRUTH)
def refuses_work(person: Rows, period: Month, parameters: Tree) -> Column:
    """Tell who refused work too often."""
    return (
        person("counted", period)
        & person("can_work", period)
        & (person("work", period) == 0)
        & (person("job_refusals", period) >= parameters(period).dibao.refusals)
    )


@rule(HOUSEHOLD, MONEY)
def full_amount(household: Rows, period: Month) -> Column:
    """Return the top-up."""
    due = household("standard", period) * household("counted_people", period) - household("income", period)
    return np.maximum(due, 0)


@rule(HOUSEHOLD, MONEY)
def owed(household: Rows, period: Month, parameters: Tree) -> Column:
    """Return the top-up less what refusing work costs, to the fraction of a fen."""
    full, people = household("full_amount", period), np.maximum(household("counted_people", period), 1)
    refusing = household.sum(household.members("refuses_work", period))
    return full - full * parameters(period).dibao.refusal_cut * refusing / people


@rule(HOUSEHOLD, MONEY)
def basic_amount(household: Rows, period: Month) -> Column:
    """Return what is owed without supplements in whole yuan."""
    return np.where(household("eligible", period), _ceiling(household("owed", period)), 0)


@rule(PERSON, MONEY)
def age_share(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return the supplement for the old and the young."""
    number, share = parameters(period).dibao, parameters(period).shares
    born = person("born_on", period)
    months = 2026 * 12 + 6 - (born // 10_000 * 12 + born // 100 % 100 - 1)
    aged = np.select(
        [months > 12 * number.very_old_age, months > 12 * number.old_age], [share.very_old, share.old], 0.0
    )
    minor = person("is_minor", period)
    child = np.select(
        [minor & person("one_parent_child", period), minor], [share.one_parent, share.minor], 0.0
    )
    return np.maximum(aged, child)


@rule(PERSON, MONEY)
def school_share(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return the supplement for pupils."""
    share, schooling = parameters(period).shares, person("schooling", period)
    compulsory, other = (schooling == 2) | (schooling == 3), np.isin(schooling, OTHER_SCHOOLING)
    return np.select([compulsory, other], [share.compulsory_pupil, share.other_pupil], 0.0)


@rule(PERSON, MONEY)
def health_share(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return the supplement for the disabled and the ill."""
    share = parameters(period).shares
    disabled = (person("disability_level", period) > 0) & person("disability_certificate", period)
    own = np.select(
        [person("heavily_disabled", period), disabled], [share.heavily_disabled, share.disabled], 0.0
    )
    return np.maximum(own, np.where(person("serious_illness", period), share.ill, 0.0))


@rule(PERSON, MONEY)
def family_share(person: Rows, period: Month, parameters: Tree) -> Column:
    """Return the supplement for those alone."""
    share = parameters(period).shares
    alone = person.household("counted_people", period) == 1
    cases = [person("three_nones", period), person("lost_only_child", period)]
    cases += [person("only_child_retiree", period), alone]
    return np.select(cases, [share.three_nones, share.lost_child, share.only_child, share.alone], 0.0)


@rule(PERSON, MONEY)
def supplement(person: Rows, period: Month) -> Column:
    """Return a member's highest supplement."""
    first = np.maximum(person("age_share", period), person("school_share", period))
    second = np.maximum(person("health_share", period), person("family_share", period))
    due = person.household("standard", period) * np.maximum(first, second)
    return np.where(person("counted", period), due, 0)


@rule(HOUSEHOLD, MONEY)
def amount(household: Rows, period: Month) -> Column:
    """Return what is due a month with all supplements, rounded once to whole yuan."""
    due = household("owed", period) + household.sum(household.members("supplement", period))
    return np.where(household("eligible", period), _ceiling(due), 0)


@rule(HOUSEHOLD, MONEY)
def supplement_amount(household: Rows, period: Month) -> Column:
    """Return how much of it the supplements are."""
    return household("amount", period) - household("basic_amount", period)


def system(columns: dict[str, Any], homes: int) -> taxbenefitsystems.TaxBenefitSystem:
    """Return the rule and its inputs."""
    made = taxbenefitsystems.TaxBenefitSystem([PERSON, HOUSEHOLD])
    said = {
        "dibao": {name: {"values": {"2020-01-01": {"value": value}}} for name, value in NUMBERS.items()},
        "shares": {name: {"values": {"2020-01-01": {"value": value}}} for name, value in SHARES.items()},
    }
    made.parameters = parameters.ParameterNode("", data=said)
    for one in [*inputs(columns, homes), *RULES]:
        made.add_variable(one)
    return made
