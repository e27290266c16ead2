"""Shows the sections of bureaus with who works there, enters sections, and puts posts into them."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts import selectors, services
from doudi.accounts.forms import SectionForm
from doudi.accounts.models import Post
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.regions.models import Division, Organisation
from doudi.regions.selectors.duties import sections_within
from doudi.regions.services.duties import enter_unit
from doudi.regions.states import OrganisationKind

VIEW, GRANT = "accounts.manage_users", "accounts.grant_posts"


@requires(VIEW, verbs=("GET", "POST"), posting=GRANT)
def sections(request: OfficerRequest) -> HttpResponse:
    """List the sections of the scope with the posts in each; take another section."""
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _entered(request, form):
        messages.success(request, "科室已登记，请到用户页给岗位选定科室。")
        return redirect("accounts:sections")
    found = list(sections_within(request.access.scope))
    context = {
        "lines": _with_posts(found),
        "form": form,
        "may_grant": request.access.may(GRANT),
    }
    return render(request, "accounts/sections.html", context, status=400 if form.errors else 200)


def _with_posts(found: Collection[Organisation]) -> list[tuple[Organisation, list[tuple[int, str]]]]:
    """Return each section with the posts in it today: whose user page, and what to call the post."""
    there: dict[int | None, list[tuple[int, str]]] = {}
    for post in selectors.posts_on(clock.today()).filter(organisation__in=[each.pk for each in found]):
        there.setdefault(post.organisation_id, []).append((post.user_id, selectors.named_post(post)))
    return [(each, there.get(each.pk, [])) for each in found]


def _entered(request: OfficerRequest, form: SectionForm) -> bool:
    typed = form.cleaned_data
    place = Division.objects.filter(request.access.scope.q("code"), code=typed["division"]).first()
    if place is None or len(place.code) > 6:
        form.add_error("division", "没有这个省、市、县，或不在您的管辖范围内。")
        return False
    try:
        enter_unit(
            place,
            name=typed["name"].strip(),
            kind=OrganisationKind.SECTION,
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


@requires(GRANT, verbs=("POST",), object_kind="post", id_parameter="post")
def place(request: OfficerRequest, pk: int, post: int) -> HttpResponse:
    """Put a post into a section of its bureau, or into none."""
    user = get_object_or_404(selectors.users_within(request.access.scope), pk=pk)
    found = get_object_or_404(Post, request.access.scope.q("division_id"), pk=post, user=user)
    chosen = request.POST.get("section", "")
    section = get_object_or_404(sections_within(request.access.scope), pk=chosen) if chosen else None
    try:
        services.place_post(found, section, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "责任科室已定，科室的待办从现在起这个岗位也能办。")
    return redirect("accounts:user", pk=pk)
