"""Shows families' facts: how many are told, taking a filled form in, opening one in the calculator."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.kernel.masking import mask_name
from doudi.policy.book import Book
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.changes import day_field
from doudi.studies.models import FactSheet
from doudi.studies.rules.family_form import family_of, field_of, stated, unknown_facts
from doudi.studies.selectors.studies import heads_of, sheets_within
from doudi.studies.selectors.trying import Answer, Asked, answered, programme_choices, unknown_when_blank
from doudi.studies.services.fact_intake import take_in_workbook
from doudi.studies.services.fact_intake import template as written_template
from doudi.studies.services.facts import NewSheet, record_sheets, wrongs_in
from doudi.studies.states import FactSource
from doudi.studies.views.trying import FIRST_CHOICE, act_on, asked_in, show_trial

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INVALID = 400


class TakeInForm(forms.Form):
    """A filled workbook and the day it tells of."""

    assessed_on = day_field(_("情况截至"), help_text=_("表里的收入、财产等是截至哪一天的。"))
    file = forms.FileField(label=_("填好的表"), widget=forms.FileInput({"accept": ".xlsx,.xls,.et,.ods"}))


@requires("studies.run_study")
def fact_sheets(request: OfficerRequest) -> HttpResponse:
    """Show how many families' facts are known where, and the families themselves."""
    return _page(request, TakeInForm(initial={"assessed_on": clock.today()}))


def _page(request: OfficerRequest, form: TakeInForm, status: int = 200) -> HttpResponse:
    sheets = sheets_within(request.focus.scope)
    page = Paginator(sheets.defer("facts").order_by("division", "id"), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    heads = heads_of([sheet.household_id for sheet in rows])
    sees = request.access.may("registry.view_household")
    names = division_names(
        [code for sheet in rows for code in (sheet.division, sheet.division[:TOWNSHIP_DIGITS])]
    )
    context = {
        "form": form,
        "page": page,
        "lines": [
            {
                "sheet": sheet,
                "head": heads.get(sheet.household_id, "")
                if sees
                else mask_name(heads.get(sheet.household_id, "")),
                "place": " / ".join(
                    dict.fromkeys(
                        names[code]
                        for code in (sheet.division[:TOWNSHIP_DIGITS], sheet.division)
                        if code in names
                    )
                ),
                "members": len(sheet.people),
            }
            for sheet in rows
        ],
        "programmes": programme_choices(book()),
        "sources": sheets.values("source").annotate(count=Count("pk")).order_by("source"),
    }
    return render(request, "studies/fact_sheets.html", context, status=status)


@requires("studies.run_study")
def template(request: OfficerRequest) -> HttpResponse:
    """Hand out the empty form for the programmes chosen."""
    rules = book()
    chosen = [code for code in request.GET.getlist("programme") if code in rules.programmes] or [FIRST_CHOICE]
    content = written_template(request.focus.region[:COUNTY_DIGITS], clock.today(), chosen)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E5%AE%B6%E5%BA%AD%E6%83%85%E5%86%B5%E8%A1%A8.xlsx"
    )
    return answer


@requires("studies.run_study", verbs=("POST",))
def take_in(request: OfficerRequest) -> HttpResponse:
    """Take a filled form in and account for every row."""
    form = TakeInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, INVALID)
    file = form.cleaned_data["file"]
    try:
        account = take_in_workbook(
            file.read(),
            file.name,
            scope=request.access.scope,
            assessed_on=form.cleaned_data["assessed_on"],
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("studies:fact_sheets")
    return render(request, "studies/fact_taken_in.html", {"account": account, "file_name": file.name})


@requires("studies.try_family", verbs=("GET", "POST"), object_kind="fact_sheet", id_parameter="pk")
def try_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Open a family's facts in the calculator, and keep a correction; both are written down."""
    sheet = get_object_or_404(sheets_within(request.access.scope), pk=pk)
    rules = book()
    if request.method == "POST":
        asked = asked_in(request, rules)
        if request.POST.get("act") == "save":
            return _corrected(request, rules, asked, sheet)
        return act_on(request, rules, asked, kept=sheet)
    _seen(request, sheet)
    code = request.GET.get("programme", FIRST_CHOICE)
    facts = json.loads(sheet.facts)
    family = family_of(facts, rules.facts)
    programme = code if code in ("", *rules.programmes) else FIRST_CHOICE
    county, is_whole = sheet.division[:COUNTY_DIGITS], not unknown_facts(facts)
    asked = Asked(family, programme, county, clock.today(), rest_is_none=is_whole)
    return show_trial(request, rules, asked, answered(rules, asked), kept=sheet)


def _corrected(request: OfficerRequest, rules: Book, asked: Asked, sheet: FactSheet) -> HttpResponse:
    """Keep what was typed as the family's new sheet, or show what is wrong with it."""
    unknown = unknown_when_blank(rules, asked)
    if not asked.rest_is_none:
        # what nobody knew stays so where the fields shown, of one programme only, do not say it
        unknown |= unknown_facts(json.loads(sheet.facts))
    read = stated(asked.family, rules.facts, unknown)
    wrongs = {
        field_of(one.place): one.reason for one in wrongs_in(rules, sheet.division, read.household, asked.on)
    }
    wrongs = {**wrongs, **read.wrongs}
    if wrongs:
        more = [reason for name, reason in wrongs.items() if not name]
        return show_trial(request, rules, asked, Answer(wrongs=wrongs, more=more), kept=sheet)
    people = _people_of(sheet, read.household["members"])
    new = NewSheet(sheet.household_id, sheet.division, read.household, people, asked.on)
    record_sheets([new], source=FactSource.TYPED, by=request.access.user, at=clock.now())
    messages.success(request, "已保存为这户的家庭情况表。")
    now = sheets_within(request.access.scope).get(household=sheet.household_id)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("studies:fact_sheet", args=[now.pk])})
    return redirect("studies:fact_sheet", now.pk)


def _people_of(sheet: FactSheet, members: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Return who the members are: those of the sheet whose relation and birthday are still the same."""
    known: dict[tuple[object, object], list[int | None]] = {}
    for said, person in zip(json.loads(sheet.facts)["members"], sheet.people, strict=False):
        known.setdefault((said.get("relation"), said.get("born_on")), []).append(person)
    people: list[int | None] = []
    for said in members:
        same = known.get((said.get("relation"), said.get("born_on")))
        people.append(same.pop(0) if same else None)
    return people


def _seen(request: OfficerRequest, sheet: FactSheet) -> None:
    audit.record(
        "rulebook.facts_seen",
        subject_type="fact_sheet",
        subject_id=str(sheet.pk),
        by=request.access.user,
        at=clock.now(),
        division=sheet.division,
    )
