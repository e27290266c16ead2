"""The shared module as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """Give Django the name of what every module shares."""

    name = "doudi.common"
    verbose_name = _("公共")
    default_auto_field = "django.db.models.BigAutoField"
