"""Say how far a family is from the other answer: from each line it missed, and which one fact would turn it.

A fact is turned by itself, all others staying as they are. Which values turn it is searched for with the fact
not known: whole ranges that cannot matter are passed over at once, and the value found is the nearest, to the
fen and the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from doudi.formulas.nodes import Level, Node, Operation, Reference, Value
from doudi.formulas.opened import open_worker
from doudi.formulas.scalar import Row, rows_at
from doudi.formulas.unknown import NOBODY, among, between, is_open
from doudi.policy.assessment import Assessment, Verdict, work_for, worked
from doudi.policy.facts import Fact
from doudi.policy.figures import Figures
from doudi.policy.showing import shown
from doudi.policy.types import LEVELS, day_number, day_of_number, type_of_fact
from doudi.policy.writing import figures_of

MOST_TRIES = 400
WAGES = "wages_fen"
COMPARED = frozenset(("<", "<=", ">", ">=", "==", "!="))


@dataclass(frozen=True, slots=True)
class Gap:
    """One line a subject missed: what was measured, the line, and the difference, each with its unit."""

    check: str
    member: int
    measured: str
    value: str
    line: str
    limit: str
    apart: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One fact that alone would turn the answer: how it stands, and what it would have to be.

    For a number or a day `nearest` is the nearest value that turns it; for a code or an answer `options` are
    those that do.
    """

    member: int
    obligor: int
    fact: Fact
    now: Value
    nearest: Value | None
    options: tuple[Value, ...]


def gaps_of(assessment: Assessment) -> tuple[Gap, ...]:
    """Return for each condition not met how far it is from its line, where it has one."""
    figures = figures_of(assessment)
    rows = list(rows_at(assessment.context, assessment.plan.programme.level))
    pairs = zip(assessment.verdicts, rows, strict=True)
    return tuple(
        gap
        for verdict, row in pairs
        for check in verdict.failed
        for gap in _gaps(assessment, figures, check, verdict.member, row)
    )


def _gaps(assessment: Assessment, figures: Figures, check: str, member: int, row: Row) -> Iterator[Gap]:
    for node in _missed(assessment, assessment.plan.nodes[check], row):
        first, second = (open_worker(part, figures.work)(row) for part in node.parts)
        if not is_open(first) and not is_open(second):
            left, right = node.parts
            kind, unit = left.type, _unit_of(figures, left) or _unit_of(figures, right)
            apart = abs(Fraction(first) - Fraction(second))
            yield Gap(
                check=check,
                member=member,
                measured=figures.symbols(left),
                value=shown(kind, unit, first, figures.enumerations),
                line=figures.symbols(right),
                limit=shown(kind, unit, second, figures.enumerations),
                apart=shown(kind, unit, apart, figures.enumerations),
            )


def _unit_of(figures: Figures, node: Node) -> str:
    return figures.quantities[node.name].unit if isinstance(node, Reference) else ""


def _missed(assessment: Assessment, node: Node, row: Row) -> Iterator[Operation]:
    """Yield the comparisons of numbers that make a condition fail for a row, through the steps it names."""
    work = work_for(assessment.plan, assessment.context)
    answer = open_worker(node, work)(row)
    if is_open(answer) or answer:
        return
    if isinstance(node, Reference) and node.name in assessment.plan.nodes:
        yield from _missed(assessment, assessment.plan.nodes[node.name], row.at(node.level))
    elif isinstance(node, Operation) and node.op in COMPARED and node.parts[0].type.is_number:
        yield node
    elif isinstance(node, Operation) and node.op in ("and", "or"):
        for part in node.parts:
            yield from _missed(assessment, part, row)
    elif isinstance(node, Operation) and node.op == "if":
        taken = node.parts[1] if open_worker(node.parts[0], work)(row) else node.parts[2]
        yield from _missed(assessment, taken, row)


def gap_words(gap: Gap) -> str:
    """Say a gap in a sentence: what was measured, the line, and how far they are apart."""
    whose = f"成员{gap.member}：" if gap.member else ""
    line = "界线" if gap.line in gap.limit else gap.line
    return f"{whose}{gap.measured}{gap.value}，{line}{gap.limit}，相差{gap.apart}。"


def turns_of(assessment: Assessment, member: int) -> Iterator[Turn]:
    """Yield each fact that alone would turn a member's answer (0: the household's), those stated first.

    Of somebody entitled only what was stated is turned, or the wages where nothing was: all they do not have
    would end it.
    """
    verdict = next(one for one in assessment.verdicts if one.member == member)
    if verdict.eligible is None:
        return
    searches = sorted(_searches(assessment, verdict), key=lambda one: one.is_usual)
    if verdict.eligible:
        stated = [one for one in searches if not one.is_usual and one.fact.kind == "money"]
        searches = stated or [one for one in searches if one.fact.name == WAGES]
    yield from (found for search in searches if (found := search.turned()) is not None)


def _searches(assessment: Assessment, verdict: Verdict) -> Iterator[_Search]:
    own = verdict.member
    for fact in assessment.plan.facts:
        level = LEVELS[fact.entity]
        for place, row in enumerate(rows_at(assessment.context, level)):
            number, obligor = _numbers(assessment, row)
            if fact.name in row.values and not fact.required and _may_speak_for(own, number):
                yield _Search(assessment, verdict, fact, level, place, (number, obligor))


def _may_speak_for(member: int, number: int) -> bool:
    """Tell whether a row's facts are worth turning for a member: other people's lives are not."""
    return member in (0, number) or number == 0


