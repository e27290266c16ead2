"""Works out who lives with whom from what lists group together and officers say, in the order of months.

A household is known by its people, never by its number: a number shifts when a family is put in above.

- A group of a list is the household in which most of its people live; of two groups of one list that both
  come from one household, one stays that household and the other becomes its own (分户).
- Somebody without a home joins. Somebody who lives elsewhere comes over when the same list speaks of both
  households and names others, not them, in the former one; a whole family when the list puts it into one
  group with one head at one place. A number that three families of three villages share joins nobody.
- A list moves only people whom it, or a list of less weight, had placed; an officer's word outweighs lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from doudi.kernel.dates import Period
from doudi.registry.rules.lines import PublishedList, first_day

HEAD, OTHER = "HEAD", "OTHER"
WEIGHTS = {"dibao": 3, "tekun": 2}
OFFICER = 9
Strength = tuple[int, bool, bool, int]


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A person of a group; `token` orders people alike in every installation."""

    person: int
    token: int
    row: int
    relation: str
    division: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The people one list puts under one household number."""

    said_by: PublishedList
    number: str
    members: list[GroupMember]


@dataclass(frozen=True, slots=True)
class FamilyAct:
    """What an officer said of a household from a day on; `order` is the order in which acts were done."""

    key: int
    kind: str
    people: tuple[int, ...]
    anchor: int | None
    happened_on: date
    order: int
    division: str = ""


@dataclass(slots=True)
class Stay:
    """A person's time in a household; the end is exclusive and None while it lasts."""

    person: int
    household: int
    relation: str
    valid_from: date
    said_by: int | None
    act: int | None
    weight: int
    valid_to: date | None = None


@dataclass(slots=True)
class Families:
    """Households by made-up keys: the stays of their people, their heads, and the numbers they last had."""

    stays: list[Stay] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    numbers: dict[tuple[int, str, str], str] = field(default_factory=dict)
    live: dict[int, Stay] = field(default_factory=dict)
    people: dict[int, set[int]] = field(default_factory=dict)
    said_heads: dict[int, int] = field(default_factory=dict)
    made: int = 0

    def home(self, person: int) -> int | None:
        """Return the household in which somebody lives now."""
        stay = self.live.get(person)
        return stay.household if stay else None

    def found(self) -> int:
        """Return a new household's key."""
        self.made += 1
        self.people[self.made] = set()
        return self.made

    def settle(self, stay: Stay) -> None:
        """Let somebody live somewhere from a day on; what was before ends there, or never was."""
        before = self.live.get(stay.person)
        if before is not None:
            self.people[before.household].discard(stay.person)
            for heads in (self.heads, self.said_heads):
                if heads.get(before.household) == stay.person:
                    del heads[before.household]
            if before.valid_from >= stay.valid_from:
                self.stays.remove(before)
            else:
                before.valid_to = stay.valid_from
        self.live[stay.person] = stay
        self.people[stay.household].add(stay.person)
        self.stays.append(stay)


def families_of(groups: Iterable[Group], acts: Iterable[FamilyAct]) -> Families:
    """Return the households that follow from groups of live lists and officers' acts that stand.

    People nothing ever put together are worked out apart, so that it is the same whoever else is looked at.
    """
    state = Families()
    for some_groups, some_acts in _components(list(groups), list(acts)):
        waiting = sorted(some_acts, key=lambda act: (act.happened_on, act.order))
        for said_by, same in _lists(some_groups):
            while waiting and str(Period.of(waiting[0].happened_on)) < said_by.period:
                _act(state, waiting.pop(0))
            _take_in(state, said_by, same)
        for act in waiting:
            _act(state, act)
    _name_heads(state)
    return state


def _components(
    groups: Sequence[Group], acts: Sequence[FamilyAct]
) -> Iterable[tuple[list[Group], list[FamilyAct]]]:
    """Return groups and acts in heaps that share nobody."""
    root: dict[int, int] = {}
    bonds = [[member.person for member in group.members] for group in groups]
    bonds += [[*act.people, *([act.anchor] if act.anchor else [])] for act in acts]
    for first, *others in bonds:
        for person in others:
            root[_root(root, person)] = _root(root, first)
    heaps: dict[int, tuple[list[Group], list[FamilyAct]]] = {}
    for group in groups:
        heaps.setdefault(_root(root, group.members[0].person), ([], []))[0].append(group)
    for act in acts:
        heaps.setdefault(_root(root, act.people[0]), ([], []))[1].append(act)
    return heaps.values()


def _root(root: dict[int, int], person: int) -> int:
    """Return who stands for everyone a person is bound to."""
    while root.setdefault(person, person) != person:
        root[person] = person = root[root[person]]
    return person


def _lists(groups: Iterable[Group]) -> list[tuple[PublishedList, list[Group]]]:
    """Return the groups list by list, in an order that hangs on what the files say alone."""
    lists: dict[PublishedList, list[Group]] = {}
    for group in groups:
        lists.setdefault(group.said_by, []).append(group)
    for same in lists.values():
        for group in same:
            group.members.sort(key=lambda member: (member.row, member.token, member.relation))
        same.sort(key=_content)
    return sorted(lists.items(), key=lambda each: _order(each[0], each[1]))


def _content(group: Group) -> tuple[object, ...]:
    """Return what a group says, as an order that hangs on nothing else."""
    return (
        sorted(member.token for member in group.members),
        group.number,
        [member.row for member in group.members],
        [member.relation for member in group.members],
    )


