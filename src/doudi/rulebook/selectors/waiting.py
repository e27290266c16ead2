"""Answers what of the rulebook waits for a person: documents to look at again and to issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from doudi.common.access import Access
from doudi.rulebook.selectors.documents import reviews_waiting
from doudi.rulebook.selectors.duties import duties_within
from doudi.rulebook.states import DutyStatus

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: what, on which page, until when."""

    title: str
    page: str
    pk: int | None = None
    note: str = ""
    badge: str = ""
    due_on: date | None = None


def waiting_for(access: Access) -> Iterator[Waiting]:
    """Yield what waits for the person behind a request, as far as the post in use allows."""
    if access.may("rulebook.keep_documents"):
        yield from _documents(access)


def _documents(access: Access) -> Iterator[Waiting]:
    for review in reviews_waiting(access.scope)[:SHOWN]:
        yield Waiting(
            f"复核文件：{review.document.number}",
            "rulebook:document",
            review.document_id,
            review.because,
            "待复核",
        )
    wanted = duties_within(access.scope).exclude(status=DutyStatus.ISSUED)
    for duty in wanted.order_by(F("due_on").asc(nulls_last=True), "id")[:SHOWN]:
        title = f"出台配套文件：{duty.theme}"
        yield Waiting(title, "rulebook:duties", None, duty.office, "配套", duty.due_on)
