"""The command that assesses one family and prints its computation sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.kernel.money import yuan_text
from doudi.policy.asking import Asking, titled
from doudi.policy.assessment import Assessment, assess
from doudi.policy.sheet import Sheet
from doudi.policy.stating import FactsWrong
from doudi.policy.writing import sheet_of
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.said import day_from, programme_from, region_from
from doudi.studies.forms.stated_files import FactsRefused, family_from


class Command(ContractCommand):
    """Assess a family under a programme of a region on a day; nothing is stored."""

    help = "按一地某日的规定核算一户，输出核算单"

    def take(self, parser: CommandParser) -> None:
        """Take the programme, the place, the day and the family's file."""
        parser.add_argument("--programme", required=True, help="项目，如 DIBAO")
        parser.add_argument("--region", required=True, help="区划代码，如 440204")
        parser.add_argument("--on", required=True, help="按哪一天的规定，如 2026-03-01")
        parser.add_argument("--household", required=True, type=Path, help="家庭情况（JSON 文件）")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return eligibility, amount and the sheet."""
        rules = book()
        code = programme_from(rules, options["programme"])
        region, on = region_from(options["region"]), day_from(options["on"])
        family = family_from(options["household"])
        try:
            found = assess(rules, code, region, on, family.household, family.context)
        except FactsWrong as error:
            raise FactsRefused(error.wrongs) from None
        sheet = sheet_of(found)
        return {
            "programme": code,
            "region": region,
            "on": on.isoformat(),
            "eligible": found.eligible_or_open,
            "amount_fen": found.amount_or_open,
            "questions": [_written(one) for one in sheet.questions],
            "reasons": list(sheet.reasons),
            "sheet": sheet.as_json(),
            "sentence": _sentence(sheet, found),
        }


def _written(one: Asking) -> Mapping[str, Any]:
    return {"field": f"{one.place}.{one.name}", **asdict(one)}


def _sentence(sheet: Sheet, found: Assessment) -> str:
    """Return what a person at the terminal reads."""
    lines = [*sheet.plain, *sheet.reasons]
    lines += [f"要先问清：{titled(one)}（{'、'.join(one.grounds)}）。" for one in sheet.questions]
    lines.append(f"{sheet.title}：{_result(found)}")
    if sheet.groundless:
        said = "、".join(one.label for one in sheet.groundless)
        lines.append(f"用到没有文件依据的数值，只能试算：{said}。")
    if sheet.unverified:
        lines.append(f"用到未核实的数值：{'、'.join(one.label for one in sheet.unverified)}。")
    return "\n".join(lines)


def _result(found: Assessment) -> str:
    eligible, fen = found.eligible_or_open, found.amount_or_open
    if eligible is None:
        return "还不能下结论。"
    if not eligible:
        return "不符合。"
    return "符合，金额还算不出来。" if fen is None else f"符合，每月 {yuan_text(fen)} 元。"
