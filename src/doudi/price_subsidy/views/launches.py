"""Shows a suggestion about the price subsidy with its computation, takes the decision and shows the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.deciding import are_one_person
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.money import yuan_text
from doudi.price_subsidy.models import PriceLaunch, PriceLine
from doudi.price_subsidy.selectors.beneficiaries import lines_of_launch
from doudi.price_subsidy.selectors.indices import launches_within
from doudi.price_subsidy.services.indices import KEEP
from doudi.price_subsidy.services.launches import (
    approve_launch,
    make_list,
    reckon_again,
    reject_launch,
    suggest_make_up,
)
from doudi.price_subsidy.states import LaunchKind, LaunchStatus
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.rises import percent_text
from doudi.rulebook.selectors.authority import APPROVE, VIEW
from doudi.rulebook.selectors.places import region_title

A_PAGE = 50
PEOPLE = "registry.view_person"
AREAS: Mapping[str, str] = {"URBAN": "城市", "RURAL": "农村"}


def _launch(request: OfficerRequest, pk: int) -> PriceLaunch:
    return get_object_or_404(launches_within(request.access.scope), pk=pk)


@requires(VIEW, object_kind="price_launch", id_parameter="pk")
def launch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what the month's indices ask for, how it is worked out and who decides."""
    shown = _launch(request, pk)
    open_now = shown.status == LaunchStatus.SUGGESTED
    own = bool(are_one_person(shown.prepared_by, request.access.user))
    waits_for_list = shown.status == LaunchStatus.APPROVED and shown.listed_at is None
    context = {
        "launch": shown,
        "region_name": region_title(shown.region),
        "rows": [_row(one) for one in shown.table.get("rows", [])],
        "rises": _rises(shown),
        **_figures(shown),
        **_coverage(shown),
        "steps": _steps(shown),
        "may_decide": open_now and request.access.may(APPROVE) and not own,
        "own": open_now and own,
        "may_list": waits_for_list and shown.kind != LaunchKind.STOP and request.access.may(KEEP),
        "may_reckon": request.access.may(KEEP) and (open_now or waits_for_list),
        "may_make_up": shown.listed_at is not None
        and shown.kind != LaunchKind.MAKE_UP
        and request.access.may(KEEP),
        "is_make_up": shown.kind == LaunchKind.MAKE_UP,
        "may_see_people": shown.listed_at is not None and request.access.may(PEOPLE),
    }
    return render(request, "price_subsidy/launch.html", context)


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    labels = book().enumerations["PriceCategory"].members
    lines = [_line_of(line) for line in row["sheet"].get("lines", []) if _says_something(line)]
    return {
        **row,
        "who": " + ".join(labels.get(one, one) for one in row["categories"]),
        "area": AREAS.get(row["area_kind"], ""),
        "overlap": len(row["categories"]) > 1,
        "lines": lines,
        "due_fen": row["amount_fen"] + row.get("paid_fen", 0),
        "unverified": len(row["sheet"].get("unverified", [])),
    }


def _says_something(line: Mapping[str, Any]) -> bool:
    """Tell whether a line is worth reading: a standing the group does not hold is not."""
    return not (line["step"].startswith("counts_") and line["result"] == "否")


