"""Say what must be asked of a family before a result can be given: which fact, of whom, why (待问清单)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from doudi.formulas.nodes import Node, ParameterReference, Reference, walk
from doudi.formulas.scalar import Row
from doudi.formulas.unknown import PARAMETERS, Ask, Unknown
from doudi.policy.assessment import Assessment
from doudi.policy.definitions import Definition
from doudi.policy.facts import Fact
from doudi.policy.stating import CONTEXT, MEMBERS, OBLIGORS

FAMILY = "全家"
NAMED = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """One fact, or one value of law the region has not set, to be asked for; place and name tell which.

    member 0 is the household, others count from 1, as an obligor of theirs does; kind is money, number,
    yes_no, day or code – of a value also one of its other kinds –, with the `options` a code has. `grounds`
    are the articles that look at it, `waits` what of the result is not given before it is known.
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

    @property
    def is_of_the_region(self) -> bool:
        """Whether it is a value of law the region has not set, and not a fact of the family."""
        return self.place == PARAMETERS


def questions_of(assessment: Assessment, member: int | None = None) -> tuple[Asking, ...]:
    """Return what is to be asked – for one member's verdict, or all –, what every family is asked first."""
    waits = _waits(assessment, member)
    facts = {fact.name: (place, fact) for place, fact in enumerate(assessment.plan.facts)}
    stated = sorted(
        (ask for ask in waits if ask.place != PARAMETERS),
        key=lambda ask: (not facts[ask.name][1].is_basic, _rank(ask), facts[ask.name][0], ask.place),
    )
    looked_at = [_names(part) for node in assessment.plan.nodes.values() for part in walk(node)]
    unset = sorted(
        (ask for ask in waits if ask.place == PARAMETERS), key=lambda ask: looked_at.index(ask.name)
    )
    definitions = assessment.book.definitions
    return (
        *(_of_value(assessment, ask, definitions[ask.name], waits[ask]) for ask in unset),
        *(_asking(assessment, ask, facts[ask.name][1], waits[ask]) for ask in stated),
    )


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


def _of_value(assessment: Assessment, ask: Ask, value: Definition, waits: Sequence[str]) -> Asking:
    """Return the question about a value nobody has set here: it is asked before anything of a family."""
    return Asking(
        place=ask.place,
        name=ask.name,
        member=0,
        obligor=0,
        label=_named(value),
        kind=value.kind,
        unit=value.unit,
        options=dict(value.enumeration.members) if value.enumeration else {},
        answered_by=value.answered_by,
        proof=value.proof,
        grounds=tuple(_grounds(assessment, ask)),
        waits=tuple(waits),
    )


def _named(value: Definition) -> str:
    return f"{value.topic_title}·{value.label}"


def _grounds(assessment: Assessment, ask: Ask) -> Iterator[str]:
    """Yield the articles, as they stood on the day, of the steps that look at a fact and wait for it."""
    plan, seen = assessment.plan, set()
    for name, node in plan.nodes.items():
        step = plan.step(name)
        looks = any(_names(part) == ask.name for part in walk(node))
        article = plan.cited(step.article)
        if looks and article not in seen and _waits_for(assessment.context, name, ask):
            seen.add(article)
            yield article


def _names(part: Node) -> str:
    """Return the fact, step or value not set that a part of an expression names."""
    if isinstance(part, ParameterReference):
        return part.key
    return part.name if isinstance(part, Reference) else ""


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


def unset_words(definitions: Mapping[str, Definition], keys: Iterable[str]) -> str:
    """Say which values of law the region has not set, and what to do."""
    named = [f"“{_named(definitions[key])}”" for key in keys]
    more = f"等 {len(named)} 项" if len(named) > NAMED else ""
    return f"本地还没有登记{'、'.join(named[:NAMED])}{more}，先在参数表里按文件登记。"


def titled(asking: Asking) -> str:
    """Say which fact is asked for and about whom."""
    said = f"“{asking.label}”"
    if asking.is_of_the_region:
        return f"本地没有登记的{said}"
    return said if asking.label.startswith(FAMILY) else f"{whose(asking)}的{said}"


def whose(asking: Asking) -> str:
    """Say whom a question is about."""
    if asking.is_of_the_region:
        return "本地规定"
    if asking.place == CONTEXT:
        return "当月情况"
    if not asking.member:
        return FAMILY
    obligor = f"的第{asking.obligor}名法定义务人" if asking.obligor else ""
    return f"成员{asking.member}{obligor}"
