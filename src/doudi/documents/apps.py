"""Registers documents with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Papers given and papers issued."""

    name = "doudi.documents"
    label = "documents"
    verbose_name = _("文书材料")
    default_auto_field = "django.db.models.BigAutoField"
