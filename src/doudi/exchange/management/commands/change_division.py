"""The command that takes a notice of changed divisions in, or records one change, or takes a notice back."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.problems import Refusal
from doudi.exchange.management.commands.import_batch import FileMissing
from doudi.exchange.services.division_file import take_division_file
from doudi.kernel.writing import without_invisible
from doudi.regions.rules.changes import Draft
from doudi.regions.services import record_changes, take_changes_back
from doudi.regions.services.changes import Recorded


class NothingSaid(Refusal):
    """The command was given neither a file nor a change nor an act to take back."""

    def __init__(self) -> None:
        super().__init__(
            "请给出变更文件，或用 --old、--new、--day、--document 说明一条变更，或用 --undo 撤销一次登记。"
        )


class Command(ContractCommand):
    """Record what became of divisions; old names and codes lead on from the day."""

    help = "登记区划变更（合并、拆分、划转、更名）：给文件，或直接给一条"

    def take(self, parser: ArgumentParser) -> None:
        """Add the file, or the parts of one change, or the act to take back."""
        parser.add_argument("file", type=Path, nargs="?", help="变更文件（xlsx、csv 等），一行一条")
        parser.add_argument("--old", nargs="+", default=[], help="原区划代码；合并时给几个")
        parser.add_argument("--new", nargs="+", default=[], help="新区划代码；拆分时给几个")
        parser.add_argument("--name", nargs="+", default=[], help="新区划名称，与 --new 一一对应")
        parser.add_argument("--day", type=date.fromisoformat, help="生效日期，如 2026-11-01")
        parser.add_argument("--document", default="", help="依据文件，如 韶府函〔2026〕18号")
        parser.add_argument("--undo", type=UUID, help="撤销一次登记（登记时给出的编号）")
        parser.add_argument("--reason", default="登记有误", help="撤销的原因")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Record or take back, and say what came of it."""
        if options["undo"]:
            undone = take_changes_back(options["undo"], by=SYSTEM, at=clock.now(), reason=options["reason"])
            return {"undone": undone, "sentence": f"已撤销区划变更 {undone} 条。"}
        done = self._recorded(options)
        return {
            "act": str(done.act),
            "changes": done.said,
            "followed": done.followed,
            "sentence": done.sentence,
        }

    def _recorded(self, options: Mapping[str, Any]) -> Recorded:
        path: Path | None = options["file"]
        if path is not None:
            if not path.is_file():
                raise FileMissing(path)
            return take_division_file(path.read_bytes(), name=path.name, by=SYSTEM, at=clock.now())
        if not (options["old"] and options["new"] and options["day"]):
            raise NothingSaid
        return record_changes(_drafts(options), by=SYSTEM, at=clock.now())


def _drafts(options: Mapping[str, Any]) -> list[Draft]:
    names = dict(zip(options["new"], map(without_invisible, options["name"]), strict=False))
    document = without_invisible(options["document"])
    pairs = [(old, new) for old in options["old"] for new in options["new"]]
    return [
        Draft(at, options["day"], old, new, document, new_name=names.get(new, ""))
        for at, (old, new) in enumerate(pairs, start=1)
    ]
