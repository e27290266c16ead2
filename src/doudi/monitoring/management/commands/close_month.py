"""The command that submits and closes a county's month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.accounts.models import User
from doudi.accounts.roles import permissions_of
from doudi.accounts.selectors import posts_of
from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.common.problems import Refusal
from doudi.monitoring.services.month import close_month, submit_month
from doudi.training.selectors import locked_for


class NotEntitled(Refusal):
    """The user holds no post that may do this in this county."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"用户 {username} 在该县（区）没有提交或复核月结的岗位，或因培训未合格被限制。"
            "请换一位，或先任命。"
        )


class Command(ContractCommand):
    """Submit a county's month, or close one another person submitted."""

    help = "提交（--submit）或复核月结一个县（区）的一个月"

    def take(self, parser: CommandParser) -> None:
        """Take the county, the month, who does it and which of the two steps."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")
        parser.add_argument("--period", required=True, type=period_argument, help="月份，如 2026-10")
        parser.add_argument("--by", required=True, help="办理人的用户名")
        parser.add_argument("--submit", action="store_true", help="只提交，等另一人复核")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Do the step as that user, with the same checks as on screen."""
        region, period = options["region"], options["period"]
        permission = "monitoring.submit_month" if options["submit"] else "monitoring.close_month"
        user = _entitled(options["by"], region, permission)
        step = submit_month if options["submit"] else close_month
        month = step(region, period, by=user, at=clock.now())
        return {
            "region": region,
            "period": str(period),
            "status": month.status,
            "sentence": f"{region} {period}：{month.get_status_display()}。",
        }


def _entitled(username: str, region: str, permission: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotEntitled(username)
    for post in posts_of(user, on=clock.today()):
        covers = post.division_id is not None and region.startswith(post.division_id)
        if covers and permission in permissions_of(post.role) - locked_for(post, clock.today()):
            return user
    raise NotEntitled(username)
