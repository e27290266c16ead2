"""Registers the price subsidy with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PriceSubsidyConfig(AppConfig):
    """Price indices and the subsidy that follows from them."""

    name = "doudi.price_subsidy"
    label = "price_subsidy"
    verbose_name = _("价格补贴")
    default_auto_field = "django.db.models.BigAutoField"
