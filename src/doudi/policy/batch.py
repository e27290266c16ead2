"""Assess many families under one programme at once, to the fen the same as one by one (批量核算)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from doudi.formulas.bounds import YES_OR_NO, Bound, bound_of, whole
from doudi.formulas.nodes import INT, ON, Level, Literal, Reference, RuleBroken, walk
from doudi.formulas.ratios import Column, Ratio
from doudi.formulas.vector import column_of
from doudi.policy.facts import Fact, Facts
from doudi.policy.families import Families, constant
from doudi.policy.open_batch import open_results
from doudi.policy.plan import Plan
from doudi.policy.programme import placeholders
from doudi.policy.types import day_number

if TYPE_CHECKING:
    from doudi.policy.book import Book

Array = NDArray[Any]
# small enough that a column of one piece stays in the processor's second cache
PIECE = 32_768
UNSET = "unset:"
_ALL = Literal(INT, 1)  # the key of a denominator that is written out


@dataclass(frozen=True)
class Results:
    """One entry a subject – household or person, as the programme's entity is – in the order given.

    `failed` has a bit for each check that was not met, the first check the lowest; `cited` the values the
    sentences need, so that a reason can be put into words later for any subject all of whose facts are known.
    `waits` tells whose result is not given, a fact of theirs or a value of law not being known: they count as
    not entitled. `unset` tells by key who waits for a value nobody has set.
    """

    plan: Plan
    eligible: Array
    amount: Array
    parts: Mapping[str, Array]
    failed: Array | None = None
    cited: Mapping[str, Any] | None = None
    waits: Array | None = None
    unset: Mapping[str, Array] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All amounts together, in fen."""
        return int(self.amount.sum())


class _Piece:
    """The rows of some families, and the columns worked out for them so far."""

    def __init__(
        self,
        plan: Plan,
        families: Families,
        facts: Facts,
        base: _Piece | None = None,
        shared: frozenset[str] = frozenset(),
    ) -> None:
        self.plan = plan
        self.families = families
        self.facts = facts
        self.base = base
        self.shared = shared
        self.known: dict[str, Any] = {}
        self.raised: dict[tuple[str, Level], Any] = {}
        self.owners: dict[Level, Array] = {}

    def column(self, name: str, level: Level) -> Column:
        """Return a fact's or step's values for its own entity."""
        if self.base is not None and name in self.shared:
            return self.base.column(name, level)
        if name not in self.known:
            node = self.plan.nodes.get(name)
            self.known[name] = self._fact(name) if node is None else column_of(node, self, level)
        return self.known[name]

    def lifted(self, name: str, home: Level, level: Level) -> Column:
        """Return an upper entity's values for each row of a lower one."""
        if self.base is not None and name in self.shared:
            return self.base.lifted(name, home, level)
        key = (name, level)
        if key not in self.raised:
            value = self.column(name, home)
            for step in range(max(home, Level.HOUSEHOLD) + 1, level + 1):
                value = _spread(value, self._owner(Level(step)))
            self.raised[key] = value
        return self.raised[key]

    def starts(self, level: Level) -> Array:
        """Return where each upper row's rows begin."""
        return self.families.starts(level)

    def _owner(self, level: Level) -> Array:
        if self.base is not None:
            return self.base._owner(level)
        if level not in self.owners:
            starts = self.families.starts(level)
            self.owners[level] = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        return self.owners[level]

    def _fact(self, name: str) -> Column:
        if name == ON:
            return day_number(self.plan.on)
        if name in self.families.context:
            return self.families.context[name]
        if name in self.families.months:
            divisor = self.families.divisor
            return Ratio(self.families.quotient(name, divisor), divisor)
        column = self.families.columns.get(name)
        return constant(self.facts[name]) if column is None else column


def _spread(value: Column, owner: Array) -> Column:
    if isinstance(value, Ratio):
        return value.each(lambda column: _spread(column, owner))
    return value[owner] if isinstance(value, np.ndarray) and value.ndim else value


