"""Checks the shape of what officers type about trials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.rulebook.forms.changes import day_field

Choices = Iterable[tuple[str, str]]


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = list(choices)


class PackForm(forms.Form):
    """The settings of a trial."""

    name = forms.CharField(label=_("试点包名称"), max_length=80)
    origin = forms.ChoiceField(label=_("试点地"))
    steps = forms.MultipleChoiceField(label=_("办理环节"), widget=forms.CheckboxSelectMultiple)
    papers = forms.MultipleChoiceField(label=_("要交的材料"), widget=forms.CheckboxSelectMultiple)
    working_days = forms.IntegerField(label=_("办理时限（工作日）"), min_value=1, max_value=120)
    document = forms.CharField(label=_("依据文件"), max_length=120)
    article = forms.CharField(label=_("条款"), max_length=80)

    def __init__(self, *args: Any, places: Choices, steps: Choices, papers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "origin", places)
        _choices(self, "steps", steps)
        _choices(self, "papers", papers)


class StartForm(forms.Form):
    """Where a trial is taken over, and from which day."""

    division = forms.ChoiceField(label=_("乡镇（街道）"))
    on = day_field(_("启用日"))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "division", places)
