"""Say what must be asked of a family before a result can be given: which fact, of whom, why (待问清单)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doudi.formulas.nodes import Reference, walk
from doudi.formulas.scalar import Row
from doudi.formulas.unknown import Ask, Unknown
from doudi.policy.assessment import Assessment
from doudi.policy.facts import Fact
from doudi.policy.stating import CONTEXT, MEMBERS, OBLIGORS

FAMILY = "全家"


@dataclass(frozen=True, slots=True)
class Asking:
    """One fact to be asked for.

    member 0 is the household, others count from 1, as an obligor of theirs does; kind is money, number,
    yes_no, day or code, with the `options` a code has. `grounds` are the articles that look at it, `waits`
    what of the result is not given before it is known.
    """

    place: str
    name: str
    member: int
    obligor: int
    label: str
    kind: str
    unit: str
    options: Mapping[str, str]
    answered_by: str
    proof: str
    grounds: tuple[str, ...]
    waits: tuple[str, ...]


def questions_of(assessment: Assessment, member: int | None = None) -> tuple[Asking, ...]:
    """Return what is to be asked – for one member's verdict, or all –, what every family is asked first."""
    waits = _waits(assessment, member)
    facts = {fact.name: fact for fact in assessment.plan.facts}
    order = {name: place for place, name in enumerate(facts)}
    asks = sorted(
        waits, key=lambda ask: (not facts[ask.name].is_basic, _rank(ask), order[ask.name], ask.place)
    )
    return tuple(_asking(assessment, ask, facts[ask.name], waits[ask]) for ask in asks)


def _waits(assessment: Assessment, member: int | None) -> dict[Ask, list[str]]:
    """Return the facts the result waits for, each with the parts of the result that wait for it."""
    found: dict[Ask, list[str]] = {}
    verdicts = [one for one in assessment.verdicts if member in (None, one.member)]
    waits = [(name, ask) for one in verdicts for name, asks in one.waits.items() for ask in asks]
    for name, ask in waits:
        parts, label = found.setdefault(ask, []), assessment.plan.step(name).label
        if label not in parts:
            parts.append(label)
    return found


def _asking(assessment: Assessment, ask: Ask, fact: Fact, waits: Sequence[str]) -> Asking:
    member, obligor = _position(ask.place)
    return Asking(
        place=ask.place,
        name=ask.name,
        member=member,
        obligor=obligor,
        label=fact.label,
        kind=fact.kind,
        unit=fact.unit,
        options=dict(fact.enumeration.members) if fact.enumeration else {},
        answered_by=fact.answered_by,
        proof=fact.proof,
        grounds=tuple(_grounds(assessment, ask)),
        waits=tuple(waits),
    )


def _grounds(assessment: Assessment, ask: Ask) -> Iterator[str]:
    """Yield the articles, as they stood on the day, of the steps that look at a fact and wait for it."""
    plan, seen = assessment.plan, set()
    for name, node in plan.nodes.items():
        step = plan.step(name)
        looks = any(isinstance(part, Reference) and part.name == ask.name for part in walk(node))
        article = plan.cited(step.article)
        if looks and article not in seen and _waits_for(assessment.context, name, ask):
            seen.add(article)
            yield article


def _rank(ask: Ask) -> int:
    """Return 0 for what is asked of a person, 1 for what is asked of the family as a whole."""
    return 0 if ask.place.startswith(MEMBERS) else 1


def _waits_for(row: Row, name: str, ask: Ask) -> bool:
    value = row.values.get(name)
    if isinstance(value, Unknown) and ask in value.asks:
        return True
    return any(_waits_for(part, name, ask) for part in row.below)


def _position(place: str) -> tuple[int, int]:
    """Return the member and the obligor a place names, counted from 1; 0 where it names none."""
    numbers = {MEMBERS: 0, OBLIGORS: 0}
    for part in place.split("."):
        kind, _, number = part.removesuffix("]").partition("[")
        if kind in numbers and number:
            numbers[kind] = int(number)
    return numbers[MEMBERS], numbers[OBLIGORS]


def asked_words(questions: Sequence[Asking]) -> str:
    """Say in one sentence what has to be asked first, and about whom."""
    return f"要先问清：{'、'.join(map(titled, questions))}。"


def titled(asking: Asking) -> str:
    """Say which fact is asked for and about whom."""
    said = f"“{asking.label}”"
    return said if asking.label.startswith(FAMILY) else f"{whose(asking)}的{said}"


def whose(asking: Asking) -> str:
    """Say whom a question is about."""
    if asking.place == CONTEXT:
        return "当月情况"
    if not asking.member:
        return FAMILY
    obligor = f"的第{asking.obligor}名法定义务人" if asking.obligor else ""
    return f"成员{asking.member}{obligor}"
