"""Checks the shape of what officers type about price indices and who they concern."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doudi.kernel.dates import Period
from doudi.price_subsidy.services.indices import IndexDraft
from doudi.price_subsidy.states import HeldCategory
from doudi.rulebook.forms.changes import day_field
from doudi.rulebook.forms.rises import RiseField


class IndexForm(forms.Form):
    """A month's indices as the statistics office publishes them."""

    period = forms.CharField(label=_("指数所属月"), max_length=7, widget=forms.TextInput({"type": "month"}))
    cpi = RiseField(label=_("居民消费价格同比涨幅（%）"))
    food = RiseField(label=_("食品价格同比涨幅（%）"))
    scpi = RiseField(label=_("低收入居民基本生活费用价格同比涨幅（%）"))
    published_on = day_field(_("公布日期"))
    document = forms.CharField(
        label=_("来源文件"), max_length=120, help_text=_("写统计部门的文号或公报名称，例如 区统计局月报。")
    )

    def clean_period(self) -> Period:
        """Return the month."""
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise ValidationError(_("月份要写成 2026-10 这样。")) from error

    def draft(self) -> IndexDraft:
        """Return what was typed as a draft."""
        said = self.cleaned_data
        return IndexDraft(
            said["period"], said["cpi"], said["food"], said["scpi"], said["published_on"], said["document"]
        )


class IndexFileForm(forms.Form):
    """A table of indices."""

    file = forms.FileField(label=_("指数表"))


class HolderForm(forms.Form):
    """A standing from another office's list, for the person with this number."""

    number = forms.CharField(
        label=_("身份证号"), max_length=20, help_text=_("要已在本地家庭人员档案里。"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("身份"), choices=HeldCategory.choices)
    valid_from = day_field(_("起始日"))
    document = forms.CharField(label=_("依据"), max_length=120, help_text=_("例如 区老区办2026年五老名册。"))
