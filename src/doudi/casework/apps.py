"""Registers applications with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Applications, from what a household says to a decision."""

    name = "doudi.casework"
    label = "casework"
    verbose_name = _("申请审核")
    default_auto_field = "django.db.models.BigAutoField"
