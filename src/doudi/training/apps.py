"""Registers training with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Courses, sign-ins, examinations, and the lock on approvals."""

    name = "doudi.training"
    label = "training"
    verbose_name = _("业务培训")
    default_auto_field = "django.db.models.BigAutoField"
