"""Read the values regions set for rules' parameters: dated, with their source, the nearest region's first.

A file `regions/<code>.yaml` beside the rules belongs to one division; what a county does not set comes
from its city, then its province, then the rule itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from doudi.kernel.divisions import LEVELS
from doudi.matching.catalogue import CatalogueBroken, Parameter, Reader, Rule

FOLDER = "regions"
_PERIOD = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_KEYS = frozenset({"rule", "parameter", "from", "value", "document", "verified"})

Values = dict[str, dict[str, Parameter]]


def local_values(folder: Path, rules: Sequence[Rule], region: str, period: str) -> Values:
    """Return the parameters a region has set for a month: rule id → name → the parameter with its value.

    Every file on the way down to the region is checked whole; what names no rule, parameter or source stops
    the reading.
    """
    known = {rule.id: rule for rule in rules}
    chosen: Values = {}
    for length in LEVELS:
        path = folder / FOLDER / f"{region[:length]}.yaml"
        if len(region) >= length and path.exists():
            _lay_over(chosen, path, known, period)
    return chosen


def numbers(values: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, int]]:
    """Return the bare numbers, as a job takes them."""
    return {rule: {name: one.value for name, one in named.items()} for rule, named in values.items()}


def _lay_over(chosen: Values, path: Path, known: Mapping[str, Rule], period: str) -> None:
    """Lay one region's values over what is chosen so far: of each, the last one in force."""
    name = f"{FOLDER}/{path.name}"
    entries = [Reader(name, f"[{number}]", said) for number, said in enumerate(_entries(path, name))]
    for begins, entry in sorted(((_begins(entry), entry) for entry in entries), key=lambda pair: pair[0]):
        rule = known.get(entry.text("rule"))
        if rule is None:
            entry.refuse("rule", f"{entry.text('rule')!r} is not a rule")
        usual = rule.parameters.get(entry.text("parameter"))
        if usual is None:
            entry.refuse("parameter", f"{rule.id} has no parameter {entry.text('parameter')!r}")
        verified, document = entry.source()
        if begins <= period:
            value = replace(usual, value=entry.number("value"), document=document, verified=verified)
            chosen.setdefault(rule.id, {})[entry.text("parameter")] = value


def _entries(path: Path, name: str) -> list[object]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueBroken(f"{name}: not YAML: {error}") from error
    if not isinstance(said, list):
        raise CatalogueBroken(f"{name}: is not a list of values")
    return said


def _begins(entry: Reader) -> str:
    entry.only(_KEYS)
    begins = entry.text("from")
    if not _PERIOD.fullmatch(begins):
        entry.refuse("from", "is not a month written YYYY-MM")
    return begins