def run_batch(book: Book, plan: Plan, families: Families, *, explain: bool = False) -> Results:
    """Assess all families; raise RuleBroken before the first one is looked at.

    What the region lacks is waited for, by those families alone whose result it can change.
    """
    check_plan(plan)
    pieces = []
    for piece in families.pieces(book.facts, PIECE):
        fitting = _Piece(plan, _fitting(piece, plan, explain=explain), book.facts)
        pieces.append(_run_piece(plan, piece, fitting, explain))
    return _results(plan, pieces)


def _run_piece(plan: Plan, families: Families, fitting: _Piece, explain: bool) -> dict[str, Any]:
    """Return the columns of one piece by what they are, whatever of facts and values is not known."""
    if plan.unset or families.has_open_context:
        return open_results(plan, families, fitting.facts)
    return _opened(plan, families, fitting, _run_known(plan, fitting, explain))


def _fitting(families: Families, *plans: Plan, explain: bool) -> Families:
    """Return the families, as if of one month where their quotients might leave 64 bits under some plan.

    Those are worked out anew in numbers of any size, without what their reasons would cite.
    """
    if not families.months or all(fits(plan, families) for plan in plans):
        return families
    if explain:
        raise RuleBroken("amounts over several months too large for 64 bits: explain them one by one")
    return replace(families, months={})


def _opened(plan: Plan, families: Families, fitting: _Piece, columns: dict[str, Any]) -> dict[str, Any]:
    """Return a piece's columns with those families worked out anew some of whose facts are not known.

    So are those with amounts over several months where these did not fit: in whole numbers of any size.
    """
    facts = fitting.facts
    anew = families.open_places(facts)
    if families.months and not fitting.families.months:
        anew = np.union1d(anew, families.divided_places(facts))
    columns["waits"] = np.zeros(len(columns["eligible"]), dtype=bool)
    if not len(anew):
        return columns
    places = families.people_of(anew) if plan.programme.level is Level.PERSON else anew
    for name, column in open_results(plan, families.chosen(facts, anew), facts).items():
        if name in columns:
            columns[name][places] = column
    return columns


def run_pair(
    book: Book, base: Plan, changed: Plan, families: Families, *, explain: bool = False
) -> tuple[Results, Results]:
    """Assess all families before and after a change; what the change leaves alone is worked out once."""
    check_plan(base)
    check_plan(changed)
    shared = unaffected(base, changed)
    before, after = [], []
    for piece in families.pieces(book.facts, PIECE):
        fitting = _fitting(piece, base, changed, explain=explain)
        first = _Piece(base, fitting, book.facts)
        second = _Piece(changed, fitting, book.facts, first, shared)
        before.append(_run_piece(base, piece, first, explain))
        after.append(_run_piece(changed, piece, second, explain))
    return _results(base, before), _results(changed, after)


def step_columns(book: Book, plan: Plan, families: Families) -> dict[str, Any]:
    """Return every step's column for its own entity, all families, whose amounts fit, in one piece."""
    check_plan(plan)
    piece = _Piece(plan, families, book.facts)
    return {name: piece.column(name, plan.step(name).level) for name in plan.nodes}


def unaffected(base: Plan, changed: Plan) -> frozenset[str]:
    """Return the facts, and the steps that say the same in both plans as does all they rest on."""
    same = {fact.name for fact in base.facts} | {ON}
    for name, node in changed.nodes.items():
        names = {part.name for part in walk(node) if isinstance(part, Reference)}
        if names <= same and base.nodes.get(name) == node:
            same.add(name)
    return frozenset(same)


def _results(plan: Plan, pieces: list[dict[str, Any]]) -> Results:
    """Return the pieces' columns joined."""
    names = list(pieces[0]) if pieces else ["eligible", "amount"]
    joined = {name: _joined([piece[name] for piece in pieces]) for name in names}
    cited = {name[6:]: column for name, column in joined.items() if name.startswith("cited:")}
    return Results(
        plan=plan,
        eligible=joined["eligible"],
        amount=joined["amount"],
        parts={name: joined[f"part:{name}"] for name in plan.programme.outcome.parts if pieces},
        failed=joined.get("failed"),
        cited=cited or None,
        waits=joined.get("waits"),
        unset={name.removeprefix(UNSET): column for name, column in joined.items() if name.startswith(UNSET)},
    )


