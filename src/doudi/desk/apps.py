"""The desk as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Give Django the name of the desk."""

    name = "doudi.desk"
    verbose_name = _("工作台")
