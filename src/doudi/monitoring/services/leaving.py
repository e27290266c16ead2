"""Tells offices of work that somebody who left has not handed over."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count

from doudi.accounts.models import Post
from doudi.accounts.selectors import named_post
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.states import NoticeKind
from doudi.notices.services.offices import raise_notice
from doudi.work.models import Task
from doudi.work.states import LIVE


def tell_of_left_posts(region: str, *, on: date, at: datetime) -> int:
    """Tell office and county of tasks in the hands of posts that ended; return how many notices are new."""
    left = Task.objects.filter(division__startswith=region, state__in=LIVE, owner__valid_to__lte=on)
    counts = dict(left.values_list("owner").annotate(Count("pk")).order_by())
    posts = Post.objects.filter(pk__in=counts).select_related("user", "division").order_by("pk")
    return sum(_tell(post, counts[post.pk], at=at) for post in posts)


def _tell(post: Post, count: int, *, at: datetime) -> int:
    office = post.division_id or ""
    text = f"{named_post(post)}已于 {post.valid_to} 离任，名下还有 {count} 条待办没有办结，请重新指定责任人"
    told = [
        raise_notice(
            f"left:{post.pk}:{post.valid_to}:{division}",
            kind=NoticeKind.LEFT,
            division=division,
            about=office,
            text=text,
            at=at,
        )
        for division in sorted({office, office[:COUNTY_DIGITS]})
    ]
    return sum(notice.raised_at == at for notice in told)
