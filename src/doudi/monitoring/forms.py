"""Checks the shape of what officers type about a ledger entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.common.once import OnceField
from doudi.matching.catalogue import Rule
from doudi.monitoring.rules.risk import Factor, Scale
from doudi.monitoring.states import MeasureKind, Outcome, RiskLevel, RiskTag, Severity, VisitWay


class ConclusionForm(forms.Form):
    """A conclusion with its reason; only the outcomes the rule offers."""

    outcome = forms.ChoiceField(label=_("结论"))
    reason = forms.CharField(
        label=_("依据"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清怎么核实的、凭什么这样定，审计时要看。"),
    )
    next_review_on = forms.DateField(
        label=_("下次复核日"),
        required=False,
        widget=DateInput(),
        help_text=_("备案监测必填；到期会回到责任人的待办。"),
    )

    def __init__(self, rule: Rule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 -- for the type checker
        outcome.choices = [("", _("请选择")), *((code, Outcome(code).label) for code in rule.outcomes)]


class RiskForm(forms.Form):
    """The factors of a risk assessment, as the scale names them, and when it is looked at again."""

    def __init__(self, scale: Scale, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = [factor.key for factor in scale.factors]
        for factor in scale.factors:
            self.fields[factor.key] = _factor_field(factor)
        self.fields["level"] = forms.ChoiceField(
            label=_("等级"),
            required=False,
            choices=[("", _("按分值")), *RiskLevel.choices],
            help_text=_("与分值不同的，请在建议措施里说明理由。"),
        )
        self.fields["measures"] = forms.CharField(
            label=_("建议措施"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["next_review_on"] = forms.DateField(label=_("下次复评日"), widget=DateInput())
        self.fields["once"] = OnceField()

    def figures(self) -> dict[str, int]:
        """Return the factors' figures; a ticked factor is 1, one not ticked 0."""
        return {key: int(self.cleaned_data.get(key) or 0) for key in self._keys}


def _factor_field(factor: Factor) -> forms.Field:
    if factor.unit:
        label = f"{factor.title}（{factor.unit}）"
        return forms.IntegerField(
            label=label,
            min_value=0,
            max_value=1000,
            help_text=_("没有的填 0；不清楚的先核实，再评定。"),
            error_messages={"required": _("请填写：没有的填 0；不清楚的先核实，再评定。")},
        )
    return forms.BooleanField(label=factor.title, required=False)


class VisitForm(forms.Form):
    """When and how somebody was seen, and what was found."""

    visited_on = forms.DateField(label=_("走访日"), widget=DateInput())
    way = forms.ChoiceField(label=_("方式"), choices=VisitWay)
    found = forms.CharField(label=_("走访情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    once = OnceField()


class GradeForm(forms.Form):
    """Another grade for an alert, and why."""

    severity = forms.ChoiceField(label=_("预警等级"), choices=Severity)
    reason = forms.CharField(label=_("调整理由"), max_length=300, required=False)


class LabelForm(forms.Form):
    """Signs of risk, several at once, and where they were seen."""

    tags = forms.MultipleChoiceField(
        label=_("风险标签"), choices=RiskTag, widget=forms.CheckboxSelectMultiple()
    )
    source = forms.CharField(label=_("来源"), required=False, max_length=80)


class MeasureForm(forms.Form):
    """A measure of support; for a share of assets also what the project earns and the family is allotted."""

    kind = forms.ChoiceField(label=_("措施"), choices=MeasureKind)
    project = forms.CharField(label=_("项目"), max_length=80)
    since = forms.DateField(label=_("起始日"), widget=DateInput())
    year_income = forms.DecimalField(
        label=_("项目年度收益（元）"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    allotted = forms.DecimalField(
        label=_("分配到户金额（元）"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("资产收益必填。"),
    )
    once = OnceField()
