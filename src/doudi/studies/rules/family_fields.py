"""Which fields of a family are seen first and how they are grouped: labels and order, no values of law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doudi.policy.facts import Fact, Facts
from doudi.policy.stating import MOST_MONTHS
from doudi.studies.rules.family_form import MONTHS, YES, Family, Said, relation_label

# what is asked of nearly every family; the rest is folded away until it is wanted
COMMON: Mapping[str, frozenset[str]] = {
    "context": frozenset(),
    "household": frozenset({"area_kind", "deposits_fen", "houses"}),
    "person": frozenset(
        {
            "relation", "born_on", "marriage", "work", "can_work", "schooling", "wages_fen", "pension_fen",
            "business_net_fen", "disability_kind", "disability_level", "serious_illness", "standing",
        }
    ),
    "obligor": frozenset(),
}  # fmt: skip
KINDS = (
    ("money", "金额"),
    ("code", "身份与类别"),
    ("number", "数量"),
    ("day", "日期"),
    ("yes_no", "情形（符合的打勾）"),
)
SPANS = (
    ("", "每月"),
    *((str(n), {6: "半年", 12: "一年"}.get(n, f"{n} 个月")) for n in range(2, MOST_MONTHS + 1)),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name in the form, its fact, what stands in it and what is wrong with it."""

    name: str
    fact: Fact
    text: str
    wrong: str
    months: str = ""

    @property
    def months_name(self) -> str:
        """The name of the input that says in how many months the amount came together."""
        return self.name + MONTHS

    @property
    def spans(self) -> Sequence[tuple[str, str]]:
        """The choices of months an amount may have come together in; none where it is said by the month."""
        return SPANS if self.fact.by_period else ()

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """The choices of a code."""
        return tuple(self.fact.enumeration.members.items()) if self.fact.enumeration else ()

    @property
    def unit(self) -> str:
        """The unit beside the input."""
        if self.fact.by_period:
            return "元"
        return "" if self.fact.kind in ("code", "day", "yes_no") else self.fact.unit

    @property
    def checked(self) -> bool:
        """Whether a box is ticked."""
        return (self.text or (YES if self.fact.default is True else "")) == YES

    @property
    def chosen(self) -> str:
        """The choice that stands, or the one that holds when nothing is said."""
        return self.text or str(self.fact.default or "")

    @property
    def is_said(self) -> bool:
        """Whether something else than the default stands in it."""
        usual = {True: YES, False: "no", None: ""}.get(self.fact.default, str(self.fact.default))  # type: ignore[arg-type]
        return self.text not in ("", usual)

    @property
    def element(self) -> str:
        """The id of the input."""
        return "f-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one kind under a heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One card: the household, a member, an obligor."""

    entity: str
    place: str
    title: str
    first: tuple[Field, ...]
    more: tuple[Group, ...]
    carried: tuple[Field, ...]
    obligors: tuple[Block, ...] = ()
    takes_obligors: bool = False

    @property
    def more_count(self) -> int:
        """How many fields are folded away."""
        return sum(len(group.fields) for group in self.more)

    @property
    def is_open(self) -> bool:
        """Whether the folded part must be seen: something is said or wrong in it."""
        return any(one.wrong or one.is_said for group in self.more for one in group.fields)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What decides where a field goes: the vocabulary, the facts in use, and what was wrong."""

    facts: Facts
    used: frozenset[str]
    wrongs: Mapping[str, str]

    def block(
        self, entity: str, place: str, title: str, said: Said, obligors: tuple[Block, ...] = ()
    ) -> Block:
        """Return the card of one row."""
        fields = [
            Field(
                f"{place}.{fact.name}",
                fact,
                said.get(fact.name, ""),
                self.wrongs.get(f"{place}.{fact.name}", ""),
                said.get(fact.name + MONTHS, ""),
            )
            for fact in self.facts.of(entity)
        ]
        shown = [one for one in fields if one.fact.name in self.used or one.wrong]
        first = [one for one in shown if one.fact.required or one.fact.name in COMMON[entity]]
        rest = [one for one in shown if one not in first]
        if entity in ("context", "obligor") or len(rest) <= 3:
            first, rest = shown, []
        return Block(
            entity=entity,
            place=place,
            title=title,
            first=tuple(sorted(first, key=lambda one: one.fact.kind == "yes_no")),
            more=tuple(_groups(rest)),
            carried=tuple(one for one in fields if one not in shown and one.is_said),
            obligors=obligors,
            takes_obligors=entity == "person" and any(f.name in self.used for f in self.facts.of("obligor")),
        )


def _groups(fields: Sequence[Field]) -> Iterator[Group]:
    for kind, title in KINDS:
        found = tuple(one for one in fields if one.fact.kind == kind)
        if found:
            yield Group(title, found)


def blocks_of(family: Family, sorting: Sorting) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return the cards above the members (month, household) and those of the members."""
    above = [
        sorting.block("household", "h", "全家情况", family.household),
        sorting.block("context", "c", "当月情况", family.context),
    ]
    members = []
    for number, member in enumerate(family.members, start=1):
        relation = relation_label(sorting.facts, member.said)
        obligors = tuple(
            sorting.block("obligor", f"m{number}.o{place}", f"法定义务人 {place}", said)
            for place, said in enumerate(member.obligors, start=1)
        )
        title = f"成员 {number}" + (f" · {relation}" if relation else "")
        members.append(sorting.block("person", f"m{number}", title, member.said, obligors))
    return [block for block in above if block.first or block.more], members
