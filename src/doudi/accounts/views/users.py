"""Shows users and posts to the administrators: one opens accounts, another gives posts."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts import selectors, services
from doudi.accounts.forms import NumberForm, PostForm, ReasonForm, UserForm
from doudi.accounts.lists import USERS
from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import shown, way_through
from doudi.common.problems import Refusal
from doudi.regions.models import Division
from doudi.regions.selectors.duties import sections_within

NOBODY = {"title": "还没有用户", "sentence": "新开一个账号。", "icon": "users"}
VIEW, OPEN, GRANT = "accounts.manage_users", "accounts.open_accounts", "accounts.grant_posts"


@requires(VIEW)
def users(request: OfficerRequest) -> HttpResponse:
    """List the users inside the scope."""
    found = shown(request, USERS)
    context = {"shown": found, "empty": NOBODY, "may_open": request.access.may(OPEN)}
    return render(request, "accounts/users.html", context, status=found.status)


@requires(VIEW, object_kind="user", id_parameter="pk")
def user(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one user with all posts, past ones too."""
    return _page(request, _user(request, pk), PostForm(initial={"valid_from": clock.today()}))


@requires(OPEN, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Open an account with a fresh password, shown once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fresh = secrets.token_urlsafe(services.FRESH_PASSWORD_BYTES)
        try:
            user = services.create_user(
                **form.cleaned_data, password=fresh, by=request.access.user, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            return render(request, "accounts/fresh_password.html", {"officer": user, "fresh": fresh})
    return render(request, "accounts/user_create.html", {"form": form}, status=400 if form.errors else 200)


@requires(GRANT, verbs=("POST",), object_kind="user", id_parameter="pk")
def appoint(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a user a post inside the scope."""
    user, form = _user(request, pk), PostForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        division = _division(request, typed["division"], form)
        if not form.errors and _appointed(request, user, division, form):
            messages.success(request, "已任职。")
            return redirect("accounts:user", pk=pk)
    return _page(request, user, form, status=400)


def _appointed(request: OfficerRequest, user: User, division: Division | None, form: PostForm) -> bool:
    typed = form.cleaned_data
    try:
        services.appoint(
            user, role=Role(typed["role"]), division=division, on=typed["valid_from"], by=request.access.user,
            at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    return True


def _division(request: OfficerRequest, code: str, form: PostForm) -> Division | None:
    if not code:
        return None
    division = Division.objects.filter(request.access.scope.q("code"), code=code).first()
    if division is None:
        form.add_error("division", "没有这个区划，或不在您的管辖范围内。")
    return division


@requires(GRANT, verbs=("POST",), object_kind="post", id_parameter="post")
def end_post(request: OfficerRequest, pk: int, post: int) -> HttpResponse:
    """End a post today."""
    found = get_object_or_404(Post, request.access.scope.q("division_id"), pk=post, user=_user(request, pk))
    services.end_post(
        found, by=request.access.user, at=clock.now(), on=clock.today(), reason=_reason(request)
    )
    messages.success(request, "已离任，今天起不再有此岗位的权限。")
    return redirect("accounts:user", pk=pk)


@requires(OPEN, verbs=("POST",), object_kind="user", id_parameter="pk")
def reset_password(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a user a fresh password, shown once, and lift the lock-out."""
    user = _user(request, pk)
    fresh = services.reset_password(user, by=request.access.user, at=clock.now(), reason=_reason(request))
    return render(request, "accounts/fresh_password.html", {"officer": user, "fresh": fresh})


@requires(OPEN, verbs=("POST",), object_kind="user", id_parameter="pk")
def register_number(request: OfficerRequest, pk: int) -> HttpResponse:
    """Register whose account this is; what was registered before is changed with a reason only."""
    user, form = _user(request, pk), NumberForm(request.POST)
    if user.person_key and not request.POST.get("reason", "").strip():
        form.add_error("reason", "已经登记过身份证号，要改请写明理由。")
    if form.is_valid():
        try:
            services.register_number(user, **form.cleaned_data, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, "身份证号已登记。")
            return redirect("accounts:user", pk=pk)
    return _page(request, user, PostForm(initial={"valid_from": clock.today()}), number=form, status=400)


@requires(GRANT, verbs=("POST",), object_kind="user", id_parameter="pk")
def unbind(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a lost authenticator off an account."""
    services.unbind_second_factor(
        _user(request, pk), by=request.access.user, at=clock.now(), reason=_reason(request)
    )
    messages.success(request, "已解除绑定，本人下次登录时重新绑定。")
    return redirect("accounts:user", pk=pk)


@requires(OPEN, verbs=("POST",), object_kind="user", id_parameter="pk")
def set_active(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    user = _user(request, pk)
    services.set_active(
        user, is_active=not user.is_active, by=request.access.user, at=clock.now(), reason=_reason(request)
    )
    return redirect("accounts:user", pk=pk)


def _user(request: OfficerRequest, pk: int) -> User:
    return get_object_or_404(selectors.users_within(request.access.scope), pk=pk)


def _reason(request: OfficerRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise ReasonMissing("请写明理由，留痕要用。", field="reason")
    reason: str = form.cleaned_data["reason"]
    return reason


class ReasonMissing(Refusal):
    """An act on somebody's account needs a reason."""


def _page(
    request: OfficerRequest,
    user: User,
    form: PostForm,
    *,
    number: NumberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "officer": user,
        "posts": user.posts.select_related("division", "organisation").order_by("-valid_from"),
        "offered": list(sections_within(request.access.scope)),
        "form": form,
        "number": number or NumberForm(),
        "today": clock.today(),
        "way": way_through(request, USERS, user.pk),
        "may_open": request.access.may(OPEN),
        "may_grant": request.access.may(GRANT),
    }
    return render(request, "accounts/user.html", context, status=status)
