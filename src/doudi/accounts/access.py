"""What the person behind a request may do: the post in use, turned into permissions and a scope."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from doudi.accounts.models import Post, User
from doudi.accounts.roles import permissions_of
from doudi.common import clock
from doudi.common.scope import Scope
from doudi.regions.selectors import scope_through_time


@dataclass(frozen=True)
class PostAccess:
    """The access of one person through one post; without a post nothing is allowed."""

    user: User | AnonymousUser
    post: Post | None
    posts: tuple[Post, ...] = ()
    locked: frozenset[str] = frozenset()
    """Permissions the post carries that its holder may not use now."""

    @cached_property
    def scope(self) -> Scope:
        """The divisions the post covers, through time; an administrator's without a region covers all."""
        if self.post is None:
            return Scope.nothing()
        return scope_through_time([self.post.division_id or ""], on=clock.today())

    def may(self, permission: str) -> bool:
        """Say whether the post in use carries a permission that is not locked for its holder."""
        if self.post is None or permission in self.locked:
            return False
        return permission in permissions_of(self.post.role)


NOBODY = PostAccess(user=AnonymousUser(), post=None)
