"""The command that lists what each member of a family may have of the six welfare subsidies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.kernel.money import yuan_text
from doudi.policy.stating import FactsWrong
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.said import day_from, region_from
from doudi.studies.forms.stated_files import FactsRefused, family_from
from doudi.studies.rules.welfare import EFFECTS, Asked, Benefit, Exclusion, benefits_of, exclusions_of


class Command(ContractCommand):
    """List the six subsidies a family's members may have, and those that exclude each other."""

    help = "列出一户每人可享的六项福利补贴，并指出互斥的组合"

    def take(self, parser: CommandParser) -> None:
        """Take the place, the day and the family's file."""
        parser.add_argument("--region", required=True, help="区划代码，如 440204")
        parser.add_argument("--on", required=True, help="按哪一天的规定，如 2026-03-01")
        parser.add_argument("--household", required=True, type=Path, help="家庭情况（JSON 文件）")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return what each person may have and what excludes what."""
        family = family_from(options["household"])
        asked = Asked(book(), region_from(options["region"]), day_from(options["on"]), family.household)
        try:
            benefits = benefits_of(asked)
            exclusions = exclusions_of(asked, benefits)
        except FactsWrong as error:
            raise FactsRefused(error.wrongs) from None
        return {
            "benefits": [asdict(one) for one in benefits],
            "exclusions": [asdict(one) for one in exclusions],
            "sentence": "\n".join([*map(_benefit_text, benefits), *map(_exclusion_text, exclusions)]),
        }


def _benefit_text(one: Benefit) -> str:
    """Return a line about one subsidy of one person."""
    if one.lacking:
        return f"第{one.member}人·{one.title}：{one.lacking}"
    if one.eligible:
        return f"第{one.member}人·{one.title}：可享，每月 {yuan_text(one.amount_fen or 0)} 元"
    return f"第{one.member}人·{one.title}：不符合（{'、'.join(one.reasons)}）"


def _exclusion_text(one: Exclusion) -> str:
    """Return a line about two subsidies that do not go together."""
    titles = book().programmes
    return (
        f"第{one.member}人：领了{titles[one.receiving].title}，{titles[one.other].title}"
        f"{EFFECTS[one.effect]}，每月 {yuan_text(one.amount_fen)} 元"
    )
