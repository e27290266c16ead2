"""Puts who is competent into words for a screen, and into the shape the command answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from doudi.accounts.selectors import named_post
from doudi.common.kit import Text
from doudi.delegation.rules.competence import NotTownship
from doudi.delegation.selectors.competence import Answer
from doudi.kernel.money import yuan_text
from doudi.rulebook.catalogue import procedures
from doudi.rulebook.rules.deadlines import citation_shape, source_text

REASONS: Mapping[NotTownship, Text] = {
    NotTownship.NEVER: _("没有下放给这个乡镇（街道）"),
    NotTownship.AMOUNT: _("金额（连同期内已决定的）超过下放的上限"),
    NotTownship.BEGUN_BEFORE: _("受理时还没有下放，或中间断过，这一件仍由规定的一级决定"),
    NotTownship.FELL_BACK: _("受理时下放着，现在已经到期或收回"),
}


def sentence_of(answer: Answer) -> str:
    """Say who decides, why, who acts for it, and what comes next."""
    found = answer.competence
    matter = procedures().vocabulary.matters[answer.question.matter]
    lines = [f"{answer.title}{matter}：由{found.decider.label}决定。", f"依据：{basis_of(answer)}。"]
    if limit := found.decider.up_to:
        lines.append(f"限额：{yuan_text(limit)} 元（含）以下。")
    if found.not_township and found.decider.office == "COUNTY":
        lines.append(f"不归乡镇（街道）：{REASONS[found.not_township]}。")
    named = "、".join(named_post(post) for post in answer.posts)
    lines.append(f"可以决定的岗位：{named or '本系统里没有对应的在岗岗位'}。")
    lines.append(next_of(answer))
    return "\n".join(lines)


def basis_of(answer: Answer) -> str:
    """Return by which article or document the office decides."""
    return source_text(answer.competence.decider.citation)


def next_of(answer: Answer) -> str:
    """Say from which day another office decides what is accepted then."""
    turn = answer.competence.turn
    if turn is None:
        return "按现有的下放，以后不变。"
    return f"{turn.on} 起受理的改由{turn.decider.label}决定。"


def competence_shape(answer: Answer) -> dict[str, Any]:
    """Return an answer as the command gives it: codes, days, fen; posts by key, without anybody's name."""
    question, found = answer.question, answer.competence
    decider, turn = found.decider, found.turn
    return {
        "programme": question.programme,
        "title": answer.title,
        "matter": question.matter,
        "region": question.region,
        "on": question.on,
        "accepted_on": question.accepted_on,
        "amount_fen": question.fen,
        "earlier_fen": question.earlier_fen,
        "office": decider.office,
        "office_label": decider.label,
        "rule": decider.rule,
        "limit_fen": decider.up_to,
        **citation_shape(decider.citation),
        "handed_down": decider.handed_down,
        "delegation": found.held.delegation if found.held else None,
        "not_township": found.not_township,
        "posts": [{"post": one.pk, "role": one.role, "division": one.division_id} for one in answer.posts],
        "next": {"on": turn.on, "office": turn.decider.office} if turn else None,
    }
