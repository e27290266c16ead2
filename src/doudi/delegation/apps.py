"""Registers the rights handed down with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationConfig(AppConfig):
    """Rights a county hands down to its townships."""

    name = "doudi.delegation"
    label = "delegation"
    verbose_name = _("权限下放")
    default_auto_field = "django.db.models.BigAutoField"
