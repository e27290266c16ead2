"""Checks the shape of what officers say of the three guarantees."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.states import Guarantee, GuaranteeState
from doudi.registry.forms import DayInput


class GuaranteeForm(forms.Form):
    """How one member stands on one guarantee."""

    person = forms.TypedChoiceField(label=_("成员"), coerce=int)
    guarantee = forms.ChoiceField(label=_("保障"), choices=Guarantee)
    state = forms.ChoiceField(label=_("是否达标"), choices=GuaranteeState)
    office = forms.CharField(
        label=_("责任部门"), max_length=40, required=False, help_text=_("例如“教育”“医保”“住建”。")
    )
    updated_on = forms.DateField(label=_("更新日"), widget=DayInput())

    def __init__(self, people: list[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Django's form takes
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- for the type checker
        field.choices = people
