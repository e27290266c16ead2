"""Registers the audit trail with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only, chained record of every write and every sensitive read."""

    name = "doudi.audit"
    label = "audit"
    verbose_name = _("留痕")
    default_auto_field = "django.db.models.BigAutoField"
