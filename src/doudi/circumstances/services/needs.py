"""Records what families lack, starts what may answer it, and ends it when it is met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.catalogue import need_suggestions, need_words
from doudi.circumstances.models import EpidemicSurvey, Need
from doudi.circumstances.rules.needs import kinds_in
from doudi.circumstances.states import NEED_MOVES, NeedKind, NeedSource, NeedStatus
from doudi.common.problems import Refusal
from doudi.registry.models import Person

TEXT_LENGTH = 2


class KindUnclear(Refusal):
    """Nothing says which kind of need it is."""

    def __init__(self) -> None:
        super().__init__("从这句话看不出是哪一类需求，请勾选：生活、医疗、教育、住房、照料。", field="kinds")


class WordsMissing(Refusal):
    """A need without what it is, or an ending without how."""

    def __init__(self, field: str) -> None:
        super().__init__("请写明情况（不少于 2 个字）。", field=field)


class FoundAhead(Refusal):
    """A need is dated after today."""

    def __init__(self) -> None:
        super().__init__("日期不能晚于今天。", field="found_on")


class NotSuggested(Refusal):
    """What was chosen to answer a need is none of what its kind may be answered by."""

    def __init__(self) -> None:
        super().__init__("请从给出的救助建议里选一项发起。", field="programme")


class NeedMoved(Refusal):
    """The need has gone further since the page was opened."""

    def __init__(self, status: str) -> None:
        super().__init__(f"这项需求已经是“{NeedStatus(status).label}”，不能再这样办。请刷新页面看最新情况。")


@transaction.atomic
def record_needs(
    person: Person,
    *,
    words: str,
    found_on: date,
    by: User,
    at: datetime,
    kinds: Collection[str] = (),
    source: str = NeedSource.VISIT,
    survey: EpidemicSurvey | None = None,
) -> list[Need]:
    """Record what a family lacks, one need a kind; kinds nobody ticked are read from the words."""
    if len(words.strip()) < TEXT_LENGTH:
        raise WordsMissing("words")
    if found_on > at.date():
        raise FoundAhead
    wanted: Sequence[str] = [kind for kind in NeedKind.values if kind in kinds]
    wanted = wanted or kinds_in(words, need_words())
    if not wanted:
        raise KindUnclear
    made = [
        Need.objects.create(
            person=person,
            kind=NeedKind(kind),
            words=words.strip(),
            source=NeedSource(source),
            survey=survey,
            found_on=found_on,
            recorded_by=by,
            recorded_at=at,
        )
        for kind in wanted
    ]
    for need in made:
        _tell("registry.need_recorded", need, by=by, at=at, source=source)
    return made


@transaction.atomic
def start_need(need: Need, *, programme: str, by: User, at: datetime) -> Need:
    """Start a programme that may answer a need: it is in hand, and its clock runs from this day."""
    need = _locked(need, NeedStatus.IN_PROGRESS)
    if programme not in {each.name for each in need_suggestions().get(need.kind, ())}:
        raise NotSuggested
    need.status, need.programme = NeedStatus.IN_PROGRESS, programme
    need.started_on, need.handled_by = at.date(), by
    need.save(update_fields=["status", "programme", "started_on", "handled_by"])
    _tell("registry.need_started", need, by=by, at=at, programme=programme)
    return need


@transaction.atomic
def end_need(need: Need, *, status: str, outcome: str, by: User, at: datetime) -> Need:
    """End a need: met, or none any more; the clock stops on this day."""
    ended = NeedStatus(status)
    need = _locked(need, ended)
    if len(outcome.strip()) < TEXT_LENGTH:
        raise WordsMissing("outcome")
    need.status, need.outcome = ended, outcome.strip()
    need.ended_on, need.handled_by = at.date(), by
    need.save(update_fields=["status", "outcome", "ended_on", "handled_by"])
    _tell("registry.need_ended", need, by=by, at=at, status=status)
    return need


def _locked(need: Need, wanted: NeedStatus) -> Need:
    need = Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=need.pk)
    if wanted not in NEED_MOVES[NeedStatus(need.status)]:
        raise NeedMoved(need.status)
    return need


def _tell(action: str, need: Need, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(need.person_id),
        by=by,
        at=at,
        division=need.person.division,
        details={"need": need.pk, "kind": need.kind, **details},
    )
