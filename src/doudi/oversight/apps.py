"""Registers oversight with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Letters to offices about what is late."""

    name = "doudi.oversight"
    label = "oversight"
    verbose_name = _("督查督办")
    default_auto_field = "django.db.models.BigAutoField"
