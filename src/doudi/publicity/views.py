"""Lists what is posted, posts a notice, prints its poster while it hangs, takes what is said against it."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import posted
from doudi.common.papers import paper
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.publicity.forms import ObjectForm, PostForm
from doudi.publicity.models import PublicNotice
from doudi.publicity.selectors.notices import is_posted, notices_within, programmes_posted
from doudi.publicity.services import posting
from doudi.publicity.services.posting import ToPost, post_notice, record
from doudi.regions.selectors import division_names, divisions_within
from doudi.regions.states import Level
from doudi.rulebook.catalogue import procedures
from doudi.work.services.moves import Act

PAGE = 50
VIEW, POST = "publicity.view", "publicity.post"
POSTER = "publicity/papers/poster.typ"


@requires(VIEW)
def notices(request: OfficerRequest) -> HttpResponse:
    """List the public notices of the division in focus; of those over nobody's name is shown."""
    page = Paginator(notices_within(request.focus.scope), PAGE).get_page(request.GET.get("page"))
    today, names = clock.today(), division_names(each.division for each in page.object_list)
    lines = [
        (each, is_posted(each, on=today), names.get(each.division, ""), title_of(each.programme))
        for each in page.object_list
    ]
    context = {"page": page, "lines": lines, "may_post": request.access.may(POST)}
    return render(request, "publicity/notices.html", context)


def title_of(programme: str) -> str:
    """Return what a programme's procedure is called."""
    known = procedures().programmes
    return known[programme].title if programme in known else programme


@requires(POST, verbs=("GET", "POST"))
def post(request: OfficerRequest) -> HttpResponse:
    """Post a notice; the page sent twice posts one."""
    county, today = str(request.access.post.division_id or "")[:COUNTY_DIGITS], clock.today()
    programmes = programmes_posted(county, on=today) if len(county) == COUNTY_DIGITS else {}
    form = PostForm(programmes, _villages(request), posted(request) or None, initial={"begins_on": today})
    made: list[PublicNotice] = []
    if form.is_valid() and attempt(form, lambda: made.append(_post(request, form))):
        messages.success(request, f"已登记公示，{made[0].ends_on} 期满后自动结束。请打印公示单张贴、拍照。")
        return redirect("publicity:notice", pk=made[0].pk)
    return render(request, "publicity/post.html", {"form": form}, status=422 if form.errors else 200)


def _post(request: OfficerRequest, form: forms.Form) -> PublicNotice:
    given = dict(form.cleaned_data)
    once, amount = given.pop("once"), given.pop("amount")
    wanted = ToPost(**given, amount_fen=int(amount * 100))
    return post_notice(wanted, by=request.access.user, at=clock.now(), once=once)


def _villages(request: OfficerRequest) -> Mapping[str, str]:
    scope = request.access.scope
    towns = {each.code: each.name for each in divisions_within(scope, level=Level.TOWNSHIP)}
    return {
        each.code: f"{towns.get(each.code[:9], '')} / {each.name}"
        for each in divisions_within(scope, level=Level.VILLAGE)
    }


@requires(VIEW, object_kind="public_notice", id_parameter="pk")
def notice(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a public notice, how long it hangs, and what was said against it."""
    shown = _found(request, pk)
    record("publicity.viewed", shown, Act(clock.now(), request.access.user))
    return _page(request, shown, ObjectForm())


def _found(request: OfficerRequest, pk: int) -> PublicNotice:
    return get_object_or_404(notices_within(request.access.scope), pk=pk)


def _page(
    request: OfficerRequest, shown: PublicNotice, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {
        "notice": shown,
        "title": title_of(shown.programme),
        "village": division_names([shown.division]).get(shown.division, ""),
        "is_posted": is_posted(shown, on=clock.today()),
        "objections": shown.objections.select_related("recorded_by"),
        "form": form,
        "may_post": request.access.may(POST),
    }
    return render(request, "publicity/notice.html", context, status=status)


@requires(VIEW, object_kind="public_notice", id_parameter="pk")
def poster(request: OfficerRequest, pk: int) -> HttpResponse:
    """Print the poster of a notice while it hangs; after that there is none."""
    shown, at = _found(request, pk), clock.now()
    if not is_posted(shown, on=clock.day_of(at)):
        raise Http404
    record("publicity.printed", shown, Act(at, request.access.user))
    amount = shown.amount_fen
    rows = [("申请人姓名", shown.name)]
    rows += [("家庭成员数量", f"{shown.members} 人")] if shown.members is not None else []
    rows += [("保障金额", f"{amount // 100}.{amount % 100:02d} 元")] if amount is not None else []
    data = {
        "title": f"{title_of(shown.programme)}公示",
        "village": division_names([shown.division]).get(shown.division, ""),
        "rows": rows,
        "begins": shown.begins_on.isoformat(),
        "ends": shown.ends_on.isoformat(),
        "article": shown.article,
    }
    answer = HttpResponse(paper(POSTER, data, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="poster.pdf"'
    return answer


@requires(POST, verbs=("POST",), object_kind="public_notice", id_parameter="pk")
def take_objection(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what somebody says against a notice."""
    shown, form = _found(request, pk), ObjectForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: posting.take_objection(shown, **form.cleaned_data, by=request.access.user, at=clock.now()),
    ):
        messages.success(request, "异议已登记，公示已停止，请把公示单取下。")
        return redirect("publicity:notice", pk=pk)
    return _page(request, shown, form, status=422)
