"""Moves the papers of screening rounds to where all papers are kept; none is lost, none is changed but in its notes."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from doudi.common.keys import ring
from doudi.documents import folders
from doudi.documents.rules.content import judged, safe_name
from doudi.documents.rules.refusing import NotKept
from doudi.documents.services.attachments import keyed_digest
from doudi.kernel.sealing import unseal

BOUND = b"monitoring.screeningpaper.content"


def move_papers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each paper its row and its file; what today's check would refuse was taken then and stays."""
    attachment = apps.get_model("documents", "Attachment")
    papers = apps.get_model("monitoring", "ScreeningPaper").objects.select_related("member").order_by("pk")
    for paper in papers.iterator(chunk_size=20):
        content, pages = _kept(unseal(ring().seals, bytes(paper.content), bound=BOUND))
        _move(attachment, paper, content, pages)


def _kept(content: bytes) -> tuple[bytes, int | None]:
    try:
        what = judged(content)
    except NotKept:
        return content, None
    return what.content, what.pages


def _move(attachment: Any, paper: Any, content: bytes, pages: int | None) -> None:
    """Put one paper down; two that differ in their notes only are one paper, given first by whoever came first."""
    about = {"subject_kind": "screening_member", "subject_id": str(paper.member_id)}
    digest = keyed_digest(content)
    if attachment.objects.filter(**about, digest=digest).exists():
        return
    attachment.objects.create(
        **about,
        division=paper.member.division,
        kind="WISH",
        name=safe_name(paper.name, paper.media_type),
        media_type=paper.media_type,
        size=len(content),
        pages=pages,
        digest=digest,
        place=folders.keep(content),
        added_by_id=paper.added_by_id,
        added_at=paper.added_at,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0001_keep_papers"),
        ("monitoring", "0016_keep_the_lists_of_a_closed_month"),
    ]

    operations = [
        migrations.RunPython(move_papers, migrations.RunPython.noop),
        migrations.DeleteModel(name="ScreeningPaper"),
    ]
