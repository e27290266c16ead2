"""Registers publicity with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicityConfig(AppConfig):
    """What is posted in villages, and what people say against it."""

    name = "doudi.publicity"
    label = "publicity"
    verbose_name = _("公示")
    default_auto_field = "django.db.models.BigAutoField"
