"""The accounts module as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Give Django the name of the accounts module, and let it check the table of roles at every start."""

    name = "doudi.accounts"
    verbose_name = _("用户岗位")

    def ready(self) -> None:
        """Have the table of roles checked with everything else."""
        register(roles_hold_together)


def roles_hold_together(**_said: object) -> list[CheckMessage]:
    """Return what is wrong with `policies/roles.yaml`, in words."""
    # the models of the modules are loaded only now
    from doudi.accounts.roles import granted
    from doudi.kernel.policy_file import PolicyBroken

    try:
        granted()
    except PolicyBroken as problem:
        return [Error(str(problem), hint="请改好 policies/roles.yaml。", id="accounts.E001")]
    return []
