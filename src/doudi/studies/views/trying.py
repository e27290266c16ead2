"""Shows the page on which a clerk tries a family; nothing is stored and no name is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.book import Book
from doudi.policy.sheet import Sheet
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import book
from doudi.studies.models import FactSheet
from doudi.studies.rules.family_form import blank_family, change_rows, rows_of, typed_family
from doudi.studies.rules.sheets import merged_lines, refusals, resident_lines
from doudi.studies.selectors.trying import (
    Answer,
    Asked,
    answered,
    form_blocks,
    programme_choices,
    region_choices,
)
from doudi.studies.services.printing import clerk_paper, resident_paper

FIRST_CHOICE = "DIBAO"
UNPROCESSABLE = 422
REST_IS_NONE = "rest-is-none"


@requires("studies.try_family", verbs=("GET", "POST"))
def try_family(request: OfficerRequest) -> HttpResponse:
    """Show the form, take rows in and out, and answer what the rules say of the family."""
    rules = book()
    return act_on(request, rules, asked_in(request, rules))


def act_on(
    request: OfficerRequest, rules: Book, asked: Asked, *, kept: FactSheet | None = None
) -> HttpResponse:
    """Do what the pressed button says: take a row in or out, show other fields, or answer."""
    act = request.POST.get("act", "")
    if change_rows(asked.family, act) or act in ("", "refresh"):
        return show_trial(request, rules, asked, None, kept=kept)
    return show_trial(request, rules, asked, answered(rules, asked), kept=kept)


@requires("studies.try_family", verbs=("POST",))
def resident(request: OfficerRequest) -> HttpResponse:
    """Print the explanation for the family."""
    return _printed(request, resident_paper, "resident")


@requires("studies.try_family", verbs=("POST",))
def clerk(request: OfficerRequest) -> HttpResponse:
    """Print the computation sheet for the file."""
    return _printed(request, clerk_paper, "clerk")


def _printed(request: OfficerRequest, printed: Callable[..., bytes], name: str) -> HttpResponse:
    rules = book()
    asked = asked_in(request, rules)
    answer = answered(rules, asked) if asked.programme else Answer()
    if answer.sheet is None:
        return show_trial(request, rules, asked, answer)
    return as_pdf(
        printed(
            answer.sheet,
            place=_place(rules, asked.region),
            at=clock.now(),
        ),
        name,
    )


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a paper that the browser shows and does not keep."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def asked_in(request: HttpRequest, rules: Book) -> Asked:
    """Return what was asked; an unknown programme, region or day falls back to the usual one."""
    said: Mapping[str, Any] = request.POST if request.method == "POST" else request.GET
    own = request.focus.region[:COUNTY_DIGITS]  # type: ignore[attr-defined]
    act = str(said.get("act", ""))
    programme = act.removeprefix("open:") if act.startswith("open:") else str(said.get("programme", "?"))
    if programme not in ("", *rules.programmes):
        programme = FIRST_CHOICE if FIRST_CHOICE in rules.programmes else next(iter(rules.programmes))
    region = str(said.get("region", own))
    family = typed_family({name: request.POST.getlist(name)[-1] for name in request.POST})
    return Asked(
        family=family if family.members or request.method == "POST" else blank_family(),
        programme=programme,
        region=region if region in {own, *rules.regions()} else own,
        on=_day(str(said.get("on", ""))),
        rest_is_none=act == REST_IS_NONE or said.get("rest") == "none",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _place(rules: Book, region: str) -> str:
    return division_names([region]).get(region) or rules.name_of(region)


def sheet_parts(sheet: Sheet | None) -> Mapping[str, Any]:
    """Return a sheet's steps as the page shows them: the family's sums first, the rest folded away."""
    steps = merged_lines(sheet) if sheet else ()
    return {
        "main_steps": [step for step in steps if step.is_main],
        "other_steps": [step for step in steps if not step.is_main],
    }


def show_trial(
    request: OfficerRequest,
    rules: Book,
    asked: Asked,
    answer: Answer | None,
    *,
    kept: FactSheet | None = None,
) -> HttpResponse:
    """Show the form as filled in, and what came of it; `kept` is the family's sheet it was opened from."""
    wrongs = (answer.wrongs if answer else None) or {}
    above, members = form_blocks(rules, asked, wrongs)
    sheet = answer.sheet if answer else None
    context = {
        "asked": asked,
        "answer": answer,
        "kept": kept,
        "address": reverse("studies:fact_sheet", args=[kept.pk]) if kept else reverse("studies:try_family"),
        "trial": answer.trial if answer and asked.programme and answer.trials else None,
        "above": above,
        "members": members,
        "wrong_count": len(wrongs) + (len(answer.more) if answer else 0),
        "programmes": programme_choices(rules),
        "regions": region_choices(rules, request.focus.region[:COUNTY_DIGITS]),
        "place": _place(rules, asked.region),
        "may_view_rules": request.access.may("rulebook.view_rules"),
        "lines": resident_lines(sheet) if sheet else (),
        "reasons": refusals(sheet) if sheet else (),
        "groundless": sheet.groundless if sheet else (),
        "unverified": [one for one in sheet.unverified if one.document] if sheet else (),
        **sheet_parts(sheet),
        "hidden": [
            (f"{place}.{name}", text)
            for _, place, said in rows_of(asked.family)
            for name, text in said.items()
        ]
        + ([("rest", "none")] if asked.rest_is_none else []),
    }
    wrong = bool(answer and (answer.wrongs or answer.more))
    return render(request, "studies/try_family.html", context, status=UNPROCESSABLE if wrong else 200)
