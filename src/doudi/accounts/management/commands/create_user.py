"""Opens an account from the command line, with a post: how the first administrators come in."""

import secrets
import sys
from getpass import getpass
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from doudi.accounts import services
from doudi.accounts.roles import Role
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.problems import Refusal
from doudi.regions.models import Division


class DivisionUnknown(Refusal):
    """There is no such division."""


class Command(ContractCommand):
    """Open an account and give it a post; the fresh password is printed once."""

    help = "新开账号并任职；临时口令只打印一次，首次登录须改。"

    def take(self, parser: CommandParser) -> None:
        """Add who, which role, where."""
        parser.add_argument("username", help="用户名：字母、数字、点、横线")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--role", required=True, choices=Role.values, help="角色")
        parser.add_argument("--division", default="", help="管辖区划代码；三员可不填")
        parser.add_argument(
            "--ask-number",
            action="store_true",
            help="从标准输入读身份证号，不留在命令记录里；两人办理的事要用",
        )

    @transaction.atomic
    def answer(self, **options: Any) -> dict[str, Any]:
        """Open the account and give the post, both or neither."""
        fresh, at = secrets.token_urlsafe(services.FRESH_PASSWORD_BYTES), clock.now()
        number = ""
        if options["ask_number"]:
            number = getpass("身份证号：") if sys.stdin.isatty() else sys.stdin.readline()
        user = services.create_user(
            username=options["username"],
            name=options["name"],
            password=fresh,
            number=number.strip(),
            by=SYSTEM,
            at=at,
        )
        services.appoint(
            user,
            role=Role(options["role"]),
            division=_division(options["division"]),
            by=SYSTEM,
            at=at,
            on=at.date(),
        )
        return {
            "username": user.username,
            "password": fresh,
            "sentence": f"账号 {user.username} 已开，临时口令（只显示这一次）：{fresh}",
        }


def _division(code: str) -> Division | None:
    if not code:
        return None
    division = Division.objects.filter(code=code).first()
    if division is None:
        raise DivisionUnknown(
            _("没有区划 %(code)s。请先用 load_divisions 装入。") % {"code": code}, field="division"
        )
    return division
