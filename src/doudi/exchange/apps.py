"""Registers exchange with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Files of other departments, from arriving to being compared."""

    name = "doudi.exchange"
    label = "exchange"
    verbose_name = _("数据批次")
    default_auto_field = "django.db.models.BigAutoField"
