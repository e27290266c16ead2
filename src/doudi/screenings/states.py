"""Names the kinds of rounds, why somebody is in one, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScreeningKind(models.TextChoices):
    """What a screening round goes through."""

    TEKUN = "TEKUN", _("低保转特困排查")
    THREE_CLASSES = "THREE_CLASSES", _("三类人口专项摸底")
    JOINT = "JOINT", _("部门联合比对")


class ScreeningStatus(models.TextChoices):
    """Whether a round still goes on; a closed one is not opened again."""

    OPEN = "OPEN", _("进行中")
    CLOSED = "CLOSED", _("已结案")


class ScreeningGround(models.TextChoices):
    """Why a round goes through somebody; several may hold."""

    SINGLE = "SINGLE", _("低保单人户")
    HEAVY = "HEAVY", _("重度残疾")
    OLD_ALONE = "OLD_ALONE", _("高龄独居")
    SIGNS = "SIGNS", _("疑似符合特困条件")
    UNSTABLE = "UNSTABLE", _("脱贫不稳定")
    MARGINAL = "MARGINAL", _("边缘易致贫")
    SUDDEN = "SUDDEN", _("突发严重困难")
    NOT_LIFTED = "NOT_LIFTED", _("未脱贫")
    LOW_INCOME = "LOW_INCOME", _("摸排低收入者")


class ScreeningOutcome(models.TextChoices):
    """What a round found of somebody (排查结论)."""

    TO_TEKUN = "TO_TEKUN", _("转特困")
    VOLUNTARY = "VOLUNTARY", _("自愿保留低保")
    INELIGIBLE = "INELIGIBLE", _("不符合特困条件")
    TO_ENROL = "TO_ENROL", _("待纳入")
    NOT_DUE = "NOT_DUE", _("不符合救助条件")


OUTCOMES_OF: Mapping[str, tuple[ScreeningOutcome, ...]] = {
    ScreeningKind.TEKUN: (
        ScreeningOutcome.TO_TEKUN,
        ScreeningOutcome.VOLUNTARY,
        ScreeningOutcome.INELIGIBLE,
    ),
    ScreeningKind.THREE_CLASSES: (),
    ScreeningKind.JOINT: (ScreeningOutcome.TO_ENROL, ScreeningOutcome.NOT_DUE),
}
"""What may be concluded in each kind of round; a round of none is compared only."""
