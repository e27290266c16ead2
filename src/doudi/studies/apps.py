"""Registers policy studies with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiesConfig(AppConfig):
    """Families' facts, computation sheets, what-if studies and worksheets."""

    name = "doudi.studies"
    label = "studies"
    verbose_name = _("政策试算")
    default_auto_field = "django.db.models.BigAutoField"
