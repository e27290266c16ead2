"""What must hold of any family under any programme: compared over many families at once.

Each function returns how many families it compared and the first that went against the law, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doudi.formulas.nodes import Level
from doudi.formulas.unknown import FIRST_DAY, is_open
from doudi.policy.assessment import Verdict
from doudi.policy.batch import Results, fits, run_batch
from doudi.policy.book import Book
from doudi.policy.facts import Fact
from doudi.policy.families import Families
from doudi.policy.plan import Plan
from doudi.policy.stating import engine_fact
from doudi.policy.tests.boundaries import Stating
from doudi.policy.types import LEVELS

Array = NDArray[Any]
Found = tuple[int, list[str]]

INCOME = (
    *("wages_fen", "business_net_fen", "property_net_fen", "pension_fen", "basic_pension_fen"),
    *("alimony_fen", "sibling_support_fen", "other_transfer_fen", "other_income_fen", "inheritance_fen"),
    *("honour_pension_fen", "family_planning_fen", "scholarship_fen", "bravery_award_fen"),
    *("social_relief_fen", "locally_exempt_fen", "household_business_net_fen", "household_property_net_fen"),
    *("last_year_income_fen", "past_year_income_fen", "past_year_disposable_fen", "obligor_income_fen"),
)
PROPERTY = (
    *("deposits_fen", "securities_fen", "other_assets_fen", "production_goods_fen", "houses", "house_area"),
    *("shops", "vehicles", "dearest_vehicle_fen", "large_machines", "businesses", "equity_fen"),
    *("hires_workers", "dearest_item_fen", "own_savings_fen", "own_houses", "own_car"),
)
# land is not among them: it decides whose standard counts (特困人员认定办法第十九条)
MEANS = frozenset((*INCOME, *PROPERTY))
EXCEPT = {
    "NEAR_DIBAO": ("not_dibao_family", "关于进一步做好最低生活保障等社会救助兜底保障工作的通知一(四)"),
    "DIBAO_SINGLE": (
        "household_not_eligible_whole",
        "关于进一步做好最低生活保障等社会救助兜底保障工作的通知一(一)",
    ),
    "DIBAO_GRACE": ("income_exceeds", "最低生活保障审核确认办法第三十三条"),
}
"""The law's own exceptions, with its article: the condition a richer family meets and a poorer one does not.

