"""Turns indices into suggestions, decides on them, and lists who is due what once somebody has approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.common.rows import ROWS_AT_ONCE
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.price_subsidy.models import PriceIndex, PriceLaunch, PriceLine
from doudi.price_subsidy.rules.linkage import overlap_note, share_of
from doudi.price_subsidy.selectors.beneficiaries import Group, Reckoning, reckon, reckon_make_up
from doudi.price_subsidy.selectors.indices import (
    Reading,
    context_of,
    is_running,
    months_below,
    reading_of,
    stop_after,
)
from doudi.price_subsidy.services.waiting import approval_given, approval_not_wanted, ask_for_approval
from doudi.price_subsidy.states import LaunchKind, LaunchStatus, LinePart
from doudi.regions.selectors.divisions import CalendarMissing, divisions_below, nth_working_day
from doudi.regions.states import Level
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import RegionTurn
from doudi.rulebook.rules.rises import ratio_in
from doudi.rulebook.selectors.authority import APPROVE, posts_for

TEXT_LENGTH = 4


class LaunchDecided(Refusal):
    """A suggestion somebody has decided on, or that newer indices replaced."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"这条建议已经是“{LaunchStatus(status).label}”，不能再这样处理。请刷新页面看最新情况。"
        )


class PreparerApproves(Refusal):
    """Whoever recorded the indices may not approve what follows from them."""

    def __init__(self) -> None:
        super().__init__("录入指数和审批必须是两个人。请由另一位有审批权的同事登录后处理。")


class NoRightToApprove(Refusal):
    """A person holds no post that approves for the county."""

    def __init__(self) -> None:
        super().__init__("您的岗位不能审批这个地区的联动建议。请由该地区的县级复核或上级督导处理。")


class ReckoningIncomplete(Refusal):
    """A value the computation needs is not set."""

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(f"测算还缺数：{' '.join(missing)}登记以后点“重新测算”，再审批。")


class ReasonMissing(Refusal):
    """A decision needs its reason."""

    def __init__(self) -> None:
        super().__init__("请写明审批意见（不少于 4 个字）。", field="reason")


class NotApproved(Refusal):
    """A list is asked for before anybody approved."""

    def __init__(self) -> None:
        super().__init__("还没有审批，不能生成发放名单。请由另一位有审批权的同事先审批。")


class NothingToList(Refusal):
    """A stop pays nobody, and a list is made once."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RosterChanged(Refusal):
    """The registry or the values are others than those that were approved."""

    def __init__(self, before: int, now: int) -> None:
        super().__init__(
            f"审批时应发 {before} 人，现在按名册是 {now} 人，或标准有变化。"
            "请点“重新测算”，由另一人重新审批后再生成名单。"
        )


def suggest_below(region: str, period: Period, *, by: User, at: datetime) -> list[PriceLaunch]:
    """Suggest for every county that goes by a region's indices of a month; return what is new."""
    if len(region) == COUNTY_DIGITS:
        counties = [region]
    else:
        counties = list(divisions_below(region, level=Level.COUNTY).values_list("code", flat=True))
    made = (suggest(county, period, by=by, at=at) for county in counties)
    return [launch for launch in made if launch is not None]


@transaction.atomic
def suggest(county: str, period: Period, *, by: Actor, at: datetime) -> PriceLaunch | None:
    """Suggest what a month's indices ask for in a county, once; nothing where they ask for nothing."""
    RegionTurn.objects.get_or_create(region=county)
    RegionTurn.objects.select_for_update().get(region=county)
    standing = PriceLaunch.objects.filter(region=county, period=str(period))
    if standing.filter(status__in=(LaunchStatus.SUGGESTED, LaunchStatus.APPROVED)).exists():
        return None
    reading = reading_of(county, period)
    kind = _kind(county, period, reading)
    if reading is None or kind is None:
        return None
    made = _made(county, period, kind, reading, at=at)
    _record("rulebook.launch_suggested", made, by=by, at=at)
    ask_for_approval(made, by=by, at=at)
    return made


def _kind(county: str, period: Period, reading: Reading | None) -> LaunchKind | None:
    if reading is None:
        return None
    running = is_running(county, period)
    if reading.started or (running and reading.reached):
        return LaunchKind.CONTINUE if running else LaunchKind.START
    if running and months_below(county, period) >= stop_after(county, period):
        return LaunchKind.STOP
    return None


def _made(county: str, period: Period, kind: LaunchKind, reading: Reading, *, at: datetime) -> PriceLaunch:
    found = Reckoning(()) if kind == LaunchKind.STOP else _reckoned(county, period, reading)
    return PriceLaunch.objects.create(
        region=county,
        period=str(period),
        kind=kind,
        index=reading.index,
        table=_table(county, period, reading, found),
        people=found.people,
        overlapping=found.overlapping,
        total_fen=found.total_fen,
        due_on=_due_on(county, period, reading.index),
        prepared_by=reading.index.recorded_by,
        suggested_at=at,
    )


