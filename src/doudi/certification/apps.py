"""Registers certification with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    """How somebody a round found is recognised as of low income, for how long, and how that ends."""

    name = "doudi.certification"
    label = "certification"
    verbose_name = _("低收入认定办理")
    default_auto_field = "django.db.models.BigAutoField"
