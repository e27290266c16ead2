"""Gives the demo county its people at work: an account for every role, a few conclusions written."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.services import (
    FRESH_PASSWORD_BYTES,
    appoint,
    create_user,
    register_number,
    reset_password,
)
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.config.made_up import made_up_number
from doudi.config.opening import Opened, open_county
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import gap_rules
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.states import EntryStatus, Outcome
from doudi.regions.models import Division
from doudi.regions.states import Level
from doudi.work.models import Task
from doudi.work.services.leaving import record_absence
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_out
from doudi.work.states import LIVE

ASSISTANTS = 2
DAYS_AWAY = 60
CONCLUSIONS: Sequence[tuple[Outcome, str]] = (
    (Outcome.WATCH, "已入户，收入刚过低保标准，支出还不稳定，先备案"),
    (Outcome.INELIGIBLE, "已入户核对，两名子女稳定就业，家庭人均收入超过标准"),
    (Outcome.ENROLLED_DIBAO, "已入户，符合低保条件，当日代为申请"),
    (Outcome.WATCH, "医疗费用已报销，基本生活暂无困难，备案观察"),
    (Outcome.REFERRED, "缺少就业门路，已转人社部门安排公益岗位"),
    (Outcome.INELIGIBLE, "名下有正常经营的养殖场，已与本人讲明理由"),
)
"""What officers of the demo county have already written, so that no column of the month stands empty."""


def open_accounts(region: str, truths: Mapping[str, Any], *, at: datetime) -> list[Opened]:
    """Open an account for every role that has none yet; returns the new ones with their passwords."""
    opened = open_county(region, at=at, must_change=False)
    county = Division.objects.get(code=region)
    city = Division.objects.get(code=region[:4])
    opened += _open(f"super{region}", f"{city.name}上级督导", Role.SUPERVISOR, county, at=at)
    opened += _open(f"care{region}", f"{county.name}特殊家庭关爱专岗", Role.FAMILY_CARER, county, at=at)
    for village in Division.objects.filter(code__in=_villages_with_gaps(truths)).order_by("code"):
        town, number = village.code[6:9], village.code[9:12]
        name = f"{village.name.removesuffix('村民委员会')}村级协理员"
        opened += _open(f"help{town}-{number}", name, Role.VILLAGE_ASSISTANT, village, at=at)
    for order, user in enumerate(User.objects.order_by("pk")):
        if not user.person_key:
            register_number(user, made_up_number(order), by=SYSTEM, at=at)
    return opened


def fresh_passwords(region: str, *, at: datetime) -> list[Opened]:
    """Give every demo account a new password, shown this once and to be changed at the next log-in."""
    users = User.objects.filter(is_active=True).order_by("pk").prefetch_related("posts__division")
    return [
        _opened(user, reset_password(user, by=SYSTEM, at=at, reason="演示账号换发口令"))
        for user in users
        if any(post.division_id is None or post.division_id.startswith(region) for post in user.posts.all())
    ]


def conclude_some(region: str, period: Period, *, at: datetime) -> int:
    """Let officers conclude a few of the month's gaps, once; returns how many."""
    gaps = LedgerEntry.objects.filter(region=region, rule__in=gap_rules(), task__owner__isnull=False)
    if gaps.exclude(status=EntryStatus.OPEN).exists():
        return 0
    waiting = (
        gaps.filter(last_period=str(period))
        .exclude(division=region)
        .select_related("task__owner__user")
        .order_by("division", "id")
    )
    done = 0
    for entry, (outcome, reason) in zip(waiting[:: max(1, len(waiting) // 6)], CONCLUSIONS, strict=False):
        if entry.owner is None:
            continue
        review = at.date() + timedelta(days=60) if outcome == Outcome.WATCH else None
        conclude_entry(
            entry, outcome=outcome, reason=reason, by=entry.owner.user, at=at, next_review_on=review
        )
        done += 1
    return done


def leave_to_nobody(region: str, *, by: User, at: datetime) -> None:
    """Hand what is of no town to a county officer who is away from today: it counts as nobody's."""
    county = Division.objects.get(code=region)
    _open(f"away{region}", f"{county.name}离岗经办", Role.COUNTY_OFFICER, county, at=at)
    post = Post.objects.get(user__username=f"away{region}")
    today = clock.day_of(at)
    of_no_town = Task.objects.filter(division=region, state__in=LIVE, permission="")
    for task in of_no_town.exclude(level=Level.COUNTY):
        hand_out(task, owner=post, act=Act(at, by))
    until = today + timedelta(days=DAYS_AWAY)
    record_absence(post, begins_on=today, ends_on=until, on=today, act=Act(at, by))


def _villages_with_gaps(truths: Mapping[str, Any]) -> list[str]:
    """Return the villages where most monitored people without aid were planted."""
    missed = truths["rules"].get("monitored-without-aid", ())
    return [code for code, _ in Counter(one["village"] for one in missed).most_common(ASSISTANTS)]


def _open(username: str, name: str, role: Role, division: Division, *, at: datetime) -> list[Opened]:
    if User.objects.filter(username=username).exists():
        return []
    password = secrets.token_urlsafe(FRESH_PASSWORD_BYTES)
    user = create_user(username=username, name=name, password=password, by=SYSTEM, at=at, must_change=False)
    appoint(user, role=role, division=division, by=SYSTEM, at=at, on=at.date())
    return [Opened(username, name, str(role.label), division.name, password)]


def _opened(user: User, password: str) -> Opened:
    post = user.posts.all()[0]
    place = post.division.name if post.division else ""
    return Opened(user.username, user.name, str(Role(post.role).label), place, password)
