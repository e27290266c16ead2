"""What the rules of the policy folder answer about one family, for the clauses that are rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, officer
from doudi.documents.tests.files import scan
from doudi.formulas.scalar import rows_at
from doudi.policy.assessment import Assessment, Verdict, assess, step_value
from doudi.policy.book import Book, Overlay, load_book
from doudi.policy.sheet import Line
from doudi.policy.writing import sheet_of
from doudi.rulebook.services.changes import ValueDraft, draft_change, put_value, submit_change
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.files import attach_file
from doudi.rulebook.services.studies import attach_study

POLICIES = Path(__file__).parents[2] / "policies"
COUNTY = "440204"
LONG_AGO = date(2000, 1, 1)

Values = Mapping[str, Any]


@cache
def files() -> Book:
    """Return the book of the policy folder with its sample regions."""
    return load_book(POLICIES, samples=True)


def laid(book: Book, region: str, values: Values, begins: date = LONG_AGO, ends: date | None = None) -> Book:
    """Return a book with values laid over a region's, from a day until another."""
    return book.with_values(
        [
            Overlay(region, key, begins, ends, {"value": value, "document": "样例", "verified": False})
            for key, value in values.items()
        ]
    )


def head(**said: Any) -> dict[str, Any]:
    """Return an applicant of working age with what is said of them."""
    return {"relation": "HEAD", "born_on": date(1985, 3, 1)} | said


def asked(
    book: Book,
    code: str,
    region: str,
    on: date,
    *members: dict[str, Any],
    **home: Any,
) -> Assessment:
    """Return the assessment of a rural family."""
    household = {"area_kind": "RURAL", **home, "members": list(members) or [head()]}
    return assess(book, code, region, on, household)


def verdict(found: Assessment, place: int = 0) -> Verdict:
    """Return the verdict on the household or, of a programme for persons, on one of its members."""
    return found.verdicts[place]


def article(found: Assessment, step: str) -> str:
    """Return the article a step rests on, of an exception its own."""
    return lines(found, step)[0].article


def plain(found: Assessment) -> str:
    """Return what the resident is told."""
    sheet = sheet_of(found)
    return "\n".join((*sheet.reasons, *sheet.plain))


def lines(found: Assessment, step: str) -> list[Line]:
    """Return every line of a step on the sheet, one per subject, once it has been asked for."""
    for row in rows_at(found.household, found.plan.step(step).level):
        step_value(found.plan, step, row)
    return [line for line in sheet_of(found).lines if line.step == step]


def result(found: Assessment, step: str) -> str:
    """Return what came out of a step for the household or the first member, as the clerk reads it."""
    return lines(found, step)[0].result


def fen(found: Assessment, step: str) -> object:
    """Return what came out of a step of the household's, in fen."""
    return step_value(found.plan, step, found.household)


def approved(
    values: Mapping[str, tuple[Any, date]],
    *,
    basis: bool = True,
    reason: str = "",
    above: bool = False,
    explanation: str = "",
) -> None:
    """Have one officer propose dated values for the county and another approve them, or the city above."""
    by = officer(Role.COUNTY_OFFICER, COUNTY, username=f"proposer{User.objects.count()}")
    drafts = [
        ValueDraft(
            key=key,
            begins=begins,
            written=written,
            document="韶浈民〔2026〕9号",
            article="第三条",
            explanation=explanation,
        )
        for key, (written, begins) in values.items()
    ]
    proposal = draft_change(COUNTY, title="调整", reason="测试", value=drafts[0], by=by, at=MONDAY)
    put = [put_value(proposal, draft, by=by, at=MONDAY) for draft in drafts[1:]]
    assert len(put) == len(drafts) - 1
    if basis:
        attach_file(proposal, kind="BASIS", name="测算.pdf", content=scan(), by=by, at=MONDAY)
    attach_study(
        proposal, households=0, leaving=0, lowered=0, entering=0, monthly_change_fen=0, by=by, at=MONDAY
    )
    submit_change(proposal, by=by, at=MONDAY, retroactive=bool(reason), retroactive_reason=reason)
    checks = (Role.SUPERVISOR, COUNTY[:4]) if above else (Role.COUNTY_REVIEWER, COUNTY)
    checker = officer(*checks, username=f"reviewer{User.objects.count()}")
    approve_change(proposal, by=checker, at=MONDAY)
