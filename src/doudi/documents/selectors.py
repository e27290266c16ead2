"""Answers which papers a thing has, who opened them, where the same one lies too, and what was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from doudi.audit.models import Entry
from doudi.common.about import address_of, subject_kinds, subject_seen
from doudi.common.access import Access
from doudi.common.kit import Text
from doudi.common.scope import Scope
from doudi.documents.models import Attachment, IssuedFile, IssuedPaper, PaperTemplate

OPENED = "documents.attachment_opened"
_TWINS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper as one line of what it is about."""

    paper: Attachment
    is_expired: bool
    times_opened: int
    has_twin: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """Another place where the same paper lies, which the reader may see."""

    title: Text
    address: str
    paper: Attachment


def attachments_of(kind: str, key: str) -> QuerySet[Attachment]:
    """Return the papers of one thing: those that count first, then the withdrawn."""
    rows = Attachment.objects.filter(subject_kind=kind, subject_id=key).select_related(
        "added_by", "withdrawn_by"
    )
    return rows.order_by(F("withdrawn_at").asc(nulls_first=True), "id")


def counting_attachments(kind: str, key: str, *, of: str) -> QuerySet[Attachment]:
    """Return the papers of one category that a thing has and nobody withdrew."""
    return Attachment.objects.filter(
        subject_kind=kind, subject_id=key, kind=of, withdrawn_at__isnull=True
    ).order_by("id")


def paper_lines(access: Access, kind: str, key: str, *, on: date) -> list[PaperLine]:
    """Return the papers of one thing as lines; a twin is told only where the reader may see it."""
    papers = list(attachments_of(kind, key))
    opened = _times_opened(papers)
    return [
        PaperLine(
            paper,
            is_expired=paper.expires_on is not None and paper.expires_on < on,
            times_opened=opened[str(paper.pk)],
            has_twin=paper.withdrawn_at is None and bool(twins_of(access, paper)),
        )
        for paper in papers
    ]


def _times_opened(papers: Collection[Attachment]) -> Counter[str]:
    keys = [str(paper.pk) for paper in papers]
    rows = Entry.objects.filter(action=OPENED, subject_type="attachment", subject_id__in=keys)
    return Counter(rows.values_list("subject_id", flat=True))


def twins_of(access: Access, paper: Attachment) -> Sequence[Twin]:
    """Return where else the same paper lies, among what the reader may see."""
    rows = Attachment.objects.filter(digest=paper.digest, withdrawn_at__isnull=True).exclude(pk=paper.pk)
    return list(_visible(access, rows.select_related("added_by").order_by("id")))[:_TWINS_SHOWN]


def _visible(access: Access, rows: QuerySet[Attachment]) -> Iterator[Twin]:
    for row in rows:
        if subject_seen(access, row.subject_kind, row.subject_id) is not None:
            title = subject_kinds()[row.subject_kind].title
            yield Twin(title, address_of(row.subject_kind, row.subject_id), row)


def attachment_seen(access: Access, pk: int, *, to_write: bool = False) -> Attachment | None:
    """Return a paper if the reader may see, or add to, what it is about; else None."""
    paper = Attachment.objects.filter(pk=pk).select_related("added_by", "withdrawn_by").first()
    if paper is None:
        return None
    about = subject_seen(access, paper.subject_kind, paper.subject_id, to_write=to_write)
    return paper if about is not None else None


def issued_within(scope: Scope) -> QuerySet[IssuedPaper]:
    """Return the papers issued by counties of a scope or sent to its offices, newest first."""
    papers = IssuedPaper.objects.filter(scope.q("region") | scope.q("to"))
    return papers.select_related("issued_by").prefetch_related("files")


def issued_for(kind: str, subject: str) -> IssuedPaper | None:
    """Return the paper of a kind issued for a thing; None before it is."""
    found = IssuedPaper.objects.filter(kind=kind, subject=subject).select_related("issued_by")
    return found.prefetch_related("files").first()


def issued_files(scope: Scope) -> QuerySet[IssuedFile]:
    """Return the files of the papers issued within a scope or sent into it."""
    files = IssuedFile.objects.filter(scope.q("paper__region") | scope.q("paper__to"))
    return files.select_related("paper")


def template_in_force(kind: str, region: str, *, on: date) -> PaperTemplate | None:
    """Return the county's own template of a kind that draws on a day: of those approved the last to begin."""
    approved = PaperTemplate.objects.filter(
        region=region, kind=kind, valid_from__lte=on, decision__is_granted=True
    )
    return approved.order_by("-valid_from", "-decision__decided_at", "-id").first()


def templates_within(scope: Scope) -> QuerySet[PaperTemplate]:
    """Return the templates proposed by counties of a scope, newest first."""
    found = PaperTemplate.objects.filter(scope.q("region"))
    return found.select_related("proposed_by", "decision__decided_by")
