"""Checks the shape of what officers type about exits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.rulebook.states import ExitGround


class FindForm(forms.Form):
    """Whom an exit is about."""

    q = forms.CharField(label=_("姓名或身份证号"), max_length=60)


class ExitForm(forms.Form):
    """Why somebody is to leave."""

    person = forms.IntegerField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(label=_("退出原因"), choices=ExitGround)
    reason = forms.CharField(
        label=_("情况说明"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("查到什么、依据什么，写清楚。"),
    )  # fmt: skip


class DecideForm(forms.Form):
    """What comes of an exit after the freeze."""

    keeps = forms.ChoiceField(
        label=_("复核结论"), choices=[("yes", _("继续保障")), ("no", _("同意退出，按程序办理"))]
    )
    reason = forms.CharField(label=_("依据和理由"), max_length=500, widget=forms.Textarea({"rows": 2}))


class BreachForm(forms.Form):
    """What was done about an exit made while exits stood still."""

    restores = forms.ChoiceField(
        label=_("处理"), choices=[("yes", _("恢复在册，补发停发月份")), ("no", _("核实不属违规"))]
    )
    explanation = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea({"rows": 2}))
