"""The command that says which statutory deadlines a case has, and who decides it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.procedures.shapes import AREAS
from doudi.rulebook.catalogue import procedures
from doudi.rulebook.forms.said import day_from, json_from, region_from
from doudi.rulebook.rules.deadlines import (
    citation_shape,
    deadline_shape,
    decider_lines,
    decider_shape,
    heading,
    table_lines,
    term_lines,
    term_shape,
)
from doudi.rulebook.selectors.deadlines import Amount, Answer, deadlines_for


class Command(ContractCommand):
    """Count the deadlines of a case from what has happened so far; nothing is stored."""

    help = "按一地的办理程序和已发生的事件，列出各项法定期限、由谁决定和各环节的规定"

    def take(self, parser: CommandParser) -> None:
        """Take the programme, the place, the day and the file of events."""
        parser.add_argument("--programme", required=True, help="项目，如 DIBAO")
        parser.add_argument("--region", required=True, help="区划代码，如 440204；全国写 00")
        parser.add_argument("--on", required=True, help="截至哪一天，如 2026-03-01")
        parser.add_argument("--events", required=True, type=Path, help="已发生的事件（JSON 文件）")
        parser.add_argument("--fen", type=int, help="金额（分），由谁决定要看金额时给出")
        parser.add_argument("--area", default="", choices=AREAS, help="城乡类别，限额按低保标准倍数时给出")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the deadlines by due day, who decides, and by which values each step is done."""
        region, on = region_from(options["region"]), day_from(options["on"])
        said = json_from(options["events"], "events")
        amount = Amount(options["fen"], options["area"])
        found = deadlines_for(options["programme"], region, on=on, said=said, amount=amount)
        words = procedures().vocabulary
        deciders = [decider_shape(matter, who, words) for matter, who in found.deciders]
        return {
            "programme": found.procedure.code,
            "title": found.procedure.title,
            "region": region,
            "on": on,
            "bound": {
                "on": found.bound,
                "version": found.procedure.version,
                **citation_shape(found.procedure.basis),
            },
            "deadlines": [deadline_shape(one, words) for one in found.deadlines],
            "deciders": deciders,
            "terms": [term_shape(one) for one in found.terms],
            "sentence": _sentence(found, deciders, region),
        }


def _sentence(found: Answer, deciders: list[dict[str, Any]], region: str) -> str:
    """Return what a person at the terminal reads."""
    procedure = found.procedure
    lines = [heading(procedure.title, region, found.bound, procedure.basis), ""]
    if found.deadlines:
        lines += table_lines(found.deadlines, procedures().vocabulary)
    else:
        lines.append("这些事件没有引起任何期限。")
    if deciders:
        lines += ["", "由谁决定", *decider_lines(deciders)]
    if found.terms:
        lines += ["", "按什么办", *term_lines(found.terms)]
    return "\n".join(lines)
