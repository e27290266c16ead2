"""Shows the way in and out: password, one-time code, binding an authenticator, lock-out."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from doudi.accounts import enrolment, services, totp
from doudi.accounts.forms import CodeForm, LogInForm
from doudi.accounts.models import User, may_be_username
from doudi.accounts.services import WrongCode
from doudi.common import clock
from doudi.common.access import public
from doudi.common.addresses import own_address

BACKEND = "doudi.accounts.backends.PasswordBackend"
_HALF, _ENDED = "half", "ended"
_HALF_SECONDS = 300


@public
@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password; go on to the one-time code where one is due."""
    if request.user.is_authenticated:
        return redirect(own_address(_next(request)))
    form = LogInForm(request.POST or None)
    ended = request.session.pop(_ENDED, "")
    if request.method == "POST" and form.is_valid():
        user = _known(request, form)
        if user is not None:
            return _after_password(request, user)
        form.add_error(None, f"用户名或口令不对。连续输错 {settings.AXES_FAILURE_LIMIT} 次，账号会锁定。")
    context = {"form": form, "ended": ended, "next": _next(request), "idle": settings.IDLE_MINUTES}
    return render(request, "accounts/log_in.html", context, status=400 if form.errors else 200)


def _known(request: HttpRequest, form: LogInForm) -> User | None:
    username = form.cleaned_data["username"].strip().lower()
    if not may_be_username(username):
        # somebody typed a name or a number of their own: it must not stay in a table of failures
        return None
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        services.record_failed_log_in(username, at=clock.now())
        return None
    return user


def _after_password(request: HttpRequest, user: User) -> HttpResponse:
    wanted = settings.SECOND_FACTOR
    if wanted == "off" or (wanted == "enrolled" and not user.has_second_factor):
        return _enter(request, user)
    request.session.cycle_key()
    request.session[_HALF] = [user.pk, clock.real_now().timestamp(), _next(request)]
    return redirect("accounts:code" if user.has_second_factor else "accounts:bind")


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the one-time code; wrong ones count towards the lock-out like wrong passwords."""
    user = _half_user(request)
    if user is None or not user.has_second_factor:
        return redirect("accounts:log_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not AxesProxyHandler.is_allowed(request, {"username": user.username}):
            return locked_out(request, None, {"username": user.username})
        try:
            services.use_code(user, code=form.cleaned_data["code"], real_at=clock.real_now())
        except WrongCode as refusal:
            _count_failure(request, user)
            form.add_error("code", refusal.sentence)
        else:
            return _enter(request, user)
    return render(request, "accounts/code.html", {"form": form}, status=400 if form.errors else 200)


@public
@never_cache
def bind(request: HttpRequest) -> HttpResponse:
    """Bind an authenticator before the first entry, where a second factor is required."""
    user = _half_user(request)
    if user is None or user.has_second_factor:
        return redirect("accounts:log_in")
    secret = enrolment.secret_in(request.session)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.bind_second_factor(
                user, secret=secret, code=form.cleaned_data["code"], real_at=clock.real_now(), at=clock.now()
            )
        except WrongCode as refusal:
            form.add_error("code", refusal.sentence)
        else:
            return _enter(request, user)
    context = {
        "form": form,
        "secret": enrolment.in_fours(secret),
        "address": totp.address_for(secret, username=user.username),
    }
    return render(request, "accounts/bind.html", context, status=400 if form.errors else 200)


@public
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave; only by POST, so that no link can throw somebody out."""
    if request.method == "POST" and isinstance(request.user, User):
        services.record_log_out(request.user, at=clock.now())
        logout(request)
    answer = redirect("accounts:log_in")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def locked_out(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say that the account is locked, for how long, and who can help."""
    services.record_failed_log_in((credentials or {}).get("username", ""), at=clock.now(), locked=True)
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    return render(request, "accounts/locked.html", context, status=settings.AXES_HTTP_RESPONSE_CODE)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    half = request.session.pop(_HALF, None)
    enrolment.forget(request.session)
    login(request, user, backend=BACKEND)
    services.record_log_in(user, at=clock.now())
    return redirect(own_address(half[2] if half else _next(request)))


def _half_user(request: HttpRequest) -> User | None:
    half = request.session.get(_HALF)
    if not half or clock.real_now().timestamp() - half[1] > _HALF_SECONDS:
        return None
    return User.objects.filter(pk=half[0], is_active=True).first()


def _count_failure(request: HttpRequest, user: User) -> None:
    services.record_failed_log_in(user.username, at=clock.now())
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_address(wanted, settings.LOGIN_REDIRECT_URL)
