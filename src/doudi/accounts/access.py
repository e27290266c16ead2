"""What the person behind a request may do: the post in use, turned into permissions and a scope."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from doudi.accounts.models import Post, User
from doudi.accounts.roles import PERMISSIONS, Role
from doudi.common.scope import Scope


@dataclass(frozen=True)
class PostAccess:
    """The access of one person through one post; without a post nothing is allowed."""

    user: User | AnonymousUser
    post: Post | None
    posts: tuple[Post, ...] = ()

    @cached_property
    def scope(self) -> Scope:
        """The divisions the post covers; an administrator's post without a region covers the country."""
        if self.post is None:
            return Scope.nothing()
        return Scope.of([self.post.division_id or ""])

    def may(self, permission: str) -> bool:
        """Say whether the post in use carries a permission."""
        return self.post is not None and permission in PERMISSIONS[Role(self.post.role)]


NOBODY = PostAccess(user=AnonymousUser(), post=None)