def check_plan(plan: Plan) -> None:
    """Refuse a plan whose sums could leave 64 bits; one that lacks a value is run in numbers of any size."""
    _check_bounds(plan, None)


def fits(plan: Plan, families: Families) -> bool:
    """Tell whether the amounts these families state over several months keep to 64 bits under a plan."""
    try:
        _check_bounds(plan, families)
    except RuleBroken:
        return False
    return True


def _check_bounds(plan: Plan, families: Families | None) -> None:
    """Refuse a plan whose sums could leave 64 bits: for any family, or for these with amounts over months."""
    if plan.unset:
        return
    known: dict[str, Bound] = {ON: whole(0, 99_991_231)}
    for fact in plan.facts:
        known[fact.name] = _bound(fact, families)
    for name, node in plan.nodes.items():
        try:
            known[name] = bound_of(node, known)
        except RuleBroken as error:
            raise RuleBroken(f"{plan.programme.code}.{name}: {error}") from error


def _bound(fact: Fact, families: Families | None) -> Bound:
    """Return the limits of a fact: of its kind, or of what these families say over several months."""
    if fact.kind in ("yes_no", "code", "day"):
        return YES_OR_NO
    if families is None or fact.name not in families.columns:
        return whole(0, fact.most)
    most = int(families.columns[fact.name].max(initial=0))
    divisor = families.divisor if fact.name in families.months else 1
    return Bound(Fraction(0), Fraction(most), divisor)


def _run_known(plan: Plan, piece: _Piece, explain: bool) -> dict[str, Any]:
    """Return the columns of one piece by what they are, all its facts taken as known."""
    level, outcome = plan.programme.level, plan.programme.outcome
    rows = piece.families.size if level is Level.HOUSEHOLD else piece.families.people
    found = {"eligible": outcome.eligible, "amount": outcome.amount}
    found.update({f"part:{name}": name for name in outcome.parts})
    columns = {key: _written_out(piece.column(name, level), rows) for key, name in found.items()}
    if explain:
        columns["failed"] = _failed(plan, piece, rows)
        columns.update(_cited(plan, piece, rows))
    return columns


def _failed(plan: Plan, piece: _Piece, rows: int) -> Array:
    failed = np.zeros(rows, dtype=np.uint32)
    for place, name in enumerate(plan.programme.outcome.checks):
        met = _written_out(piece.column(name, plan.programme.level), rows)
        failed |= (~met).astype(np.uint32) << np.uint32(place)
    return failed


def _cited(plan: Plan, piece: _Piece, rows: int) -> Iterator[tuple[str, Any]]:
    """Yield the columns the reasons name, for the subjects' own rows."""
    level = plan.programme.level
    names = {name for check in plan.programme.outcome.checks for name in placeholders(plan.step(check).fails)}
    for name in sorted(names):
        home = plan.step(name).level
        value = piece.column(name, home) if home is level else piece.lifted(name, home, level)
        yield f"cited:{name}", _written_out(value, rows)


def _written_out(value: Column, rows: int) -> Column:
    """Return one entry a row, also where all rows share a value."""
    if isinstance(value, Ratio):
        return Ratio(_written_out(value.num, rows), 1, {_ALL: (_written_out(value.whole_den, rows), 1)})
    return value if isinstance(value, np.ndarray) and value.ndim else np.full(rows, value)


def _joined(pieces: list[Column]) -> Column:
    if not pieces:
        return np.zeros(0, dtype=np.int64)
    if isinstance(pieces[0], Ratio):
        dens = _joined([piece.over[_ALL][0] for piece in pieces])
        return Ratio(_joined([piece.num for piece in pieces]), 1, {_ALL: (dens, 1)})
    return np.concatenate(pieces)