def _reckoned(county: str, period: Period, reading: Reading) -> Reckoning:
    return reckon(county, period, context_of(reading.index, _before(county, period, reading)))


def _before(county: str, period: Period, reading: Reading) -> int:
    """Return the months before this one; where the subsidy runs already, no fewer than starting took."""
    needed = book().parameters(county, period.first_day)["price_subsidy.consecutive_months"].value
    return max(reading.months_met, needed if isinstance(needed, int) else 1) - 1


def _table(county: str, period: Period, reading: Reading, found: Reckoning) -> dict[str, Any]:
    return {
        "cpi_met": reading.cpi_met,
        "food_met": reading.food_met,
        "months_met": reading.months_met,
        "months_before": _before(county, period, reading),
        **_reckoned_table(county, period, found),
    }


def _reckoned_table(county: str, period: Period, found: Reckoning) -> dict[str, Any]:
    """Return the groups with their sheets, and how city and county share the sum where that is set."""
    table: dict[str, Any] = {
        "rows": [_row(group) for group in found.groups],
        "missing": list(found.missing),
        "roster": found.roster,
        "elsewhere": found.elsewhere,
    }
    known = book().parameters(county, period.first_day)
    city_share = ratio_in(known, "price_subsidy.city_share")
    if city_share is not None:
        city = share_of(found.total_fen, city_share)
        table |= {"city_fen": city, "county_fen": found.total_fen - city}
    return table


def _row(group: Group) -> Mapping[str, Any]:
    return {
        "categories": list(group.categories),
        "area_kind": group.area_kind,
        "people": len(group.people),
        "standard_fen": group.standard_fen,
        "multiplier": group.multiplier,
        "paid_fen": group.paid_fen,
        "amount_fen": group.amount_fen,
        "total_fen": group.total_fen,
        "sheet": group.sheet,
    }


def _due_on(county: str, period: Period, index: PriceIndex) -> date | None:
    """Return until when the money has to be there; nothing where no rule or no calendar says it."""
    known = book().parameters(county, period.first_day)
    way = known.get("price_subsidy.deadline")
    if way is None:
        return None
    if way.value == "SAME_MONTH":
        return Period.of(index.published_on).last_day
    days = known.get("price_subsidy.deadline_days")
    if days is None or not isinstance(days.value, int):
        return None
    try:
        return nth_working_day(index.published_on, days.value)
    except CalendarMissing:
        return None


@transaction.atomic
def approve_launch(launch: PriceLaunch, *, reason: str, by: User, at: datetime) -> PriceLaunch:
    """Approve a suggestion: only now may its list be made. Never by whoever recorded the indices."""
    launch = _decided(launch, reason=reason, by=by, at=at)
    if launch.table.get("missing"):
        raise ReckoningIncomplete(launch.table["missing"])
    launch.status = LaunchStatus.APPROVED
    launch.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    _record("rulebook.launch_approved", launch, by=by, at=at, reason=reason)
    approval_given(launch, by=by, at=at)
    return launch


@transaction.atomic
def reject_launch(launch: PriceLaunch, *, reason: str, by: User, at: datetime) -> PriceLaunch:
    """Refuse a suggestion with the reason."""
    launch = _decided(launch, reason=reason, by=by, at=at)
    launch.status = LaunchStatus.REJECTED
    launch.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    _record("rulebook.launch_rejected", launch, by=by, at=at, reason=reason)
    approval_given(launch, by=by, at=at)
    return launch


def _decided(launch: PriceLaunch, *, reason: str, by: User, at: datetime) -> PriceLaunch:
    launch = _locked(launch)
    if launch.status != LaunchStatus.SUGGESTED:
        raise LaunchDecided(launch.status)
    check_second(launch.prepared_by, by, otherwise=PreparerApproves)
    if not posts_for(by, APPROVE, launch.region, on=at.date()):
        raise NoRightToApprove
    if len(reason.strip()) < TEXT_LENGTH:
        raise ReasonMissing
    launch.decided_by, launch.decided_at, launch.decision_reason = by, at, reason.strip()
    return launch


@transaction.atomic
def reckon_again(launch: PriceLaunch, *, by: User, at: datetime) -> PriceLaunch | None:
    """Replace a suggestion nobody has made a list of by one with today's registry and values."""
    launch = _locked(launch)
    if launch.listed_at is not None or launch.status not in (LaunchStatus.SUGGESTED, LaunchStatus.APPROVED):
        raise LaunchDecided(launch.status)
    launch.status = LaunchStatus.REPLACED
    launch.save(update_fields=["status"])
    _record("rulebook.launch_replaced", launch, by=by, at=at)
    approval_not_wanted(launch, by=by, at=at)
    if launch.kind == LaunchKind.MAKE_UP:
        return suggest_make_up(main_of(launch), by=by, at=at)
    return suggest(launch.region, Period.parse(launch.period), by=by, at=at)


