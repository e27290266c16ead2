"""The accounts module as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Give Django the name of the accounts module."""

    name = "doudi.accounts"
    verbose_name = _("用户岗位")
