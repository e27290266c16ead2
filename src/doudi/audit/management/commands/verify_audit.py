"""The command that checks the audit chains."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from doudi.audit.models import Entry
from doudi.audit.services import broken_links


class Command(BaseCommand):
    """Walk every audit chain; exit 2 when a link is broken."""

    help = "核验留痕链是否被改动"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the broken links and leave with 2 when there are any."""
        breaks = list(broken_links())
        entries = Entry.objects.count()
        if options["json"]:
            self.stdout.write(
                json.dumps({"contract": 1, "entries": entries, "breaks": [asdict(b) for b in breaks]})
            )
        else:
            self.stdout.write(f"留痕 {entries} 条，断链 {len(breaks)} 处。")
            self.stdout.writelines(f"  {b.chain} 第 {b.sequence} 条：{b.fault}" for b in breaks)
        if breaks:
            raise SystemExit(2)
