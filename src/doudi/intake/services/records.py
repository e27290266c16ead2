"""Takes what officers found at a home, and what came of the check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from doudi.common import clock
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import About, Given, attach
from doudi.intake.catalogue import ways
from doudi.intake.models import FieldRecord, HomeCheck
from doudi.intake.rules.ways import Outcome
from doudi.intake.selectors.checks import CHECK
from doudi.intake.services.checks import is_own, locked, record
from doudi.intake.states import CheckState, FieldWay
from doudi.work.services.moves import Act
from doudi.work.services.tasks import begin, finish

FOUND_LENGTH = 4
VISITED = "intake.check_visited"


class FoundNotSaid(Refusal):
    """A record does not say what was found."""

    def __init__(self) -> None:
        super().__init__("请写明现场情况（不少于 4 个字），例如见到谁、家里怎样。", field="found")


class VisitedAhead(Refusal):
    """A visit lies in the future."""

    def __init__(self) -> None:
        super().__init__("排查日不能晚于今天。", field="visited_on")


class OutcomeUnknown(Refusal):
    """The outcome is none of those offered."""

    def __init__(self) -> None:
        super().__init__("请从列出的结论里选一个。", field="outcome")


class NobodyWasThere(Refusal):
    """An outcome rests on a visit to the home, and nobody has been there."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(
            f"“{outcome.title}”要入户看过才能填。请先记下入户的现场情况，方式选“入户”。", field="outcome"
        )


class ConcludedMeanwhile(Refusal):
    """A colleague has concluded the check since the page was opened."""

    def __init__(self) -> None:
        super().__init__("刚才已经有人填了结论，这一次没有记。请刷新页面看已有的结论，确要改的再填一次。")


class CheckOver(Refusal):
    """The check was cancelled, or what is concluded cannot become open again."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on a day and how; with an outcome, what came of the check.

    `seen` is the key of the conclusion the officer had before their eyes, 0 for none.
    """

    visited_on: date
    way: str
    words: str
    outcome: str = ""
    seen: int = 0
    photos: Sequence[Given] = ()


@transaction.atomic
def record_found(check: HomeCheck, found: Found, *, act: Act, once: UUID | None = None) -> FieldRecord:
    """Record what was found at a home, with photographs; an outcome that closes ends the check's own task.

    What changes nothing about the outcome leaves it: somebody not reached is not a conclusion, and the clock
    runs on.
    """
    by = act.by
    assert by is not None  # noqa: S101 -- nobody but an officer finds anything
    claim(VISITED, once, by=by.pk, at=act.at)
    check = locked(check)
    outcome = _checked(check, found, on=clock.day_of(act.at))
    made = FieldRecord.objects.create(
        home_check=check,
        visited_on=found.visited_on,
        way=FieldWay(found.way),
        found=found.words.strip(),
        outcome=found.outcome,
        recorded_by=by,
        recorded_at=act.at,
    )
    for photo in found.photos:
        attach(About(CHECK, str(check.pk), check.division), photo, by=by, at=act.at)
    record(VISITED, check, act, way=found.way)
    if outcome is not None and outcome.closes:
        _conclude(check, outcome, made, act)
    elif is_own(check) and check.task is not None and check.task.is_live:
        begin(check.task, act=act)
    return made


def _checked(check: HomeCheck, found: Found, *, on: date) -> Outcome | None:
    """Return the outcome given, None for none; refuse what does not fit the check as it is now."""
    _check_words(check, found, on)
    if not found.outcome:
        return None
    outcome = ways().outcomes.get(found.outcome)
    if outcome is None:
        raise OutcomeUnknown
    if last_conclusion(check) != found.seen:
        raise ConcludedMeanwhile
    if check.state == CheckState.CONCLUDED and not outcome.closes:
        raise CheckOver("已有结论的不能改成没有结论。结论有变的，请选新的结论。")
    at_home = found.way == FieldWay.HOME or check.records.filter(way=FieldWay.HOME).exists()
    if outcome.needs_visit and not at_home:
        raise NobodyWasThere(outcome)
    return outcome


def _check_words(check: HomeCheck, found: Found, on: date) -> None:
    if len(found.words.strip()) < FOUND_LENGTH:
        raise FoundNotSaid
    if found.visited_on > on:
        raise VisitedAhead
    if check.state == CheckState.CANCELLED:
        raise CheckOver("这一件已经撤销，不能再记。请刷新页面看撤销的原因。")


def last_conclusion(check: HomeCheck) -> int:
    """Return the key of the record a check is concluded by, 0 for none."""
    closing = [code for code, each in ways().outcomes.items() if each.closes]
    last = check.records.filter(outcome__in=closing).order_by("-pk").first()
    return last.pk if last else 0


def _conclude(check: HomeCheck, outcome: Outcome, made: FieldRecord, act: Act) -> None:
    before = check.outcome
    check.state, check.outcome = CheckState.CONCLUDED, outcome.code
    check.save(update_fields=["state", "outcome"])
    if is_own(check) and check.task is not None:
        finish(check.task, result=outcome.code, act=Act(act.at, act.by, evidence=f"record:{made.pk}"))
    record("intake.check_concluded", check, act, before=before, after=outcome.code)
