"""Changes who works here: accounts, posts, passwords and second factors, each with its audit entry."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts import totp
from doudi.accounts.events import PostEnded
from doudi.accounts.models import USERNAME_PATTERN, Post, User, may_be_username
from doudi.accounts.roles import ADMINISTRATORS, Role
from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.events import publish
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.kernel.identity import read_number
from doudi.kernel.tokens import token_of
from doudi.regions.models import Division, Organisation

FRESH_PASSWORD_BYTES = 12
HALF = (1 << 64) - 1


class UsernameNotAllowed(Refusal):
    """The user name is not plain letters and digits, or is taken, or looks like a personal number."""


class PasswordTooWeak(Refusal):
    """The password does not meet the rules."""


class NumberNotValid(Refusal):
    """The identity number of an officer has a wrong check digit or is none."""


class WrongPassword(Refusal):
    """The present password is not this one."""


class WrongCode(Refusal):
    """The one-time code is not the current one, or has been used."""


class AdministratorsStaySeparate(Refusal):
    """System, security and audit administrator are three people without cases (三员分立)."""


class OwnPost(Refusal):
    """Nobody gives themselves a post or ends their own."""


class SectionElsewhere(Refusal):
    """A post works in a section of the division it covers."""


class RegionMissing(Refusal):
    """A post that handles cases needs a region."""


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    password: str,
    by: Actor,
    at: datetime,
    phone: str = "",
    number: str = "",
    must_change: bool = True,
) -> User:
    """Open an account; it can do nothing until it is given a post, and decide nothing without its number."""
    username = username.strip().lower()
    _check_username(username)
    user = User(
        username=username, name=name.strip(), phone=phone, must_change_password=must_change, created_at=at
    )
    _set_password(user, password)
    if number:
        _set_number(user, number)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameNotAllowed(_("用户名已有人用，请换一个。"), field="username") from error
    _record("accounts.user_created", user, by=by, at=at, details={"username": username, "name": user.name})
    return user


@transaction.atomic
def register_number(user: User, number: str, *, by: Actor, at: datetime, reason: str = "") -> User:
    """Register whose account this is by the identity number; the trail holds that it was done, not which."""
    user = User.objects.select_for_update().get(pk=user.pk)
    was_known = bool(user.person_key)
    _set_number(user, number)
    user.save(update_fields=["number", "person_key"])
    _record("accounts.number_registered", user, by=by, at=at, reason=reason, details={"was_known": was_known})
    return user


def _set_number(user: User, number: str) -> None:
    reading = read_number(number)
    if reading.number is None:
        raise NumberNotValid(_("身份证号不对，请核对 18 位号码。"), field="number")
    user.number = reading.number
    user.person_key = "".join(f"{half & HALF:016x}" for half in token_of(ring().token, reading.number))


@transaction.atomic
def appoint(
    user: User,
    *,
    role: Role,
    division: Division | None,
    by: Actor,
    at: datetime,
    on: date,
    until: date | None = None,
    organisation: Organisation | None = None,
) -> Post:
    """Give a person a post from a day on (任职); the three administrators stay three people without cases."""
    if by.pk is not None and by.pk == user.pk:
        raise OwnPost(_("不能给自己任职，请另一位安全管理员办理。"))
    if division is None and role not in ADMINISTRATORS:
        raise RegionMissing(_("请选择管辖区划。"), field="division")
    # the lock keeps two appointments of one person from passing each other
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_separation(user, Role(role), on=on, until=until)
    post = Post.objects.create(
        user=user, role=role, division=division, organisation=organisation, valid_from=on, valid_to=until
    )
    details = {"role": str(role), "from": on, "until": until}
    _record("accounts.appointed", user, by=by, at=at, division=post.division_id or "", details=details)
    return post


@transaction.atomic
def place_post(post: Post, section: Organisation | None, *, by: Actor, at: datetime) -> Post:
    """Say in which section of its bureau a post works (责任科室), or in none: its tasks are the section's."""
    if by.pk is not None and by.pk == post.user_id:
        raise OwnPost(_("不能给自己定科室，请另一位安全管理员办理。"))
    if section is not None and section.division_id != post.division_id:
        raise SectionElsewhere(_("这个科室不在岗位管辖的区划里。请选本区划的科室。"), field="section")
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    before, post.organisation = post.organisation_id, section
    post.save(update_fields=["organisation"])
    _record(
        "accounts.post_placed", post.user, by=by, at=at, division=post.division_id or "",
        details={"post": post.pk, "section": section.pk if section else None, "before": before},
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(post: Post, *, by: Actor, at: datetime, on: date, reason: str) -> Post:
    """End a post on a day, which is the first day without it (离任)."""
    if by.pk is not None and by.pk == post.user_id:
        raise OwnPost(_("不能办理自己的离任，请另一位安全管理员办理。"))
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    _record(
        "accounts.post_ended", post.user, by=by, at=at, division=post.division_id or "", reason=reason,
        details={"post": post.pk, "role": post.role},
    )  # fmt: skip
    publish(PostEnded(place=post.division_id or "", at=at, post=post.pk))
    return post


@transaction.atomic
def change_password(user: User, *, old: str, new: str, at: datetime) -> User:
    """Change one's own password."""
    if not user.check_password(old):
        raise WrongPassword(_("原口令不对，请重新输入。"), field="old")
    if old == new:
        raise PasswordTooWeak(_("新口令不能和原口令相同。"), field="new")
    _set_password(user, new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _record("accounts.password_changed", user, by=user, at=at)
    return user


@transaction.atomic
def reset_password(user: User, *, by: Actor, at: datetime, reason: str) -> str:
    """Give a person a fresh random password, shown once, to be changed at the next log-in; return it."""
    fresh = secrets.token_urlsafe(FRESH_PASSWORD_BYTES)
    user.set_password(fresh)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    reset(username=user.username)
    _record("accounts.password_reset", user, by=by, at=at, reason=reason)
    return fresh


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: Actor, at: datetime, reason: str) -> User:
    """Close an account or open it again; a closed one is out at its next click."""
    if by.pk is not None and by.pk == user.pk:
        raise OwnPost(_("不能停用或启用自己的账号。"))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    action = "accounts.user_opened" if is_active else "accounts.user_closed"
    _record(action, user, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def bind_second_factor(user: User, *, secret: str, code: str, real_at: datetime, at: datetime) -> User:
    """Bind an authenticator after it has shown one right code (绑定动态口令)."""
    step = totp.matching_step(secret, code, at=real_at)
    if step is None:
        raise WrongCode(_("动态口令不对。请确认手机时间准确，等下一组数字再输入。"), field="code")
    user.totp_secret, user.totp_used = secret, step
    user.save(update_fields=["totp_secret", "totp_used"])
    _record("accounts.second_factor_bound", user, by=user, at=at)
    return user


@transaction.atomic
def unbind_second_factor(user: User, *, by: Actor, at: datetime, reason: str) -> User:
    """Take a lost authenticator off an account; the person binds a new one at the next log-in."""
    user.totp_secret, user.totp_used = "", 0
    user.save(update_fields=["totp_secret", "totp_used"])
    _record("accounts.second_factor_unbound", user, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def use_code(user: User, *, code: str, real_at: datetime) -> User:
    """Accept a one-time code once; the same code does not open the door twice."""
    user = User.objects.select_for_update().get(pk=user.pk)
    step = totp.matching_step(user.totp_secret, code, at=real_at, after=user.totp_used)
    if step is None:
        raise WrongCode(_("动态口令不对或已用过，请等下一组数字再输入。"), field="code")
    user.totp_used = step
    user.save(update_fields=["totp_used"])
    return user


def record_log_in(user: User, *, at: datetime) -> None:
    """Note that somebody came in."""
    _record("accounts.logged_in", user, by=user, at=at)


def record_log_out(user: User, *, at: datetime) -> None:
    """Note that somebody left."""
    _record("accounts.logged_out", user, by=user, at=at)


def record_failed_log_in(username: str, *, at: datetime, locked: bool = False) -> None:
    """Note a failed log-in to an account that exists; other names are not kept, they may be personal."""
    user = User.objects.filter(username=username).first()
    if user is not None:
        _record("accounts.locked_out" if locked else "accounts.log_in_failed", user, by=user, at=at)


def _check_username(username: str) -> None:
    if not re.fullmatch(USERNAME_PATTERN, username):
        raise UsernameNotAllowed(
            _("用户名 2 到 40 位，只用字母、数字、点、横线，以字母或数字开头。"), field="username"
        )
    if not may_be_username(username):
        raise UsernameNotAllowed(_("用户名里不要放手机号、身份证号等个人号码。"), field="username")


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak("".join(error.messages), field="new") from error
    user.set_password(password)


def _check_separation(user: User, role: Role, *, on: date, until: date | None) -> None:
    in_time = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    if until is not None:
        in_time &= Q(valid_from__lt=until)
    held = {Role(each) for each in Post.objects.filter(in_time, user=user).values_list("role", flat=True)}
    if not held - {role}:
        return
    if role in ADMINISTRATORS or held & ADMINISTRATORS:
        raise AdministratorsStaySeparate(
            _("系统、安全、审计管理员须由三个人分任，且不兼任办理业务的岗位。请换一个人，或先办理离任。")
        )


def _record(
    action: str,
    user: User,
    *,
    by: Actor,
    at: datetime,
    division: str = "",
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        action, subject_type="accounts.user", subject_id=str(user.pk), by=by, at=at, division=division,
        reason=reason, details=details,
    )  # fmt: skip
