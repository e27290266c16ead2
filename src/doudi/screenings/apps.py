"""Registers screenings with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningsConfig(AppConfig):
    """Rounds of people to go through, one by one."""

    name = "doudi.screenings"
    label = "screenings"
    verbose_name = _("专项排查")
    default_auto_field = "django.db.models.BigAutoField"
