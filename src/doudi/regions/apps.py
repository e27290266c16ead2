"""Registers divisions and organisations with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    """Divisions with their history, organisations, and the working-day calendar."""

    name = "doudi.regions"
    label = "regions"
    verbose_name = _("区划组织")
    default_auto_field = "django.db.models.BigAutoField"