def _line_of(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line of the sheet; a sum or choice over all ten standings says nothing beside its result."""
    wordy = line["step"] in ("identities", "uses_urban_base", "holds_first", "holds_second")
    return {**line, "numbers": ""} if wordy else line


def _coverage(shown: PriceLaunch) -> Mapping[str, Any]:
    """Say whether everybody in scope on the rosters is due something here or listed by another county."""
    roster, elsewhere = shown.table.get("roster", 0), shown.table.get("elsewhere", 0)
    text = f"名册在范围内 {roster} 人，应发 {shown.people} 人"
    text += f"，别的县已列 {elsewhere} 人" if elsewhere else ""
    return {"covered_text": text if roster else "", "is_covered": roster == shown.people + elsewhere}


def _figures(shown: PriceLaunch) -> Mapping[str, str]:
    table = shown.table
    shares = ""
    if table.get("city_fen") is not None:
        shares = f"市级 {yuan_text(table['city_fen'])}，县级 {yuan_text(table['county_fen'])}"
    return {
        "total_text": yuan_text(shown.total_fen),
        "shares_text": shares,
        "due_text": shown.due_on.isoformat() if shown.due_on else "没有登记时限",
    }


def _rises(shown: PriceLaunch) -> list[tuple[str, str, bool]]:
    index, table = shown.index, shown.table
    return [
        ("居民消费价格同比", percent_text(index.cpi_points), bool(table.get("cpi_met"))),
        ("食品价格同比", percent_text(index.food_points), bool(table.get("food_met"))),
        ("低收入居民价格同比", percent_text(index.scpi_points), False),
    ]


def _steps(shown: PriceLaunch) -> list[Mapping[str, str]]:
    """Return the stages of a suggestion with those behind it marked."""
    here = 3 if shown.listed_at else 2 if shown.status == LaunchStatus.APPROVED else 1
    labels = ("指数录入", "测算与审批", "生成名单", "交付发放")
    return [
        {"label": label, "state": "is-done" if place < here else "is-here" if place == here else ""}
        for place, label in enumerate(labels)
    ]


def _act(request: OfficerRequest, pk: int, act: Callable[[PriceLaunch], object], done: str) -> HttpResponse:
    shown = _launch(request, pk)
    try:
        made = act(shown)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("price_subsidy:launch", pk=pk)
    messages.success(request, done)
    return redirect("price_subsidy:launch", pk=made.pk if isinstance(made, PriceLaunch) else pk)


@requires(APPROVE, verbs=("POST",), object_kind="price_launch", id_parameter="pk")
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Approve a suggestion somebody else prepared."""
    reason, by, at = request.POST.get("reason", ""), request.access.user, clock.now()
    return _act(request, pk, lambda one: approve_launch(one, reason=reason, by=by, at=at), "已批准。")


@requires(APPROVE, verbs=("POST",), object_kind="price_launch", id_parameter="pk")
def reject(request: OfficerRequest, pk: int) -> HttpResponse:
    """Refuse a suggestion with the reason."""
    reason, by, at = request.POST.get("reason", ""), request.access.user, clock.now()
    return _act(request, pk, lambda one: reject_launch(one, reason=reason, by=by, at=at), "已退回，不启动。")


@requires(KEEP, verbs=("POST",), object_kind="price_launch", id_parameter="pk")
def again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Work it out anew with today's registry and values."""
    by, at = request.access.user, clock.now()
    return _act(request, pk, lambda one: reckon_again(one, by=by, at=at), "已按今天的名册和标准重新测算。")


@requires(KEEP, verbs=("POST",), object_kind="price_launch", id_parameter="pk")
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make the list of an approved month."""
    by, at = request.access.user, clock.now()
    return _act(request, pk, lambda one: make_list(one, by=by, at=at), "发放名单已生成。")


@requires(KEEP, verbs=("POST",), object_kind="price_launch", id_parameter="pk")
def make_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Work out what a listed month gave too little, and suggest to make it up."""
    by, at = request.access.user, clock.now()
    return _act(request, pk, lambda one: suggest_make_up(one, by=by, at=at), "已测算补发，等另一人审批。")


@requires(PEOPLE, object_kind="price_launch", id_parameter="pk")
def people(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who is due what; looking at it is on record."""
    shown = _launch(request, pk)
    found = lines_of_launch(shown.pk).filter(request.access.scope.q("division"))
    overlapping = request.GET.get("show") == "overlap"
    page = Paginator(found.exclude(note="") if overlapping else found, A_PAGE).get_page(
        request.GET.get("page")
    )
    audit.record(
        "rulebook.price_list_seen",
        subject_type="price_launch",
        subject_id=str(shown.pk),
        by=request.access.user,
        at=clock.now(),
        division=shown.region,
        details={"page": page.number},
    )
    places = division_names(line.division for line in page)
    labels = book().enumerations["PriceCategory"].members
    context = {
        "launch": shown,
        "region_name": region_title(shown.region),
        "page": page,
        "overlapping": overlapping,
        "lines": [_line(line, places, labels) for line in page],
    }
    return render(request, "price_subsidy/price_list.html", context)


def _line(line: PriceLine, places: Mapping[str, str], labels: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "line": line,
        "place": places.get(line.division, ""),
        "who": "、".join(labels.get(one, one) for one in line.categories),
    }
