"""Takes files that support a proposal, by what they are and not by what they are called."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.documents.rules.content import judged, safe_name
from doudi.documents.rules.refusing import NotKept
from doudi.kernel.sealing import seal, unseal
from doudi.rulebook.models import Proposal, ProposalFile
from doudi.rulebook.services.changes import DraftClosed, NotTheDraftsOwner, locked
from doudi.rulebook.states import FileKind, ProposalStatus

BOUND = b"rulebook.proposalfile.content"


class FileNotAccepted(Refusal):
    """A file is of no kind we keep."""

    def __init__(self, why: NotKept) -> None:
        super().__init__(why.sentence, field="file")


class FileAlreadyThere(Refusal):
    """The same file is attached already."""

    def __init__(self) -> None:
        super().__init__("这个文件已经附在这件变更里了，不用再传。", field="file")


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
    try:
        what = judged(content)
    except NotKept as why:
        raise FileNotAccepted(why) from None
    digest = hashlib.sha256(what.content).hexdigest()
    if proposal.files.filter(digest=digest).exists():
        raise FileAlreadyThere
    made = ProposalFile.objects.create(
        proposal=proposal,
        kind=FileKind(kind),
        name=safe_name(name, what.media_type),
        media_type=what.media_type,
        size=len(what.content),
        digest=digest,
        content=seal(ring().seal, what.content, bound=BOUND),
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
