"""Checks the shape of what officers type about tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from doudi.accounts.fields import PostField
from doudi.accounts.models import Post
from doudi.common.forms import DateInput
from doudi.common.kit import Text


class HandOutForm(forms.Form):
    """Into whose hands the chosen tasks are put."""

    owner = PostField(label=_("交给"), queryset=Post.objects.none(), empty_label=_("请选择"))

    def __init__(self, posts: QuerySet[Post], data: object = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]  # a querydict or nothing
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        owner.queryset = posts


class OwnerForm(HandOutForm):
    """Into whose hands a task is put, and until when."""

    due_on = forms.DateField(label=_("办理期限"), widget=DateInput())


class AbsenceForm(forms.Form):
    """Who is away, from when until the day of return."""

    post = PostField(label=_("岗位"), queryset=Post.objects.none(), empty_label=_("请选择"))
    begins_on = forms.DateField(label=_("离岗日"), widget=DateInput())
    ends_on = forms.DateField(label=_("返岗日"), widget=DateInput())

    def __init__(self, posts: QuerySet[Post], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a querydict or nothing
        post = self.fields["post"]
        assert isinstance(post, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        post.queryset = posts


class PauseForm(forms.Form):
    """Until when a task's clock is to stand still, and why."""

    until = forms.DateField(label=_("暂停到"), widget=DateInput())
    reason = forms.CharField(
        label=_("暂停理由"),
        max_length=300,
        help_text=_("由县级批准；批准之前期限照常计算。"),
    )


class AnswerForm(forms.Form):
    """One result and one reason for the chosen tasks of one ground."""

    result = forms.ChoiceField(label=_("结果"))
    reason = forms.CharField(label=_("依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, answers: Sequence[tuple[str, Text]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a querydict or nothing
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)  # noqa: S101 -- for the type checker
        result.choices = [("", _("请选择")), *answers]
