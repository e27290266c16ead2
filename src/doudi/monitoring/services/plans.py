"""Sets how often a department's list is to be compared."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import Post, User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import source_named
from doudi.kernel.dates import Period
from doudi.monitoring.models import ComparisonPlan
from doudi.monitoring.states import Every
from doudi.work.services.tasks import PostElsewhere


class SourceUnknown(Refusal):
    """Nobody has described this source."""

    def __init__(self) -> None:
        super().__init__("没有这种来源。请从列出的来源里选一个。", field="source")


@transaction.atomic
def set_plan(
    *,
    region: str,
    source: str,
    every: str,
    data_range: str,
    owner: Post,
    since: Period,
    by: User,
    at: datetime,
) -> ComparisonPlan:
    """Plan the comparison of a source, or change its plan; the comparisons that were run stay as they are."""
    if source_named(source) is None:
        raise SourceUnknown
    if owner.division_id is None or not region.startswith(owner.division_id):
        raise PostElsewhere
    plan, is_new = ComparisonPlan.objects.update_or_create(
        region=region,
        source=source,
        defaults={
            "every": Every(every),
            "data_range": data_range.strip(),
            "owner": owner,
            "since": str(since),
        },
    )
    audit.record(
        "monitoring.plan_set",
        subject_type="comparison_plan",
        subject_id=str(plan.pk),
        by=by,
        at=at,
        division=region,
        details={"source": source, "every": every, "since": str(since), "is_new": is_new},
    )
    return plan
