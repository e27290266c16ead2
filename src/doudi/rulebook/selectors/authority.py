"""Answers who may change the values of a region, and who stands above it."""

from __future__ import annotations

from datetime import date

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role, permissions_of
from doudi.accounts.selectors import posts_of

VIEW = "rulebook.view_rules"
PROPOSE, APPROVE = "rulebook.propose_change", "rulebook.approve_change"


def posts_for(user: User, permission: str, region: str, *, on: date) -> list[Post]:
    """Return the posts that give a person a right over a region on a day."""
    return [
        post
        for post in posts_of(user, on=on)
        if permission in permissions_of(post.role)
        and post.division_id
        and region.startswith(post.division_id)
    ]


def stands_above(user: User, region: str, *, on: date) -> bool:
    """Say whether a person approves from above: by a post there, or as its overseer."""
    return any(
        len(post.division_id or "") < len(region) or post.role == Role.SUPERVISOR
        for post in posts_for(user, APPROVE, region, on=on)
    )
