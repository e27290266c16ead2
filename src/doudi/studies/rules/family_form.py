"""The family a clerk types in for a trial: raw texts kept as typed, read into what the engine takes.

A field is named by where it stands: `h.area_kind`, `c.…` for the month, `m2.wages_fen` for the second
member, `m2.o1.…` for that member's first obligor; `m2.wages_fen.months` says in how many months the amount
beside it came together. Nothing here knows a programme's rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.kernel.money import NotMoney, fen_of, yuan_text
from doudi.policy.facts import Fact, Facts
from doudi.policy.stating import MOST_MONTHS

MOST_MEMBERS, MOST_OBLIGORS = 20, 10
YES, NO = "yes", "no"
MONTHS = ".months"

_FIELD = re.compile(r"(?:(c|h)|m(\d{1,2})(?:\.o(\d{1,2}))?)\.([a-z][a-z0-9_]*(?:\.months)?)")
_WRONG = re.compile(r"(?:(context|household)|members\[(\d+)\](?:\.obligors\[(\d+)\])?)(?:\.(\w+))?")

Said = dict[str, str]


@dataclass
class Member:
    """One member as typed, with the obligors named for them."""

    said: Said = field(default_factory=dict)
    obligors: list[Said] = field(default_factory=list)


@dataclass
class Family:
    """A family as typed."""

    context: Said = field(default_factory=dict)
    household: Said = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stated:
    """What was typed, read; `wrongs` tells by field name what could not be."""

    household: Mapping[str, Any]
    context: Mapping[str, Any]
    wrongs: Mapping[str, str]


def blank_family() -> Family:
    """Return the family a fresh page begins with: the applicant."""
    return Family(members=[Member({"relation": "HEAD"})])


def typed_family(posted: Mapping[str, str]) -> Family:
    """Return the family of a posted form; fields that name nothing are passed over."""
    family = Family()
    for name, text in posted.items():
        found = _FIELD.fullmatch(name)
        if found is None:
            continue
        whole, member, obligor, fact = found.groups()
        row = _row(family, whole, int(member or 0), int(obligor or 0))
        if row is not None:
            row[fact] = text.strip()[:40]
    return family


def _row(family: Family, whole: str | None, member: int, obligor: int) -> Said | None:
    if whole:
        return family.context if whole == "c" else family.household
    if not 1 <= member <= MOST_MEMBERS or obligor > MOST_OBLIGORS:
        return None
    while len(family.members) < member:
        family.members.append(Member())
    person = family.members[member - 1]
    if not obligor:
        return person.said
    while len(person.obligors) < obligor:
        person.obligors.append({})
    return person.obligors[obligor - 1]


def change_rows(family: Family, act: str) -> bool:
    """Add or remove a row as a button says: add-member, remove-m2, add-o-m2, remove-m2.o1; say if it did."""
    if act == "add-member":
        if len(family.members) < MOST_MEMBERS:
            family.members.append(Member())
        return True
    found = re.fullmatch(r"(add-o|remove)-m(\d{1,2})(?:\.o(\d{1,2}))?", act)
    if found is None or not 1 <= int(found[2]) <= len(family.members):
        return False
    place = int(found[2]) - 1
    obligors = family.members[place].obligors
    if found[1] == "add-o":
        obligors.extend([{}] if len(obligors) < MOST_OBLIGORS else [])
    elif not found[3]:
        del family.members[place]
    elif 1 <= int(found[3]) <= len(obligors):
        del obligors[int(found[3]) - 1]
    return True


def stated(family: Family, facts: Facts, unknown: frozenset[str] = frozenset()) -> Stated:
    """Read what was typed; every mistake is told by its field.

    A blank field is left to its default, or, where it is one of those `unknown`, is not known.
    """
    form = _Form(facts, unknown)
    household = form.read(family.household, "household", "h")
    members = []
    for number, member in enumerate(family.members, start=1):
        person = form.read(member.said, "person", f"m{number}")
        if member.obligors:
            person["obligors"] = [
                form.read(said, "obligor", f"m{number}.o{place}")
                for place, said in enumerate(member.obligors, start=1)
            ]
        members.append(person)
    household["members"] = members
    return Stated(household, form.read(family.context, "context", "c"), form.wrongs)


def askable(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the facts a blank field says nothing of: amounts and numbers that are typed, not chosen."""
    return frozenset(fact.name for fact in facts if fact.kind in ("money", "number") and not fact.required)


