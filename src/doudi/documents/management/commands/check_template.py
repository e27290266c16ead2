"""The command that judges a Word template before anybody uploads it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.documents.catalogue import fields_of, issued_kinds, templated
from doudi.documents.services.templates import judge_template


class Command(ContractCommand):
    """Say whether a Word file does as a template of a kind of paper, and what it may say."""

    help = "检查一个 Word 文书模板能不能用，列出这种文书的占位符"

    def take(self, parser: CommandParser) -> None:
        """Take the file and the kind of paper."""
        parser.add_argument("file", type=Path, help="docx 文件")
        parser.add_argument("--kind", required=True, choices=sorted(templated()), help="文书种类")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Judge the file; what is wrong with it is refused in words."""
        kind = options["kind"]
        judge_template(options["file"].read_bytes(), kind)
        return {
            "kind": kind,
            "fields": {code: each.title for code, each in fields_of(kind).items()},
            "sentence": f"这个文件可以用作“{issued_kinds()[kind].title}”的模板。",
        }
