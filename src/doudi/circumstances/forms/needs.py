"""Checks the shape of what officers say of needs and of surveys in an epidemic."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.states import (
    CareState,
    CheckWay,
    HealthState,
    IsolationState,
    NeedKind,
    NeedSource,
    SuppliesState,
)
from doudi.registry.forms import DayInput

TYPED_SOURCES = (NeedSource.VISIT, NeedSource.REPORTED)


class NeedForm(forms.Form):
    """What a family lacks."""

    words = forms.CharField(
        label=_("需求内容"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("照实写，例如“住房漏雨，孩子辍学”。"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("需求类别"),
        required=False,
        choices=NeedKind,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("不勾的按写的话认。"),
    )
    source = forms.ChoiceField(label=_("来源"), choices=[(each.value, each.label) for each in TYPED_SOURCES])
    found_on = forms.DateField(label=_("发现日"), widget=DayInput())


class SurveyForm(forms.Form):
    """What was found out about a family in an epidemic."""

    isolation = forms.ChoiceField(label=_("隔离"), choices=IsolationState)
    health = forms.ChoiceField(label=_("健康"), choices=HealthState)
    supplies = forms.ChoiceField(label=_("生活物资"), choices=SuppliesState)
    care = forms.ChoiceField(label=_("照料"), choices=CareState)
    note = forms.CharField(label=_("情况说明"), required=False, max_length=300)
    checked_on = forms.DateField(label=_("核查日"), widget=DayInput())
    way = forms.ChoiceField(label=_("核查途径"), choices=CheckWay)
