"""Shows who belongs to which layer and key class, who has a sign of risk; takes one for a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import told
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.forms import LabelForm
from doudi.monitoring.models import RiskLabel
from doudi.monitoring.services.labels import pin_label
from doudi.monitoring.states import RiskTag
from doudi.regions.selectors import division_names
from doudi.registry.models import Person
from doudi.registry.selectors import people_within
from doudi.registry.selectors.layers import key_people, layer_counts
from doudi.registry.states import KEY_CLASSES, Category, PovertyClass, class_words
from doudi.rulebook.selectors.packages import packages_at

Row = tuple[str, ...]


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="person", id_parameter="pk")
def label(request: OfficerRequest, pk: int) -> HttpResponse:
    """Pin signs of risk to a person."""
    shown, form = get_object_or_404(people_within(request.access.scope), pk=pk), LabelForm(request.POST)
    by, at = request.access.user, clock.now()

    def pin() -> None:
        for tag in form.cleaned_data["tags"]:
            pin_label(shown, tag=tag, source=form.cleaned_data["source"], by=by, at=at)

    told(request, pin, "风险标签已加。", form=form)
    return redirect("desk:person", pk=pk)


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
        "people": [(people[pk], class_words(kind), _home(people[pk])) for pk, kind in everyone.items()]
        if len(code) >= COUNTY_DIGITS + 3
        else [],
        "total": len(everyone),
    }
    return render(request, "desk/key_classes.html", context)


def _home(person: Person) -> int | None:
    home = person.memberships.filter(valid_to__isnull=True).first()
    return home.household_id if home else None
