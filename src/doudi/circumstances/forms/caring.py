"""Checks the shape of what officers say of whom they look after, of rounds, and of bereaved families."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.states import CareKind, CheckWay, ChildDifficulty, ChildLoss, LeavingReason
from doudi.registry.forms import DayInput


class CareForm(forms.Form):
    """A kind of care with what it asks for."""

    kind = forms.ChoiceField(label=_("人员类别"), choices=[("", _("请选择")), *CareKind.choices])
    difficulty = forms.ChoiceField(
        label=_("困境类型"),
        required=False,
        choices=[("", _("不是困境儿童")), *ChildDifficulty.choices],
    )
    guardian = forms.CharField(
        label=_("监护人"), required=False, max_length=100, help_text=_("儿童必填：姓名和与儿童的关系。")
    )
    whereabouts = forms.CharField(
        label=_("外出者去向"),
        required=False,
        max_length=200,
        help_text=_("留守人员必填：谁在外、在哪里、做什么。"),
    )
    way = forms.ChoiceField(label=_("核实途径"), choices=CheckWay)
    valid_from = forms.DateField(label=_("起始日"), widget=DayInput())


class CareCheckForm(forms.Form):
    """That a record still holds."""

    checked_on = forms.DateField(label=_("核实日"), widget=DayInput())
    way = forms.ChoiceField(label=_("核实途径"), choices=CheckWay)
    note = forms.CharField(label=_("核实情况"), required=False, max_length=300)


class LeavingForm(forms.Form):
    """Why a record ends."""

    left_on = forms.DateField(label=_("移出日"), widget=DayInput())
    because = forms.ChoiceField(label=_("移出原因"), choices=LeavingReason)
    note = forms.CharField(label=_("情况说明"), required=False, max_length=300)


class RoundForm(forms.Form):
    """A round of counting."""

    title = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("例如“2026年11月三留守和困境儿童排查”。")
    )
    begins_on = forms.DateField(label=_("开始日"), widget=DayInput())
    due_on = forms.DateField(label=_("截止日"), widget=DayInput())


class PeriodForm(forms.Form):
    """After how many days to look again."""

    days = forms.IntegerField(label=_("超过多少天没核实就要复核"))


class BereavedForm(forms.Form):
    """The file of a family that lost its only child."""

    loss = forms.ChoiceField(label=_("子女情况"), choices=ChildLoss)
    happened_on = forms.DateField(
        label=_("发生日"), required=False, widget=DayInput(), help_text=_("不清楚的留空。")
    )
    contact = forms.CharField(label=_("联系人"), max_length=100)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=30)
    care_way = forms.CharField(
        label=_("关爱方式"), max_length=300, help_text=_("例如“每月电话问候，节日上门”。")
    )
