"""Puts a person back on a list who should never have left it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.kernel.dates import Period
from doudi.registry.models import Enrolment, ListLine, SpellAct
from doudi.registry.services.people import take_turn
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay


@transaction.atomic
def reopen_enrolment(enrolment: Enrolment, *, reason: str, by: Actor, at: datetime) -> Enrolment:
    """Reopen an enrolment as if it had not ended; whoever stands on the list again already keeps that one.

    The officer's word is a fact of its own, so that lists published later do not undo it.
    """
    take_turn()
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    live = Enrolment.objects.filter(
        person=enrolment.person_id,
        programme=enrolment.programme,
        valid_to__isnull=True,
        voided_at__isnull=True,
    ).first()
    if live is not None or enrolment.valid_to is None:
        return live or enrolment
    ended_on = enrolment.valid_to
    month = str(Period.of(ended_on))
    SpellAct.objects.get_or_create(
        person_id=enrolment.person_id,
        programme=enrolment.programme,
        period=month,
        defaults={"reason": reason, "done_by": by.username, "done_at": at},
    )
    if ListLine.objects.filter(person=enrolment.person_id, programme=enrolment.programme).exists():
        replay([enrolment.person_id], Cause(at, "registry.enrolment_reopened"), since=month)
    else:
        enrolment.valid_to, enrolment.closed_by = None, None
        enrolment.save(update_fields=["valid_to", "closed_by"])
    enrolment.refresh_from_db()
    audit.record(
        "registry.enrolment_reopened",
        subject_type="enrolment",
        subject_id=str(enrolment.pk),
        by=by,
        at=at,
        division=enrolment.division,
        reason=reason,
        details={"ended_on": ended_on, "programme": enrolment.programme},
    )
    return enrolment
