"""What studies have against a change of parameters: nobody tried it, or too many families would lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from doudi.common.scope import Scope
from doudi.policy.saying import show_value
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.selectors.obstacles import Objector, Obstacle, fresh_study, in_force, needs_study
from doudi.studies.selectors.studies import sheets_of_region

LOSER_THRESHOLD, TRANSITION = "rulebook.loser_threshold", "rulebook.transition"
UNTRIED = "本地还没有家庭情况表，试算不出会影响多少户。"


def can_be_studied(region: str) -> bool:
    """Say whether any family of a region has stated its facts, without which nothing can be tried."""
    return sheets_of_region(region).exists()


def thin_cover(region: str) -> str:
    """Return why a study says little here: fewer than half the families on dibao have stated their facts."""
    on_list = valid_enrolments().filter(
        Scope.of([region]).q("division"), programme=Programme.DIBAO, valid_to__isnull=True
    )
    listed = on_list.values("household").distinct().count()
    told = sheets_of_region(region).count()
    if told * 2 >= listed:
        return ""
    return f"家庭情况表只有 {told} 户，低保名册上有 {listed} 户，试算说明不了影响。"


def untried(proposal: Proposal, values: Sequence[ProposedValue]) -> Iterator[Obstacle]:
    """Yield that a change of what people get was not tried as it stands, where it could be."""
    tried = fresh_study(proposal, values) is not None or not can_be_studied(proposal.region)
    if needs_study(values) and not tried:
        yield Obstacle("STUDY", "还没有按现在的数值试算影响。请点“试算影响”，看过将退出、将降额的户再提交。")


def calls_above(proposal: Proposal, values: Sequence[ProposedValue], on: date) -> str:
    """Return why the level above must approve what a study shows or cannot show; else nothing."""
    if not needs_study(values):
        return ""
    study = fresh_study(proposal, values)
    if study is None:
        return "" if can_be_studied(proposal.region) else UNTRIED
    if thin := thin_cover(proposal.region):
        return thin
    # who has no result yet may lose as well: green only when it is true
    losers, concerned = study.leaving + study.lowered + study.waiting, study.households + study.waiting
    if not losers:
        return ""
    transition = in_force(proposal.region, TRANSITION, min(value.begins for value in values))
    if transition is not None and transition.value is True:
        return (
            f"过渡期内兜底政策要总体稳定（{transition.document}{transition.article}），"
            f"试算将有 {study.leaving} 户退出、{study.lowered} 户降额{_perhaps(study.waiting)}。"
        )
    threshold = in_force(proposal.region, LOSER_THRESHOLD, on)
    if threshold is None or losers <= threshold.value * concerned:  # type: ignore[operator]
        return ""
    shown = show_value(book().definitions[LOSER_THRESHOLD], threshold.value)
    sure, together = study.leaving + study.lowered, "（没问清的一并算入）" if study.waiting else ""
    return (
        f"试算将有 {sure} 户退出或降额{_perhaps(study.waiting)}，"
        f"占现享 {study.households} 户{together}的比例超过{shown}。"
    )


def _perhaps(waiting: int) -> str:
    return f"，另有 {waiting} 户没问清、可能受损" if waiting else ""


STUDY_FIRST = Objector(untried, calls_above, page="studies:study_change")