def _order(said_by: PublishedList, groups: Sequence[Group]) -> tuple[object, ...]:
    heaviest_first = -weight_of(said_by.source)
    said = [_content(group) for group in groups]
    return (said_by.period, heaviest_first, said_by.source, said_by.region, said_by.areas, said)


def weight_of(source: str) -> int:
    """Return how much a source's grouping weighs against another's."""
    return WEIGHTS.get(source, 1)


def _take_in(state: Families, said_by: PublishedList, groups: Sequence[Group]) -> None:
    claims = _claims(state, groups)
    spoken_of = {home: {m.person for m in groups[index].members} for index, home in claims.items()}
    for index, group in enumerate(groups):
        home = claims.get(index)
        if home is None:
            home = _home_apart(state, group)
        left = {**spoken_of, **_joining(state, group, home, spoken_of)}
        for member in group.members:
            _place(state, group, member, home, left)
        state.numbers[(home, said_by.source, said_by.region)] = group.number


def _claims(state: Families, groups: Sequence[Group]) -> dict[int, int]:
    """Return which household each group is: every household at most once in a list, the best claim first."""
    claims: list[tuple[Strength, int, int]] = []
    for index, group in enumerate(groups):
        people = {member.person for member in group.members}
        homes = Counter(home for person in people if (home := state.home(person)) is not None)
        for home, count in homes.items():
            claims.append((_strength(state, group, home, count), index, home))
    taken: dict[int, int] = {}
    gone: set[int] = set()
    for _, index, home in sorted(claims):
        if index not in taken and home not in gone:
            taken[index] = home
            gone.add(home)
    return taken


def _strength(state: Families, group: Group, home: int, count: int) -> Strength:
    said_by = group.said_by
    same_number = state.numbers.get((home, said_by.source, said_by.region)) == group.number
    has_head = any(member.person == state.heads.get(home) for member in group.members)
    return (-count, not same_number, not has_head, min(member.token for member in group.members))


def _home_apart(state: Families, group: Group) -> int:
    """Return the household of a group that is no known one: its own, unless its people may not be moved."""
    weight = weight_of(group.said_by.source)
    stays = [state.live[member.person] for member in group.members if member.person in state.live]
    if all(stay.weight <= weight for stay in stays):
        return state.found()
    homes = Counter(stay.household for stay in stays)
    return max(homes, key=lambda home: (homes[home], -home))


def _place(
    state: Families, group: Group, member: GroupMember, home: int, spoken_of: Mapping[int, set[int]]
) -> None:
    stay = state.live.get(member.person)
    weight = weight_of(group.said_by.source)
    if stay is None or (stay.household != home and _leaves(stay, weight, spoken_of)):
        said_by = group.said_by
        new = Stay(member.person, home, member.relation, first_day(said_by.period), said_by.key, None, weight)
        state.settle(new)
    elif stay.household == home:
        stay.relation = member.relation or stay.relation
        stay.weight = max(stay.weight, weight)
    head = next((each for each in group.members if each.relation == HEAD), None)
    if member is head and state.home(member.person) == home and home not in state.said_heads:
        state.heads[home] = member.person


def _joining(
    state: Families, group: Group, home: int, spoken_of: Mapping[int, set[int]]
) -> dict[int, set[int]]:
    """Return the households that join another as a whole: all in one group, of one head and place."""
    heads = {member.person for member in group.members if member.relation == HEAD}
    if len(heads) != 1 or len({member.division for member in group.members}) != 1:
        return {}
    people = {member.person for member in group.members}
    homes = {there for person in people if (there := state.home(person)) not in (None, home)}
    return {
        there: set() for there in homes if there and there not in spoken_of and state.people[there] <= people
    }


def _leaves(stay: Stay, weight: int, spoken_of: Mapping[int, set[int]]) -> bool:
    """Say whether a list takes somebody out of a household: it speaks of it without them.

    Somebody whom one list names in two households stays: that is a finding, not a move.
    """
    named = spoken_of.get(stay.household)
    return stay.weight <= weight and named is not None and stay.person not in named


def _act(state: Families, act: FamilyAct) -> None:
    if act.kind == "SPLIT":
        _bring(state, act, state.found())
    elif act.kind == "JOIN" and act.anchor is not None:
        home = state.home(act.anchor)
        if home is None:
            home = state.found()
            state.settle(Stay(act.anchor, home, HEAD, act.happened_on, None, act.key, OFFICER))
        _pin(state, home)
        _bring(state, act, home)
    elif act.kind == "HEAD" and (home := state.home(act.people[0])) is not None:
        state.heads[home] = state.said_heads[home] = act.people[0]
        state.live[act.people[0]].relation = HEAD


def _bring(state: Families, act: FamilyAct, home: int) -> None:
    for person in act.people:
        before = state.live.get(person)
        if before is None or before.household != home:
            relation = before.relation if before else OTHER
            state.settle(Stay(person, home, relation, act.happened_on, None, act.key, OFFICER))
    _pin(state, home)


def _pin(state: Families, home: int) -> None:
    for person in state.people[home]:
        state.live[person].weight = OFFICER


def _name_heads(state: Families) -> None:
    """Leave one head to each household: whoever was said to be it before is another member."""
    for stay in state.stays:
        head = state.heads.get(stay.household)
        if stay.relation == HEAD and stay.valid_to is None and head not in (None, stay.person):
            stay.relation = OTHER
        stay.relation = stay.relation or OTHER
