"""Fields of forms that choose among people at work."""

from __future__ import annotations

from django import forms

from doudi.accounts.models import Post
from doudi.accounts.selectors import named_post


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A choice of posts, each said with who holds it and where."""

    def label_from_instance(self, obj: Post) -> str:
        """Say a post: who, where, as what."""
        return named_post(obj)
