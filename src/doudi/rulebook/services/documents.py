"""Files policy documents, marks them void, and hangs articles and checks on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.problems import Refusal
from doudi.rulebook.models import (
    DocumentArticle,
    DocumentCheck,
    DocumentReview,
    PolicyDocument,
    PolicyProblem,
)
from doudi.rulebook.rules.citations import number_key
from doudi.rulebook.services.waiting import ask_for_another_look, looked_at_again
from doudi.rulebook.states import DocumentStatus

QUESTIONS: Mapping[str, str] = {"detailed": "未细化", "workable": "不可操作", "targeted": "针对性不强"}


class NumberTaken(Refusal):
    """A document of that number is in the library."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"文件库里已有“{number}”，不用再录。要改它的内容，请在“政策文件”里搜到它再改。", field="number"
        )


class SuperiorWrong(Refusal):
    """A document cannot rest on itself or on one that rests on it."""

    def __init__(self) -> None:
        super().__init__("上级文件不能是它自己，也不能是依据它制定的文件。请另选。", field="superior")


class AlreadyVoid(Refusal):
    """A document was marked void before."""

    def __init__(self) -> None:
        super().__init__("这份文件已标为失效。")


class ReasonMissing(Refusal):
    """Something is said without its reason."""

    def __init__(self, what: str = "理由") -> None:
        super().__init__(f"请写明{what}。", field="reason")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as somebody filled it in."""

    number: str
    title: str
    issuer: str
    region: str
    issued_on: date | None = None
    effective_on: date | None = None
    addressees: str = ""
    note: str = ""
    is_verified: bool = True


@transaction.atomic
def register_document(
    facts: DocumentFacts, *, by: Actor, at: datetime, superior: PolicyDocument | None = None
) -> PolicyDocument:
    """File a document; its number is in the library once, however it is written."""
    key = number_key(facts.number)
    if PolicyDocument.objects.filter(number_key=key).exists():
        raise NumberTaken(facts.number)
    made = PolicyDocument(number_key=key, recorded_at=at, superior=superior)
    _fill(made, facts)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as taken:
        raise NumberTaken(facts.number) from taken
    _record("rulebook.document_filed", made, by=by, at=at, number=made.number)
    return made


@transaction.atomic
def correct_document(
    document: PolicyDocument, facts: DocumentFacts, *, by: User, at: datetime, superior: PolicyDocument | None
) -> PolicyDocument:
    """Correct what is filed about a document."""
    document = _locked(document)
    key = number_key(facts.number)
    if PolicyDocument.objects.filter(number_key=key).exclude(pk=document.pk).exists():
        raise NumberTaken(facts.number)
    _check_superior(document, superior)
    document.number_key, document.superior = key, superior
    _fill(document, facts)
    document.save()
    _record("rulebook.document_corrected", document, by=by, at=at, number=document.number)
    return document


@transaction.atomic
def void_document(document: PolicyDocument, *, on: date, reason: str, by: User, at: datetime) -> int:
    """Mark a document void; each document that rests on it waits for a review. Return how many do.

    What rests on the void document goes on holding: a review decides, never this act.
    """
    document = _locked(document)
    if document.status == DocumentStatus.VOID:
        raise AlreadyVoid
    if not reason.strip():
        raise ReasonMissing("失效说明，例如被哪份文件废止")
    document.status, document.voided_on, document.void_reason = DocumentStatus.VOID, on, reason.strip()
    document.save(update_fields=["status", "voided_on", "void_reason"])
    followers = document.followers.filter(status=DocumentStatus.IN_FORCE)
    for follower in followers:
        review, is_new = DocumentReview.objects.get_or_create(
            document=follower,
            cause=document,
            settled_at=None,
            defaults={"because": f"上级文件{document.number}已失效：{reason.strip()}"[:300], "raised_at": at},
        )
        if is_new:
            ask_for_another_look(review, by=by, at=at)
    _record("rulebook.document_voided", document, by=by, at=at, reason=reason, reviews=len(followers))
    return len(followers)


@transaction.atomic
def settle_review(review: DocumentReview, *, conclusion: str, by: User, at: datetime) -> DocumentReview:
    """Settle a review by what was found."""
    review = DocumentReview.objects.select_for_update().get(pk=review.pk)
    if not conclusion.strip():
        raise ReasonMissing("复核结论，例如继续执行、已修订、同时废止")
    review.conclusion, review.settled_by, review.settled_at = conclusion.strip(), by, at
    review.save(update_fields=["conclusion", "settled_by", "settled_at"])
    _record("rulebook.review_settled", review.document, by=by, at=at, reason=conclusion)
    looked_at_again(review, by=by, at=at)
    return review


@transaction.atomic
def put_article(
    document: PolicyDocument,
    *,
    article: str,
    text: str,
    by: Actor,
    at: datetime,
    carries_out: DocumentArticle | None = None,
) -> DocumentArticle:
    """Write an article of a document, or correct it, and say which superior article it carries out."""
    if carries_out is not None and carries_out.document_id != document.superior_id:
        raise SuperiorWrong
    made, _ = DocumentArticle.objects.update_or_create(
        document=document,
        article=article.strip(),
        defaults={"text": text.strip(), "carries_out": carries_out},
        create_defaults={
            "text": text.strip(),
            "carries_out": carries_out,
            "position": document.articles.count() + 1,
        },
    )
    _record("rulebook.article_put", document, by=by, at=at, article=article)
    return made


@transaction.atomic
def check_document(
    document: PolicyDocument,
    *,
    region: str,
    answers: Mapping[str, bool],
    reasons: Mapping[str, str],
    by: User,
    at: datetime,
) -> DocumentCheck:
    """Keep a bureau's look at a document; what is not good enough goes to the list of problems."""
    if set(answers) != set(QUESTIONS) or not all(reasons.get(each, "").strip() for each in QUESTIONS):
        raise ReasonMissing("三项结论和每项的理由，缺一项都不能提交")
    said: dict[str, object] = {f"is_{each}": answers[each] for each in QUESTIONS}
    said |= {f"{each}_reason": reasons[each].strip() for each in QUESTIONS}
    check = DocumentCheck.objects.create(
        document=document, region=region, checked_by=by, checked_at=at, **said
    )
    for each, word in QUESTIONS.items():
        if not answers[each]:
            PolicyProblem.objects.create(
                region=region,
                title=f"{document.title}：{word}——{reasons[each].strip()}"[:200],
                source="政策自查",
                document=document,
                raised_by=by,
                raised_at=at,
            )
    _record("rulebook.document_checked", document, by=by, at=at, answers=dict(answers))
    return check


def _fill(document: PolicyDocument, facts: DocumentFacts) -> None:
    document.number, document.title = facts.number.strip(), facts.title.strip()
    document.issuer, document.region = facts.issuer.strip(), facts.region
    document.issued_on, document.effective_on = facts.issued_on, facts.effective_on
    document.addressees, document.note = facts.addressees.strip(), facts.note.strip()
    document.is_verified = facts.is_verified


def _check_superior(document: PolicyDocument, superior: PolicyDocument | None) -> None:
    above = superior
    while above is not None:
        if above.pk == document.pk:
            raise SuperiorWrong
        above = above.superior


def _locked(document: PolicyDocument) -> PolicyDocument:
    return PolicyDocument.objects.select_for_update().get(pk=document.pk)


def _record(
    action: str, document: PolicyDocument, *, by: Actor, at: datetime, reason: str = "", **details: object
) -> None:
    division = document.region if document.region != "00" else ""
    audit.record(
        action,
        subject_type="policy_document",
        subject_id=str(document.pk),
        by=by,
        at=at,
        division=division,
        reason=reason,
        details=details,
    )
