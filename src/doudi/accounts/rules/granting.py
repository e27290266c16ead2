"""Which permissions a table of roles grants, and what such a table must never say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doudi.kernel.policy_file import PolicyBroken, Several, Stated

FILE = "roles.yaml"


class RoleLine(Stated):
    """What one role may do: groups of permissions by name, and permissions of its own."""

    shares: Several[str] = ()
    may: Several[str] = ()


class RoleTable(Stated):
    """The table of roles: groups of permissions that several roles share, and the roles."""

    shared: dict[str, Several[str]] = {}
    roles: dict[str, RoleLine]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table of roles is held against.

    `two_hands` are permissions that no role holds all of; administrators hold those of
    `open_to_administrators` alone, so that a new module is closed to them until somebody says otherwise.
    """

    roles: Sequence[str]
    permissions: frozenset[str]
    administrators: frozenset[str]
    open_to_administrators: Sequence[str]
    two_hands: frozenset[str]


def granted_by(table: RoleTable, limits: Limits) -> Mapping[str, frozenset[str]]:
    """Return what each role may do, or raise PolicyBroken."""
    shared = {name: frozenset(words) for name, words in table.shared.items()}
    found = {role: _held(role, line, shared) for role, line in table.roles.items()}
    for fault in _faults(found, shared, limits):
        raise PolicyBroken(FILE, "", fault)
    return found


def _held(role: str, line: RoleLine, shared: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if unknown := sorted(set(line.shares) - shared.keys()):
        raise PolicyBroken(FILE, f"roles.{role}.shares", f"没有写明的一组权限：{unknown[0]}")
    return frozenset(line.may).union(*(shared[name] for name in line.shares))


def _faults(
    found: Mapping[str, frozenset[str]], shared: Mapping[str, frozenset[str]], limits: Limits
) -> Iterator[str]:
    if differing := sorted(set(limits.roles) ^ found.keys()):
        yield f"岗位 {differing[0]} 漏写了，或者没有这种岗位。"
    for role, held in [*found.items(), *shared.items()]:
        if unknown := sorted(held - limits.permissions):
            yield f"{role} 写了没有的权限：{unknown[0]}。"
    for role, held in found.items():
        if limits.two_hands <= held:
            yield f"岗位 {role} 不能同时有 {' 和 '.join(sorted(limits.two_hands))}，一个人就能放人进来。"
    for role in sorted(limits.administrators & found.keys()):
        known = limits.open_to_administrators
        if seen := sorted(each for each in found[role] if each.partition(".")[0] not in known):
            yield f"管理员 {role} 不能有 {seen[0]}，管理员不看个案。"
