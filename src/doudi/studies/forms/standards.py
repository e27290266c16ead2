"""Checks the shape of what officers type about standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.kernel.money import fen_of
from doudi.rulebook.forms.changes import day_field
from doudi.rulebook.forms.rises import RiseField
from doudi.studies.services.worksheets import WorksheetDraft
from doudi.studies.states import AreaAspect, StandardSubject, StandardWay

WORDS = forms.Textarea({"rows": 2})


def yuan_field(label: Any, **kwargs: Any) -> forms.DecimalField:  # noqa: ANN401 - a lazy label
    """Return a field for an amount in yuan that may be left out."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=2, **kwargs
    )


class WorksheetForm(forms.Form):
    """How a new standard is worked out."""

    subject = forms.ChoiceField(label=_("标准"), choices=StandardSubject.choices)
    way = forms.ChoiceField(label=_("测算办法"), choices=StandardWay.choices)
    expense = yuan_field(_("上年人均消费支出（元/年）"), help_text=_("按人均消费支出比例测算时填写。"))
    share = RiseField(label=_("占人均消费支出的比例（%）"))
    growth = RiseField(label=_("基准指标增幅（%）"))
    indicator = forms.CharField(
        label=_("基准指标"),
        max_length=80,
        required=False,
        help_text=_("例如 2025年全区居民人均消费支出增幅。"),
    )
    wanted = yuan_field(_("拟定标准（元/月）"), help_text=_("留空就按建议标准。"))
    advice = forms.CharField(label=_("调标建议"), max_length=500, required=False, widget=WORDS)
    fiscal_opinion = forms.CharField(
        label=_("财力意见"), max_length=500, required=False, widget=WORDS,
        help_text=_("财政部门的意见；没有它不能报批。"),
    )  # fmt: skip
    begins = day_field(_("生效日"))
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)
    article = forms.CharField(label=_("条款"), max_length=80, required=False)

    def draft(self) -> WorksheetDraft:
        """Return what was typed as a draft."""
        said = self.cleaned_data
        return WorksheetDraft(
            subject=said["subject"],
            way=said["way"],
            begins=said["begins"],
            expense_fen=fen_of(said["expense"]) if said["expense"] is not None else None,
            share_points=said["share"],
            growth_points=said["growth"],
            indicator=said["indicator"],
            wanted_fen=fen_of(said["wanted"]) if said["wanted"] is not None else None,
            advice=said["advice"],
            fiscal_opinion=said["fiscal_opinion"],
            document=said["document"],
            article=said["article"],
        )


class DifferenceForm(forms.Form):
    """A rule that differs between town and country."""

    aspect = forms.ChoiceField(label=_("方面"), choices=AreaAspect.choices)
    urban = forms.CharField(label=_("城市怎么定"), max_length=200)
    rural = forms.CharField(label=_("农村怎么定"), max_length=200)
    target_year = forms.IntegerField(label=_("目标年度"), min_value=2000, max_value=2100)
