"""How a right handed down to a township stands on a day, and which posts act for an office."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.roles import Role

ENDING_SOON_DAYS = 30


class Standing(models.TextChoices):
    """How a right to decide stands on a day; it follows from the facts and is kept nowhere."""

    PROPOSED = "PROPOSED", _("待批准")
    REFUSED = "REFUSED", _("不批准")
    UPCOMING = "UPCOMING", _("未到起始日")
    IN_FORCE = "IN_FORCE", _("有效")
    ENDING = "ENDING", _("即将到期")
    ENDED = "ENDED", _("已到期")
    WITHDRAWN = "WITHDRAWN", _("已收回")
    BROKEN = "BROKEN", _("与批准时不符")


# which kind of post decides for an office, and how many digits its division's code has
OFFICE_POSTS: Mapping[str, tuple[tuple[Role, int], ...]] = {
    "TOWNSHIP": ((Role.TOWNSHIP_OFFICER, 9),),
    "COUNTY": ((Role.COUNTY_REVIEWER, 6),),
    "EITHER": ((Role.TOWNSHIP_OFFICER, 9), (Role.COUNTY_REVIEWER, 6)),
}
