"""Checks the shape of what is to be posted and of what is said against it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.common.once import OnceField


class PostForm(forms.Form):
    """Whom a notice is about, where it hangs, from when."""

    programme = forms.ChoiceField(label=_("项目"))
    division = forms.ChoiceField(label=_("所在村（社区）"))
    place = forms.CharField(label=_("张贴地点"), max_length=80, help_text=_("例如村务公开栏。"))
    name = forms.CharField(
        label=_("申请人姓名"), max_length=40, help_text=_("公示单上自动遮盖，全名不保存。")
    )
    born_on = forms.DateField(
        label=_("申请人出生日期"), widget=DateInput(), help_text=_("只用来核对是否成年，不保存。")
    )
    members = forms.IntegerField(label=_("家庭成员数量"), min_value=1, max_value=30)
    amount = forms.DecimalField(
        label=_("保障金额（元）"), min_value=Decimal(0), max_digits=9, decimal_places=2
    )
    begins_on = forms.DateField(label=_("公示开始"), widget=DateInput())
    once = OnceField()

    def __init__(
        self, programmes: Mapping[str, str], places: Mapping[str, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("programme", programmes), ("division", places)):
            offered = self.fields[name]
            assert isinstance(offered, forms.ChoiceField)  # noqa: S101 -- for the type checker
            offered.choices = [("", _("请选择")), *choices.items()]


class ObjectForm(forms.Form):
    """What somebody says against a notice, and who it is if they say."""

    text = forms.CharField(label=_("异议内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    said_by = forms.CharField(
        label=_("提出异议的人"), required=False, max_length=80, help_text=_("不愿说的留空，保密。")
    )
