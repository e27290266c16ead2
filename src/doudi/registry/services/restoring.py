"""Puts a person back on a list who should never have left it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.registry.models import Enrolment
from doudi.registry.services.people import take_turn


@transaction.atomic
def reopen_enrolment(enrolment: Enrolment, *, reason: str, by: Actor, at: datetime) -> Enrolment:
    """Reopen an enrolment as if it had not ended; whoever stands on the list again already keeps that one."""
    take_turn()
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    live = Enrolment.objects.filter(
        person=enrolment.person_id, programme=enrolment.programme, valid_to__isnull=True
    ).first()
    if live is not None:
        return live
    ended_on = enrolment.valid_to
    enrolment.valid_to, enrolment.closed_by = None, None
    enrolment.save(update_fields=["valid_to", "closed_by"])
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
