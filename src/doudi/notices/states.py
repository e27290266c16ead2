"""Names how an attempt to deliver a letter ended, and where a letter stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How an attempt to deliver a letter ended."""

    DELIVERED = "DELIVERED", _("已送达")
    FAILED = "FAILED", _("没有送到")


class LetterState(models.TextChoices):
    """Where a letter stands; worked out from its deliveries, never kept."""

    WAITING = "WAITING", _("待送达")
    FAILED = "FAILED", _("没有送到，要再送")
    DELIVERED = "DELIVERED", _("已送达")
