"""Issues papers: gives the next number, makes the paper with it, freezes what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.documents import folders
from doudi.documents.catalogue import issued_kinds, mark_of
from doudi.documents.models import IssuedFile, IssuedPaper, PaperTemplate, SerialCounter
from doudi.documents.services.attachments import NotStored, keyed_digest


class PaperChanged(Refusal):
    """What lies on the disk is no longer what was issued."""

    status = 500

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 的文件和签发时不一致，不能打开。请联系运维人员从备份恢复。")


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in one form, as bytes."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be issued: of which kind, by which county, for what, to which office if to any.

    `template` is the county's own template it is drawn by, if it has one.
    """

    kind: str
    region: str
    subject: str
    title: str
    to: str = ""
    template: PaperTemplate | None = None


@transaction.atomic
def issue(
    wanted: Wanted, make: Callable[[str], Mapping[str, Made]], *, by: User, at: datetime
) -> IssuedPaper:
    """Issue a paper once for a thing; `make` gets the number and returns the paper in its forms.

    Numbers of a county, kind and year follow one another without a gap: one is given with the paper or not at
    all. The same thing again returns what was issued.
    """
    counter = _locked_counter(wanted.region, wanted.kind, clock.day_of(at).year)
    standing = IssuedPaper.objects.filter(kind=wanted.kind, subject=wanted.subject).first()
    if standing is not None:
        return standing
    kind = issued_kinds()[wanted.kind]
    order = counter.last + 1
    number = kind.numbered(mark=mark_of(wanted.region), year=counter.year, order=order)
    paper = IssuedPaper.objects.create(
        kind=wanted.kind,
        region=wanted.region,
        year=counter.year,
        order=order,
        number=number,
        title=wanted.title,
        subject=wanted.subject,
        to=wanted.to,
        template=wanted.template,
        version=kind.version_on(clock.day_of(at)).number,
        issued_by=by,
        issued_at=at,
    )
    for form, made in make(number).items():
        _freeze(paper, form, made)
    counter.last = order
    counter.save(update_fields=["last"])
    _record("documents.paper_issued", paper, by=by, at=at)
    return paper


def take_order(region: str, kind: str, year: int) -> int:
    """Return the next number of a county, kind and year, within the transaction that uses it."""
    counter = _locked_counter(region, kind, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked_counter(region: str, kind: str, year: int) -> SerialCounter:
    """Return the counter, locked: whoever issues at the same moment waits for the number before theirs."""
    counter, _ = SerialCounter.objects.get_or_create(region=region, kind=kind, year=year)
    return SerialCounter.objects.select_for_update().get(pk=counter.pk)


def _freeze(paper: IssuedPaper, form: str, made: Made) -> None:
    try:
        place = folders.keep(made.content)
    except OSError:
        raise NotStored from None
    IssuedFile.objects.create(
        paper=paper,
        form=form,
        media_type=made.media_type,
        size=len(made.content),
        digest=keyed_digest(made.content),
        place=place,
    )


@transaction.atomic
def open_issued(file: IssuedFile, *, by: User, at: datetime) -> bytes:
    """Return an issued paper unchanged; that it was opened is written down, or it is not opened."""
    content = folders.read(file.place)
    if keyed_digest(content) != file.digest:
        raise PaperChanged(file.paper.number)
    _record("documents.paper_opened", file.paper, by=by, at=at, form=file.form)
    return content


def _record(action: str, paper: IssuedPaper, *, by: User, at: datetime, form: str = "") -> None:
    audit.record(
        action,
        subject_type="issued_paper",
        subject_id=str(paper.pk),
        by=by,
        at=at,
        division=paper.region,
        details={"number": paper.number, "form": form},
    )