@dataclass
class _Form:
    """What is read of a form so far, and what could not be."""

    facts: Facts
    unknown: frozenset[str]
    wrongs: dict[str, str] = field(default_factory=dict)

    def read(self, said: Said, entity: str, place: str) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for fact in self.facts.of(entity):
            text = said.get(fact.name, "")
            if not text:
                if fact.name in self.unknown:
                    read[fact.name] = None
                continue
            try:
                read[fact.name] = _value(fact, text, said.get(fact.name + MONTHS, ""))
            except ValueError as error:
                self.wrongs[f"{place}.{fact.name}"] = str(error)
        return read


def _value(fact: Fact, text: str, months: str) -> int | bool | str | Mapping[str, int]:
    """Return a typed text as the engine's stated value, or raise ValueError with what to type instead."""
    if fact.kind == "money":
        return over_months(_fen(text), months) if fact.by_period else _fen(text)
    if fact.kind == "number":
        if not text.isascii() or not text.isdigit():
            raise ValueError(f"请填整数（{fact.unit}）。")
        return int(text)
    if fact.kind == "yes_no":
        return text == YES
    if fact.kind == "day":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError("请填 2026-03-01 这样的日期。") from None
    return text


def over_months(fen: int, months: str) -> int | Mapping[str, int]:
    """Return an amount as it is stated that came together in so many months, typed or chosen; none is one."""
    if months in ("", "1"):
        return fen
    if months not in map(str, range(2, MOST_MONTHS + 1)):
        raise ValueError(f"合计最多说 {MOST_MONTHS} 个月的。")
    return {"fen": fen, "months": int(months)}


def _fen(text: str) -> int:
    try:
        fen = fen_of(text)
    except NotMoney:
        raise ValueError("请填金额（元），最多两位小数，例如 1280 或 1280.50。") from None
    if fen < 0:
        raise ValueError("金额不能是负数。")
    return fen


def field_of(place: str) -> str:
    """Return the field an engine's place belongs to: members[2].wages_fen becomes m2.wages_fen."""
    found = _WRONG.fullmatch(place)
    if found is None:
        return ""
    whole, member, obligor, fact = found.groups()
    start = whole[0] if whole else f"m{member}" + (f".o{obligor}" if obligor else "")
    return f"{start}.{fact}" if fact else start


def family_of(household: Mapping[str, Any], facts: Facts, context: Mapping[str, Any] | None = None) -> Family:
    """Return a stated family as the form shows it; what does not belong to the vocabulary is left out."""
    members = [
        Member(
            _texts(member, facts, "person"),
            [_texts(one, facts, "obligor") for one in member.get("obligors", ())],
        )
        for member in household.get("members", ())
    ]
    return Family(_texts(context or {}, facts, "context"), _texts(household, facts, "household"), members)


def _texts(said: Mapping[str, Any], facts: Facts, entity: str) -> Said:
    texts: Said = {}
    for fact in facts.of(entity):
        value = said.get(fact.name)
        if isinstance(value, Mapping):
            texts[fact.name + MONTHS] = str(value["months"])
            value = value["fen"]
        if value is not None:
            texts[fact.name] = _text(fact, value)
    return texts


def _text(fact: Fact, value: object) -> str:
    if fact.kind == "money" and isinstance(value, int):
        return yuan_text(value).replace(",", "").removesuffix(".00")
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def unknown_facts(household: Mapping[str, Any]) -> frozenset[str]:
    """Return the facts of which it is said of somebody in a stated family that they are not known."""
    rows = [household, *household.get("members", ())]
    rows += [one for member in household.get("members", ()) for one in member.get("obligors", ())]
    return frozenset(name for row in rows for name, value in row.items() if value is None)


def names_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the names of facts."""
    return frozenset(fact.name for fact in facts)


def relation_label(facts: Facts, said: Said) -> str:
    """Return how a member stands to the applicant, in words, or nothing."""
    fact = facts.get("relation")
    members = fact.enumeration.members if fact and fact.enumeration else {}
    return members.get(said.get("relation", ""), "")


def rows_of(family: Family) -> Sequence[tuple[str, str, Said]]:
    """Return every row of a family as (entity, place, what was typed), in the order it is shown."""
    rows: list[tuple[str, str, Said]] = [
        ("context", "c", family.context),
        ("household", "h", family.household),
    ]
    for number, member in enumerate(family.members, start=1):
        rows.append(("person", f"m{number}", member.said))
        rows += [
            ("obligor", f"m{number}.o{place}", said) for place, said in enumerate(member.obligors, start=1)
        ]
    return rows
