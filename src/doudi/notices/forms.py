"""Checks the shape of a notice somebody writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.notices.services import TEXT_LENGTH


class NoticeForm(forms.Form):
    """What the offices below are told, which of them, and by when they answer."""

    text = forms.CharField(label=_("内容"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = forms.DateField(
        label=_("回填期限"), required=False, widget=DateInput(), help_text=_("不需要按期回填的留空。")
    )
    divisions = forms.MultipleChoiceField(label=_("发给"), widget=forms.CheckboxSelectMultiple())
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, offices: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["divisions"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        field.choices = list(offices.items())
