"""Gives an opinion on an application: the family's sheet is computed and kept, and proposed on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from doudi.casework.catalogue import applied_for
from doudi.casework.models import Application, Opinion
from doudi.casework.rules.handling import Act as How
from doudi.casework.rules.handling import act_of, only_refuses
from doudi.casework.selectors.progress import Progress, progress_of
from doudi.casework.services.recording import Happening, enter, happen, locked, record_act
from doudi.casework.states import Verdict
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.studies.models import KeptSheet
from doudi.studies.services.kept import keep_sheet
from doudi.work.services.moves import Act

SHORTEST_TEXT = 4


class NotAnOpinion(Refusal):
    """The event is not one an opinion is given by."""

    def __init__(self) -> None:
        super().__init__("这里登记的是审核意见。请刷新页面，按页面上的下一步办。")


class OpinionEmpty(Refusal):
    """An opinion says nothing."""

    def __init__(self) -> None:
        super().__init__("请写明意见和理由（不少于 4 个字）。", field="text")


class AgainstTheSheet(Refusal):
    """An opinion agrees to what the computation refuses."""

    def __init__(self) -> None:
        super().__init__(
            "核算单的结果是不符合条件，不能提“同意”。情况填错了请先更正家庭情况表；"
            "情况没错而确有困难的，请按一事一议办理。",
            field="verdict",
        )


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """What is proposed, why, and by which event of the procedure."""

    event: str
    verdict: Verdict
    text: str = field(repr=False)
    on: date = date.min


@transaction.atomic
def give_opinion(application: Application, new: NewOpinion, *, act: Act) -> Opinion:
    """Compute and keep the sheet by the law of the acceptance day, and propose on it.

    Refuses an opinion that agrees to what the sheet refuses; the other way round needs its reason only.
    """
    application = locked(application)
    if act_of(new.event) is not How.OPINION:
        raise NotAnOpinion
    if len(new.text.strip()) < SHORTEST_TEXT:
        raise OpinionEmpty
    assert act.by is not None  # noqa: S101 - an opinion is somebody's
    progress = progress_of(application, on=clock.day_of(act.at))
    sheet = _sheet(progress, act)
    if new.verdict == Verdict.AGREE and not found_for(application, sheet).eligible:
        raise AgainstTheSheet
    made = Opinion.objects.create(
        application=application,
        step=progress.place.step.name,
        verdict=new.verdict,
        sheet=sheet,
        text=new.text.strip(),
        given_by=act.by,
        given_at=act.at,
    )
    record_act("casework.opinion_given", application, act, verdict=str(new.verdict), opinion=made.pk)
    after = happen(application, Happening(new.event, new.on, evidence=f"opinion:{made.pk}"), act)
    _go_on(application, after, new, act)
    return made


def _go_on(application: Application, progress: Progress, new: NewOpinion, act: Act) -> None:
    """Enter the step an opinion leads to where it leads to one: a refusal is not shown in the village."""
    if progress.place.is_over or new.event not in progress.place.events:
        return
    waited = [way.step for way in progress.place.ways if new.event in progress.place.step.ways[way.step.name]]
    wanted = [step for step in waited if only_refuses(step) == (new.verdict == Verdict.REFUSE)]
    if len(wanted) == 1:
        enter(application, wanted[0].name, Act(act.at), on=new.on)


def _sheet(progress: Progress, act: Act) -> KeptSheet:
    application = progress.application
    assert act.by is not None  # noqa: S101 - an opinion is somebody's
    return keep_sheet(
        application.filing.household,
        applied_for()[application.programme].rule,
        on=progress.accepted_on or clock.day_of(act.at),
        by=act.by,
        at=act.at,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a kept sheet says of an application: the household's result, or that of its person."""

    eligible: bool
    amount_fen: int
    unverified: int


def found_for(application: Application, sheet: KeptSheet) -> Found:
    """Return what a sheet says of the household, or of the person an application is for."""
    said = json.loads(sheet.sheet)
    unverified = len(said["unverified"])
    if application.person_id is None:
        return Found(sheet.eligible, sheet.amount_fen, unverified)
    people = sheet.facts.people
    for verdict in said["verdicts"]:
        place = verdict["member"] - 1
        if 0 <= place < len(people) and people[place] == application.person_id:
            return Found(bool(verdict["eligible"]), verdict["amount"] or 0, unverified)
    return Found(eligible=False, amount_fen=0, unverified=unverified)
