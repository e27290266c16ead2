"""Registers notices with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What offices are told, and that they have read and answered it."""

    name = "doudi.notices"
    label = "notices"
    verbose_name = _("公示送达")
    default_auto_field = "django.db.models.BigAutoField"
