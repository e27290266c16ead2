"""Shows the veterans of the revolution with what each has received and what was missed, and takes entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit.handing import hand_out
from doudi.circumstances.forms.elders import DeathForm, ElderForm, ReceiptForm
from doudi.circumstances.models import Elder
from doudi.circumstances.selectors.elders import elders_within
from doudi.circumstances.services.elders import recognise_elder, record_elders_death, record_receipt
from doudi.circumstances.states import ElderBenefit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.desk.views.cards import record_look
from doudi.kernel.money import fen_of, yuan_text
from doudi.price_subsidy.models import PriceLine
from doudi.regions.selectors import division_names, name_path
from doudi.registry.selectors import people_within, records_of, who_stands_for

KEEP = "circumstances.keep_elders"
HEADINGS = ("姓名", "村居", "类别", "证件或认定文号", "认定日", "去世日")
Receipt = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class ElderLine:
    """A veteran as one line: what was received in the year, what was not."""

    elder: Elder
    place: str
    received: tuple[Receipt, ...]
    missed: tuple[ElderBenefit, ...]


@requires("registry.view_person")
def elders(request: OfficerRequest) -> HttpResponse:
    """List the veterans of the division in focus; `?missed=1` only the living who missed a benefit."""
    year = str(request.focus.period)[:4]
    lines = _lines(elders_within(request.focus.scope), year)
    missed = [line for line in lines if line.missed]
    only_missed = request.GET.get("missed") == "1"
    if request.GET.get("sheet") == "1":
        shown, title = (missed, "五老漏享待遇") if only_missed else (lines, "五老名册")
        return _sheet(request, shown, year, title)
    context = {
        "lines": missed if only_missed else lines,
        "missed_count": len(missed),
        "by_benefit": [
            (benefit.label, sum(benefit in line.missed for line in missed)) for benefit in ElderBenefit
        ],
        "living": sum(line.elder.died_on is None for line in lines),
        "only_missed": only_missed,
        "year": year,
    }
    return render(request, "desk/elders.html", context)


def _sheet(request: OfficerRequest, lines: Iterable[ElderLine], year: str, title: str) -> HttpResponse:
    rows = [
        (
            line.elder.person.name,
            line.place,
            line.elder.get_kind_display(),
            line.elder.certificate,
            line.elder.recognised_on.isoformat(),
            line.elder.died_on.isoformat() if line.elder.died_on else "",
            "、".join(f"{label} {period} {yuan_text(fen)}元" for label, period, fen in line.received),
            "、".join(str(benefit.label) for benefit in line.missed),
        )
        for line in lines
    ]
    headings = (*HEADINGS, f"{year}年领取", f"{year}年漏享")
    return hand_out(request, title, headings, rows, action="desk.table_exported")


def _lines(found: Iterable[Elder], year: str) -> list[ElderLine]:
    every = list(found)
    places = division_names(each.person.division for each in every)
    listed = _price_lines(every, year)
    return [_line(each, places.get(each.person.division, ""), listed, year) for each in every]


def _price_lines(every: list[Elder], year: str) -> dict[int, list[Receipt]]:
    """Return what the price subsidy's own lists name veterans for in a year."""
    found: dict[int, list[Receipt]] = {}
    rows = PriceLine.objects.filter(
        person__in=[each.person_id for each in every], period__startswith=f"{year}-"
    )
    for person, period, amount in rows.values_list("person_id", "period", "amount_fen"):
        found.setdefault(person, []).append((str(ElderBenefit.PRICE.label), period, amount))
    return found


def _line(elder: Elder, place: str, listed: dict[int, list[Receipt]], year: str) -> ElderLine:
    own = [
        (str(each.get_benefit_display()), each.period, each.amount_fen)
        for each in elder.receipts.all()
        if each.period.startswith(f"{year}-")
    ]
    received = [*own, *listed.get(elder.person_id, [])]
    had = {benefit for benefit, _, _ in received}
    missed = [benefit for benefit in ElderBenefit if str(benefit.label) not in had]
    return ElderLine(elder, place, tuple(received), () if elder.died_on else tuple(missed))


@requires(
    "registry.view_person", verbs=("GET", "POST"), posting=KEEP, object_kind="person", id_parameter="pk"
)
def elder(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what one veteran received, or take a person onto the register; the look is in the trail."""
    person = get_object_or_404(people_within(request.access.scope), pk=who_stands_for().get(pk, pk))
    found = Elder.objects.filter(person__in=records_of(person)).first()
    may_keep = request.access.may(KEEP)
    form = ElderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recognise_elder(person, by=request.access.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, "已列入五老名册，并自动列为价格补贴对象。")
            return redirect("desk:elder", pk=person.pk)
    record_look(request, "person", person.pk, person.division)
    context = {
        "person": person,
        "place": name_path(person.division),
        "elder": found,
        "receipts": found.receipts.select_related("recorded_by") if found else [],
        "listed": PriceLine.objects.filter(person__in=records_of(person)).order_by("-period"),
        "form": form,
        "receipt_form": ReceiptForm(auto_id=False),
        "death_form": DeathForm(auto_id=False),
        "may_keep": may_keep,
    }
    return render(request, "desk/elder.html", context, status=422 if form.errors else 200)


@requires(KEEP, verbs=("POST",), object_kind="elder", id_parameter="pk")
def receive(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that a veteran received a benefit."""
    found, form = _elder(request, pk), ReceiptForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选待遇，填所属月份和金额（0.01 到 100000 元）。")
        return redirect("desk:elder", pk=found.person_id)
    said = form.cleaned_data
    try:
        record_receipt(
            found,
            benefit=said["benefit"],
            period=said["period"],
            amount_fen=fen_of(said["amount"]),
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "领取已登记。")
    return redirect("desk:elder", pk=found.person_id)


@requires(KEEP, verbs=("POST",), object_kind="elder", id_parameter="pk")
def died(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that a veteran died."""
    found, form = _elder(request, pk), DeathForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写去世日。")
        return redirect("desk:elder", pk=found.person_id)
    try:
        record_elders_death(
            found, died_on=form.cleaned_data["died_on"], by=request.access.user, at=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已登记去世；价格补贴对象从次月起终止。")
    return redirect("desk:elder", pk=found.person_id)


def _elder(request: OfficerRequest, pk: int) -> Elder:
    return get_object_or_404(elders_within(request.access.scope), pk=pk)
