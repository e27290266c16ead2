"""Checks the shape of what officers type about rights handed down, and of the question who is competent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.delegation.rules.competence import Question
from doudi.delegation.selectors.competence import matters_handed_down
from doudi.delegation.selectors.obstacles import Draft
from doudi.kernel.money import fen_of
from doudi.rulebook.forms.changes import day_field

Choices = Iterable[tuple[str, str]]
AREAS = (("", _("不看城乡")), ("URBAN", _("城市")), ("RURAL", _("农村")))


def _yuan(label: Any, help_text: Any = "", *, least: str = "0") -> forms.DecimalField:  # noqa: ANN401 - a lazy label
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(least),
        max_digits=12,
        decimal_places=2,
        help_text=help_text,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.01"}),
    )


def _fen(typed: Decimal | None) -> int | None:
    return None if typed is None else fen_of(typed)


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = list(choices)


def _matters() -> list[tuple[str, str]]:
    return [(f"{code}:{matter}", f"{title} · {name}") for code, matter, title, name in matters_handed_down()]


class ProposeForm(forms.Form):
    """What is to be handed down, to which townships, up to which amount, from when until when."""

    what = forms.ChoiceField(label=_("项目与事项"), help_text=_("只列法规允许下放的。"))
    townships = forms.MultipleChoiceField(label=_("乡镇（街道）"), widget=forms.CheckboxSelectMultiple)
    limit = _yuan(_("金额上限（元）"), _("含本数。临时救助必填；不另设上限的留空。"), least="0.01")
    valid_from = day_field(_("起始日"), help_text=_("批准晚于这一天的，从批准当日起。"))
    valid_to = day_field(_("终止日"), required=False, help_text=_("当日起由县级决定；没有期限的留空。"))
    document = forms.CharField(label=_("依据文件"), max_length=120, help_text=_("县里决定下放的文件文号。"))
    article = forms.CharField(label=_("条款"), max_length=80, help_text=_("例如 第三条。"))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "what", _matters())
        _choose(self, "townships", places)

    def draft(self, county: str) -> Draft:
        """Return what was typed as a draft."""
        said = self.cleaned_data
        programme, matter = said["what"].split(":")
        return Draft(
            county=county,
            programme=programme,
            matter=matter,
            townships=tuple(said["townships"]),
            limit_fen=_fen(said["limit"]),
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            document=said["document"],
            article=said["article"],
        )


class AskForm(forms.Form):
    """A matter somebody wants to know about: what, where, how much, on which day."""

    what = forms.ChoiceField(label=_("项目与事项"))
    place = forms.ChoiceField(label=_("家庭所在乡镇（街道）"))
    amount = _yuan(_("金额（元）"))
    earlier = _yuan(_("期内已决定（元）"))
    area = forms.ChoiceField(label=_("城乡"), choices=AREAS, required=False)
    accepted_on = day_field(_("受理日"), required=False)
    on = day_field(_("决定日"))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "what", _matters())
        _choose(self, "place", places)

    def question(self) -> Question:
        """Return what was typed as a question; without a day of acceptance it is accepted when decided."""
        said = self.cleaned_data
        programme, matter = said["what"].split(":")
        on: date = said["on"]
        return Question(
            programme=programme,
            region=said["place"],
            on=on,
            accepted_on=said["accepted_on"] or on,
            matter=matter,
            fen=_fen(said["amount"]),
            earlier_fen=_fen(said["earlier"]) or 0,
            area=said["area"],
        )


class WithdrawForm(forms.Form):
    """From which day a right is taken back, and why."""

    withdrawn_on = day_field(_("收回日"))
    reason = forms.CharField(label=_("收回原因"), max_length=500)
