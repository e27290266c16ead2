"""Answers who was paid wrongly and who was not paid, by what comparisons of the year found (错漏发排查)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from doudi.common.access import Focus
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.matching.catalogue import Rule
from doudi.matching.wording import sentence
from doudi.monitoring.catalogue import rule_named, rules, values_in
from doudi.monitoring.models import Finding
from doudi.monitoring.states import Doubt, Outcome
from doudi.oversight.rules.payments import OVERPAID, UNDERPAID, WrongPayment, payment_of
from doudi.regions.selectors import division_names

SOURCES = frozenset({"disability_subsidy", "orphan"})
"""The lists of those welfare subsidies that have one: of orphans, unattended children and the disabled."""
STANDARDS = "subsidy-below-standard"
"""The rule whose parameters are the local standards of both disability subsidies."""


@dataclass(slots=True)
class PaymentLine:
    """One person in one direction: months, money, and the entries that say so with their sentences."""

    person: int
    name: str
    place: str
    paid: WrongPayment = field(default_factory=WrongPayment)
    entries: dict[int, str] = field(default_factory=dict)
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Payments:
    """Who got what they should not, and who did not get what they should."""

    wrong: Sequence[PaymentLine]
    missed: Sequence[PaymentLine]


def wrong_payments(focus: Focus) -> Payments:
    """Return the lines of the year up to the month in focus; false alarms are not among them."""
    wanted = {rule.id: rule for rule in rules() if rule.role in (OVERPAID, UNDERPAID)}
    found = Finding.objects.filter(
        focus.scope.q("entry__division"),
        entry__rule__in=wanted,
        entry__person__isnull=False,
        withdrawn_by__isnull=True,
        period__gte=f"{focus.period.year}-01",
        period__lte=str(focus.period),
    ).exclude(entry__outcome=Outcome.MISTAKEN)
    read = found.select_related("entry__person__same_as").defer("evidence").order_by("period", "pk")
    about = [each for each in read if _is_welfare(wanted[each.entry.rule], each)]
    return _added_up(about, wanted, focus)


def _is_welfare(rule: Rule, finding: Finding) -> bool:
    return finding.left_source in SOURCES or not SOURCES.isdisjoint(rule.needs)


def _added_up(findings: Sequence[Finding], wanted: dict[str, Rule], focus: Focus) -> Payments:
    names = division_names(each.entry.division for each in findings)
    local = values_in(focus.region[:COUNTY_DIGITS], str(focus.period)).get(STANDARDS, {})
    set_here = {**rule_named(STANDARDS).parameters, **local}
    standards = {name: parameter.value for name, parameter in set_here.items()}
    lines: dict[str, dict[int, PaymentLine]] = {OVERPAID: {}, UNDERPAID: {}}
    for each in findings:
        person, rule = each.entry.person, wanted[each.entry.rule]
        if person is None:
            continue
        person = person.same_as or person
        line = lines[rule.role].setdefault(
            person.pk, PaymentLine(person.pk, person.name, names.get(each.entry.division, ""))
        )
        line.paid.add(payment_of(rule.role, Period.parse(each.period), each.measures, standards))
        line.entries[each.entry_id] = sentence(rule, each.measures)
        line.doubt = str(Doubt(each.doubt).label) if each.doubt else line.doubt
    return Payments(*(sorted(some.values(), key=lambda line: line.name) for some in lines.values()))
