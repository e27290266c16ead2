"""Which permissions a table of roles grants, and what such a table must never say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class RolesBroken(Exception):
    """A table of roles cannot be used; nobody may do anything until it is put right."""


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


def granted_by(said: Mapping[str, Any], limits: Limits) -> Mapping[str, frozenset[str]]:
    """Return what each role may do by `{shared: {name: [permission]}, roles: {role: {shares, may}}}`."""
    _check_keys("roles.yaml", said, {"shared", "roles"})
    shared = {name: frozenset(words) for name, words in said.get("shared", {}).items()}
    found = {role: _held(role, entry, shared) for role, entry in said.get("roles", {}).items()}
    for fault in _faults(found, shared, limits):
        raise RolesBroken(fault)
    return found


def _held(role: str, entry: Mapping[str, Any], shared: Mapping[str, frozenset[str]]) -> frozenset[str]:
    _check_keys(role, entry, {"shares", "may"})
    if unknown := sorted(set(entry.get("shares", ())) - shared.keys()):
        raise RolesBroken(f"岗位 {role} 用了没有写明的一组权限：{unknown[0]}。")
    return frozenset(entry.get("may", ())).union(*(shared[name] for name in entry.get("shares", ())))


def _check_keys(place: str, said: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(said.keys() - known):
        raise RolesBroken(f"{place} 里的“{unknown[0]}”读不懂，只能写 {'、'.join(sorted(known))}。")


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
