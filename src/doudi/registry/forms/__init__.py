"""Checks the shape of what officers say of people's standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.registry.states import PovertyClass, PovertyRisk


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PovertyForm(forms.Form):
    """A poverty class with who recognised it, from when, on what basis."""

    poverty_class = forms.ChoiceField(label=_("类别"), choices=PovertyClass)
    risks = forms.MultipleChoiceField(
        label=_("风险原因"), required=False, choices=PovertyRisk, widget=forms.CheckboxSelectMultiple()
    )
    recognised_by = forms.CharField(label=_("认定单位"), required=False, max_length=80)
    valid_from = forms.DateField(label=_("起始日"), widget=DayInput())
    basis = forms.CharField(label=_("依据"), required=False, max_length=300, help_text=_("风险消除必填。"))


class ActForm(forms.Form):
    """The day and the reason of a change of a household."""

    happened_on = forms.DateField(label=_("生效日"), widget=DayInput())
    reason = forms.CharField(label=_("事由"), max_length=300)


class ResettlementForm(ActForm):
    """Which households of a village move into which other one, from when, why."""

    division = forms.ChoiceField(label=_("迁入的村（社区）"))
    homes = forms.MultipleChoiceField(
        label=_("迁出的家庭"), error_messages={"required": _("请勾选要迁的家庭。")}
    )

    def __init__(
        self, *args: Any, villages: Sequence[tuple[str, str]], homes: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places, people = self.fields["division"], self.fields["homes"]
        assert isinstance(places, forms.ChoiceField)  # noqa: S101 -- for the type checker
        assert isinstance(people, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        places.choices = [("", _("请选择")), *villages]
        people.choices = [(str(home), str(home)) for home in homes]
