"""Fills the library with the documents that rules and values name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.policy.known_documents import ArticleLine, KnownDocument, read_documents
from doudi.rulebook.models import PolicyDocument
from doudi.rulebook.selectors.documents import citations, document_named
from doudi.rulebook.services.documents import DocumentFacts, put_article, register_document
from doudi.rulebook.states import DocumentStatus

NATION = "00"
CITED_ONLY = "由规则的引文登记，发文机关、日期和条款待补。"


@transaction.atomic
def load_library(folder: Path, *, by: Actor, at: datetime) -> int:
    """File the known documents and every one merely cited; what is filed stays. Return how many are new."""
    before = PolicyDocument.objects.count()
    for said in read_documents(folder):
        _file(said, by=by, at=at)
    for citation, regions in sorted(citations().items()):
        if document_named(citation) is None:
            region = min(regions, key=lambda code: (code == NATION, len(code), code))
            facts = DocumentFacts(
                number=citation, title=citation, issuer="", region=region, note=CITED_ONLY, is_verified=False
            )
            register_document(facts, by=by, at=at)
    return PolicyDocument.objects.count() - before


def _file(said: KnownDocument, *, by: Actor, at: datetime) -> None:
    if document_named(said.number) is not None:
        return
    superior = document_named(said.superior) if said.superior else None
    made = register_document(
        DocumentFacts(
            number=said.number,
            title=said.title,
            issuer=said.issuer,
            region=said.region,
            issued_on=said.issued_on,
            effective_on=said.effective_on,
            addressees=said.addressees,
            note=said.note,
            is_verified=said.verified,
        ),
        superior=superior,
        by=by,
        at=at,
    )
    _void(made, said)
    _write_articles(made, said.articles, by=by, at=at)


def _void(document: PolicyDocument, said: KnownDocument) -> None:
    if said.voided_on is None:
        return
    document.status, document.voided_on = DocumentStatus.VOID, said.voided_on
    document.void_reason = said.void_reason
    document.save(update_fields=["status", "voided_on", "void_reason"])


def _write_articles(
    document: PolicyDocument, articles: Iterable[ArticleLine], *, by: Actor, at: datetime
) -> None:
    for each in articles:
        put_article(document, article=each.article, text=each.text, by=by, at=at)
