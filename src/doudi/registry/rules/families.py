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
from datetime import date

from doudi.kernel.dates import Period
from doudi.registry.rules.homes import Families, FamilyAct, Group, GroupMember, Stay
from doudi.registry.rules.lines import PublishedList, first_day

HEAD, OTHER = "HEAD", "OTHER"
WEIGHTS = {"dibao": 3, "tekun": 2}
OFFICER = 9
Strength = tuple[int, bool, bool, int]


def families_of(
    groups: Iterable[Group], acts: Iterable[FamilyAct], *, begun: Families | None = None, cut: str = ""
) -> tuple[Families, Families]:
    """Return the households that follow from groups of live lists and officers' acts that stand.

    `begun` is where households stood, groups and acts then are those after. The second is where they stood
    when the lists of month `cut` were taken in, and no act of that month yet.
    """
    state = begun or Families()
    lists: dict[str, list[Group]] = {}
    for group in groups:
        lists.setdefault(group.said_by.period, []).append(group)
    said: dict[str, list[FamilyAct]] = {}
    for act in sorted(acts, key=lambda act: (act.happened_on, act.order)):
        said.setdefault(str(Period.of(act.happened_on)), []).append(act)
    at_cut: Families | None = None
    for month in sorted({*lists, *said}):
        if month > cut and at_cut is None:
            at_cut = state.as_it_stands()
        for heap in _heaps(state, lists.get(month, ())):
            _month(state, heap)
        if month >= cut and at_cut is None:
            at_cut = state.as_it_stands()
        for act in said.get(month, ()):
            _act(state, act)
    at_cut = at_cut or state.as_it_stands()
    _name_heads(state)
    return state, at_cut


def _heaps(state: Families, groups: Iterable[Group]) -> Iterable[list[Group]]:
    """Return a month's groups in heaps that share nobody and no household.

    What follows of each is then the same whoever else is looked at.
    """
    root: dict[int, int] = {}
    some = list(groups)
    for group in some:
        first = group.members[0].person
        for member in group.members:
            state.tokens[member.person] = min(member.token, state.tokens.get(member.person, member.token))
            root[_root(root, member.person)] = _root(root, first)
            if (home := state.home(member.person)) is not None:
                # households stand among the people as numbers below nought
                root[_root(root, -home)] = _root(root, first)
    heaps: dict[int, list[Group]] = {}
    for group in some:
        heaps.setdefault(_root(root, group.members[0].person), []).append(group)
    return heaps.values()


def _root(root: dict[int, int], person: int) -> int:
    """Return who stands for everyone a person is bound to."""
    while root.setdefault(person, person) != person:
        root[person] = person = root[root[person]]
    return person


def _month(state: Families, heap: Iterable[Group]) -> None:
    """Take in the lists of a month, and note the rows that name somebody where they do not live."""
    placed: list[tuple[Group, int]] = []
    for said_by, groups in _lists(heap):
        placed += zip(groups, _take_in(state, said_by, groups), strict=True)
    for group, home in placed:
        for member in group.members:
            if state.home(member.person) != home:
                state.elsewhere.add((member.person, group.said_by.key, member.row))


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


def _take_in(state: Families, said_by: PublishedList, groups: Sequence[Group]) -> list[int]:
    """Place the people of a list's groups; return the household of each group."""
    claims = _claims(state, groups)
    spoken_of = {home: {m.person for m in groups[index].members} for index, home in claims.items()}
    deciding = _deciding(state, groups, claims)
    homes: list[int] = []
    for index, group in enumerate(groups):
        home = claims.get(index)
        if home is None:
            home = _home_apart(state, group)
        left = {**spoken_of, **_joining(state, group, home, spoken_of)}
        for member in group.members:
            if deciding.get(member.person, index) == index:
                _place(state, group, member, home, left)
        state.numbers[(home, said_by.source, said_by.region)] = group.number
        homes.append(home)
    return homes


def _deciding(state: Families, groups: Sequence[Group], claims: Mapping[int, int]) -> dict[int, int]:
    """Return which group decides for somebody whom a list names in several.

    The household they live in, so that a slip moves nobody; else the one that names them its head, since a
    head is listed with the own account; else the one the list names first.
    """
    named: dict[int, list[tuple[bool, bool, int, int]]] = {}
    for index, group in enumerate(groups):
        for member in group.members:
            elsewhere = claims.get(index, 0) != state.home(member.person)
            named.setdefault(member.person, []).append(
                (elsewhere, member.relation != HEAD, member.row, index)
            )
    return {person: min(some)[-1] for person, some in named.items() if len(some) > 1}


def _claims(state: Families, groups: Sequence[Group]) -> dict[int, int]:
    """Return which household each group is: every household at most once in a list, the best claim first."""
    claims: list[tuple[Strength, int, tuple[date, int], int]] = []
    for index, group in enumerate(groups):
        people = {member.person for member in group.members}
        homes = Counter(home for person in people if (home := state.home(person)) is not None)
        for home, count in homes.items():
            strength = _strength(state, group, home, count)
            claims.append((strength, index, state.order_of(home), home))
    taken: dict[int, int] = {}
    gone: set[int] = set()
    for _, index, _, home in sorted(claims):
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
    return min(homes, key=lambda home: (-homes[home], state.order_of(home)))


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
    """Return the households that join another as a whole: all in one group, of one head and place.

    None joins people whom an officer put where they are: a list that still names a family as one does not
    undo its split.
    """
    if any(state.live[person].weight == OFFICER for person in state.people[home]):
        return {}
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