@transaction.atomic
def suggest_make_up(launch: PriceLaunch, *, by: User, at: datetime) -> PriceLaunch:
    """Suggest to make up what a month's list gave too little; it goes the same way to another's approval."""
    launch = _locked(launch)
    if launch.listed_at is None or launch.kind == LaunchKind.MAKE_UP:
        raise NothingToList("这个月还没有生成过名单，没有可补的。请先批准并生成名单。")
    period = Period.parse(launch.period)
    waiting = PriceLaunch.objects.filter(
        region=launch.region,
        period=launch.period,
        kind=LaunchKind.MAKE_UP,
        listed_at__isnull=True,
        status__in=(LaunchStatus.SUGGESTED, LaunchStatus.APPROVED),
    )
    if waiting.exists():
        raise NothingToList("这个月已有一件补发在办。请先办完那一件。")
    found = reckon_make_up(launch.region, period, context_of(launch.index, launch.table["months_before"]))
    if not found.people:
        raise NothingToList("按现在的标准，名单上没有人少发。")
    kept = {key: launch.table[key] for key in ("cpi_met", "food_met", "months_met", "months_before")}
    with refused_when_taken(lambda: NothingToList("这个月已有一件补发在办。请先办完那一件。")):
        made = PriceLaunch.objects.create(
            region=launch.region,
            period=launch.period,
            kind=LaunchKind.MAKE_UP,
            index=launch.index,
            table={**kept, **_reckoned_table(launch.region, period, found)},
            people=found.people,
            overlapping=found.overlapping,
            total_fen=found.total_fen,
            prepared_by=by,
            suggested_at=at,
        )
    _record("rulebook.launch_suggested", made, by=by, at=at)
    ask_for_approval(made, by=by, at=at)
    return made


def main_of(launch: PriceLaunch) -> PriceLaunch:
    """Return the month's own launch, which a make-up belongs to."""
    own = PriceLaunch.objects.filter(region=launch.region, period=launch.period, listed_at__isnull=False)
    return own.exclude(kind=LaunchKind.MAKE_UP).get()


@transaction.atomic
def make_list(launch: PriceLaunch, *, by: User, at: datetime) -> int:
    """List who is due what, everybody once, exactly as approved; return how many people."""
    launch = _locked(launch)
    if launch.status != LaunchStatus.APPROVED:
        raise NotApproved
    if launch.kind == LaunchKind.STOP:
        raise NothingToList("这条是中止建议，没有人要发。")
    if launch.listed_at is not None:
        raise NothingToList("这个月的名单已经生成过，不能重复生成。请直接查看名单。")
    period = Period.parse(launch.period)
    work_out = reckon_make_up if launch.kind == LaunchKind.MAKE_UP else reckon
    found = work_out(launch.region, period, context_of(launch.index, int(launch.table["months_before"])))
    if (found.people, found.total_fen) != (launch.people, launch.total_fen):
        raise RosterChanged(launch.people, found.people)
    PriceLine.objects.bulk_create(_lines(launch, found), batch_size=ROWS_AT_ONCE)
    launch.listed_at = at
    launch.save(update_fields=["listed_at"])
    _record("rulebook.price_list_made", launch, by=by, at=at)
    return found.people


def _lines(launch: PriceLaunch, found: Reckoning) -> Iterable[PriceLine]:
    labels = book().enumerations["PriceCategory"].members
    for group in found.groups:
        note = overlap_note([labels[one] for one in group.categories])
        for person, division in group.people:
            yield PriceLine(
                launch=launch,
                person_id=person,
                period=launch.period,
                part=LinePart.MAKE_UP if launch.kind == LaunchKind.MAKE_UP else LinePart.MAIN,
                division=division,
                categories=list(group.categories),
                standard_fen=group.standard_fen,
                multiplier=group.multiplier,
                paid_fen=group.paid_fen,
                amount_fen=group.amount_fen,
                note=note,
            )


def _locked(launch: PriceLaunch) -> PriceLaunch:
    RegionTurn.objects.get_or_create(region=launch.region)
    RegionTurn.objects.select_for_update().get(region=launch.region)
    return (
        PriceLaunch.objects.select_for_update(of=("self",))
        .select_related("index", "prepared_by")
        .get(pk=launch.pk)
    )


def _record(action: str, launch: PriceLaunch, *, by: Actor, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="price_launch",
        subject_id=str(launch.pk),
        by=by,
        at=at,
        division=launch.region,
        reason=reason,
        details={
            "period": launch.period,
            "kind": str(launch.kind),
            "people": launch.people,
            "total_fen": launch.total_fen,
        },
    )
