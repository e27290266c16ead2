"""Shows and takes what a person is held to be: layer, poverty class, signs of risk, departments' records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.selectors import records_of_person
from doudi.kernel.tokens import Token
from doudi.monitoring.forms import LabelForm
from doudi.monitoring.models import RiskLabel
from doudi.monitoring.services.labels import pin_label
from doudi.monitoring.states import RiskTag
from doudi.regions.selectors import division_names
from doudi.registry.forms import PovertyForm, RecognitionForm
from doudi.registry.models import Person
from doudi.registry.rules.layers import exclusive, history, layer_on, statement_on
from doudi.registry.selectors import people_within
from doudi.registry.selectors.layers import grounds_of, key_people, layer_counts, statements_of
from doudi.registry.services.standing import recognise, set_poverty_status
from doudi.registry.states import KEY_CLASSES, Category, PovertyClass, PovertyRisk
from doudi.rulebook.selectors.packages import package_changes, packages_at

COUNTY_DIGITS = 6
Row = tuple[str, ...]


def standing_of(request: OfficerRequest, shown: Person) -> dict[str, Any]:
    """Return what a person's card says of their standing; `?on=` asks for another day."""
    grounds = grounds_of([shown.pk])[shown.pk]
    statements = statements_of([shown.pk])[shown.pk]
    asked = _day(request.GET.get("on", ""))
    then = statement_on(statements, asked) if asked else None
    layer = layer_on(grounds, clock.today())
    return {
        "layer": Category(layer).label if layer else "",
        "entitled": open_to(layer, shown.division),
        "layer_changes": package_changes(history(grounds), shown.division),
        "poverty": [(_class(said.poverty_class), _risks(said.risks), said) for said in exclusive(statements)],
        "asked": asked,
        "asked_answer": f"{asked} 当天的身份：{_class(then.poverty_class) if then else '未认定'}",
        "labels": shown.risk_labels.filter(removed_at__isnull=True).select_related("added_by"),
        "records": _records(shown),
        "poverty_form": PovertyForm(initial={"valid_from": clock.today()}),
        "recognition_form": RecognitionForm(initial={"valid_from": clock.today()}),
        "label_form": LabelForm(),
        "may_keep": request.access.may("registry.keep_standing"),
    }


def open_to(layer: str, division: str) -> dict[str, Any]:
    """Return what is open to a layer at a place today, and the document that says so."""
    packages = packages_at(division, clock.today())
    return {"programmes": packages.of(layer), "citation": packages.citation, "verified": packages.verified}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _class(code: str) -> str:
    return str(PovertyClass(code).label) if code in PovertyClass else code


def _risks(codes: tuple[str, ...]) -> str:
    return "、".join(str(PovertyRisk(code).label) for code in codes)


def _records(shown: Person) -> list[dict[str, Any]]:
    pairs = shown.identities.values_list("token_high", "token_low")
    found = records_of_person([Token(*pair) for pair in pairs], shown.division[:COUNTY_DIGITS])
    hidden = {"name", "id_number"}
    return [
        one.shown([column.name for column in one.source.columns if column.name not in hidden])
        for one in found
    ]


def _act(
    request: OfficerRequest, pk: int, form: forms.Form, act: Callable[[Person], object], done: str
) -> HttpResponse:
    shown = get_object_or_404(people_within(request.access.scope), pk=pk)
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        return redirect("desk:person", pk=pk)
    try:
        act(shown)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("desk:person", pk=pk)


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def poverty(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a poverty class."""
    form = PovertyForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda shown: set_poverty_status(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "扶贫身份已登记，以前的保留备查。",
    )


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def recognition(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a low-income recognition."""
    form = RecognitionForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda shown: recognise(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "认定已登记，分层自动更新。",
    )


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="person", id_parameter="pk")
def label(request: OfficerRequest, pk: int) -> HttpResponse:
    """Pin a sign of risk."""
    form = LabelForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda shown: [
            pin_label(
                shown, tag=tag, source=form.cleaned_data["source"], by=request.access.user, at=clock.now()
            )
            for tag in form.cleaned_data["tags"]
        ],
        "风险标签已加。",
    )


@requires("monitoring.view_ledger")
def labels(request: OfficerRequest) -> HttpResponse:
    """List the monitored people with a sign of risk, with who pinned it when and from what source."""
    tag = request.GET.get("tag", "")
    pinned = RiskLabel.objects.filter(request.focus.scope.q("division"), removed_at__isnull=True)
    if tag in RiskTag:
        pinned = pinned.filter(tag=tag)
    rows = pinned.select_related("person", "added_by").order_by("-added_at", "-id")
    names = division_names(row.division for row in rows)
    context = {
        "rows": [(row, names.get(row.division, "")) for row in rows],
        "tags": RiskTag.choices,
        "tag": tag,
    }
    return render(request, "desk/labels.html", context)


@requires("registry.view_person")
def layers(request: OfficerRequest) -> HttpResponse:
    """Show how many people belong to each layer, everyone once; the sum is the whole."""
    counts = layer_counts(request.focus.scope, on=clock.today())
    packages = packages_at(request.focus.region, clock.today())
    rows = [(Category(layer).label, count, "、".join(packages.of(layer))) for layer, count in counts.items()]
    context = {"rows": rows, "total": sum(counts.values()), "packages": packages}
    return render(request, "desk/layers.html", context)


@requires("registry.view_person")
def key_classes(request: OfficerRequest) -> HttpResponse:
    """Show the three key classes by division, down to the people and their households."""
    code = request.GET.get("division", "") or request.focus.region
    scope = request.access.scope.within(code)
    everyone = key_people(scope, on=clock.today())
    people = Person.objects.in_bulk(list(everyone))
    deeper = {6: 9, 9: 12}.get(len(code), 12)
    rows: dict[str, dict[str, int]] = {}
    for pk, kind in everyone.items():
        row = rows.setdefault(people[pk].division[:deeper], dict.fromkeys(KEY_CLASSES, 0))
        row[PovertyClass(kind)] += 1
    names = division_names(rows)
    context = {
        "classes": [kind.label for kind in KEY_CLASSES],
        "rows": [
            (below, names.get(below, "区划未确定"), list(rows[below].values())) for below in sorted(rows)
        ],
        "people": [(people[pk], _class(kind), _home(people[pk])) for pk, kind in everyone.items()]
        if len(code) >= COUNTY_DIGITS + 3
        else [],
        "total": len(everyone),
    }
    return render(request, "desk/key_classes.html", context)


def _home(person: Person) -> int | None:
    home = person.memberships.filter(valid_to__isnull=True).first()
    return home.household_id if home else None
