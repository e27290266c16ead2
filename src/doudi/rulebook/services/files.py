"""Takes files that support a proposal, by what they are and not by what they are called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.kernel.sealing import seal, unseal
from doudi.rulebook.models import Proposal, ProposalFile
from doudi.rulebook.services.changes import DraftClosed, NotTheDraftsOwner, locked
from doudi.rulebook.states import FileKind, ProposalStatus

LARGEST = 8 * 1024 * 1024
BOUND = b"rulebook.proposalfile.content"
STARTS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
OFFICE: Mapping[bytes, str] = {
    b"xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class FileNotAccepted(Refusal):
    """A file is of no kind we keep, empty or too large."""

    def __init__(self) -> None:
        super().__init__(
            "只收 PDF、xlsx、docx 和 PNG、JPG 图片，不超过 8 MB，且不能是空文件。请转换后再上传。",
            field="file",
        )


class FileAlreadyThere(Refusal):
    """The same file is attached already."""

    def __init__(self) -> None:
        super().__init__("这个文件已经附在这件变更里了，不用再传。", field="file")


def media_type_of(content: bytes) -> str:
    """Return what a file is by its content, or nothing if it is of no kind we keep."""
    for start, media_type in STARTS.items():
        if content.startswith(start):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in OFFICE.items() if part in content), "")
    return ""


@transaction.atomic
def attach_file(
    proposal: Proposal, *, kind: str, name: str, content: bytes, by: User, at: datetime
) -> ProposalFile:
    """Attach a file to a draft, sealed; the same file a second time is refused."""
    proposal = locked(proposal)
    if proposal.status != ProposalStatus.DRAFT:
        raise DraftClosed
    if not are_one_person(proposal.proposed_by, by):
        raise NotTheDraftsOwner
    media_type = media_type_of(content)
    if not media_type or len(content) > LARGEST:
        raise FileNotAccepted
    digest = hashlib.sha256(content).hexdigest()
    if proposal.files.filter(digest=digest).exists():
        raise FileAlreadyThere
    made = ProposalFile.objects.create(
        proposal=proposal,
        kind=FileKind(kind),
        name=name[-120:],
        media_type=media_type,
        size=len(content),
        digest=digest,
        content=seal(ring().seal, content, bound=BOUND),
        added_by=by,
        added_at=at,
    )
    audit.record(
        "rulebook.file_attached",
        subject_type="proposal",
        subject_id=str(proposal.pk),
        by=by,
        at=at,
        division=proposal.region,
        details={"kind": kind, "name": made.name, "digest": digest},
    )
    return made


def content_of(file: ProposalFile) -> bytes:
    """Return what a file holds; a wrong key raises instead of guessing."""
    return unseal(ring().seals, bytes(file.content), bound=BOUND)