def _numbers(assessment: Assessment, row: Row) -> tuple[int, int]:
    if row.level <= Level.HOUSEHOLD:
        return 0, 0
    person = row.at(Level.PERSON)
    people = assessment.household.below
    number = next(place for place, one in enumerate(people, start=1) if one is person)
    if row.level is Level.PERSON:
        return number, 0
    return number, next(place for place, one in enumerate(person.below, start=1) if one is row)


@dataclass
class _Search:
    """The search for the values of one fact of one row that turn one subject's answer."""

    assessment: Assessment
    verdict: Verdict
    fact: Fact
    level: Level
    place: int
    numbers: tuple[int, int]
    tries: int = 0

    @property
    def now(self) -> Value:
        """The value stated."""
        return list(rows_at(self.assessment.context, self.level))[self.place].values[self.fact.name]

    @property
    def is_usual(self) -> bool:
        """Whether nothing was stated: the value is nothing, no, or none."""
        return not self.now

    def turned(self) -> Turn | None:
        """Return what would turn the answer, or nothing."""
        if is_open(self.now):
            return None
        member, obligor = self.numbers
        if self.fact.kind in ("yes_no", "code"):
            options = tuple(one for one in self._others() if self._turns(one) is True)
            return Turn(member, obligor, self.fact, self.now, None, options) if options else None
        nearest = self._nearest()
        return None if nearest is None else Turn(member, obligor, self.fact, self.now, nearest, ())

    def _others(self) -> list[Value]:
        if self.fact.enumeration is None:
            return [not self.now]
        places = range(len(self.fact.enumeration.members))
        every = among(frozenset(places), NOBODY)
        return [] if self._turns(every) is False else [one for one in places if one != self.now]

    def _nearest(self) -> Value | None:
        """Return the nearest number or day on either side that turns the answer."""
        scale = _Days() if self.fact.kind == "day" else _Numbers(self.fact.most)
        if self.fact.kind == "day" and not self.now:
            return None
        here = scale.place_of(self.now)
        below = self._first(scale, scale.first, here - 1, from_above=True)
        above = self._first(scale, here + 1, scale.last, from_above=False)
        found = [one for one in (below, above) if one is not None]
        nearest = min(found, key=lambda one: abs(one - here), default=None)
        return None if nearest is None else scale.value_of(nearest)

    def _first(self, scale: _Scale, low: int, high: int, *, from_above: bool) -> int | None:
        """Return the place in low..high nearest to its upper or lower end that turns the answer."""
        if low > high or self.tries >= MOST_TRIES:
            return None
        self.tries += 1
        answer = self._turns(between(scale.value_of(low), scale.value_of(high), NOBODY))
        if answer is False:
            return None
        if answer is True:
            return high if from_above else low
        if low == high:
            return None
        middle = (low + high) // 2
        halves = [(low, middle), (middle + 1, high)]
        for first, last in reversed(halves) if from_above else halves:
            found = self._first(scale, first, last, from_above=from_above)
            if found is not None:
                return found
        return None

    def _turns(self, value: Value) -> bool | None:
        """Tell whether a value turns the answer; None where some of what it may be does and some does not."""
        plan = self.assessment.plan
        top = _copied(self.assessment.context, None, plan.wanted)
        row = list(rows_at(top, self.level))[self.place]
        row.values[self.fact.name] = value
        subjects = list(rows_at(top, plan.programme.level))
        found = worked(
            plan.open_work, plan.programme.outcome.eligible, subjects[max(self.verdict.member, 1) - 1]
        )
        return None if is_open(found) else bool(found) is not self.verdict.eligible


def _copied(row: Row, above: Row | None, facts: frozenset[str]) -> Row:
    """Return a copy of a family's rows with nothing but what was stated."""
    kept = {name: value for name, value in row.values.items() if name in facts or name == "on"}
    copy = Row(row.level, kept, above)
    copy.below.extend(_copied(part, copy, facts) for part in row.below)
    return copy


class _Numbers:
    """Whole numbers, each its own place."""

    def __init__(self, most: int) -> None:
        self.first, self.last = 0, most

    def place_of(self, value: Value) -> int:
        return int(value)

    def value_of(self, place: int) -> Value:
        return place


class _Days:
    """Days, counted one after another."""

    first, last = date(1900, 1, 1).toordinal(), date(2099, 12, 31).toordinal()

    def place_of(self, value: Value) -> int:
        day = day_of_number(value)
        return day.toordinal() if day else self.first

    def value_of(self, place: int) -> Value:
        return day_number(date.fromordinal(place))


_Scale = _Numbers | _Days


def turn_words(assessment: Assessment, turn: Turn) -> str:
    """Say a turn in a sentence: how the fact stands, and what it would have to be."""
    figures = figures_of(assessment)
    kind = type_of_fact(turn.fact)

    def said(value: Value) -> str:
        return shown(kind, turn.fact.unit, value, figures.enumerations)

    whose = f"成员{turn.member}" + (f"的第{turn.obligor}名法定义务人" if turn.obligor else "")
    start = f"{whose if turn.member else '全家'}的“{turn.fact.label}”现为{said(turn.now)}"
    verdict = next(one for one in assessment.verdicts if one.member in (0, turn.member))
    then = "就不再符合" if verdict.eligible else "就符合"
    if turn.options:
        return f"{start}；为{'、'.join(said(one) for one in turn.options)}时{then}。"
    is_lower = turn.nearest is not None and turn.nearest < turn.now
    word = (
        ("不晚于" if is_lower else "不早于") if turn.fact.kind == "day" else "不超过" if is_lower else "达到"
    )
    return f"{start}；{word}{said(turn.nearest)}时{then}。"
