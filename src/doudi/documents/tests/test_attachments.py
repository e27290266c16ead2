"""A paper lies sealed, is there once, is opened on record or not at all, is withdrawn and never deleted."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, officer
from doudi.audit import services as audit
from doudi.audit.models import Entry
from doudi.documents import folders
from doudi.documents.models import Attachment
from doudi.documents.services import attachments
from doudi.documents.services.attachments import (
    About,
    AlreadyWithdrawn,
    DatedInTheFuture,
    ExpiresBeforeItsDate,
    FileNotKept,
    Given,
    NotStored,
    WithdrawalWithoutReason,
    attach,
    open_attachment,
    sweep_left_behind,
    withdraw_attachment,
)
from doudi.documents.states import AttachmentKind
from doudi.documents.tests import files
from doudi.kernel.sealing import SealBroken

TOWN = "440204101"
ENTRY = About("ledger_entry", "7", TOWN)
TODAY = MONDAY.date()

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(settings: Settings, tmp_path: Path) -> User:
    settings.DOUDI_DATA = tmp_path
    return officer(Role.TOWNSHIP_OFFICER, TOWN)


def given(content: bytes = files.PICTURE, **facts: object) -> Given:
    return Given("入户照片.jpg", content, **{"kind": AttachmentKind.PHOTO, **facts})  # type: ignore[arg-type]


def put(clerk: User, about: About = ENTRY, content: bytes = files.PICTURE) -> Attachment:
    return attach(about, given(content), by=clerk, at=MONDAY)


def stored() -> list[Path]:
    return sorted(path for path in folders.papers_root().rglob("*") if path.is_file())


def acts() -> list[str]:
    return list(
        Entry.objects.filter(subject_type="attachment").order_by("id").values_list("action", flat=True)
    )


def test_a_paper_lies_sealed_under_a_name_drawn_by_lot(clerk: User) -> None:
    paper = put(clerk, content=files.photograph())

    (file,) = stored()
    assert file.stem == paper.place
    assert len(paper.place) == 32
    assert files.PICTURE[20:60] not in file.read_bytes()
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert (paper.pages, paper.size, paper.media_type) == (1, len(files.PICTURE), "image/jpeg")
    assert open_attachment(paper, by=clerk, at=MONDAY) == files.PICTURE
    assert acts() == ["documents.attachment_added", "documents.attachment_opened"]


def test_the_same_paper_again_is_the_one_that_is_there_and_elsewhere_it_is_another(clerk: User) -> None:
    first = put(clerk, content=files.photograph())

    assert put(clerk, content=files.photograph(0)) == first
    assert put(clerk, About("ledger_entry", "8", TOWN)).digest == first.digest
    assert Attachment.objects.count() == 2
    assert len({path.stem for path in stored()}) == 2


def test_a_paper_that_was_changed_on_the_disk_or_moved_does_not_open(clerk: User) -> None:
    paper, other = put(clerk), put(clerk, content=files.DRAWING)
    mine, others = (folders._path(each.place) for each in (paper, other))
    others.write_bytes(mine.read_bytes())

    with pytest.raises(SealBroken):
        open_attachment(other, by=clerk, at=MONDAY)
    *kept, last = mine.read_bytes()
    mine.write_bytes(bytes([*kept, last ^ 1]))
    with pytest.raises(SealBroken):
        open_attachment(paper, by=clerk, at=MONDAY)
    assert "documents.attachment_opened" not in acts()


def test_a_paper_is_not_opened_when_the_opening_cannot_be_written_down(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = put(clerk)

    def broken(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError):  # noqa: PT011 -- whatever the trail fails with
        open_attachment(paper, by=clerk, at=MONDAY)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"dated_on": TODAY + timedelta(days=1)}, DatedInTheFuture),
        ({"dated_on": TODAY, "expires_on": TODAY}, ExpiresBeforeItsDate),
        ({"content": b"MZ"}, FileNotKept),
    ],
)
def test_a_paper_that_cannot_be_true_is_refused_and_nothing_is_written(
    clerk: User, facts: dict[str, object], refusal: type[Exception]
) -> None:
    content = facts.pop("content", files.PICTURE)
    with pytest.raises(refusal):
        attach(ENTRY, given(content, **facts), by=clerk, at=MONDAY)  # type: ignore[arg-type]

    assert not folders.papers_root().exists()
    assert acts() == []


def test_a_full_disk_is_said_and_nothing_is_written(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotStored):
        put(clerk)

    assert not Attachment.objects.exists()
    assert [path for path in stored() if path.suffix == folders.ENDING] == []


def test_a_paper_is_withdrawn_once_with_a_reason_and_stays(clerk: User) -> None:
    paper = put(clerk)
    with pytest.raises(WithdrawalWithoutReason):
        withdraw_attachment(paper, reason="错 ", by=clerk, at=MONDAY)

    gone = withdraw_attachment(paper, reason="传错了人", by=clerk, at=MONDAY)

    assert (gone.withdrawn_by, gone.withdrawn_reason) == (clerk, "传错了人")
    assert open_attachment(gone, by=clerk, at=MONDAY) == files.PICTURE
    with pytest.raises(AlreadyWithdrawn):
        withdraw_attachment(paper, reason="传错了人", by=clerk, at=MONDAY)
    assert put(clerk) != paper
    assert acts().count("documents.attachment_withdrawn") == 1


def test_what_is_said_of_a_paper_is_kept_sealed(clerk: User) -> None:
    paper = attach(
        ENTRY,
        given(source="村委会王主任", dated_on=date(2026, 10, 30), expires_on=date(2027, 10, 30)),
        by=clerk,
        at=MONDAY,
    )

    kept = Attachment.objects.filter(pk=paper.pk).extra(select={"raw": "name || source"}).values_list("raw")
    assert "入户照片" not in str(kept[0])
    assert "王主任" not in str(kept[0])
    assert Attachment.objects.get().source == "村委会王主任"


def test_bytes_whose_row_never_came_are_removed_after_a_day_and_no_others(clerk: User) -> None:
    paper = put(clerk)
    lost, fresh = folders.keep(b"lost"), folders.keep(b"fresh")
    cut = folders._path(lost).with_name("cut.writing")
    cut.write_bytes(b"half")
    old = datetime(2020, 1, 1, tzinfo=MONDAY.tzinfo).timestamp()
    for path in (folders._path(paper.place), folders._path(lost), cut):
        os.utime(path, (old, old))

    assert sweep_left_behind() == 2

    assert {path.stem for path in stored()} == {paper.place, fresh, ".now"}
    assert attachments.sweep_left_behind() == 0
