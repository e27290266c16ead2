"""Registers people's circumstances with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CircumstancesConfig(AppConfig):
    """Care, needs, conditions, guarantees and registers of the few."""

    name = "doudi.circumstances"
    label = "circumstances"
    verbose_name = _("家庭境况")
    default_auto_field = "django.db.models.BigAutoField"
