"""Changes which division and month the pages show."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, signed_in
from doudi.common.addresses import own_address
from doudi.kernel.dates import NotADate, Period
from doudi.regions.models import Division
from doudi.regions.selectors.assistants import in_force

REGION, PERIOD = "region", "period"
_SCREEN = 200


@signed_in(verbs=("POST",))
def change(request: OfficerRequest) -> HttpResponse:
    """Remember the division and month chosen; one outside the scope does not exist."""
    if (region := request.POST.get(REGION)) is not None:
        if not request.access.scope.covers(region) or not _exists(region):
            raise Http404
        request.session[REGION] = region
    if (period := request.POST.get(PERIOD)) is not None:
        request.session[PERIOD] = _month(period)
    return redirect(own_address(request.POST.get("next", "/")))


def _exists(region: str) -> bool:
    return region == "" or Division.objects.filter(code=region).exists()


def _month(text: str) -> str:
    try:
        return str(Period.parse(text))
    except (NotADate, ValueError) as error:
        raise Http404 from error


@signed_in()
def regions(request: OfficerRequest) -> HttpResponse:
    """List the divisions one may go to: those above up to the post's own, and the ones just below."""
    here = request.GET.get("under", request.focus.region)
    if not request.access.scope.covers(here):
        raise Http404
    above = [
        code for code in (here[:length] for length in (0, 2, 4, 6, 9, 12) if length <= len(here))
        if request.access.scope.covers(code)
    ]  # fmt: skip
    context = {
        "path": Division.objects.filter(code__in=above).order_by("code"),
        "everything": "" in above,
        "below": Division.objects.filter(in_force(clock.today()), parent_id=here or None).order_by("code")[
            :_SCREEN
        ],
        "here": request.focus.region,
        "next": request.htmx.current_url_abs_path or "/",
    }
    return render(request, "desk/_regions.html", context)
