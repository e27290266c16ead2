"""A table of roles that would let the wrong person in is refused, and says at which place."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from doudi.accounts.roles import Role, granted, permissions_of
from doudi.accounts.rules.granting import Limits, RoleTable, granted_by
from doudi.common.declared import declared
from doudi.kernel.policy_file import PolicyBroken, shaped

LIMITS = Limits(
    roles=("CLERK", "ADMIN"),
    permissions=frozenset({"desk.view_home", "registry.view_person", "accounts.open", "accounts.grant"}),
    administrators=frozenset({"ADMIN"}),
    open_to_administrators=("desk", "accounts"),
    two_hands=frozenset({"accounts.open", "accounts.grant"}),
)
TABLE: dict[str, Any] = {
    "shared": {"SEES": ["desk.view_home"]},
    "roles": {
        "CLERK": {"shares": ["SEES"], "may": ["registry.view_person"]},
        "ADMIN": {"shares": ["SEES"], "may": ["accounts.open"]},
    },
}


def table(**roles: dict[str, Any] | None) -> dict[str, Any]:
    """Return the table with some of its roles said otherwise, or left out."""
    said = deepcopy(TABLE)
    said["roles"] |= roles
    said["roles"] = {role: entry for role, entry in said["roles"].items() if entry is not None}
    return said


def test_a_role_may_what_it_shares_and_what_is_its_own() -> None:
    assert granted_by(shaped(TABLE, RoleTable, "roles.yaml"), LIMITS) == {
        "CLERK": frozenset({"desk.view_home", "registry.view_person"}),
        "ADMIN": frozenset({"desk.view_home", "accounts.open"}),
    }


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (table(CLERK={"may": ["registry.view_persons"]}), "没有的权限：registry.view_persons"),
        (table(CLERK=None), "CLERK 漏写了"),
        (table(CHIEF={"may": []}), "没有这种岗位"),
        (table(CLERK={"shares": ["SEE"]}), "没有写明的一组权限：SEE"),
        (table(CLERK={"must": []}), "CLERK.must: 没有这一项，可以写的是 shares、may"),
        (table(ADMIN={"may": ["registry.view_person"]}), "管理员 ADMIN 不能有 registry.view_person"),
        (table(CLERK={"may": ["accounts.open", "accounts.grant"]}), "一个人就能放人进来"),
        ({**TABLE, "shared": {"SEES": ["desk.see"]}}, "没有的权限：desk.see"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(PolicyBroken, match=sentence):
        granted_by(shaped(said, RoleTable, "roles.yaml"), LIMITS)


def test_every_declared_permission_is_granted_to_somebody_and_has_a_name() -> None:
    words = declared("permissions", "PERMISSIONS")

    assert sorted(words) == sorted(frozenset().union(*granted().values()))
    assert [name for name, word in words.items() if not str(word)] == []


def test_a_bureaus_own_table_holds_and_a_broken_one_stops_the_program(
    settings: Settings, tmp_path: Path
) -> None:
    own = Path(settings.DOUDI_POLICIES) / "roles.yaml"
    text = own.read_text(encoding="utf-8")
    settings.DOUDI_POLICIES = tmp_path
    (tmp_path / "roles.yaml").write_text(text.replace("may: [monitoring.submit_part]", "may: []"), "utf-8")

    assert "monitoring.submit_part" not in permissions_of(Role.TOWNSHIP_OFFICER)

    settings.DOUDI_POLICIES = tmp_path / "broken"
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "roles.yaml").write_text(text.replace("submit_part", "submit_parts"), "utf-8")

    faults = [fault for fault in run_checks() if fault.id == "accounts.E001"]
    assert ["monitoring.submit_parts" in fault.msg for fault in faults] == [True]
    with pytest.raises(PolicyBroken):
        permissions_of(Role.TOWNSHIP_OFFICER)
