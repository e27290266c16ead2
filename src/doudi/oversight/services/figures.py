"""Keeps the figures of a month when it is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.figures import Asked, figures
from doudi.kernel.dates import Period
from doudi.oversight.models import KeptCount, KeptFigure
from doudi.oversight.selectors.figures import counted

ROWS_AT_ONCE = 1000


@transaction.atomic
def keep_figures(region: str, period: Period, *, by: User, at: datetime) -> None:
    """Keep every figure of a county's month as it stands at its closing; nothing later changes them."""
    asked = Asked(region, period, clock.day_of(at))
    rows: list[KeptCount] = []
    for key, figure in figures().items():
        kept = KeptFigure.objects.create(region=region, period=str(period), figure=key, by=by, at=at)
        rows += [
            KeptCount(
                kept=kept,
                division=division,
                above=leaf.share.above,
                below=leaf.share.below,
                digest=leaf.digest,
            )
            for division, leaf in counted(asked, figure).items()
        ]
    KeptCount.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    audit.record(
        "oversight.figures_kept",
        subject_type="month",
        subject_id=f"{region}:{period}",
        by=by,
        at=at,
        division=region,
        details={"figures": len(figures()), "rows": len(rows)},
    )
