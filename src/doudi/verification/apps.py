"""Registers financial checks with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    """Authorities, look-ups, reports and disputes about what a family owns and earns."""

    name = "doudi.verification"
    label = "verification"
    verbose_name = _("经济状况核对")
    default_auto_field = "django.db.models.BigAutoField"
