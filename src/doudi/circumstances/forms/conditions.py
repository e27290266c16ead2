"""Checks the shape of what officers say of a family's circumstances and of what it was given."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.states import AidForm, Aspect, NeedKind
from doudi.registry.forms import DayInput

MOST_YUAN = Decimal(10_000_000)


class ConditionForm(forms.Form):
    """One aspect of a family."""

    aspect = forms.ChoiceField(label=_("方面"), choices=Aspect)
    words = forms.CharField(
        label=_("情况"), required=False, max_length=300, help_text=_("问过仍不清楚的留空。")
    )
    source = forms.CharField(label=_("来源"), max_length=80, help_text=_("例如“入户走访”“扶贫系统”。"))
    found_on = forms.DateField(label=_("了解日"), widget=DayInput())


class AidGivenForm(forms.Form):
    """What a department gave."""

    person = forms.TypedChoiceField(label=_("给谁"), coerce=int)
    kind = forms.ChoiceField(label=_("救助类别"), choices=NeedKind)
    form = forms.ChoiceField(label=_("形式"), choices=AidForm)
    title = forms.CharField(label=_("救助内容"), max_length=100, help_text=_("例如“住院医疗救助”。"))
    office = forms.CharField(label=_("给予部门"), max_length=40, help_text=_("例如“医保”“民政”“教育”。"))
    given_on = forms.DateField(label=_("给予日"), widget=DayInput())
    amount = forms.DecimalField(
        label=_("金额（元）"), required=False, decimal_places=2, min_value=0, max_value=MOST_YUAN
    )
    bill = forms.CharField(
        label=_("票据号"),
        required=False,
        max_length=60,
        help_text=_("报销支出的，填发票或结算单号。"),
    )
    spent_on = forms.DateField(label=_("支出日"), required=False, widget=DayInput())
    spent = forms.DecimalField(
        label=_("支出金额（元）"), required=False, decimal_places=2, min_value=0, max_value=MOST_YUAN
    )

    def __init__(self, people: list[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Django's form takes
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- for the type checker
        field.choices = people
