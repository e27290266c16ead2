"""The assembly as a Django application: it carries the commands that know every module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    """Give Django the name of the assembly."""

    name = "doudi.config"
    verbose_name = _("装配")
