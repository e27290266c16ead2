"""Registers intake with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Alerts, leads and the checks at home they lead to."""

    name = "doudi.intake"
    label = "intake"
    verbose_name = _("发现受理转办")
    default_auto_field = "django.db.models.BigAutoField"
