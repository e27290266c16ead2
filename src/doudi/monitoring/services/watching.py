"""Looks after those who are watched: whose income fell, and where too many come at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from doudi.common import clock
from doudi.kernel.divisions import DIGITS
from doudi.kernel.money import yuan_text
from doudi.monitoring.catalogue import cluster_rules, grading
from doudi.monitoring.models import WatchRecord
from doudi.monitoring.rules.clusters import Cluster, Newcomer, clusters
from doudi.monitoring.selectors.notices import cluster_told_since
from doudi.monitoring.states import NoticeKind
from doudi.notices.services.offices import raise_notice
from doudi.regions.selectors import name_path
from doudi.registry.selectors.newcomers import income_of, newly_watched, registered_homes

CAUSES = {
    "ILLNESS": "因病", "DISABILITY": "因残", "EDUCATION": "因学", "DISASTER": "因灾", "ACCIDENT": "因意外",
    "NO_LABOUR": "缺劳力", "NO_SKILL": "缺技术", "NO_FUNDS": "缺资金", "UNSTABLE_WORK": "就业不稳",
    "BUSINESS_FAILED": "产业失败", "RIGID_EXPENSE": "刚性支出", "INCOME_DROP": "收入骤减",
    "OTHER": "其他原因",
}  # fmt: skip


def recheck_watched(region: str, *, at: datetime) -> int:
    """Ask for another check of the watched whose income fell since; return how many were asked for."""
    records = WatchRecord.objects.filter(region=region, ended_on__isnull=True, income_fen__isnull=False)
    return sum(_recheck(record, at=at) for record in records.select_related("person", "entry__task__owner"))


def _recheck(record: WatchRecord, *, at: datetime) -> bool:
    now, then = income_of(record.person_id), record.income_fen
    if now is None or not then or 100 * (then - now) < grading().watch.income_drop * then:
        return False
    owner = record.entry.owner if record.entry else None
    division = (owner.division_id if owner else "") or record.division
    notice = raise_notice(
        f"recheck:{record.pk}:{now}",
        kind=NoticeKind.RECHECK,
        division=division,
        about=record.division,
        text=f"{record.person.name}：年人均收入由 {yuan_text(then)} 元变为 {yuan_text(now)} 元，"
        "请重新核查，符合条件的提示重新申请",
        at=at,
        subject=("ledger_entry", str(record.entry_id)) if record.entry_id else ("", ""),
    )
    return notice.raised_at == at


def warn_of_clusters(region: str, *, on: date, at: datetime) -> int:
    """Tell the levels above of places with too many new families; return how many notices are new."""
    rules = cluster_rules()
    longest = max((rule.days for rule in rules.values()), default=0)
    fresh = [
        Newcomer(new.home, new.division, new.cause, new.at.astimezone(clock.SHANGHAI).date())
        for new in newly_watched(region, since=at - timedelta(days=longest))
    ]
    found = [
        (name, cluster)
        for name, rule in rules.items()
        for cluster in clusters(fresh, rule, on=on, base=registered_homes(region, digits=DIGITS[rule.level]))
    ]
    return sum(_warn(name, cluster, at=at) for name, cluster in found)


def _warn(rule_name: str, cluster: Cluster, *, at: datetime) -> int:
    """Tell each level once a window; a settled warning is not repeated for the same families."""
    rule, new = cluster.rule, 0
    for level in rule.told:
        division = cluster.division[: DIGITS[level]]
        name = f"cluster:{rule_name}:{cluster.division}:{cluster.cause}:{division}"
        if cluster_told_since(name, at - timedelta(days=rule.days)):
            continue
        cause = CAUSES.get(cluster.cause, "") if rule.same_cause else ""
        raise_notice(
            f"{name}:{at:%Y-%m-%d}",
            kind=NoticeKind.CLUSTER,
            division=division,
            about=cluster.division,
            text=f"{name_path(cluster.division)}：{rule.days} 天内{cause}新增风险户 {cluster.homes} 户，"
            f"超过 {rule.homes} 户，请派员核查并回填处置情况",
            at=at,
        )
        new += 1
    return new
