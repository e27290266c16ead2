"""The kinds of posts, and what each may do as `policies/roles.yaml` says."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.rules.granting import FILE, Limits, RoleTable, granted_by
from doudi.common.declared import declared
from doudi.kernel.policy_file import read_policy


class Role(models.TextChoices):
    """A kind of post (岗位角色)."""

    VILLAGE_ASSISTANT = "VILLAGE_ASSISTANT", _("村级协理员")
    TOWNSHIP_OFFICER = "TOWNSHIP_OFFICER", _("乡镇经办")
    COUNTY_OFFICER = "COUNTY_OFFICER", _("县级经办")
    COUNTY_REVIEWER = "COUNTY_REVIEWER", _("县级复核")
    FAMILY_CARER = "FAMILY_CARER", _("特殊家庭关爱专岗")
    DEPARTMENT_LIAISON = "DEPARTMENT_LIAISON", _("部门联络员")
    SUPERVISOR = "SUPERVISOR", _("上级督导")
    SYSTEM_ADMIN = "SYSTEM_ADMIN", _("系统管理员")
    SECURITY_ADMIN = "SECURITY_ADMIN", _("安全管理员")
    AUDIT_ADMIN = "AUDIT_ADMIN", _("审计管理员")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# all an administrator may hold: what no case, no person and no file of a department lies in
OPEN_TO_ADMINISTRATORS = ("accounts", "audit", "desk", "jobs", "regions")
# one opens accounts, another gives them posts: neither alone can let somebody in
TWO_HANDS = frozenset({"accounts.open_accounts", "accounts.grant_posts"})


def permissions_of(role: str) -> frozenset[str]:
    """Return what a kind of post may do."""
    return granted()[Role(role)]


def granted() -> Mapping[Role, frozenset[str]]:
    """Return what each kind of post may do; raises PolicyBroken when the file cannot be used."""
    return _granted(Path(settings.DOUDI_POLICIES))


@lru_cache(maxsize=4)
def _granted(root: Path) -> Mapping[Role, frozenset[str]]:
    limits = Limits(
        roles=tuple(role.value for role in Role),
        permissions=frozenset(declared("permissions", "PERMISSIONS")),
        administrators=frozenset(role.value for role in ADMINISTRATORS),
        open_to_administrators=OPEN_TO_ADMINISTRATORS,
        two_hands=TWO_HANDS,
    )
    said = granted_by(read_policy(root, FILE, RoleTable), limits)
    return {Role(role): held for role, held in said.items()}
