"""Shows the division tree and a province's totals by reporting unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.kernel.divisions import parent_code
from doudi.regions.forms import MemberForm
from doudi.regions.models import Division, ReportingMember, ReportingUnit
from doudi.regions.selectors.assistants import in_force
from doudi.regions.selectors.changes import changes_of_division
from doudi.regions.selectors.reporting import province_report, reporting_unit_of
from doudi.regions.services.reporting import add_member, end_member, open_reporting_units
from doudi.regions.states import FigureKind, Level
from doudi.regions.views.acts import MANAGE, VIEW, place_or_404

PAGE = 100
PROVINCE_DIGITS = 2


@requires(VIEW)
def divisions(request: OfficerRequest) -> HttpResponse:
    """Show the top of the tree one may see."""
    return (
        redirect("regions:division", code=request.focus.region) if request.focus.region else _country(request)
    )


def _country(request: OfficerRequest) -> HttpResponse:
    rows = Division.objects.filter(request.access.scope.q("code"), level=Level.PROVINCE).order_by("code")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "regions/division.html", {"page": page, "path": []})


@requires(VIEW, object_kind="division", id_parameter="code")
def division(request: OfficerRequest, code: str) -> HttpResponse:
    """Show one division with those directly below it, and for a county the unit it reports through."""
    place = place_or_404(request, code)
    rows = Division.objects.filter(in_force(clock.today()), parent=place).order_by("code")
    codes = [code]
    while (above := parent_code(codes[-1])) and request.access.scope.covers(above):
        codes.append(above)
    context: dict[str, Any] = {
        "place": place,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "path": Division.objects.filter(code__in=codes[1:]).order_by("code"),
        "unit": reporting_unit_of(code[:6], on=clock.today()) if len(code) >= 6 else None,
        "history": changes_of_division(code),
        "sees_province": request.access.scope.covers(code[:PROVINCE_DIGITS]),
    }
    return render(request, "regions/division.html", context)


@requires(VIEW)
def report(request: OfficerRequest) -> HttpResponse:
    """Show a province's totals by reporting unit, with the proof that they add up."""
    if not _province_code(request):
        return render(request, "regions/reporting_closed.html")
    return _report(request, _province(request))


def _report(
    request: OfficerRequest, province: Division, *, form: MemberForm | None = None, status: int = 200
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in FigureKind else FigureKind.NEEDY
    units = ReportingUnit.objects.filter(province=province)
    on = clock.today()
    context = {
        "province": province,
        "kinds": FigureKind.choices,
        "kind": kind,
        "report": province_report(province.code, FigureKind(kind), request.focus.period, on=on),
        "members": ReportingMember.objects.filter(in_force(on), unit__province=province).select_related(
            "unit", "county"
        ),
        "form": form or MemberForm(units=_choices(units), initial={"on": on}),
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/reporting.html", context, status=status)


@requires(MANAGE, verbs=("POST",))
def set_up(request: OfficerRequest) -> HttpResponse:
    """Set up the province's reporting units from the policy file."""
    open_reporting_units(_province(request), on=clock.today(), by=request.access.user, at=clock.now())
    messages.success(request, "报送单位已建立，请核对各县归属。")
    return redirect("regions:reporting")


@requires(MANAGE, verbs=("POST",))
def join(request: OfficerRequest) -> HttpResponse:
    """Let a county report through a unit; refused while it reports through another."""
    province = _province(request)
    units = ReportingUnit.objects.filter(province=province)
    form = MemberForm(request.POST, units=_choices(units))
    if not form.is_valid() or not attempt(form, lambda: _join(request, form)) or form.errors:
        return _report(request, province, form=form, status=400)
    messages.success(request, "归属已登记。")
    return redirect("regions:reporting")


def _join(request: OfficerRequest, form: MemberForm) -> object:
    typed = form.cleaned_data
    unit = ReportingUnit.objects.get(pk=typed["unit"])
    county = Division.objects.filter(request.access.scope.q("code"), pk=typed["county"]).first()
    if county is None:
        form.add_error("county", "没有这个县，或不在您的管辖范围内。")
        return None
    return add_member(unit, county, on=typed["on"], by=request.access.user, at=clock.now())


@requires(MANAGE, verbs=("POST",), object_kind="member", id_parameter="pk")
def part(request: OfficerRequest, pk: int) -> HttpResponse:
    """End that a county reports through a unit, from today."""
    rows = ReportingMember.objects.filter(request.access.scope.q("unit__province_id"), valid_to__isnull=True)
    reason = request.POST.get("reason", "")[:500]
    end_member(
        get_object_or_404(rows, pk=pk),
        on=clock.today(),
        reason=reason,
        by=request.access.user,
        at=clock.now(),
    )
    messages.success(request, "归属已终止，请尽快登记新的归属，不然它不在任何一行里。")
    return redirect("regions:reporting")


def _choices(units: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a queryset
    return [(str(unit.pk), unit.name) for unit in units]


def _province_code(request: OfficerRequest) -> str:
    code = request.focus.region[:PROVINCE_DIGITS]
    return code if code and request.access.scope.covers(code) else ""


def _province(request: OfficerRequest) -> Division:
    code = _province_code(request)
    if not code:
        raise Http404
    return get_object_or_404(Division, pk=code, level=Level.PROVINCE)
