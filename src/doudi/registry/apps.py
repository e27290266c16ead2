"""Registers people and households with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """People, households over time, and enrolments with their source."""

    name = "doudi.registry"
    label = "registry"
    verbose_name = _("家庭人员档案")
    default_auto_field = "django.db.models.BigAutoField"
