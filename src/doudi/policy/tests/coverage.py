"""What the cases have met: every line of money and of days the rules draw, and the days documents begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from doudi.formulas.nodes import (
    INT,
    ON,
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    Value,
    children,
    walk,
)
from doudi.formulas.opened import open_worker
from doudi.formulas.scalar import Row, rows_at, worker
from doudi.formulas.unknown import is_open
from doudi.policy.assessment import Assessment, work_for
from doudi.policy.book import Book
from doudi.policy.cases import Case, run_case
from doudi.policy.plan import Plan
from doudi.policy.stating import family_rows
from doudi.policy.types import day_number

ORDERED = frozenset(("<", "<=", ">", ">="))
OF_DAYS = frozenset(
    (
        *("age", "months_since", "months_between", "days_since", "days_between"),
        *("month_index", "months_later", "birthday"),
    )
)
BELOW, AT, ABOVE = "少一分", "正好", "多一分"
FIRST, LAST = "当天", "前一天"
WANTED = {"money": frozenset((BELOW, AT, ABOVE)), "days": frozenset((FIRST, LAST))}
DAY = timedelta(days=1)
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Line:
    """One comparison a step draws, of money or of days; or one end of the bands of money it answers by."""

    step: str
    node: Operation
    level: Level
    kind: str
    end: int | None = None

    @property
    def parts(self) -> tuple[Node, Node]:
        """What stands on the line and where the line is."""
        if self.end is None:
            return self.node.parts[0], self.node.parts[1]
        return self.node.parts[1], Literal(INT, self.end)


def lines_of(plan: Plan) -> Iterator[Line]:
    """Yield the lines a programme draws for one region and day; what is only asked to be above 0 is none."""
    for name, node in plan.nodes.items():
        for found, level in _operations(node, plan.step(name).level):
            if found.op in ORDERED and (kind := _kind(found, plan)):
                yield Line(name, found, level, kind)
            elif found.op == "tier":
                yield from _ends(name, found, level)


def _operations(node: Node, level: Level) -> Iterator[tuple[Operation, Level]]:
    if isinstance(node, Operation):
        yield node, level
    for part in children(node):
        yield from _operations(part, node.level if isinstance(node, Aggregate) else level)


def _ends(name: str, node: Operation, level: Level) -> Iterator[Line]:
    bands, value = node.parts
    if value.type.money and isinstance(bands, Literal):
        for band in bands.value.lines:
            if band.up_to is not None:
                yield Line(name, node, level, "money", band.up_to)


def _kind(node: Operation, plan: Plan) -> str:
    if any(part.type.money for part in node.parts):
        return "" if any(isinstance(part, Literal) and not part.key for part in node.parts) else "money"
    return "days" if any(_counts_days(part, plan) for part in node.parts) and _moves(node, plan) else ""


def _counts_days(node: Node, plan: Plan) -> bool:
    """Tell whether an expression is a day, an age or a time, not a number of people."""
    if isinstance(node, Reference):
        step = plan.nodes.get(node.name)
        return _counts_days(step, plan) if step and node.type.is_number else node.type.kind is Kind.DAY
    if not isinstance(node, Operation):
        return False
    parts = (
        node.parts[1:] if node.op == "if" else node.parts if node.op in ("+", "-", "*", "min", "max") else ()
    )
    return node.op in OF_DAYS or any(_counts_days(part, plan) for part in parts)


def _moves(node: Node, plan: Plan) -> bool:
    """Tell whether an expression can change from one day to the next."""
    names = {part.name for part in walk(node) if isinstance(part, Reference)}
    return ON in names or any(_moves(plan.nodes[name], plan) for name in names & plan.nodes.keys())


def written(node: Node) -> str:
    """Return an expression with its parameters' names, the same for every region."""
    if isinstance(node, Literal | ParameterReference):
        return node.key or str(getattr(node, "value", ""))
    if isinstance(node, Reference):
        return node.name
    if isinstance(node, Aggregate):
        return f"{node.op}({written(node.body)})"
    if node.op.isalpha() or "_" in node.op:
        return f"{node.op}({', '.join(map(written, node.parts))})"
    return f" {node.op} ".join(map(written, node.parts))


def met_by(book: Book, case: Case) -> Iterator[tuple[Key, str]]:
    """Yield each line a plan draws, and the sides of it the case stands on; "" for the line itself."""
    found = run_case(book, case)
    days = {shift: _rows(found, case, shift) for shift in (-1, 0, 1)}
    for line in lines_of(found.plan):
        name = written(line.node) if line.end is None else f"{written(line.node)} {line.end}"
        sides = (
            _sides_of_days(found.plan, line, days)
            if line.kind == "days"
            else _sides_of_money(found.plan, line, days[0])
        )
        for side in ("", *sides):
            yield (case.programme, line.step, name, line.kind), side


def _rows(found: Assessment, case: Case, shift: int) -> Row:
    """Return the family's rows with nothing worked out yet, seen some days later."""
    top = family_rows(found.book.facts, found.plan.wanted, case.on, case.household, case.context)
    top.values[ON] = day_number(case.on + shift * DAY)
    return top


def _values(plan: Plan, node: Node, top: Row, level: Level) -> list[Value]:
    """Return an expression's values for all rows of an entity; None where it waits."""
    steps = work_for(plan, top)
    work = (worker if steps is plan.work else open_worker)(node, steps)
    values = map(work, rows_at(top, level))
    return [None if is_open(value) else value for value in values]


def _sides_of_money(plan: Plan, line: Line, top: Row) -> Iterator[str]:
    ours, theirs = (_values(plan, part, top, line.level) for part in line.parts)
    for one, other in zip(ours, theirs, strict=True):
        if None not in (one, other) and abs(one - other) <= 1:
            yield AT if one == other else ABOVE if one > other else BELOW


def _sides_of_days(plan: Plan, line: Line, days: Mapping[int, Row]) -> Iterator[str]:
    before, now, after = (_values(plan, line.node, days[shift], line.level) for shift in (-1, 0, 1))
    for yesterday, today, tomorrow in zip(before, now, after, strict=True):
        if None not in (yesterday, today) and yesterday != today:
            yield FIRST
        if None not in (today, tomorrow) and today != tomorrow:
            yield LAST


def lines_not_met(book: Book, cases: Sequence[Case]) -> list[str]:
    """Return the lines that no case stands on, or not on both sides of, with the sides that lack."""
    met: dict[Key, set[str]] = {}
    for case in cases:
        for key, side in met_by(book, case):
            met.setdefault(key, set()).add(side)
    return [
        f"{programme}.{step}: {line} – {'、'.join(sorted(WANTED[kind] - sides))}"
        for (programme, step, line, kind), sides in sorted(met.items())
        if not sides >= WANTED[kind]
    ]
