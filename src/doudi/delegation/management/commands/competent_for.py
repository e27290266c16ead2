"""The command that says who is competent to decide a matter at a place on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.delegation.rules.competence import Question
from doudi.delegation.selectors.competence import who_is_competent
from doudi.delegation.selectors.saying import competence_shape, sentence_of
from doudi.procedures.deciders import CONFIRM
from doudi.procedures.shapes import AREAS
from doudi.rulebook.forms.said import day_from


class Command(ContractCommand):
    """Say which office decides, by which paper, which posts act for it, and what comes next."""

    help = "一个项目、一户所在的乡镇、一笔金额、一天：谁有权决定，依据什么，接下来归谁"

    def take(self, parser: CommandParser) -> None:
        """Take the matter, the place, the amount and the day."""
        parser.add_argument("--programme", required=True, help="项目，如 DIBAO")
        parser.add_argument("--region", required=True, help="家庭所在乡镇或村的区划代码，9 位或 12 位")
        parser.add_argument("--on", required=True, help="决定的日子，如 2026-12-01")
        parser.add_argument("--accepted-on", default="", help="受理的日子；不给就是决定当天受理")
        parser.add_argument("--amount-fen", type=int, help="这一次要决定的金额（分）")
        parser.add_argument("--earlier-fen", type=int, default=0, help="同一户同一事由期内已决定的金额（分）")
        parser.add_argument("--area", default="", choices=AREAS, help="城乡类别，限额按低保标准倍数时给出")
        parser.add_argument("--matter", default=CONFIRM, help="事项，缺省是审核确认")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return who is competent."""
        on = day_from(options["on"])
        question = Question(
            programme=options["programme"].upper(),
            region=options["region"],
            on=on,
            accepted_on=day_from(options["accepted_on"]) if options["accepted_on"] else on,
            matter=options["matter"].upper(),
            fen=options["amount_fen"],
            earlier_fen=options["earlier_fen"],
            area=options["area"],
        )
        answer = who_is_competent(question)
        return {**competence_shape(answer), "sentence": sentence_of(answer)}