Who does not meet the conditions of dibao may be on its edge, and one of such a family apply alone; grace
begins where the income has risen.
"""
SUMMED_OTHERWISE = frozenset(("past_year_income_fen", "past_year_disposable_fen", "last_year_income_fen"))
"""Totals that are worked out from the months while nothing is said: saying one is not having more."""


def told_alike(results: Results, verdicts: Sequence[tuple[Verdict, ...]]) -> Found:
    """Compare what a batch gives with what each family is given one by one."""
    wrong = []
    checks = results.plan.programme.outcome.checks if results.failed is not None else ()
    one_by_one = [verdict for family in verdicts for verdict in family]
    for place, verdict in enumerate(one_by_one):
        assert results.waits is not None
        said = (
            bool(results.waits[place]),
            bool(results.eligible[place]),
            int(results.amount[place]),
            {name: int(part[place]) for name, part in results.parts.items()},
            tuple(name for bit, name in enumerate(checks) if _failed(results)[place] >> bit & 1),
        )
        alone = (
            bool(verdict.waits),
            bool(verdict.eligible),
            verdict.amount or 0,
            {name: part or 0 for name, part in verdict.parts.items()},
            verdict.failed if checks else (),
        )
        if said != alone:
            wrong.append(f"{results.plan.programme.code} {place}: {said} at once, {alone} alone")
    return len(one_by_one), wrong


def turned_by_knowing(
    book: Book, plan: Plan, drawn: Families, stating: Stating, whole: Plan | None = None
) -> Found:
    """Complete what is not known – with the least, the most, anything – and find answers given that turn.

    `whole` is a plan in which values are set the other lacks.
    """
    before, compared, wrong = _run(book, plan, drawn), 0, []
    assert before.waits is not None
    given = ~before.waits
    for how in ("least", "most", "any", "any"):
        known = completed(book, drawn, stating, how)
        after = _run(book, whole or plan, known)
        turned = given & (
            (before.eligible != after.eligible)
            | (before.amount != after.amount)
            | np.any([part != after.parts[name] for name, part in before.parts.items()], axis=0)
        )
        if before.failed is not None and after.failed is not None:
            turned |= before.failed & ~after.failed != 0
        compared += len(given)
        wrong += [f"{plan.programme.code} {place}: turned ({how})" for place in np.flatnonzero(turned)]
    return compared, wrong


def completed(book: Book, drawn: Families, stating: Stating, how: str) -> Families:
    """Return the families with everything known that was not."""
    columns = dict(drawn.columns)
    for name, unknown in drawn.unknown.items():
        columns[name] = drawn.columns[name].copy()
        columns[name][unknown] = stating.random.choices(
            _options(book.facts[name], stating, how), k=unknown.sum()
        )
    context = {
        name: stating.random.choice(_options(book.facts[name], stating, how)) if is_open(value) else value
        for name, value in drawn.context.items()
    }
    return replace(drawn, columns=columns, context=context, unknown={})


def _options(fact: Fact, stating: Stating, how: str) -> list[Any]:
    """Return what may be put for a fact not known: its least, its most, or a dozen values at the lines."""
    by_kind: dict[str, list[Any]] = {
        "yes_no": [False, True],
        "code": list(range(len(fact.enumeration.members) if fact.enumeration else 0)),
        "day": [FIRST_DAY if fact.required else 0, 20_991_231],
    }
    ends = by_kind.get(fact.kind, [fact.unknown_from, fact.most])
    if how == "any":
        drawn = [engine_fact(fact, stating.value(fact, 2)) for _ in range(12)]
        return [max(one, fact.unknown_from) if fact.unknown_from else one for one in drawn] + ends
    return ends[:1] if how == "least" else ends[-1:]


def raised_by_more(book: Book, plan: Plan, drawn: Families, stating: Stating) -> Found:
    """Give somebody in each family more of one income or property, and find who is better off by it."""
    means = sorted(MEANS & drawn.columns.keys())
    if not means:
        return 0, []
    name = stating.random.choice(means)
    fact = book.facts[name]
    richer = with_more(drawn, fact, stating)
    before, after = (_run(book, plan, one) for one in (drawn, richer))
    better = (after.amount > before.amount) | (after.eligible & ~before.eligible)
    better &= ~_excepted(before)
    said = [f"{plan.programme.code} {place}: more {name}, better off" for place in np.flatnonzero(better)]
    return len(better), said


def _excepted(before: Results) -> Array:
    """Return who did not meet a condition that only more means can meet."""
    programme = before.plan.programme
    if programme.code not in EXCEPT:
        return np.zeros(len(before.eligible), dtype=bool)
    if before.failed is None:
        return np.ones(len(before.eligible), dtype=bool)
    bit = programme.outcome.checks.index(EXCEPT[programme.code][0])
    return np.asarray(before.failed >> bit & 1 == 1)


def _run(book: Book, plan: Plan, families: Families) -> Results:
    """Return a batch's results, with the conditions not met unless quotients of months forbid it."""
    return run_batch(book, plan, families, explain=fits(plan, families))


def _failed(results: Results) -> Array:
    assert results.failed is not None
    return results.failed


def with_more(drawn: Families, fact: Fact, stating: Stating) -> Families:
    """Return the families with more of one thing in one row of each."""
    column = drawn.columns[fact.name].copy()
    for first, end in _spans(drawn, LEVELS[fact.entity]):
        if first == end:
            continue
        place = stating.random.randrange(first, end)
        if not column[place] and fact.name in SUMMED_OTHERWISE:
            continue
        if fact.kind == "yes_no":
            column[place] = True
        else:
            more = stating.random.choice((1, engine_fact(fact, stating.value(fact, 1))))
            column[place] = min(int(column[place]) + more, fact.most)
    return replace(drawn, columns={**drawn.columns, fact.name: column})


def _spans(drawn: Families, level: Level) -> Iterable[tuple[int, int]]:
    """Return where each family's rows of an entity begin and end."""
    places = np.arange(drawn.size + 1)
    if level is not Level.HOUSEHOLD:
        places = drawn.members[places]
    if level is Level.OBLIGOR:
        places = drawn.obligors[places]
    return zip(places[:-1].tolist(), places[1:].tolist(), strict=True)
