"""Works out new standards, hands them in as changes, and records where town and country differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.policy.book import Parameters
from doudi.policy.money import write_money
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.rules.rises import ratio_in
from doudi.rulebook.selectors.authority import PROPOSE, posts_for
from doudi.rulebook.services.changes import NoRightThere, ValueDraft, draft_change
from doudi.rulebook.states import ProposalStatus
from doudi.studies.models import AreaDifference, StandardWorksheet
from doudi.studies.rules.standards import WHOLE_POINTS, from_expense, grown
from doudi.studies.selectors.standards import KEYS, current_fen
from doudi.studies.states import AreaAspect, StandardSubject, StandardWay

TEXT_LENGTH = 4


class FigureMissing(Refusal):
    """A figure the computation needs is not given."""

    def __init__(self, what: str, field: str) -> None:
        super().__init__(f"缺{what}，算不出建议标准。请补填后再保存。", field=field)


class SetByTheYear(Refusal):
    """A worksheet counts in whole fen a month; a standard set by the year may be none."""

    def __init__(self) -> None:
        super().__init__(
            "现行标准是按年登记的，折到每月不是整分，测算单只按每月的整分算。请先按文件登记每月的标准，再做测算。",
            field="subject",
        )


class FiscalOpinionMissing(Refusal):
    """Nobody says whether the money is there."""

    def __init__(self) -> None:
        super().__init__("缺财力意见，不能报批。请填写财政部门的意见后再报。", field="fiscal_opinion")


class DocumentMissing(Refusal):
    """A new standard needs the document that sets it."""

    def __init__(self) -> None:
        super().__init__(
            "缺依据文件或条款，不能报批。请填写拟发文件的文号（或全名）和条款。", field="document"
        )


class HandedIn(Refusal):
    """A worksheet that was handed in is not changed any more."""

    def __init__(self) -> None:
        super().__init__("这份测算单已经报批，不能再改。要改，请撤回变更后另做一份。")


class NotApprovedYet(Refusal):
    """A standard is issued after its approval."""

    def __init__(self) -> None:
        super().__init__("变更还没有批准，不能登记发布。请等批准以后再登记。")


@dataclass(frozen=True, slots=True)
class WorksheetDraft:
    """A worksheet as somebody filled it in."""

    subject: str
    way: str
    begins: date
    expense_fen: int | None = None
    share_points: int | None = None
    growth_points: int | None = None
    indicator: str = ""
    wanted_fen: int | None = None
    advice: str = ""
    fiscal_opinion: str = ""
    document: str = ""
    article: str = ""


@transaction.atomic
def make_worksheet(region: str, draft: WorksheetDraft, *, by: User, at: datetime) -> StandardWorksheet:
    """Work a standard out and keep how; nothing holds until it is handed in and approved."""
    _check_right(by, region, on=at.date())
    sheet = StandardWorksheet(region=region, made_by=by, made_at=at)
    _fill(sheet, draft, on=at.date())
    sheet.save()
    _record("rulebook.worksheet_made", sheet, by=by, at=at)
    return sheet


@transaction.atomic
def change_worksheet(
    sheet: StandardWorksheet, draft: WorksheetDraft, *, by: User, at: datetime
) -> StandardWorksheet:
    """Work it out anew from what was corrected; a worksheet that was handed in stays as it is."""
    sheet = StandardWorksheet.objects.select_for_update().get(pk=sheet.pk)
    _check_right(by, sheet.region, on=at.date())
    if sheet.proposal_id is not None:
        raise HandedIn
    _fill(sheet, draft, on=at.date())
    sheet.save()
    _record("rulebook.worksheet_changed", sheet, by=by, at=at)
    return sheet


@transaction.atomic
def hand_in(sheet: StandardWorksheet, *, by: User, at: datetime) -> Proposal:
    """Turn a worksheet into a change of parameters; who approves it is somebody else."""
    sheet = StandardWorksheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.proposal_id is not None:
        raise HandedIn
    if len(sheet.fiscal_opinion.strip()) < TEXT_LENGTH:
        raise FiscalOpinionMissing
    if not sheet.document or not sheet.article:
        raise DocumentMissing
    value = ValueDraft(
        key=KEYS[sheet.subject],
        begins=sheet.begins,
        written=write_money(sheet.wanted_fen),
        document=sheet.document,
        article=sheet.article,
    )
    label = StandardSubject(sheet.subject).label
    sheet.proposal = draft_change(
        sheet.region,
        title=f"{label}调整",
        reason=f"依据标准测算单。财力意见：{sheet.fiscal_opinion}",
        value=value,
        by=by,
        at=at,
    )
    sheet.save(update_fields=["proposal"])
    _record("rulebook.worksheet_handed_in", sheet, by=by, at=at)
    return sheet.proposal


@transaction.atomic
def issue(sheet: StandardWorksheet, *, issued_on: date, by: User, at: datetime) -> StandardWorksheet:
    """Record on which day the approved standard was made public."""
    if sheet.proposal is None or sheet.proposal.status != ProposalStatus.APPROVED:
        raise NotApprovedYet
    sheet.issued_on = issued_on
    sheet.save(update_fields=["issued_on"])
    _record("rulebook.worksheet_issued", sheet, by=by, at=at)
    return sheet


@transaction.atomic
def record_difference(
    region: str, *, aspect: str, urban: str, rural: str, target_year: int, by: User, at: datetime
) -> AreaDifference:
    """Record a rule that differs between town and country, and by which year it shall not."""
    _check_right(by, region, on=at.date())
    made = AreaDifference.objects.create(
        region=region,
        aspect=AreaAspect(aspect),
        urban=urban.strip(),
        rural=rural.strip(),
        target_year=target_year,
        recorded_by=by,
        recorded_at=at,
    )
    _record_difference("rulebook.difference_recorded", made, by=by, at=at)
    return made


@transaction.atomic
def settle_difference(difference: AreaDifference, *, on: date, by: User, at: datetime) -> AreaDifference:
    """Record that town and country go by one rule from a day on."""
    _check_right(by, difference.region, on=at.date())
    difference.settled_on = on
    difference.save(update_fields=["settled_on"])
    _record_difference("rulebook.difference_settled", difference, by=by, at=at)
    return difference


def _check_right(by: User, region: str, *, on: date) -> None:
    if not posts_for(by, PROPOSE, region, on=on):
        raise NoRightThere


def _fill(sheet: StandardWorksheet, draft: WorksheetDraft, *, on: date) -> None:
    sheet.subject, sheet.way = StandardSubject(draft.subject), StandardWay(draft.way)
    for name in ("expense_fen", "share_points", "growth_points", "begins"):
        setattr(sheet, name, getattr(draft, name))
    for name in ("indicator", "advice", "fiscal_opinion", "document", "article"):
        setattr(sheet, name, getattr(draft, name).strip())
    current = current_fen(sheet.region, sheet.subject, on)
    if isinstance(current, Fraction):
        raise SetByTheYear
    sheet.current_fen = current
    known = book().parameters(sheet.region, sheet.begins)
    suggest = _by_expense if sheet.way == StandardWay.EXPENSE else _by_growth
    sheet.suggested_fen = suggest(sheet, known)
    sheet.wanted_fen = draft.wanted_fen or sheet.suggested_fen


def _by_expense(sheet: StandardWorksheet, known: Parameters) -> int:
    if not sheet.expense_fen:
        raise FigureMissing("上年人均消费支出", "expense_fen")
    if not sheet.share_points:
        share = ratio_in(known, "growth.standard_share")
        if share is None:
            raise FigureMissing("占人均消费支出的比例", "share_points")
        sheet.share_points = int(share * WHOLE_POINTS)
    return from_expense(sheet.expense_fen, Fraction(sheet.share_points, WHOLE_POINTS), _rounding(known))


def _by_growth(sheet: StandardWorksheet, known: Parameters) -> int:
    if sheet.growth_points is None:
        raise FigureMissing("基准指标的增幅", "growth_points")
    if sheet.current_fen is None:
        raise FigureMissing("现行标准（本地还没有登记）", "subject")
    falls = known.get("growth.may_fall")
    return grown(
        sheet.current_fen,
        sheet.growth_points,
        passed_on=ratio_in(known, "growth.passed_on") or Fraction(1),
        rounding=_rounding(known),
        may_fall=bool(falls is not None and falls.value),
    )


def _rounding(known: Parameters) -> str:
    chosen = known.get("growth.rounding")
    return str(chosen.value) if chosen is not None else "NEAREST_FEN"


def _record(action: str, sheet: StandardWorksheet, *, by: User, at: datetime) -> None:
    audit.record(
        action,
        subject_type="standard_worksheet",
        subject_id=str(sheet.pk),
        by=by,
        at=at,
        division=sheet.region,
        details={
            "subject": str(sheet.subject),
            "suggested_fen": sheet.suggested_fen,
            "wanted_fen": sheet.wanted_fen,
            "fiscal_opinion": sheet.fiscal_opinion,
        },
    )


def _record_difference(action: str, difference: AreaDifference, *, by: User, at: datetime) -> None:
    audit.record(
        action,
        subject_type="area_difference",
        subject_id=str(difference.pk),
        by=by,
        at=at,
        division=difference.region,
        details={"aspect": str(difference.aspect), "target_year": difference.target_year},
    )
