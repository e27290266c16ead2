"""The command that takes a department's file, or a folder of them, in."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM, Actor
from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.common.problems import Refusal
from doudi.exchange.services.importing import Imported, import_file
from doudi.exchange.services.publishing import Wish
from doudi.exchange.services.receiving import Sender, sweep_leftovers

COMMAND_LINE = Sender("command", "命令行")
STALE_SECONDS = 3600


class FileMissing(Refusal):
    """There is nothing at this path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到文件或文件夹：{path.name}。请核对路径。")


class UserUnknown(Refusal):
    """Nobody has this user name."""

    def __init__(self, username: str) -> None:
        super().__init__(f"没有名为 {username} 的用户。请核对用户名。")


class Command(ContractCommand):
    """Take files in, account for every row, and publish them when told to.

    Killed at any moment and run again, it takes up where it stopped: no row is lost or doubled.
    """

    help = "导入部门数据文件（或整个文件夹）；加 --publish 直接发布"

    def take(self, parser: ArgumentParser) -> None:
        """Add the file, what it is, and for where and when."""
        parser.add_argument("file", type=Path, help="文件，或装着文件的文件夹")
        parser.add_argument("--source", default="", help="来源代码，如 dibao；不给则自动识别")
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--period", required=True, type=period_argument, help="所属月份，如 2026-10")
        parser.add_argument(
            "--sheet", action="append", default=[], help="只读这张工作表；可写多次，其余的表不读"
        )
        parser.add_argument("--publish", action="store_true", help="检查无疑问后直接发布")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--replaces", default="", metavar="BATCH", help="更正同月已发布的哪一批：批次编号，或 latest"
        )
        which.add_argument("--beside", action="store_true", help="与同月已发布的名单并列，各算各的")
        parser.add_argument("--part", action="store_true", help="只是部分乡镇的名单，其他乡镇的人不动")
        parser.add_argument("--confirm-closing", action="store_true", help="终止的人较多时，确认无误")
        parser.add_argument("--sender", default="", help="报送方名称，系统按它记住列的对应关系")
        parser.add_argument("--by", default="", help="以哪个用户的名义；不给则记为系统")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Import one file, or every file of a folder."""
        path: Path = options["file"]
        if not path.exists():
            raise FileMissing(path)
        sweep_leftovers(older_than=clock.real_now().timestamp() - STALE_SECONDS)
        if path.is_dir():
            return self._folder(path, options)
        done = _import(path, options)
        return {**done.as_json(), "sentence": done.sentence}

    def _folder(self, folder: Path, options: Mapping[str, Any]) -> Mapping[str, Any]:
        files, refused, sentences = [], [], []
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            try:
                done = _import(path, options)
            except Refusal as refusal:
                refused.append({"file": path.name, **refusal.as_json()})
                sentences.append(f"“{path.name}”：{refusal.sentence}")
                continue
            files.append({"file": path.name, **done.as_json()})
            sentences.append(done.sentence)
        if refused and not files:
            raise Refusal("\n".join(sentences))
        return {"files": files, "refused_files": refused, "sentence": "\n".join(sentences)}


def _import(path: Path, options: Mapping[str, Any]) -> Imported:
    sender = Sender(f"name:{options['sender']}", options["sender"]) if options["sender"] else COMMAND_LINE
    return import_file(
        path.read_bytes(),
        name=path.name,
        source=options["source"],
        region=options["region"],
        period=options["period"],
        sender=sender,
        by=_actor(options["by"]),
        at=clock.now(),
        publish=options["publish"],
        wish=Wish(
            replaces=options["replaces"],
            beside=options["beside"],
            part=options["part"],
            confirm_closing=options["confirm_closing"],
        ),
        sheets=options["sheet"],
    )


def _actor(username: str) -> Actor:
    if not username:
        return SYSTEM
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UserUnknown(username)
    return user
