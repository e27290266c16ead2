"""Checks the shape of notices and letters somebody writes, and of what is said of a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.common.once import OnceField
from doudi.notices.catalogue import delivering
from doudi.notices.services.offices import TEXT_LENGTH
from doudi.notices.states import Outcome


class NoticeForm(forms.Form):
    """What the offices below are told, which of them, and by when they answer."""

    text = forms.CharField(label=_("内容"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = forms.DateField(
        label=_("回填期限"), required=False, widget=DateInput(), help_text=_("不需要按期回填的留空。")
    )
    divisions = forms.MultipleChoiceField(label=_("发给"), widget=forms.CheckboxSelectMultiple())
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, offices: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["divisions"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        field.choices = list(offices.items())


class LetterForm(forms.Form):
    """A letter to a resident: to whom, where, and what it says."""

    name = forms.CharField(label=_("收信人"), max_length=40)
    division = forms.ChoiceField(label=_("所在乡镇或村"), help_text=_("由这里的人送达。"))
    address = forms.CharField(label=_("地址"), required=False, max_length=120)
    phone = forms.CharField(label=_("电话"), required=False, max_length=20)
    title = forms.CharField(label=_("标题"), max_length=60)
    body = forms.CharField(
        label=_("正文"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写清要告知什么、依据什么、请对方在几日前做什么。"),
    )  # fmt: skip
    once = OnceField()

    def __init__(self, places: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "division", places)


class DeliveryForm(forms.Form):
    """What an officer says of an attempt to deliver a letter."""

    outcome = forms.ChoiceField(label=_("结果"), choices=[("", _("请选择")), *Outcome.choices])
    way = forms.ChoiceField(label=_("送达方式"))
    happened_on = forms.DateField(
        label=_("日期"), widget=DateInput(), help_text=_("送到的那天；没有送到的，填去送的那天。")
    )
    said = forms.CharField(
        label=_("签收人、单号或没有送到的原因"),
        max_length=200,
        help_text=_("当面写谁签收、与本人的关系；邮寄写单号；留置写见证人；电子写本人怎样确认收到。"),
    )
    receipt = forms.FileField(
        label=_("送达回证或现场照片"),
        required=False,
        help_text=_("当面、留置的必须附；照片里的拍摄地点会自动去掉。"),
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput())
    why = forms.CharField(label=_("更正原因"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("replaces"):
            del self.fields["why"]
        _offer(self, "way", {way.code: way.label for way in delivering().ways.values()})


class ObjectionForm(forms.Form):
    """What a resident says against a letter."""

    received_on = forms.DateField(label=_("收到异议的日期"), widget=DateInput())
    text = forms.CharField(label=_("异议内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def _offer(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
    field.choices = [("", _("请选择")), *choices.items()]


class AnswersForm(forms.Form):
    """An operator's answer."""

    file = forms.FileField(
        label=_("运营商回执"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_("要有“编号”和“结果”两列；同一份再传不会重复登记。"),
    )
