"""Decides an application: one natural person of the competent office, on exactly what another proposed."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from doudi.accounts.deciding import check_second, check_unchanged, digest_of
from doudi.casework.models import Application, Decision, Opinion
from doudi.casework.rules.handling import AGREED, REFUSED, TOWNSHIP, awaits_decision
from doudi.casework.selectors.progress import Progress, progress_of, question_of
from doudi.casework.services.opining import Found, found_for
from doudi.casework.services.recording import Happening, check_differs, locked, record_act, take_place
from doudi.casework.services.standing import outcome_of
from doudi.casework.services.telling import tell
from doudi.casework.states import SUBJECT, Verdict
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.delegation.services.using import hold_competence
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.verification.selectors.checks import is_disputed
from doudi.work.services.moves import Act

SHORTEST_REASON = 4


class NotToBeDecided(Refusal):
    """The application is not, or no longer, where it is decided."""

    def __init__(self, step: str) -> None:
        super().__init__(f"这件申请现在是“{step}”，还不能作决定。请先办完前面的环节。")


class DecidedByProposer(Refusal):
    """Whoever proposed may not decide."""

    def __init__(self) -> None:
        super().__init__("提出审核意见的人不能自己决定。请由另一位有权的同事决定。")


class ChangedMeanwhile(Refusal):
    """The opinion or its sheet is another than the one looked at."""

    def __init__(self) -> None:
        super().__init__("审核意见或核算单刚刚换过，和您看到的不同。请刷新页面，看过新的再决定。")


class UnverifiedNotSeen(Refusal):
    """The sheet rests on values nobody has verified, and the decider has not said that they know."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"核算单用了 {count} 个未核实的数值。请勾选“已知悉”，或先请县里核实这些数值。",
            field="saw_unverified",
        )


class CheckDisputed(Refusal):
    """The family says the check is wrong, and nobody has looked again yet."""

    def __init__(self) -> None:
        super().__init__("家庭对核对报告有异议，还没有复查。请先在核对页面登记复查结果，再作决定。")


class RefusedWithoutReason(Refusal):
    """A refusal does not say why."""

    def __init__(self) -> None:
        super().__init__("不予确认的，请写明理由（不少于 4 个字）。", field="reason")


class MachineRefuses(Refusal):
    """The decision agrees to what the sheet refuses."""

    def __init__(self) -> None:
        super().__init__(
            "核算单的结果是不符合条件，不能确认同意。请退回重新调查，或按一事一议办理。", field="verdict"
        )


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is decided and why; `seen` is the digest of what the decider looked at."""

    verdict: Verdict
    seen: str
    reason: str = field(default="", repr=False)
    saw_unverified: bool = False


def digest_seen(opinion: Opinion) -> str:
    """Return the digest of what is decided on: the opinion and its sheet."""
    return digest_of([opinion.pk, opinion.verdict, opinion.sheet_id, opinion.sheet.digest])


@transaction.atomic
def decide(application: Application, new: NewDecision, *, act: Act) -> Decision:
    """Decide an application once, as the office competent on this day; no right is changed meanwhile.

    Raises a refusal for whoever proposed, surveyed or is not competent, and for what has changed since.
    """
    application = locked(application)
    assert act.by is not None  # noqa: S101 - nothing is decided by the machine (P12)
    today = clock.day_of(act.at)
    progress = progress_of(application, on=today)
    if outcome_of(progress) or not awaits_decision(progress.place):
        raise NotToBeDecided(progress.place.step.label)
    if is_disputed(SUBJECT, str(application.pk)):
        raise CheckDisputed
    opinion = application.opinions.select_related("sheet__facts", "given_by").last()
    if opinion is None:
        raise NotToBeDecided(progress.place.step.label)
    check_unchanged(new.seen, digest_seen(opinion), otherwise=ChangedMeanwhile)
    check_second(opinion.given_by, act.by, otherwise=DecidedByProposer)
    check_differs(progress, progress.place.step, act.by)
    found = found_for(application, opinion.sheet)
    _check(new, found)
    made = _written(progress, new, opinion, found, act)
    record_act("casework.decided", application, act, verdict=str(new.verdict), decision=made.pk)
    event = event_of(progress, new.verdict)
    take_place(application, Happening(event, today, evidence=f"decision:{made.pk}"), act)
    tell(made, act)
    return made


def _written(progress: Progress, new: NewDecision, opinion: Opinion, found: Found, act: Act) -> Decision:
    """Write a decision down as that of the office competent now; refuse whoever is not of it."""
    application, today = progress.application, clock.day_of(act.at)
    assert act.by is not None  # noqa: S101 - nothing is decided by the machine (P12)
    amount = found.amount_fen if new.verdict == Verdict.AGREE else None
    answer = hold_competence(question_of(progress, on=today, fen=amount or 0), by=act.by)
    decider = answer.competence.decider
    return Decision.objects.create(
        application=application,
        verdict=new.verdict,
        sheet=opinion.sheet,
        amount_fen=amount,
        office=decider.office,
        office_division=_seat(application, decider.office),
        basis=f"{decider.citation.document}{decider.citation.article}",
        reason=new.reason.strip(),
        saw_unverified=new.saw_unverified,
        digest=new.seen,
        proposed_by=opinion.given_by,
        decided_by=act.by,
        decided_on=today,
        decided_at=act.at,
    )


def _check(new: NewDecision, found: Found) -> None:
    if new.verdict == Verdict.AGREE and not found.eligible:
        raise MachineRefuses
    if new.verdict == Verdict.REFUSE and len(new.reason.strip()) < SHORTEST_REASON:
        raise RefusedWithoutReason
    if found.unverified and not new.saw_unverified:
        raise UnverifiedNotSeen(found.unverified)


def event_of(progress: Progress, verdict: Verdict) -> str:
    """Return the event by which the procedure records a verdict at the step where it stands."""
    wanted = AGREED if verdict == Verdict.AGREE else (REFUSED,)
    found = next((event for event in progress.place.step.marks if event in wanted), None)
    if found is None:
        raise NotToBeDecided(progress.place.step.label)
    return found


def _seat(application: Application, office: str) -> str:
    digits = TOWNSHIP_DIGITS if office == TOWNSHIP else COUNTY_DIGITS
    return application.division[:digits]
