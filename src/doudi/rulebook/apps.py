"""Registers the rulebook with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    """Rules and values as screens, and what a bureau changes in them."""

    name = "doudi.rulebook"
    label = "rulebook"
    verbose_name = _("政策规则")
    default_auto_field = "django.db.models.BigAutoField"
