"""Checks the shape of what is typed about authorities and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.common.kit import Text
from doudi.verification.rules.sources import CheckSource, FieldKind
from doudi.verification.states import Signer

Choices = Sequence[tuple[str, Text]]
PAPERS = ".pdf,.jpg,.jpeg,.png"
VALUE = "value_"


class AuthorityForm(forms.Form):
    """What a person signed, with the paper."""

    person = forms.ChoiceField(label=_("授权人"))
    items = forms.MultipleChoiceField(label=_("授权核对的项目"), widget=forms.CheckboxSelectMultiple)
    signer = forms.ChoiceField(label=_("签字人"), choices=Signer.choices)
    guardian = forms.CharField(label=_("监护人姓名"), required=False, max_length=40)
    signed_on = forms.DateField(label=_("签字日"), widget=DateInput())
    valid_from = forms.DateField(label=_("授权起始日"), widget=DateInput())
    valid_to = forms.DateField(label=_("授权终止日"), widget=DateInput(), help_text=_("不含当日。"))
    paper = forms.FileField(
        label=_("签字的授权书"),
        widget=forms.FileInput(attrs={"accept": PAPERS}),
        help_text=_("扫描件或照片；没有授权书不能核对。"),
    )

    def __init__(self, people: Choices, items: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", people), ("items", items)):
            offered = self.fields[name]
            assert isinstance(offered, forms.ChoiceField)  # noqa: S101 -- for the type checker
            offered.choices = choices


class RequestForm(forms.Form):
    """As what kind of family a household is checked."""

    subject = forms.ChoiceField(label=_("核对对象"))

    def __init__(self, subjects: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["subject"]
        assert isinstance(offered, forms.ChoiceField)  # noqa: S101 -- for the type checker
        offered.choices = [("", _("请选择")), *subjects]


class WithdrawForm(forms.Form):
    """Why a person withdraws; nobody must say."""

    reason = forms.CharField(label=_("撤回理由"), required=False, max_length=200)


class AnswerForm(forms.Form):
    """What a source said about one person; its own fields stand between."""

    is_found = forms.ChoiceField(
        label=_("结果"), choices=[("", _("请选择")), ("no", _("没有记录")), ("yes", _("查到记录"))]
    )

    def __init__(self, source: CheckSource, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, one in source.fields.items():
            is_day = one.kind is FieldKind.DATE
            label = f"{one.label}（元）" if one.kind is FieldKind.MONEY else one.label
            self.fields[VALUE + name] = forms.CharField(
                label=label, required=False, max_length=200, widget=DateInput() if is_day else None
            )
        self.fields["as_of"] = forms.DateField(label=_("数据时点"), widget=DateInput())
        self.fields["proof"] = forms.CharField(
            label=_("凭什么登记"), max_length=200, help_text=_("查询单编号、回函文号。")
        )

    @property
    def values(self) -> Mapping[str, str]:
        """Return what was typed into the source's own fields."""
        return {
            name.removeprefix(VALUE): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(VALUE)
        }


class ReportForm(forms.Form):
    """Why sources are missing from a report, where some are."""

    reason = forms.CharField(
        label=_("缺少来源的说明"),
        required=False,
        max_length=300,
        help_text=_("到期没有答复的来源在报告上注明“未核来源”，请写明原因；都答复了的不填。"),
    )


class DisputeForm(forms.Form):
    """What a family says against a report."""

    text = forms.CharField(label=_("异议内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    said_on = forms.DateField(label=_("提出日"), widget=DateInput())


class SettleForm(forms.Form):
    """What looking again came to."""

    is_upheld = forms.ChoiceField(
        label=_("复查结果"), choices=[("", _("请选择")), ("yes", _("异议成立")), ("no", _("异议不成立"))]
    )
    text = forms.CharField(label=_("复查情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class VerifyForm(forms.Form):
    """Number and code as the paper bears them."""

    number = forms.CharField(label=_("报告编号"), max_length=60)
    code = forms.CharField(label=_("验证码"), max_length=20)
