"""Checks the shape of what officers type about people, places and units at the base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.scope import Scope
from doudi.regions.models import Division
from doudi.regions.rules.changes import Draft
from doudi.regions.selectors.changes import divisions_named
from doudi.regions.states import AssignmentKind, FigureKind, LeaderRank, OrganisationKind, StandardKey

PHONE = r"^[0-9][0-9 \-]{5,18}[0-9]$"
PHONE_WRONG = {"invalid": _("请填手机号或带区号的座机，例如 0751-8888888。")}
Places = Iterable[tuple[str, str]]


def day_field(label: Any, **kwargs: Any) -> forms.DateField:  # noqa: ANN401 - a lazy label
    """Return a field for a day, typed or picked."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class AtPlaceForm(forms.Form):
    """A form whose first question is where; only the places handed in can be chosen."""

    division = forms.ChoiceField(label=_("区划"))

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["division"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = list(places)
        choice.error_messages["invalid_choice"] = str(_("没有这个区划，或不在您的管辖范围内。"))

    def place(self) -> Division:
        """Return the place chosen."""
        return Division.objects.get(pk=self.cleaned_data["division"])


class AssistantForm(AtPlaceForm):
    """An assistant for a village."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.RegexField(PHONE, label=_("联系电话"), error_messages=PHONE_WRONG)
    valid_from = day_field(_("任职日"))
    term_ends_on = day_field(_("任期届满日"), required=False)
    is_part_time = forms.BooleanField(label=_("兼职（另有村干部、网格员等身份）"), required=False)
    duties = forms.CharField(label=_("职责网格"), max_length=200, required=False)
    households = forms.IntegerField(label=_("负责户数"), min_value=0, max_value=9999, initial=0)
    monthly_pay = forms.DecimalField(
        label=_("月报酬（元）"), min_value=0, max_digits=8, decimal_places=2, initial=0
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        typed = super().clean() or {}
        begins, ends = typed.get("valid_from"), typed.get("term_ends_on")
        if begins and ends and ends <= begins:
            self.add_error("term_ends_on", _("任期届满日要在任职日之后。"))
        return typed


class OfficerForm(forms.Form):
    """An officer or bought-in worker for a township."""

    kind = forms.ChoiceField(
        label=_("身份"), choices=[c for c in AssignmentKind.choices if c[0] != AssignmentKind.ASSISTANT]
    )
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.RegexField(PHONE, label=_("联系电话"), error_messages=PHONE_WRONG)
    valid_from = day_field(_("任职日"))


class HandoverForm(forms.Form):
    """What an assistant hands on, and to whom."""

    received_by = forms.CharField(
        label=_("接收人"), max_length=40, help_text=_("没有接任协理员的，写村委会或乡镇经办的接收人。")
    )
    successor = forms.ChoiceField(label=_("接任协理员"), required=False)
    households = forms.IntegerField(label=_("移交户数"), min_value=0)
    contents = forms.CharField(
        label=_("交接内容"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("户档、在办事项、设备与账号，逐项写清。"),
    )  # fmt: skip
    on = day_field(_("交接日"))

    def __init__(self, *args: Any, successors: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["successor"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [("", _("暂无")), *successors]


class LeavingForm(forms.Form):
    """The day somebody leaves, and why."""

    on = day_field(_("离任日"), help_text=_("当日起不再任职。"))
    reason = forms.CharField(label=_("离任原因"), max_length=200)


class ProfileForm(forms.Form):
    """What a township has to work with."""

    windows = forms.IntegerField(label=_("窗口数"), min_value=0, max_value=99)
    posts = forms.IntegerField(label=_("编制数"), min_value=0, max_value=99)
    equipment = forms.CharField(
        label=_("设备"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class StandardForm(AtPlaceForm):
    """A place's own standard from a day on."""

    key = forms.ChoiceField(label=_("标准"), choices=StandardKey)
    value = forms.IntegerField(label=_("数值"), min_value=1, max_value=100000)
    valid_from = day_field(_("起用日"))
    document = forms.CharField(label=_("依据文件"), max_length=120)


class FiguresForm(forms.Form):
    """One month's numbers, pasted from a table."""

    kind = forms.ChoiceField(label=_("数字"), choices=FigureKind)
    period = forms.RegexField(
        r"^[0-9]{4}-(0[1-9]|1[0-2])$", label=_("月份"), error_messages={"invalid": _("写成 2026-10 这样。")}
    )
    source = forms.CharField(label=_("来源"), max_length=120, help_text=_("从哪张表、哪个系统来的。"))
    lines = forms.CharField(
        label=_("区划代码与数值"),
        widget=forms.Textarea({"rows": 8, "placeholder": "440204102 60"}),
        help_text=_(
            "每行一个区划，代码和数值隔开，可从表格直接粘贴。办件量、人口、在享对象数按乡镇；困难群众人数按村（居）。"
        ),
    )


class PointForm(AtPlaceForm):
    """A service point when it is set up."""

    name = forms.CharField(label=_("名称"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=120)
    phone = forms.RegexField(PHONE, label=_("服务电话"), error_messages=PHONE_WRONG)
    hours = forms.CharField(label=_("服务时间"), max_length=80, initial="工作日 9:00—12:00，14:00—17:00")
    duties = forms.CharField(label=_("服务内容"), max_length=300, required=False)
    required_staff = forms.IntegerField(
        label=_("应配人数"), min_value=1, max_value=50, required=False, help_text=_("留空的按配备标准。")
    )
    valid_from = day_field(_("设立日"))
    running_from = day_field(_("开始运营日"), required=False, help_text=_("还没运营的先留空。"))
    longitude = forms.DecimalField(
        label=_("经度"), min_value=73, max_value=136, max_digits=9, decimal_places=6, required=False
    )
    latitude = forms.DecimalField(
        label=_("纬度"), min_value=3, max_value=54, max_digits=8, decimal_places=6, required=False,
        help_text=_("填了经纬度，站点才会画在分布图上。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse half a position, and service before the point was set up."""
        typed = super().clean() or {}
        if (typed.get("longitude") is None) != (typed.get("latitude") is None):
            self.add_error("latitude", _("经度、纬度要一起填，或都留空。"))
        opened, running = typed.get("valid_from"), typed.get("running_from")
        if opened and running and running < opened:
            self.add_error("running_from", _("开始运营日不能早于设立日。"))
        return typed


class RunningForm(forms.Form):
    """The day a point began to serve."""

    on = day_field(_("开始运营日"))


class ClosingForm(forms.Form):
    """When and why a point is closed, and which takes over."""

    on = day_field(_("撤并日"))
    merged_into = forms.ChoiceField(label=_("并入网点"), required=False)
    reason = forms.CharField(label=_("撤并原因"), max_length=200)

    def __init__(self, *args: Any, takers: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["merged_into"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [("", _("不并入，直接撤销")), *takers]


class FacilityForm(AtPlaceForm):
    """A village's service building."""

    name = forms.CharField(label=_("名称"), max_length=80, initial="党群服务中心")
    area_m2 = forms.IntegerField(label=_("建筑面积（平方米）"), min_value=1, max_value=100000)
    opened_on = day_field(_("启用日"), required=False, help_text=_("还没启用的先留空，不算覆盖。"))


class OpeningForm(forms.Form):
    """The day a building came into use."""

    opened_on = day_field(_("启用日"), required=False)


class UnitForm(AtPlaceForm):
    """A unit that answers for assistance work."""

    name = forms.CharField(label=_("单位名称"), max_length=80)
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[each for each in OrganisationKind.choices if each[0] != OrganisationKind.SECTION],
    )


class LeaderForm(forms.Form):
    """Somebody put in charge of a unit."""

    rank = forms.ChoiceField(label=_("责任"), choices=LeaderRank)
    name = forms.CharField(label=_("姓名"), max_length=40)
    title = forms.CharField(label=_("职务"), max_length=60)
    on = day_field(_("任职日"), help_text=_("新任第一责任人到任，前任自这一天起离任。"))


class ProblemForm(forms.Form):
    """A task or problem of a unit."""

    title = forms.CharField(label=_("事项"), max_length=120)
    source = forms.CharField(label=_("来源"), max_length=60, initial="督导检查")
    on = day_field(_("发现日"))
    due_on = day_field(_("办结期限"), required=False)


class MemberForm(forms.Form):
    """A county that is to report through a unit."""

    unit = forms.ChoiceField(label=_("报送单位"))
    county = forms.RegexField(
        r"^[0-9]{6}$", label=_("县（市、区）代码"), error_messages={"invalid": _("请填六位县级代码。")}
    )
    on = day_field(_("归属起日"))

    def __init__(self, *args: Any, units: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = list(units)


class ChangeForm(forms.Form):
    """What became of divisions on a day: some old ones, and the new ones they go on as."""

    day = day_field(_("生效日期"))
    old = forms.CharField(
        label=_("原区划"), widget=forms.Textarea({"rows": 3}), max_length=2000,
        help_text=_("一行一个：12 位代码，或名称（如“新韶镇 府管村”）。合并时写几行。"),
    )  # fmt: skip
    new = forms.CharField(
        label=_("新区划"), widget=forms.Textarea({"rows": 3}), max_length=2000,
        help_text=_("一行一个：代码、空格、名称（如“440204101290 府东村”）。只改名的写原代码、新名称。"),
    )  # fmt: skip
    document = forms.CharField(
        label=_("依据文件"), max_length=120, help_text=_("批复或公告的名称、文号，如 韶府函〔2026〕18号。")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean(self) -> dict[str, Any]:
        """Turn lines into codes; refuse what names none or several."""
        typed = super().clean() or {}
        day = typed.get("day")
        if day and typed.get("old") and typed.get("new"):
            typed["old_codes"] = [self._old(line, day) for line in _lines(typed["old"])]
            typed["new_ones"] = [self._new(line, day) for line in _lines(typed["new"])]
            if min(len(typed["old_codes"]), len(typed["new_ones"])) > 1:
                self.add_error("new", _("几个变成几个的，请分次登记，或用文件一行一条登记。"))
        return typed

    def _old(self, line: str, day: date) -> str:
        if line.isascii() and line.isdigit():
            return line
        found = divisions_named(line, self.scope, on=day - timedelta(days=1))
        if len(found) != 1:
            codes = "、".join(each.code for each in found[:5])
            many = _("“%(line)s”有 %(count)d 个：%(codes)s。请写代码。")
            none = _("没有名为“%(line)s”的区划，或不在您的管辖范围内。请写代码。")
            said = (many if found else none) % {"line": line, "count": len(found), "codes": codes}
            self.add_error("old", said)
            return ""
        return found[0].code

    def _new(self, line: str, day: date) -> tuple[str, str]:
        code, _space, name = line.partition(" ")
        if code.isascii() and code.isdigit():
            return code, name.strip()
        found = divisions_named(line, self.scope, on=day)
        if len(found) != 1:
            self.add_error("new", _("“%(line)s”要写成代码、空格、名称。") % {"line": line})
            return "", ""
        return found[0].code, found[0].name

    def drafts(self) -> list[Draft]:
        """Return what was typed as the rows of a notice; call after is_valid."""
        typed = self.cleaned_data
        pairs = [(old, new) for old in typed["old_codes"] for new in typed["new_ones"]]
        return [
            Draft(row, typed["day"], old, code, typed["document"], new_name=name)
            for row, (old, (code, name)) in enumerate(pairs, start=1)
        ]


def _lines(text: str) -> list[str]:
    found = (" ".join(line.replace("，", " ").replace(",", " ").split()) for line in text.splitlines())
    return [line for line in found if line]


class TakingBackForm(forms.Form):
    """Why a notice is taken back."""

    reason = forms.CharField(label=_("撤销原因"), min_length=2, max_length=300)
