"""Takes in the papers of a filing, tells once what is missing, and lets what is complete be accepted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from doudi.audit import services as audit
from doudi.casework.models import Application, Filing, FilingPaper, SupplementNotice
from doudi.casework.rules.papers import Need
from doudi.casework.selectors.papers import PaperLine, papers_for, papers_of
from doudi.casework.selectors.progress import may_handle, progress_of
from doudi.casework.services.recording import Happening, NotYourStep, locked, record_act, take_place
from doudi.casework.states import Held
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import About, Given, attach
from doudi.notices.services.letters import Addressee, ToSend, send_letter
from doudi.work.services.moves import Act

FILING = "filing"
APPLIED, SUPPLEMENT = "APPLIED", "application_supplement"


class NotNeeded(Refusal):
    """The paper is not one this filing needs, or is there already."""

    def __init__(self) -> None:
        super().__init__("这份材料不在要交的里面，或者已经有了。请刷新页面看材料清单。")


class CircumstancesMissing(Refusal):
    """Which papers are needed depends on circumstances nobody has put on record."""

    def __init__(self) -> None:
        super().__init__(
            "这户人还没有家庭情况表，哪些材料要交还说不全。请先填家庭情况表，再核对材料、一次性告知。"
        )


class NothingChosen(Refusal):
    """No file was chosen."""

    def __init__(self) -> None:
        super().__init__("还没有选文件。请在要收的材料旁边选扫描件或照片，再点“收下选好的材料”。")


class NotPromised(Refusal):
    """No promise may stand in the place of this paper."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”不能用承诺代替，请交原件或扫描件。")


class ToldAlready(Refusal):
    """What is missing has been told; nothing is added to it."""

    def __init__(self) -> None:
        super().__init__("缺的材料已经一次性告知过，不能再加。请按告知书上列的收。")


class NothingMissing(Refusal):
    """Nothing is missing, so there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__("材料已经齐了，不用告知。")


@transaction.atomic
def hand_in(filing: Filing, need: Need, given: Given, *, act: Act) -> FilingPaper:
    """Keep a paper that was handed in; what is then complete can be accepted."""
    line = _line(filing, need, act)
    assert act.by is not None  # noqa: S101 - somebody took it in
    attachment = attach(About(FILING, str(filing.pk), filing.division), given, by=act.by, at=act.at)
    return _keep(filing, line, act, held=Held.HANDED_IN, attachment=attachment)


@transaction.atomic
def promise(filing: Filing, need: Need, given: Given, *, act: Act) -> FilingPaper:
    """Keep a written promise in the place of a paper that may be promised; it is checked afterwards."""
    line = _line(filing, need, act)
    if not line.may_promise:
        raise NotPromised(line.title)
    assert act.by is not None  # noqa: S101 - somebody took it in
    attachment = attach(About(FILING, str(filing.pk), filing.division), given, by=act.by, at=act.at)
    return _keep(filing, line, act, held=Held.PROMISED, attachment=attachment)


@transaction.atomic
def take_in(filing: Filing, given: Sequence[tuple[Need, Given, bool]], *, act: Act) -> None:
    """Keep several papers at once, each handed in or promised: all of them or none."""
    if not given:
        raise NothingChosen
    for need, paper, is_promise in given:
        keep = promise if is_promise else hand_in
        keep(filing, need, paper, act=act)


def _line(filing: Filing, need: Need, act: Act) -> PaperLine:
    if act.by is None or not any(_may(act, one) for one in filing.applications.all()):
        raise NotYourStep("收材料")
    found = next((line for line in papers_of(filing).lines if line.need == need), None)
    if found is None or found.held is not None:
        raise NotNeeded
    return found


def _may(act: Act, application: Application) -> bool:
    today = clock.day_of(act.at)
    return act.by is not None and may_handle(act.by, progress_of(application, on=today), on=today)


def _keep(filing: Filing, line: PaperLine, act: Act, **how: object) -> FilingPaper:
    need = line.need
    assert act.by is not None  # noqa: S101 - somebody took it in
    with refused_when_taken(NotNeeded):
        made = FilingPaper.objects.create(
            filing=filing,
            code=need.code,
            person_id=need.person,
            recorded_by=act.by,
            recorded_at=act.at,
            **how,
        )
    audit.record(
        "casework.paper_kept",
        subject_type=FILING,
        subject_id=str(filing.pk),
        by=act.actor,
        at=act.at,
        division=filing.division,
        details={"paper": need.code, "held": str(made.held)},
    )
    complete(filing, act)
    return made


@transaction.atomic
def relist(filing: Filing, *, act: Act) -> None:
    """List anew what a filing needs by the circumstances now on record; what is complete can be accepted."""
    if not any(_may(act, one) for one in filing.applications.all()):
        raise NotYourStep("核对材料清单")
    if papers_of(filing).waits_for_facts:
        raise CircumstancesMissing
    complete(filing, act)


def complete(filing: Filing, act: Act) -> None:
    """Let every application of a filing that lacks nothing more be accepted, from today."""
    today = clock.day_of(act.at)
    for each in filing.applications.order_by("id"):
        application = locked(each)
        place = progress_of(application, on=today).place
        if APPLIED not in place.step.marks or APPLIED in place.events:
            continue
        found = papers_for(application)
        if not found.missing and not found.waits_for_facts:
            _prove(filing, found.lines, act)
            # whoever takes papers in may do so; that they are complete follows by itself
            take_place(application, Happening(APPLIED, max(today, filing.filed_on)), act)


def _prove(filing: Filing, lines: Sequence[PaperLine], act: Act) -> None:
    """Write down which list proved a paper nobody was asked for."""
    assert act.by is not None  # noqa: S101 - somebody applied or took papers in
    for line in lines:
        if line.held is None and line.proof is not None:
            FilingPaper.objects.create(
                filing=filing,
                code=line.need.code,
                person_id=line.need.person,
                held=Held.PROVEN,
                source=line.proof.source,
                period=line.proof.period,
                recorded_by=act.by,
                recorded_at=act.at,
            )


@transaction.atomic
def tell_missing(filing: Filing, *, act: Act) -> SupplementNotice:
    """Tell everything that is missing in one letter, once; what it does not name is not asked for later."""
    assert act.by is not None  # noqa: S101 - somebody tells
    if not any(_may(act, one) for one in filing.applications.all()):
        raise NotYourStep("一次性告知")
    found = papers_of(filing)
    if found.notice is not None:
        raise ToldAlready
    if found.waits_for_facts:
        raise CircumstancesMissing
    if not found.missing:
        raise NothingMissing
    with refused_when_taken(ToldAlready):
        made = SupplementNotice.objects.create(
            filing=filing,
            items=[[line.need.code, line.need.person] for line in found.missing],
            told_by=act.by,
            told_at=act.at,
        )
    said = "；".join(f"{line.title}（{line.who}）" if line.who else line.title for line in found.missing)
    wanted = ToSend(
        kind=SUPPLEMENT,
        key=f"supplement:{made.pk}",
        to=Addressee(filing.applicant.name, filing.division),
        values={"missing": said, "count": str(len(found.missing))},
        subject=(FILING, str(filing.pk)),
    )
    send_letter(wanted, by=act.by, at=act.at)
    for each in filing.applications.all():
        record_act("casework.missing_told", each, act, count=len(found.missing))
    return made
