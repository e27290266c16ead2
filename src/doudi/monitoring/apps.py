"""Registers monitoring with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Comparison runs, the ledger and the month."""

    name = "doudi.monitoring"
    label = "monitoring"
    verbose_name = _("监测预警")
    default_auto_field = "django.db.models.BigAutoField"
