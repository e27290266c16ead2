"""Checks the shape of what is said of somebody who is certified."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.certification.states import Matter
from doudi.common.forms import DateInput
from doudi.registry.states import RECOGNISED


class OpenForm(forms.Form):
    """Which layer somebody is to be certified in."""

    category = forms.ChoiceField(
        label=_("认定类别"), choices=[(each.value, each.label) for each in RECOGNISED]
    )


class RecognitionForm(forms.Form):
    """What an office recognised somebody as without a round; until when, the rules of the place say."""

    category = forms.ChoiceField(label=_("类别"), choices=[(each.value, each.label) for each in RECOGNISED])
    recognised_by = forms.CharField(label=_("认定单位"), required=False, max_length=80)
    reason = forms.CharField(label=_("认定理由"), required=False, max_length=300)
    valid_from = forms.DateField(label=_("起始日"), widget=DateInput())


class CheckForm(forms.Form):
    """What was found when looking into somebody's circumstances."""

    is_met = forms.TypedChoiceField(
        label=_("结果"),
        choices=(("", _("请选择")), ("yes", _("符合条件")), ("no", _("不符合条件"))),
        coerce=lambda value: value == "yes",
    )
    checked_on = forms.DateField(label=_("核查日"), widget=DateInput())
    findings = forms.CharField(
        label=_("核查情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清怎么核实的、家庭收入支出和财产情况。"),
    )


class ProposeForm(forms.Form):
    """What is proposed, from and until when, and why; the reason stands in the letter to the person."""

    matter = forms.ChoiceField(label=_("意见"))
    begins_on = forms.DateField(
        label=_("起始日或退出日"), widget=DateInput(), help_text=_("不能早于今天；续期从原到期日接着算。")
    )
    ends_on = forms.DateField(
        label=_("到期日"),
        required=False,
        widget=DateInput(),
        help_text=_("认定、续期要填，从这一天起不再有效；退出和不予认定不填。"),
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写进给本人的认定书或告知书，不要写病名和证件号码。"),
    )

    def __init__(self, allowed: Collection[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [(each.value, each.label) for each in Matter if each in allowed]


class DecideForm(forms.Form):
    """What is decided on a proposal, and on what the page showed."""

    is_agreed = forms.TypedChoiceField(
        choices=(("yes", _("同意")), ("no", _("不同意"))), coerce=lambda value: value == "yes"
    )
    opinion = forms.CharField(label=_("审定意见"), required=False, max_length=400)
    seen = forms.RegexField(regex=r"^[0-9a-f]{64}$")
