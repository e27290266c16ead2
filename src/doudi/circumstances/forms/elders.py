"""Checks the shape of what officers say of the veterans of the revolution."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.states import ElderBenefit, ElderKind
from doudi.registry.forms import DayInput


class ElderForm(forms.Form):
    """A veteran."""

    kind = forms.ChoiceField(label=_("五老类别"), choices=ElderKind)
    certificate = forms.CharField(label=_("证书编号"), max_length=60)
    recognised_on = forms.DateField(label=_("认定日"), widget=DayInput())


class ReceiptForm(forms.Form):
    """A benefit received."""

    benefit = forms.ChoiceField(label=_("待遇"), choices=ElderBenefit)
    period = forms.CharField(label=_("所属月份"), max_length=7, help_text=_("例如 2026-10。"))
    amount = forms.DecimalField(
        label=_("金额（元）"), decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(100_000)
    )


class DeathForm(forms.Form):
    """The day a veteran died."""

    died_on = forms.DateField(label=_("去世日"), widget=DayInput())
