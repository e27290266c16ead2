"""Posts an application in the village by the law it is bound to, and records how the notice ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.casework.catalogue import applied_for
from doudi.casework.models import Application, ApplicationRecord
from doudi.casework.rules.handling import ENDED_AFTER, OBJECTED_AFTER, act_of
from doudi.casework.rules.handling import Act as How
from doudi.casework.selectors.progress import Progress, progress_of
from doudi.casework.services.opining import found_for
from doudi.casework.services.recording import Happening, happen, locked, take_place
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.procedures.shapes import Clock
from doudi.publicity.models import PublicNotice
from doudi.publicity.selectors.notices import Terms
from doudi.publicity.services.posting import HowLongUnknown, ToPost, post_notice, take_down
from doudi.publicity.states import Outcome
from doudi.work.services.moves import Act


class NothingToPost(Refusal):
    """No opinion says what would be posted."""

    def __init__(self) -> None:
        super().__init__("还没有审核意见和核算单，没有可以公示的内容。请先提出初审意见。")


@dataclass(frozen=True, slots=True)
class Posting:
    """Where an application is posted, and by which event of its procedure."""

    event: str
    village: str
    place: str


def key_of(notice: int | str) -> str:
    """Return how a record names the notice that proves it."""
    return f"public_notice:{notice}"


@transaction.atomic
def post_application(
    application: Application, posting: Posting, *, by: User, at: datetime, once: UUID | None = None
) -> PublicNotice:
    """Post an application from today for the days its law says; it ends by itself."""
    application, today = locked(application), clock.day_of(at)
    progress = progress_of(application, on=today)
    if act_of(posting.event) is not How.PUBLICITY:
        raise NothingToPost
    opinion = application.opinions.select_related("sheet__facts").last()
    if opinion is None:
        raise NothingToPost
    who = application.person or application.filing.applicant
    members = application.filing.household.members.filter(valid_to__isnull=True, counted=True).count()
    notice = post_notice(
        ToPost(
            programme=applied_for()[application.programme].procedure,
            division=posting.village,
            place=posting.place,
            name=who.name,
            born_on=who.born_on,
            members=1 if application.person else max(members, 1),
            amount_fen=found_for(application, opinion.sheet).amount_fen,
            begins_on=today,
            terms=terms_by(progress, posting.event),
        ),
        by=by,
        at=at,
        once=once,
    )
    happen(application, Happening(posting.event, today, evidence=key_of(notice.pk)), Act(at, by))
    return notice


def terms_by(progress: Progress, event: str) -> Terms:
    """Return how an application is posted by the procedure it is bound to."""
    procedure = progress.procedure
    waits = next((one for one in procedure.clocks.values() if event in one.starts), None)
    days = waits.amount.fixed if waits else None
    if waits is None or not isinstance(days, int):
        raise HowLongUnknown
    fields = procedure.publicity.fields.fixed
    return Terms(
        programme=procedure.code,
        title=procedure.title,
        held=procedure.publicity.held,
        fields=tuple(str(one) for one in fields) if isinstance(fields, tuple) else (),
        days=days,
        article=_article(waits),
    )


def _article(waits: Clock) -> str:
    said = waits.amount.citation
    return f"{said.document}{said.article}" if said else ""


def take_down_notices(application: Application, act: Act) -> None:
    """Take down what hangs about an application that was withdrawn."""
    for begun in application.records.filter(name__in=ENDED_AFTER):
        take_down(int(begun.evidence.removeprefix(key_of(""))), act=act)


def notice_ended(notice: int, outcome: str, at: datetime) -> None:
    """Record how a notice of an application ended; one that belongs to none is no concern of this module.

    One taken down with its application ended nothing: that was withdrawn before.
    """
    begun = ApplicationRecord.objects.filter(evidence=key_of(notice), name__in=ENDED_AFTER).first()
    if begun is None or outcome == Outcome.WITHDRAWN:
        return
    after = OBJECTED_AFTER if outcome == Outcome.OBJECTED else ENDED_AFTER
    application = locked(begun.application)
    happening = Happening(after[begun.name], clock.day_of(at), evidence=key_of(notice))
    take_place(application, happening, Act(at))
