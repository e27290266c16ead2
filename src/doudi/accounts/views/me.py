"""Shows one's own account: posts, password, authenticator."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from doudi.accounts import enrolment, services, totp
from doudi.accounts.forms import CodeForm, PasswordForm
from doudi.accounts.middleware import POST_IN_USE
from doudi.common import clock
from doudi.common.access import OfficerRequest, signed_in
from doudi.common.problems import Refusal


@signed_in()
def me(request: OfficerRequest) -> HttpResponse:
    """Show one's posts and whether an authenticator is bound."""
    return render(request, "accounts/me.html", {"access": request.access})


@signed_in(verbs=("POST",))
def use_post(request: OfficerRequest) -> HttpResponse:
    """Switch to another of one's own posts."""
    chosen = request.POST.get("post", "")
    if chosen not in {str(post.pk) for post in request.access.posts}:
        raise Http404
    request.session[POST_IN_USE] = int(chosen)
    for entry in ("region", "period"):
        request.session.pop(entry, None)
    return redirect("/")


@signed_in(verbs=("GET", "POST"))
@sensitive_post_parameters("old", "new", "again")
def change_password(request: OfficerRequest) -> HttpResponse:
    """Change one's own password; the session goes on, all others of this person end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            user = services.change_password(
                request.access.user, old=typed["old"], new=typed["new"], at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "口令已改，别处的登录都已退出。")
            return redirect("accounts:me")
    context = {"form": form, "must": request.access.user.must_change_password}
    return render(request, "accounts/change_password.html", context, status=400 if form.errors else 200)


@signed_in(verbs=("GET", "POST"))
def bind_own(request: OfficerRequest) -> HttpResponse:
    """Bind an authenticator to one's own account."""
    if request.access.user.has_second_factor:
        return redirect("accounts:me")
    secret = enrolment.secret_in(request.session)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _bound(request, secret, form):
        enrolment.forget(request.session)
        messages.success(request, "动态口令已绑定，下次登录起使用。")
        return redirect("accounts:me")
    context = {
        "form": form,
        "secret": enrolment.in_fours(secret),
        "address": totp.address_for(secret, username=request.access.user.username),
    }
    return render(request, "accounts/bind_own.html", context, status=400 if form.errors else 200)


def _bound(request: OfficerRequest, secret: str, form: CodeForm) -> bool:
    try:
        services.bind_second_factor(
            request.access.user,
            secret=secret,
            code=form.cleaned_data["code"],
            real_at=clock.real_now(),
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error("code", refusal.sentence)
        return False
    return True
