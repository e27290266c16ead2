"""Records the monthly price indices; what they ask for appears in the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.common.rows import update_rows
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceIndex, PriceLaunch
from doudi.price_subsidy.services.launches import suggest_below
from doudi.price_subsidy.services.waiting import approval_not_wanted
from doudi.price_subsidy.states import LaunchStatus
from doudi.rulebook.models import RegionTurn
from doudi.rulebook.selectors.authority import posts_for

KEEP = "price_subsidy.keep_indices"


class NoRightToRecord(Refusal):
    """A person holds no post that records indices for a region."""

    def __init__(self) -> None:
        super().__init__("您的岗位不能录入这个地区的价格指数。请由该地区的县级经办或上级督导录入。")


class IndexEmpty(Refusal):
    """No index is given."""

    def __init__(self) -> None:
        super().__init__("三项指数至少填一项。请按统计部门公布的同比涨幅填写。", field="cpi")


class PublishedTooEarly(Refusal):
    """Indices of a month are said to be published before it began, or in the future."""

    def __init__(self) -> None:
        super().__init__("公布日期要在指数所属月开始之后、今天之前。请核对公布日期。", field="published_on")


class AlreadyApproved(Refusal):
    """What followed from the indices has been approved."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period}的联动建议已经批准，指数不能再改。确有差错的，请在下月补发或扣回时说明。")


@dataclass(frozen=True, slots=True)
class IndexDraft:
    """A month's indices as somebody filled them in, in hundredths of a percent."""

    period: Period
    cpi_points: int | None
    food_points: int | None
    scpi_points: int | None
    published_on: date
    document: str


@transaction.atomic
def record_index(region: str, draft: IndexDraft, *, by: User, at: datetime) -> tuple[PriceIndex, int]:
    """Record a month's indices of a region and return them with how many suggestions appeared.

    A correction replaces what was said before, unless a suggestion that rests on it has been approved.
    """
    _check(region, draft, by=by, at=at)
    RegionTurn.objects.get_or_create(region=region)
    RegionTurn.objects.select_for_update().get(region=region)
    _replace(region, draft.period, at=at, by=by)
    made = PriceIndex.objects.create(
        region=region,
        period=str(draft.period),
        cpi_points=draft.cpi_points,
        food_points=draft.food_points,
        scpi_points=draft.scpi_points,
        published_on=draft.published_on,
        document=draft.document.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "rulebook.index_recorded",
        subject_type="price_index",
        subject_id=str(made.pk),
        by=by,
        at=at,
        division=region,
        details={
            "period": made.period,
            "cpi": made.cpi_points,
            "food": made.food_points,
            "scpi": made.scpi_points,
            "document": made.document,
        },
    )
    return made, len(suggest_below(region, draft.period, by=by, at=at))


def _check(region: str, draft: IndexDraft, *, by: User, at: datetime) -> None:
    if not posts_for(by, KEEP, region, on=at.date()):
        raise NoRightToRecord
    if draft.cpi_points is None and draft.food_points is None and draft.scpi_points is None:
        raise IndexEmpty
    if not draft.period.first_day <= draft.published_on <= at.date():
        raise PublishedTooEarly


def _replace(region: str, period: Period, *, by: User, at: datetime) -> None:
    """Close what was said before about the month, and the suggestions that rest on it."""
    before = PriceIndex.objects.filter(region=region, period=str(period), superseded_at__isnull=True)
    resting = PriceLaunch.objects.filter(index__in=before)
    if resting.filter(status=LaunchStatus.APPROVED).exists():
        raise AlreadyApproved(str(period))

    def note(count: int) -> None:
        audit.record(
            "rulebook.index_replaced",
            subject_type="price_index",
            subject_id=f"{region}:{period}",
            by=by,
            at=at,
            division=region,
            details={"rows": count},
        )

    waiting = list(resting.filter(status=LaunchStatus.SUGGESTED).order_by("pk"))
    update_rows(resting.filter(status=LaunchStatus.SUGGESTED), then_record=note, status=LaunchStatus.REPLACED)
    for launch in waiting:
        approval_not_wanted(launch, by=by, at=at)
    update_rows(before, then_record=note, superseded_at=at)
