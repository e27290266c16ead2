"""Takes a county's own Word templates, has another person decide on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second, check_unchanged
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.documents import folders
from doudi.documents.catalogue import fields_of
from doudi.documents.models import PaperTemplate, TemplateDecision
from doudi.documents.rules.content import judged, safe_name
from doudi.documents.rules.refusing import NotKept
from doudi.documents.rules.templates import TemplateRefused, check_template
from doudi.documents.services.attachments import FileNotKept, NotStored, keyed_digest
from doudi.documents.services.letters import DOCX


class NotATemplate(Refusal):
    """A file does not do as a template for this kind of paper."""

    status = 422

    def __init__(self, why: TemplateRefused) -> None:
        super().__init__(why.sentence, field="file")


class BegunInThePast(Refusal):
    """A template is to draw papers that were issued before."""

    def __init__(self) -> None:
        super().__init__("启用日不能早于今天：以前的文书已经签发。请选今天或以后。", field="valid_from")


class DecidedAlready(Refusal):
    """Somebody decided on the template meanwhile."""

    def __init__(self) -> None:
        super().__init__("这份模板已经有人批过了。请刷新页面看最新情况。")


class ProposerDecides(Refusal):
    """Whoever proposed a template may not decide on it."""

    def __init__(self) -> None:
        super().__init__("提出和批准必须是两个人。请由另一位有批准权的同事登录后处理。")


class TemplateChanged(Refusal):
    """What lies on the disk is no longer what was proposed."""

    def __init__(self) -> None:
        super().__init__("模板文件和提出时不一致，不能批准。请重新上传。")


class ReasonMissing(Refusal):
    """A refusal says why."""

    def __init__(self) -> None:
        super().__init__("请写明不批准的原因。", field="reason")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A Word file somebody proposes as a county's template of a kind, from a day on."""

    kind: str
    region: str
    valid_from: date
    name: str
    content: bytes = field(repr=False)


def judge_template(content: bytes, kind: str) -> bytes:
    """Return what is kept of a Word file that does as a template; refuse any other before it is stored."""
    try:
        what = judged(content)
    except NotKept as why:
        raise FileNotKept(why) from None
    if what.media_type != DOCX:
        raise NotATemplate(TemplateRefused("NOT_WORD"))
    try:
        check_template(what.content, fields_of(kind))
    except TemplateRefused as why:
        raise NotATemplate(why) from None
    return what.content


@transaction.atomic
def propose_template(proposed: Proposed, *, by: User, at: datetime) -> PaperTemplate:
    """Take a county's own template; it draws nothing until another person approves it."""
    if proposed.valid_from < clock.day_of(at):
        raise BegunInThePast
    content = judge_template(proposed.content, proposed.kind)
    try:
        place = folders.keep(content)
    except OSError:
        raise NotStored from None
    made = PaperTemplate.objects.create(
        region=proposed.region,
        kind=proposed.kind,
        valid_from=proposed.valid_from,
        name=safe_name(proposed.name, DOCX),
        size=len(content),
        digest=keyed_digest(content),
        place=place,
        proposed_by=by,
        proposed_at=at,
    )
    _record("documents.template_proposed", made, by=by, at=at)
    return made


@transaction.atomic
def decide_template(
    template: PaperTemplate, *, is_granted: bool, by: User, at: datetime, reason: str = ""
) -> TemplateDecision:
    """Approve or refuse a proposed template, on exactly what was proposed; papers issued before stay."""
    check_second(template.proposed_by, by, otherwise=ProposerDecides)
    if not is_granted and not reason.strip():
        raise ReasonMissing
    if is_granted:
        check_unchanged(
            template.digest, keyed_digest(folders.read(template.place)), otherwise=TemplateChanged
        )
    with refused_when_taken(DecidedAlready):
        made = TemplateDecision.objects.create(
            template=template,
            is_granted=is_granted,
            reason=reason.strip(),
            digest=template.digest,
            decided_by=by,
            decided_at=at,
        )
    if is_granted:
        _record("documents.template_approved", template, by=by, at=at, reason=reason)
    else:
        _record("documents.template_refused", template, by=by, at=at, reason=reason)
    return made


def _record(action: str, template: PaperTemplate, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="paper_template",
        subject_id=str(template.pk),
        by=by,
        at=at,
        division=template.region,
        reason=reason,
        details={"kind": template.kind, "digest": template.digest},
    )
