"""Answers where one application stands, which clocks run in it, who may act, and what may happen next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from doudi.accounts.models import User
from doudi.accounts.selectors import posts_of
from doudi.casework.catalogue import applied_for
from doudi.casework.models import Application, ApplicationRecord, BoundProcedure
from doudi.casework.rules.handling import COUNTY, DECIDER, WITHDRAWN, level_of
from doudi.casework.states import RecordKind
from doudi.delegation.rules.competence import Question
from doudi.delegation.selectors.competence import Answer, QuestionRefused, who_is_competent
from doudi.procedures.bound import read_bound
from doudi.procedures.deadlines import Deadline, State, deadlines_of_bound
from doudi.procedures.following import Place, Record, events_of_records, place_of
from doudi.procedures.shapes import ClockKind, Procedure, Step
from doudi.work.selectors.owners import HANDLERS
from doudi.work.selectors.tasks import calendar


@dataclass(frozen=True, slots=True)
class Progress:
    """One application on its way: the procedure it is bound to, what was recorded, where that leaves it."""

    application: Application
    procedure: Procedure
    rows: Sequence[ApplicationRecord]
    records: Sequence[Record]
    place: Place
    deadlines: Sequence[Deadline]

    @property
    def running(self) -> list[Deadline]:
        """Return the clocks by which something must be done and is not, the next to end first."""
        live = (State.RUNNING, State.OVERDUE, State.PAUSED)
        return [one for one in self.deadlines if one.clock.kind is ClockKind.DEADLINE and one.state in live]

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the applicant took the application back."""
        return any(one.name == WITHDRAWN for one in self.records)

    @property
    def due(self) -> Deadline | None:
        """Return the next clock to end."""
        return next(iter(self.running), None)

    @property
    def accepted_on(self) -> date | None:
        """Return the day of acceptance; nothing before it."""
        bound_by = ("ACCEPTED", "APPLIED")
        days = (one.on for name in bound_by for one in self.records if one.name == name)
        return next(days, None)


def progress_of(application: Application, *, on: date) -> Progress:
    """Return an application's progress as it stands on a day."""
    rows = list(application.records.filter(replaced_by__isnull=True).select_related("by", "replaces"))
    rows.sort(key=_place)
    return progress_by(application, rows, on=on)


def _place(row: ApplicationRecord) -> int:
    """Return where a record stands among the others: a correction in the place of what it corrects."""
    return row.order if row.replaces is None else _place(row.replaces)


def progress_by(application: Application, rows: Sequence[ApplicationRecord], *, on: date) -> Progress:
    """Return the progress these records make."""
    procedure = procedure_of(application.procedure)
    records = [record_of(row) for row in rows]
    deadlines = deadlines_of_bound(procedure, on=on, events=events_of_records(records), calendar=calendar())
    return Progress(application, procedure, rows, records, place_of(procedure, records), deadlines)


def procedure_of(bound: BoundProcedure) -> Procedure:
    """Return a bound procedure as it was kept."""
    return _read(bound.pk, bound.digest)


@lru_cache(maxsize=256)
def _read(key: int, digest: str) -> Procedure:
    kept = BoundProcedure.objects.get(pk=key, digest=digest)
    return read_bound(kept.content)


def record_of(row: ApplicationRecord) -> Record:
    """Return a record as the progress reads it; who did it is a natural person, by whatever account."""
    return Record(
        name=row.name,
        on=row.on,
        is_entry=row.kind == RecordKind.ENTERED,
        by=person_of(row.by) if row.by else "",
        clock=row.clock,
        ground=row.ground,
    )


def person_of(user: User) -> str:
    """Return who somebody is, whichever account they use; an account nobody knows stands for itself."""
    return user.person_key or f"user:{user.pk}"


def competent_for(progress: Progress, *, on: date, fen: int | None = None) -> Answer:
    """Return who may decide an application on a day; raises QuestionRefused where that cannot be said."""
    return who_is_competent(question_of(progress, on=on, fen=fen))


def question_of(progress: Progress, *, on: date, fen: int | None = None) -> Question:
    """Return the question of who is competent for an application."""
    application = progress.application
    return Question(
        programme=applied_for()[application.programme].procedure,
        region=application.division,
        on=on,
        accepted_on=min(progress.accepted_on or on, on),
        fen=fen,
    )


def decided_at(progress: Progress, *, on: date) -> str:
    """Return the office that decides an application; the county where nobody can say."""
    try:
        return competent_for(progress, on=on, fen=0).competence.decider.office
    except QuestionRefused:
        return COUNTY


def level_at(progress: Progress, step: Step, *, on: date) -> str:
    """Return the level whose officers do a step."""
    office = decided_at(progress, on=on) if step.office == DECIDER else step.office
    return level_of(step.office, decided_at=office)


def may_handle(user: User, progress: Progress, *, on: date) -> bool:
    """Say whether a person holds a post that does the step where an application stands."""
    level, division = level_at(progress, progress.place.step, on=on), progress.application.division
    return any(
        post.role in HANDLERS[level] and division.startswith(post.division_id or "?")
        for post in posts_of(user, on=on)
    )
