"""The assembly as a Django application: it carries the commands that know every module."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

TICK = "doudi.jobs.worker.tick"


class AssemblyConfig(AppConfig):
    """Give Django the name of the assembly, and the queue its one order: look every minute what is due."""

    name = "doudi.config"
    verbose_name = _("装配")

    def ready(self) -> None:
        """Write the standing order into the queue whenever the tables are made or changed."""
        # the signal is sent for modules with tables, and the assembly has none
        post_migrate.connect(_order_the_tick, sender=apps.get_app_config("jobs"))


def _order_the_tick(**_: Any) -> None:
    from django_q.models import Schedule

    order = {"func": TICK, "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1}
    Schedule.objects.update_or_create(name="doudi-tick", defaults=order)
