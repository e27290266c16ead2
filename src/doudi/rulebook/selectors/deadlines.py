"""Answers what a case's deadlines are and who decides it, under this installation's rules and calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from doudi.common.problems import Refusal
from doudi.kernel.counting import BeyondDates
from doudi.policy.book import Book
from doudi.procedures.deadlines import Deadline, bound_day, deadlines_of
from doudi.procedures.deciders import Decider, DeciderUnknown, decider_of
from doudi.procedures.happening import Event, EventWrong, read_events
from doudi.procedures.inheriting import NoProcedureYet, Procedures
from doudi.procedures.shapes import Procedure
from doudi.procedures.terms import Term, terms_of
from doudi.regions.selectors import division_exists, working_calendar
from doudi.rulebook.catalogue import book, procedures


class CaseRefused(Refusal):
    """What is asked has no procedure, place or countable day, or its events are wrong."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What is asked for, in fen, and by a household of which area (URBAN, RURAL); either may be unknown."""

    fen: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The procedure a case is bound to, its deadlines, who decides what, and by which values it is done."""

    procedure: Procedure
    bound: date
    deadlines: tuple[Deadline, ...]
    deciders: tuple[tuple[str, Decider | str], ...]
    terms: tuple[Term, ...]


def deadlines_for(
    programme: str, region: str, *, on: date, said: object, amount: Amount | None = None
) -> Answer:
    """Return the deadlines of a case whose events are said; refuses what it does not know."""
    rules, values = procedures(), book()
    code = _programme(rules, programme)
    _check_region(values, region)
    try:
        events = read_events(said, rules.programme(code), rules.vocabulary, on=on)
        return _answer(rules, values, code, region, on, events, amount or Amount())
    except EventWrong as wrong:
        raise CaseRefused(str(wrong), field=f"events[{wrong.row}].{wrong.key}", row=wrong.row) from None
    except NoProcedureYet as early:
        raise CaseRefused(f"{early}请检查受理日和 --on。", field="on") from None
    except BeyondDates:
        raise CaseRefused("期限数到了能表示的日期以外，请检查事件的日期。", field="events") from None


def _answer(
    rules: Procedures,
    values: Book,
    code: str,
    region: str,
    on: date,
    events: Sequence[Event],
    amount: Amount,
) -> Answer:
    calendar = working_calendar(rules.vocabulary.rest_days)
    found = deadlines_of(
        rules, values, programme=code, region=region, on=on, events=events, calendar=calendar
    )
    bound = bound_day(rules.programme(code), events, on)
    procedure = rules.in_force(code, region, bound)
    matters = dict.fromkeys(rule.matter for rule in procedure.deciders)
    deciders = tuple(
        (matter, _decider(rules, values, procedure, bound, matter, amount)) for matter in matters
    )
    terms = terms_of(procedure, values, values.parameters(region, bound))
    return Answer(procedure, bound, found, deciders, terms)


def _decider(
    rules: Procedures, values: Book, procedure: Procedure, on: date, matter: str, amount: Amount
) -> Decider | str:
    try:
        return decider_of(
            rules,
            values,
            programme=procedure.code,
            region=procedure.region,
            on=on,
            matter=matter,
            fen=amount.fen,
            area=amount.area,
        )
    except DeciderUnknown as unknown:
        return str(unknown)


def _programme(rules: Procedures, text: str) -> str:
    code = text.upper()
    if code not in rules.programmes:
        known = "、".join(f"{one.code}（{one.title}）" for one in rules.programmes.values())
        raise CaseRefused(f"没有“{text}”的办理程序。有的是：{known}。", field="programme")
    return code


def _check_region(values: Book, region: str) -> None:
    if region not in values.regions() and not division_exists(region):
        raise CaseRefused(
            f"没有“{region}”这个地区。请检查代码；新的地区先用 load_divisions 装入区划。", field="region"
        )
