"""Reads the rule catalogue of this installation, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from doudi.exchange.catalogue import shapes
from doudi.kernel.dates import Period
from doudi.kernel.policy_file import read_policy
from doudi.matching.catalogue import Rule, load
from doudi.monitoring.rules.clusters import ClusterRule, ClusterTable
from doudi.monitoring.rules.grades import Grading
from doudi.monitoring.rules.local_values import Values, local_values
from doudi.monitoring.rules.precision import Floor
from doudi.rulebook.catalogue import book


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of their ids."""
    return load(settings.DOUDI_POLICIES / "matching", shapes())


def rule_named(rule_id: str) -> Rule:
    """Return a rule by its id; KeyError when the catalogue has none of that name."""
    return {rule.id: rule for rule in rules()}[rule_id]


def values_in(region: str, period: str) -> Values:
    """Return the numbers the policy book has for rules on the last day of a month, each with its source."""
    policies = book()
    on = Period.parse(period).last_day
    return local_values(rules(), policies.definitions, policies.parameters(region, on))


def gap_rules() -> frozenset[str]:
    """Return the rules that ask why a monitored person gets nothing (应纳未纳)."""
    return frozenset(rule.id for rule in rules() if rule.role == "gap")


def closing_rules() -> frozenset[str]:
    """Return the rules whose open findings keep a month open: gaps, and lists that do not agree."""
    return frozenset(rule.id for rule in rules() if rule.role in {"gap", "agreement"})


@lru_cache(maxsize=1)
def grading() -> Grading:
    """Return this installation's grades of alert and what goes with them."""
    return read_policy(settings.DOUDI_POLICIES, "monitoring/grades.yaml", Grading)


@lru_cache(maxsize=1)
def cluster_rules() -> Mapping[str, ClusterRule]:
    """Return when new families in one place are too many at once, by the rule's name."""
    return read_policy(settings.DOUDI_POLICIES, "monitoring/clusters.yaml", ClusterTable).rules


@lru_cache(maxsize=1)
def precision_floor() -> Floor:
    """Return below which share of right findings a rule is pointed out."""
    return read_policy(settings.DOUDI_POLICIES, "monitoring/precision.yaml", Floor)
