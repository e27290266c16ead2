"""Shows the library of policy documents, one document with what rests on it, and files new ones."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.addresses import own_address
from doudi.common.problems import Refusal
from doudi.rulebook.forms.documents import ArticleForm, CheckForm, DocumentForm, VoidForm
from doudi.rulebook.models import DocumentReview, PolicyDocument
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.documents import (
    article_named,
    document_named,
    documents_found,
    facing,
    may_keep,
    resting_on,
    reviews_waiting,
)
from doudi.rulebook.selectors.places import region_of, region_titles, regions_offered
from doudi.rulebook.services.documents import (
    check_document,
    correct_document,
    put_article,
    register_document,
    settle_review,
    void_document,
)
from doudi.rulebook.states import DocumentStatus

KEEP = "rulebook.keep_documents"
A_PAGE = 40


@requires(VIEW)
def documents(request: OfficerRequest) -> HttpResponse:
    """List the library, and which documents wait for a review."""
    search, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
    region = request.GET.get("region", "")
    found = documents_found(search, status=status, region=region)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "names": region_titles({each.region for each in page}),
        "lines": [(each, region_titles([each.region]).get(each.region, "")) for each in page],
        "q": search,
        "status": status,
        "region": region,
        "statuses": DocumentStatus.choices,
        "regions": regions_offered(request.access.scope, request.focus.region),
        "reviews": reviews_waiting(request.access.scope),
        "may_keep": request.access.may(KEEP),
    }
    return render(request, "rulebook/documents.html", context)


@requires(VIEW)
def citation(request: OfficerRequest) -> HttpResponse:
    """Lead from a citation to its document and article; say so when the library lacks it."""
    named, article = request.GET.get("document", "").strip(), request.GET.get("article", "").strip()
    found = document_named(named)
    if found is None:
        context = {"named": named, "article": article, "may_keep": request.access.may(KEEP)}
        return render(request, "rulebook/citation_missing.html", context, status=404)
    address = reverse("rulebook:document", args=[found.pk])
    here = article_named(found, article)
    return redirect(own_address(f"{address}#article-{here.pk}" if here else address))


@requires(VIEW, object_kind="policy_document", id_parameter="pk")
def document(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a document: articles, what rests on it, its superior beside it, checks, reviews."""
    found = get_object_or_404(PolicyDocument.objects.select_related("superior"), pk=pk)
    context = {
        "document": found,
        "region_name": region_titles([found.region]).get(found.region, found.region),
        "articles": found.articles.select_related("carries_out"),
        "resting": resting_on(found),
        "followers": found.followers.all(),
        "facing": facing(found),
        "duties": found.duties.filter(request.access.scope.q("region")),
        "problems": found.problems.filter(request.access.scope.q("region")),
        "checks": found.checks.filter(request.access.scope.q("region")).select_related("checked_by"),
        "reviews": found.reviews.select_related("cause", "settled_by"),
        "may_keep": request.access.may(KEEP) and may_keep(request.access.scope, found.region),
        "void_form": VoidForm(initial={"on": clock.today()}),
    }
    return render(request, "rulebook/document.html", context)


def _places(request: OfficerRequest) -> list[tuple[str, str]]:
    offered = regions_offered(request.access.scope, request.focus.region)
    return [(code, name) for code, name in offered if may_keep(request.access.scope, code)]


def _kept(request: OfficerRequest, pk: int) -> PolicyDocument:
    found = get_object_or_404(PolicyDocument, pk=pk)
    if not may_keep(request.access.scope, found.region):
        raise Http404
    return found


def _tried(form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _form_page(request: OfficerRequest, form: forms.Form, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "rulebook/form.html", context, status=400 if form.errors else 200)


@requires(KEEP, verbs=("GET", "POST"))
def register(request: OfficerRequest) -> HttpResponse:
    """File a document."""
    initial = {"number": request.GET.get("number", ""), "region": region_of(request.focus.region)}
    form = DocumentForm(
        request.POST or None, places=_places(request), initial=initial | {"is_verified": True}
    )
    made: list[PolicyDocument] = []
    if form.is_valid() and _tried(
        form,
        lambda: made.append(
            register_document(
                form.facts(), superior=form.cleaned_data["superior"], by=request.access.user, at=clock.now()
            )
        ),
    ):
        messages.success(request, "文件已登记。")
        return redirect("rulebook:document", pk=made[0].pk)
    return _form_page(request, form, "登记政策文件", reverse("rulebook:documents"))


@requires(KEEP, verbs=("GET", "POST"), object_kind="policy_document", id_parameter="pk")
def correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """Correct what is filed about a document."""
    found = _kept(request, pk)
    names = ("number", "title", "issuer", "region", "issued_on", "effective_on", "addressees", "note")
    initial = {name: getattr(found, name) for name in (*names, "superior", "is_verified")}
    form = DocumentForm(request.POST or None, places=_places(request), initial=initial)
    if form.is_valid() and _tried(
        form,
        lambda: correct_document(
            found,
            form.facts(),
            superior=form.cleaned_data["superior"],
            by=request.access.user,
            at=clock.now(),
        ),
    ):
        messages.success(request, "已改。")
        return redirect("rulebook:document", pk=pk)
    return _form_page(request, form, f"修改 {found.number}", reverse("rulebook:document", args=[pk]))


@requires(KEEP, verbs=("POST",), object_kind="policy_document", id_parameter="pk")
def void(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mark a document void."""
    found = _kept(request, pk)
    form = VoidForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填失效日和失效说明。")
        return redirect("rulebook:document", pk=pk)
    typed = form.cleaned_data
    try:
        reviews = void_document(
            found, on=typed["on"], reason=typed["reason"], by=request.access.user, at=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"已标为失效，{reviews} 份下级文件列入待复核。")
    return redirect("rulebook:document", pk=pk)


@requires(KEEP, verbs=("POST",), object_kind="document_review", id_parameter="pk")
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Settle a review."""
    review = get_object_or_404(DocumentReview.objects.select_related("document"), pk=pk)
    if not may_keep(request.access.scope, review.document.region):
        raise Http404
    conclusion = request.POST.get("reason", "")
    try:
        settle_review(review, conclusion=conclusion, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "复核结论已记下。")
    return redirect("rulebook:document", pk=review.document_id)


@requires(KEEP, verbs=("GET", "POST"), object_kind="policy_document", id_parameter="pk")
def article(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write an article of a document."""
    found = _kept(request, pk)
    form = ArticleForm(request.POST or None, document=found)
    if form.is_valid() and _tried(
        form, lambda: put_article(found, by=request.access.user, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, "条款已保存。")
        return redirect("rulebook:document", pk=pk)
    return _form_page(request, form, f"录入条款：{found.number}", reverse("rulebook:document", args=[pk]))


@requires(KEEP, verbs=("GET", "POST"), object_kind="policy_document", id_parameter="pk")
def check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Answer the three questions about a document."""
    found = get_object_or_404(PolicyDocument, pk=pk)
    form = CheckForm(request.POST or None)
    if form.is_valid() and _tried(
        form,
        lambda: check_document(
            found,
            region=region_of(request.focus.region),
            answers=form.answers(),
            reasons=form.reasons(),
            by=request.access.user,
            at=clock.now(),
        ),
    ):
        messages.success(request, "自查已保存；不合格的已列入问题清单。")
        return redirect("rulebook:document", pk=pk)
    return _form_page(request, form, f"政策自查：{found.number}", reverse("rulebook:document", args=[pk]))
