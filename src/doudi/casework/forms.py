"""Checks the shape of what is typed about applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.casework.states import Verdict, Way
from doudi.common.forms import DateInput
from doudi.common.kit import Text
from doudi.common.once import OnceField

Choices = Sequence[tuple[str, Text]]


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
    field.choices = choices


class FileForm(forms.Form):
    """Who applies for what, how and why."""

    applicant = forms.ChoiceField(label=_("申请人"))
    wanted = forms.MultipleChoiceField(label=_("申请什么"), widget=forms.CheckboxSelectMultiple)
    way = forms.ChoiceField(label=_("申请方式"), choices=Way.choices)
    helper = forms.CharField(
        label=_("代办人姓名"),
        required=False,
        max_length=40,
        help_text=_("委托他人代办的填，授权委托书随后上传。"),
    )
    helper_relation = forms.CharField(label=_("代办人与申请人关系"), required=False, max_length=40)
    reason = forms.CharField(label=_("申请理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    filed_on = forms.DateField(label=_("申请日"), widget=DateInput())
    source = forms.CharField(required=False, widget=forms.HiddenInput())
    once = OnceField()

    def __init__(self, people: Choices, wanted: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "applicant", people)
        offer(self, "wanted", wanted)


class RecordForm(forms.Form):
    """What happened at a step, on which day."""

    event = forms.CharField(widget=forms.HiddenInput())
    on = forms.DateField(label=_("日期"), widget=DateInput())
    note = forms.CharField(
        label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class EnterForm(forms.Form):
    """Which step follows, from which day."""

    step = forms.CharField(widget=forms.HiddenInput())
    on = forms.DateField(label=_("日期"), widget=DateInput())


class OpinionForm(forms.Form):
    """What is proposed and why."""

    event = forms.CharField(widget=forms.HiddenInput())
    verdict = forms.ChoiceField(label=_("意见"), choices=[("", _("请选择")), *Verdict.choices])
    text = forms.CharField(
        label=_("意见内容"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清家庭情况、收入财产和结论。提出时按受理日的规则核算并存档。"),
    )
    on = forms.DateField(label=_("日期"), widget=DateInput())


class PostForm(forms.Form):
    """Where an application is posted."""

    event = forms.CharField(widget=forms.HiddenInput())
    village = forms.ChoiceField(label=_("张贴在哪个村（居）"))
    place = forms.CharField(label=_("张贴地点"), max_length=80, help_text=_("例如村务公开栏。"))
    once = OnceField()

    def __init__(self, villages: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "village", villages)


class DecideForm(forms.Form):
    """What is decided, on what the page showed."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不予确认的必填，写进给本人的告知书。"),
    )  # fmt: skip
    saw_unverified = forms.BooleanField(label=_("我已知悉：核算单用了未核实的数值"), required=False)
    seen = forms.RegexField(regex=r"^[0-9a-f]{64}$")


class SendBackForm(forms.Form):
    """To which step an application goes back, and why."""

    step = forms.ChoiceField(label=_("退回到"))
    reason = forms.CharField(label=_("退回理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, steps: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "step", steps)


class ExtendForm(forms.Form):
    """Which clock is extended, on which ground the law lists, and why."""

    clock = forms.ChoiceField(label=_("延长哪个期限"))
    ground = forms.ChoiceField(label=_("情形"))
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写清遇到了什么、还要办什么，会写进给申请人的告知书。"),
    )  # fmt: skip

    def __init__(self, clocks: Choices, grounds: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "extend-%s"
        offer(self, "clock", clocks)
        offer(self, "ground", [("", _("请选择")), *grounds])


class WithdrawForm(forms.Form):
    """Why the applicant withdraws."""

    reason = forms.CharField(label=_("撤回理由"), max_length=500)
