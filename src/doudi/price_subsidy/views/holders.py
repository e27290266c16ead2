"""Lists and takes standings for the price subsidy that other offices' lists carry."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.price_subsidy.forms.indices import HolderForm
from doudi.price_subsidy.selectors.beneficiaries import holders_within
from doudi.price_subsidy.services.holders import hold, release
from doudi.price_subsidy.services.indices import KEEP
from doudi.registry.selectors.finding import find_people

A_PAGE = 50


@requires(KEEP, verbs=("GET", "POST"))
def holders(request: OfficerRequest) -> HttpResponse:
    """List the standings in force and take another; the number travels in the form, never in an address."""
    form = HolderForm(request.POST or None, initial={"valid_from": clock.today().replace(day=1)})
    if form.is_valid() and (done := _hold(request, form)):
        messages.success(request, done)
        return redirect("price_subsidy:holders")
    standing = holders_within(request.focus.scope).filter(valid_to__isnull=True)
    page = Paginator(standing, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "counts": _counts(request)}
    return render(request, "price_subsidy/holders.html", context, status=400 if form.errors else 200)


def _counts(request: OfficerRequest) -> list[tuple[str, int]]:
    standing = holders_within(request.focus.scope).filter(valid_to__isnull=True).order_by()
    found: dict[str, int] = {}
    for holder in standing:
        label = str(holder.get_category_display())
        found[label] = found.get(label, 0) + 1
    return sorted(found.items())


def _hold(request: OfficerRequest, form: HolderForm) -> str:
    """Record the standing, or put on the form what stands in the way."""
    said: Mapping[str, str] = form.cleaned_data
    people = list(find_people(said["number"], scope=request.access.scope)[:2])
    if len(people) != 1:
        form.add_error("number", "本地档案里没有这个身份证号。请核对号码，或先在“人员”里建档。")
        return ""
    try:
        made = hold(
            people[0],
            category=said["category"],
            valid_from=form.cleaned_data["valid_from"],
            document=said["document"],
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return ""
    return f"已登记为{made.get_category_display()}。"


@requires(KEEP, verbs=("POST",), object_kind="price_holder", id_parameter="pk")
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a standing today."""
    holder = get_object_or_404(holders_within(request.access.scope), pk=pk, valid_to__isnull=True)
    try:
        release(holder, valid_to=clock.today(), by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已终止，今天起不再计入。")
    return redirect("price_subsidy:holders")
