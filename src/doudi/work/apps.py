"""Registers work with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """Tasks of all modules, their clocks and who holds them."""

    name = "doudi.work"
    label = "work"
    verbose_name = _("待办")
    default_auto_field = "django.db.models.BigAutoField"
