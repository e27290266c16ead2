"""Which batches somebody may see: their region's; a department's liaison only their own office's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from doudi.accounts.roles import Role
from doudi.common.access import OfficerRequest
from doudi.common.scope import Scope
from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import batches_within
from doudi.exchange.services.receiving import Sender


def sender_of(request: OfficerRequest) -> Sender:
    """Return whose files an officer sends: their office's, or their own where they have none."""
    post, user = request.access.post, request.access.user
    if post.organisation_id:
        return Sender(f"office:{post.organisation_id}", post.organisation.name)
    return Sender(f"user:{user.pk}", user.name)


def only_sender(request: OfficerRequest) -> str:
    """Return the sender whose batches alone a liaison may see; '' for everybody else."""
    return sender_of(request).key if request.access.post.role == Role.DEPARTMENT_LIAISON else ""


def feedback_scope(request: OfficerRequest, scope: Scope) -> Scope:
    """Return where an officer may see what the province sent back: a liaison of another office nowhere."""
    return Scope.nothing() if only_sender(request) else scope


def visible_batches(request: OfficerRequest, scope: Scope | None = None) -> QuerySet[Batch]:
    """Return the batches an officer may see, in all their scope or in part of it."""
    return batches_within(scope or request.access.scope, sender=only_sender(request))


def visible_batch(request: OfficerRequest, pk: UUID) -> Batch:
    """Return one batch, or 404 as if there were none."""
    found = visible_batches(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
