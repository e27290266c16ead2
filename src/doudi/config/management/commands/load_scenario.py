"""The command that loads a made-up world for tests; it exists only where DOUDI_ENV is test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction

from doudi.common.commands import ContractCommand
from doudi.common.problems import Refusal
from doudi.config.scenario import SECTIONS, load


class NotATest(Refusal):
    """Scenarios are for test installations."""

    def __init__(self) -> None:
        super().__init__("load_scenario 只在 DOUDI_ENV=test 的测试环境里可用。")


class SectionUnknown(Refusal):
    """The scenario asks for something no module here can hold yet."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"场景里有本版本还没有的部分：{'、'.join(names)}。可用的部分：{'、'.join(SECTIONS)}。"
        )


class NotAScenario(Refusal):
    """The file is not a JSON object."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} 不是 JSON 对象。格式见 docs/reference/contract.md。")


class Command(ContractCommand):
    """Load regions, users, households with their enrolments, all or nothing."""

    help = "装入测试场景（只在 DOUDI_ENV=test）"

    def take(self, parser: CommandParser) -> None:
        """Take the scenario file."""
        parser.add_argument("file", type=Path, help="场景 JSON 文件，格式见 docs/reference/contract.md")

    @transaction.atomic
    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Check the file's sections, then load them in order."""
        if settings.DOUDI_ENV != "test":
            raise NotATest
        scenario = _read(options["file"])
        if unknown := sorted(set(scenario) - set(SECTIONS) - {"contract"}):
            raise SectionUnknown(unknown)
        counts = load(scenario)
        return {"loaded": counts, "sentence": "，".join(f"{name} {count}" for name, count in counts.items())}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        scenario = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotAScenario(path) from None
    if not isinstance(scenario, dict):
        raise NotAScenario(path)
    return scenario
