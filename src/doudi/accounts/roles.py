"""What each role may do: one table, read by the guard and by the tests."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


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

_SEES_LEDGER = frozenset(
    {
        "desk.view_home",
        "documents.view_attachment",
        "monitoring.view_results",
        "monitoring.view_ledger",
        "notices.view_notice",
        "registry.view_household",
        "registry.view_person",
        "regions.view_divisions",
        "rulebook.view_rules",
    }
)
_KEEPS_RULES = frozenset(
    {"rulebook.propose_change", "rulebook.keep_documents", "studies.run_study", "price_subsidy.keep_indices"}
)
_SEES_USERS = frozenset({"desk.view_home", "accounts.manage_users", "regions.view_divisions"})
_TOWNSHIP = _SEES_LEDGER | {
    "documents.attach",
    "monitoring.conclude_entry",
    "monitoring.assign_entry",
    "monitoring.export_ledger",
    "notices.settle_notice",
    "circumstances.keep_care",
    "registry.keep_standing",
    "registry.reveal_number",
    "exchange.view_batches",
    "exchange.upload_file",
    "exchange.view_quality",
    "studies.try_family",
    "rulebook.ask_exit",
}

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.VILLAGE_ASSISTANT: _SEES_LEDGER
    | {"documents.attach", "monitoring.conclude_entry", "circumstances.keep_care"},
    Role.TOWNSHIP_OFFICER: _TOWNSHIP | {"monitoring.submit_part"},
    Role.COUNTY_OFFICER: _TOWNSHIP
    | _KEEPS_RULES
    | {
        "exchange.publish_batch",
        "jobs.retry_job",
        "jobs.view_jobs",
        "monitoring.grant_pause",
        "monitoring.run_match",
        "monitoring.submit_month",
        "notices.send_notice",
        "regions.manage_workforce",
        "registry.change_household",
        "circumstances.keep_elders",
        "circumstances.open_round",
        "registry.settle_person",
        "rulebook.decide_exit",
    },
    Role.COUNTY_REVIEWER: _TOWNSHIP
    | _KEEPS_RULES
    | {
        "exchange.grant_sharing",
        "exchange.publish_batch",
        "jobs.view_jobs",
        "monitoring.close_month",
        "monitoring.grant_pause",
        "monitoring.run_match",
        "notices.send_notice",
        "registry.change_household",
        "circumstances.keep_elders",
        "circumstances.open_round",
        "registry.settle_person",
        "rulebook.approve_change",
        "rulebook.decide_exit",
    },
    # the only post that sees who lost an only child: the label is nobody else's business
    Role.FAMILY_CARER: frozenset(
        {
            "desk.view_home",
            "regions.view_divisions",
            "circumstances.keep_bereaved",
            "registry.view_household",
            "registry.view_person",
        }
    ),
    Role.DEPARTMENT_LIAISON: frozenset(
        {
            "desk.view_home",
            "exchange.use_sharing",
            "exchange.view_batches",
            "exchange.upload_file",
            "monitoring.answer_entry",
            "regions.view_divisions",
        }
    ),
    Role.SUPERVISOR: _SEES_LEDGER
    | _KEEPS_RULES
    | {
        "exchange.view_batches",
        "exchange.view_quality",
        "monitoring.export_ledger",
        "notices.send_notice",
        "notices.settle_notice",
        "rulebook.approve_change",
        "studies.try_family",
    },
    # one opens accounts, another gives them posts: neither alone can let somebody in
    Role.SYSTEM_ADMIN: _SEES_USERS
    | {"accounts.open_accounts", "jobs.retry_job", "jobs.view_jobs", "regions.change_divisions"},
    Role.SECURITY_ADMIN: _SEES_USERS | {"accounts.grant_posts"},
    Role.AUDIT_ADMIN: frozenset({"desk.view_home", "audit.view_trail"}),
}

# what an administrator must never hold: a case, a person, a file of a department
CASE_MODULES = (
    "circumstances", "documents", "exchange", "monitoring", "notices", "registry", "studies",
)  # fmt: skip
