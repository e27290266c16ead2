"""Take the numbers of match rules from the policy book: one place of truth for both (ADR 0060)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from doudi.kernel.policy_file import PolicyBroken
from doudi.matching.catalogue import Rule
from doudi.matching.rule_file import Parameter
from doudi.policy.book import Chosen
from doudi.policy.definitions import Definition
from doudi.policy.values import Table, Tiers, Value

Values = dict[str, dict[str, Parameter]]


def local_values(
    rules: Sequence[Rule], definitions: Mapping[str, Definition], parameters: Mapping[str, Chosen]
) -> Values:
    """Return the numbers that hold for a region and day: rule id → name → the parameter with its value.

    A parameter whose key nobody has set is left out: the rule's own value stands, or the rule waits.
    """
    found: Values = {}
    for rule in rules:
        for name, usual in rule.parameters.items():
            if not usual.source:
                continue
            if usual.source not in definitions:
                raise _broken(rule, name, f"没有 {usual.source} 这个参数")
            number = _number(rule, name, usual, parameters.get(usual.source), definitions[usual.source].unit)
            if number is not None:
                found.setdefault(rule.id, {})[name] = number
    return found


def _number(rule: Rule, name: str, usual: Parameter, chosen: Chosen | None, unit: str) -> Parameter | None:
    """Return a parameter with the book's value, which is in a unit there, and its source."""
    if chosen is None:
        return None
    value = whole(_line(chosen.value, usual.at), usual.unit, unit)
    if value is None:
        raise _broken(rule, name, f"{usual.source} 不是整数")
    document = " ".join(part for part in (chosen.document, chosen.article) if part)
    return usual.model_copy(update={"value": value, "document": document, "verified": chosen.verified})


def _broken(rule: Rule, name: str, reason: str) -> PolicyBroken:
    return PolicyBroken(f"matching/{rule.id}.yaml", f"parameters.{name}.from", reason)


def _line(value: Value, at: str) -> object:
    """Return one line of a scale by its number or of a table by its code; another value as it is."""
    if isinstance(value, Table):
        return value.cells.get((at,))
    if isinstance(value, Tiers) and at.isdigit():
        return next(
            step.gives
            for step in value.steps
            if step.up_to is None or int(at) < step.up_to or (step.including and int(at) == step.up_to)
        )
    return value


def whole(value: object, unit: str, of: str = "") -> int | None:
    """Return a whole number as rules take it: fen, a count, or a ratio in percent; else nothing.

    An amount `of` a month is twelve times as much a year; what is no whole fen a month is cut.
    """
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        return None
    by_year = unit.endswith("年") and of.endswith("月")
    number = Fraction(value) * (100 if unit == "%" else 12 if by_year else 1)
    return int(number) if number.denominator == 1 or unit.startswith("分") else None
