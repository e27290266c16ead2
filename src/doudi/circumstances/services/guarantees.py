"""Records how somebody stands on a guarantee; what is not met is referred to its office at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.models import GuaranteeStanding
from doudi.circumstances.selectors.needs import needs_of
from doudi.circumstances.services.needs import record_needs
from doudi.circumstances.states import Guarantee, GuaranteeState, NeedSource, NeedStatus
from doudi.common.problems import Refusal
from doudi.registry.models import Person
from doudi.registry.selectors import records_of

UNDER_WAY = (NeedStatus.OPEN, NeedStatus.IN_PROGRESS)


class OfficeOfGuaranteeMissing(Refusal):
    """Nobody is named who answers for the guarantee."""

    def __init__(self) -> None:
        super().__init__("请填写责任部门，例如“住建”。", field="office")


class UpdatedAhead(Refusal):
    """A day lies after today."""

    def __init__(self) -> None:
        super().__init__("更新日不能晚于今天。", field="updated_on")


@transaction.atomic
def set_guarantee(
    person: Person, *, guarantee: str, state: str, office: str, updated_on: date, by: User, at: datetime
) -> GuaranteeStanding:
    """Say how somebody stands on a guarantee from a day on; one not met makes a referral, once."""
    if not office.strip():
        raise OfficeOfGuaranteeMissing
    if updated_on > at.date():
        raise UpdatedAhead
    made = GuaranteeStanding.objects.create(
        person=person,
        guarantee=Guarantee(guarantee),
        state=GuaranteeState(state),
        office=office.strip(),
        updated_on=updated_on,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "registry.guarantee_set",
        subject_type="person",
        subject_id=str(person.pk),
        by=by,
        at=at,
        division=person.division,
        details={"guarantee": guarantee, "state": state, "office": office.strip()},
    )
    if state == GuaranteeState.UNMET:
        _refer(made, by=by, at=at)
    return made


def _refer(standing: GuaranteeStanding, *, by: User, at: datetime) -> None:
    own = needs_of(records_of(standing.person)).filter(kind=standing.guarantee, status__in=UNDER_WAY)
    if own.filter(source=NeedSource.GUARANTEE).exists():
        return
    record_needs(
        standing.person,
        words=f"{standing.get_guarantee_display()}未达标，转{standing.office}办理",
        kinds=[standing.guarantee],
        found_on=standing.updated_on,
        source=NeedSource.GUARANTEE,
        by=by,
        at=at,
    )
