"""The vocabulary of what a family states: each fact's entity, kind, label, unit and default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from doudi.policy.definitions import Enumeration, enumerations_of, merge
from doudi.policy.reading import Reader, read_file

FOLDER = Path("facts")
ENTITIES = ("household", "person", "obligor", "context")
MONEY_UNITS = ("元", "元/月", "元/年")
MOST_FEN = 10**10
MOST_USUALLY = 1000

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EXTRA = ("unit", "yes_no", "day", "code", "default", "required", "most", "asked", "answered_by", "proof")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a family states.

    kind is money (whole fen), number, yes_no, day or code. A default of None means: required, or for a day
    none when absent. A fact that is `asked` is not known when nobody states it; every fact may be said not to
    be known. `answered_by` and `proof` tell an officer whom to ask and what proves the answer.
    """

    name: str
    entity: str
    kind: str
    label: str
    unit: str
    default: int | bool | str | None
    required: bool
    most: int
    enumeration: Enumeration | None
    asked: bool = False
    answered_by: str = ""
    proof: str = ""

    @property
    def enum(self) -> str:
        """The name of its enumeration, empty if it has none."""
        return self.enumeration.name if self.enumeration else ""


class Facts(Mapping[str, Fact]):
    """All facts by name, with the enumerations they are told in."""

    def __init__(self, facts: Mapping[str, Fact], enumerations: Mapping[str, Enumeration]) -> None:
        self._facts = dict(facts)
        self.enumerations = dict(enumerations)

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def of(self, entity: str) -> tuple[Fact, ...]:
        """Return the facts of one entity, in the order of the files."""
        return tuple(fact for fact in self._facts.values() if fact.entity == entity)


def load_facts(root: Path) -> Facts:
    """Return the vocabulary of all files; a name means one thing over all of them."""
    facts: dict[str, Fact] = {}
    enumerations: dict[str, Enumeration] = {}
    readers = [read_file(path, root) for path in sorted((root / FOLDER).glob("*.yaml"))]
    for reader in readers:
        reader.only((), ("enumerations", "facts"))
        merge(enumerations, enumerations_of(reader), reader)
    for reader in readers:
        for fact, place in _facts_of(reader, enumerations):
            if fact.name in facts:
                reader.refuse(place, "stands in another file or for another entity already")
            facts[fact.name] = fact
    return Facts(facts, enumerations)


def _facts_of(reader: Reader, enumerations: Mapping[str, Enumeration]) -> Iterator[tuple[Fact, str]]:
    """Yield the facts of one file with their places."""
    groups = reader.inside("facts")
    groups.only((), ENTITIES)
    for entity in groups.said:
        named = groups.inside(entity)
        for name in named.said:
            if not _NAME.fullmatch(name):
                named.refuse(name, "a fact is named in small letters")
            yield _fact(named.inside(name), entity, name, enumerations), named.where(name)


def _fact(reader: Reader, entity: str, name: str, enumerations: Mapping[str, Enumeration]) -> Fact:
    """Return one fact, its kind told by the key that stands with it."""
    reader.only(("label",), _EXTRA)
    kind = _kind_of(reader, name)
    enumeration = None
    if kind == "code":
        enumeration = enumerations.get(reader.text("code"))
        if enumeration is None:
            reader.refuse("code", f"{reader.text('code')!r} is not an enumeration of any facts file")
    if "most" in reader.said and kind != "number":
        reader.refuse("most", "only a number has one")
    return Fact(
        name=name,
        entity=entity,
        kind=kind,
        label=reader.text("label"),
        unit=reader.text("unit", default=""),
        default=_default(reader, kind, enumeration),
        required=reader.truth("required", default=False),
        most=MOST_FEN if kind == "money" else reader.number("most", default=MOST_USUALLY),
        enumeration=enumeration,
        asked=reader.truth("asked", default=False),
        answered_by=reader.text("answered_by", default=""),
        proof=reader.text("proof", default=""),
    )


def _kind_of(reader: Reader, name: str) -> str:
    """Return the kind of a fact: one of unit, yes_no, day and code stands with it."""
    told = [key for key in ("unit", "yes_no", "day", "code") if key in reader.said]
    if len(told) != 1:
        reader.refuse("", "says one of unit, yes_no: true, day: true, code")
    if told[0] in ("yes_no", "day") and not reader.truth(told[0]):
        reader.refuse(told[0], "is true or not there")
    is_money = told[0] == "unit" and reader.text("unit").startswith("元")
    if is_money and reader.text("unit") not in MONEY_UNITS:
        reader.refuse("unit", f"money is stated in {', '.join(MONEY_UNITS)}")
    if is_money != name.endswith("_fen"):
        reader.refuse("unit", "a name ends in _fen exactly when its unit is 元")
    if is_money:
        return "money"
    return "number" if told[0] == "unit" else told[0]


def _default(reader: Reader, kind: str, enumeration: Enumeration | None) -> int | bool | str | None:
    """Return the default: a fact has one, is required or asked for; a day has none."""
    required = reader.truth("required", default=False) or reader.truth("asked", default=False)
    if kind == "day":
        if "default" in reader.said:
            reader.refuse("default", "a day has none; absent means there is none")
        return None
    if required == ("default" in reader.said):
        reader.refuse("default", "a fact has a default or is required, or is asked for")
    if required:
        return None
    if kind == "yes_no":
        return reader.truth("default")
    if enumeration is not None:
        return reader.text("default", tuple(enumeration.members))
    return reader.number("default")
