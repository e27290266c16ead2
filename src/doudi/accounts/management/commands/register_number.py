"""Registers whose account one is, from the command line."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext_lazy as _

from doudi.accounts import services
from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.problems import Refusal


class UserUnknown(Refusal):
    """There is no such account."""


class Command(ContractCommand):
    """Read an identity number from standard input, so that no list of commands keeps it, and register it."""

    help = "登记一个账号使用人的身份证号；号码从标准输入读，不写在命令里"

    def take(self, parser: CommandParser) -> None:
        """Take the account."""
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", default="", help="已经登记过、要改的，写明理由")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Register the number; one registered before is changed with a reason only."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise UserUnknown(_("没有用户 %(name)s。") % {"name": options["username"]}, field="username")
        if user.person_key and not options["reason"].strip():
            raise services.NumberNotValid(
                _("已经登记过身份证号，要改请用 --reason 写明理由。"), field="reason"
            )
        number = getpass("身份证号：") if sys.stdin.isatty() else sys.stdin.readline()
        services.register_number(user, number.strip(), by=SYSTEM, at=clock.now(), reason=options["reason"])
        return {"username": user.username, "sentence": f"{user.username} 的身份证号已登记。"}
