"""What an officer says about a file: its source, its columns, why it is sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.scope import Scope
from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import (
    column_choices,
    headings_of,
    sheets_of,
    source_choices,
    unsaid_of,
)
from doudi.exchange.selectors.sharing import SHARED, departments_within, offices_to_grant
from doudi.exchange.states import SharedField, Verdict
from doudi.recognition.sheets import LEAVE, TAKE, SheetVerdict, sheet_key
from doudi.recognition.sources import Column
from doudi.recognition.table import ASKED
from doudi.recognition.tables import value_key
from doudi.regions.models import Organisation


class SourceForm(forms.Form):
    """Which source a file is."""

    source = forms.ChoiceField(label=_("来源"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - what this class declares
        field.choices = source_choices()


class MappingForm(forms.Form):
    """Which sheets are read, and which column of the source each heading of the file is.

    Fields are numbered; names of sheets and headings stay inside.
    """

    def __init__(self, batch: Batch, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.sheets = sheets_of(batch)
        self.unsaid = unsaid_of(batch)
        self.headings = headings_of(batch)
        for number, sheet in enumerate(self.sheets):
            self.fields[f"sheet{number}"] = _sheet_field(sheet, batch.choices)
        for number, (table, column) in enumerate(self.unsaid):
            self.fields[f"value{number}"] = _value_field(table, column, batch.choices)
        choices = column_choices(batch.source) if batch.source else []
        for number, (key, guessed) in enumerate(self.headings.items()):
            self.fields[f"column{number}"] = _column_field(key, guessed, choices, batch.choices)

    @property
    def choices(self) -> dict[str, str]:
        """Return a person's word by key: of sheets, of what they are about, of headings; after is_valid."""
        said = {
            sheet_key(sheet["sheet"]): self.cleaned_data[f"sheet{number}"]
            for number, sheet in enumerate(self.sheets)
        }
        for number, (table, column) in enumerate(self.unsaid):
            said[value_key(table["sheet"], column)] = self.cleaned_data[f"value{number}"]
        columns = {key: self.cleaned_data[f"column{number}"] for number, key in enumerate(self.headings)}
        return {key: choice for key, choice in said.items() if choice} | columns

    def clean(self) -> dict[str, object]:
        """Refuse two headings of one table for one column, and a column or sheet that is still open."""
        cleaned = super().clean() or {}
        named = [
            (f"column{number}", (guessed["group"], guessed["member"], cleaned.get(f"column{number}")))
            for number, guessed in enumerate(self.headings.values())
        ]
        counted = Counter(said for _, said in named)
        ticked = {guessed["column"] for guessed in self.headings.values() if guessed.get("ticked")}
        for name, said in named:
            if said[2] == ASKED:
                self.add_error(name, _("请选定这一列是什么；另一个人的、不用的，选“不取用”。"))
            elif said[2] and said[2] not in COMPLETED | ticked and counted[said] > 1:
                self.add_error(name, _("这一列选了不止一次，请只留一处。"))
        return cleaned


COMPLETED = frozenset({"county", "town", "village"})
"""Columns that several file columns may fill together: 镇 in one, 街道 in the other."""
OPEN = [("", _("请选择…"))]


def _sheet_field(sheet: Mapping[str, Any], said: Mapping[str, str]) -> forms.ChoiceField:
    """Return the field of whether a sheet is read; one that is asked about has no answer yet."""
    guessed = {SheetVerdict.LIST.value: TAKE, SheetVerdict.NOT_TAKEN.value: LEAVE}.get(sheet["verdict"], "")
    may = [(LEAVE, _("不读")), *([(TAKE, _("读入"))] if sheet["tables"] else [])]
    return forms.ChoiceField(
        label=sheet["name"] or _("这张表"),
        choices=[*([] if guessed else OPEN), *may],
        initial=said.get(sheet_key(sheet["sheet"]), guessed),
        widget=forms.Select({"aria-label": _("工作表“%(name)s”") % {"name": sheet["name"]}}),
        error_messages={"required": _("请选“读入”或“不读”。")},
    )


def _value_field(table: Mapping[str, Any], column: Column, said: Mapping[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{table['name']}：{column.title}" if table["name"] else column.title,
        choices=[*OPEN, *column.labels.items()],
        initial=said.get(value_key(table["sheet"], column), ""),
        error_messages={"required": _("请选定这张表是哪一种。")},
    )


def _column_field(
    key: str, guessed: Mapping[str, Any], choices: list[tuple[str, str]], said: Mapping[str, str]
) -> forms.ChoiceField:
    heading = guessed["heading"] or _("（无列名）")
    asked = [(ASKED, _("请选择…"))] if guessed["column"] == ASKED else []
    return forms.ChoiceField(
        label=heading,
        choices=[*asked, *choices],
        required=False,
        initial=said.get(key, guessed["column"]),
        widget=forms.Select({"aria-label": _("列“%(heading)s”是") % {"heading": heading}}),
    )


class PublishForm(forms.Form):
    """What an officer says when publishing: what the page showed, and what they looked at twice."""

    seen = forms.CharField(required=False, max_length=36)
    confirm_closing = forms.BooleanField(required=False)
    part = forms.BooleanField(required=False)


class PlacingForm(forms.Form):
    """Which published batch a checked one corrects; empty when it stands beside them."""

    replaces = forms.UUIDField(required=False)


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(label=_("说明"), min_length=2, max_length=500)


class NoticeForm(forms.Form):
    """A table of changed divisions."""

    file = forms.FileField(label=_("变更文件"), help_text=_("xlsx、csv 等；一行一条变更，可先下载空白模板。"))


class FeedbackForm(forms.Form):
    """A file the province sent back, and until when it must be verified."""

    file = forms.FileField(label=_("反馈文件"), help_text=_("要有姓名、身份证号和“反馈问题”三列。"))
    due_on = forms.DateField(label=_("核实期限"), widget=forms.DateInput({"type": "date"}))


class VerdictForm(forms.Form):
    """What an officer found, and what it rests on."""

    verdict = forms.ChoiceField(label=_("核实结论"), choices=Verdict.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("核实依据"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("何时入户、看了什么材料、与谁核对；不少于 4 个字。"),
    )  # fmt: skip


class SharingForm(forms.Form):
    """What a department may be told: lists, fields, what for, on what ground."""

    office: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("部门"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    programmes = forms.MultipleChoiceField(
        label=_("共享名单"),
        choices=[(each.value, each.label) for each in SHARED],
        widget=forms.CheckboxSelectMultiple,
    )
    fields_told = forms.MultipleChoiceField(
        label=_("共享字段"), choices=SharedField.choices, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=_("用途"), max_length=120)
    basis = forms.CharField(
        label=_("授权依据"), max_length=120, help_text=_("文号或协议名称，例如“某府办〔2026〕5号”。")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_to_grant(scope)  # type: ignore[attr-defined]
        self.fields["office"].label_from_instance = lambda office: office.name  # type: ignore[attr-defined]


class SharedQueryForm(forms.Form):
    """Whom a department asks about, and what for."""

    number = forms.CharField(label=_("身份证号"), max_length=40)
    purpose = forms.CharField(
        label=_("用途"), max_length=120, help_text=_("写明办什么事，例如“核对参保资助身份”。")
    )


class CooperationForm(forms.Form):
    """What the bureau and a department send each other."""

    office: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("部门"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    source = forms.ChoiceField(label=_("推送名单"))
    liaison = forms.CharField(label=_("联络员"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    matters = forms.CharField(label=_("政策衔接事项"), max_length=200)
    fields_told = forms.MultipleChoiceField(
        label=_("回送字段"), choices=SharedField.choices, widget=forms.CheckboxSelectMultiple
    )
    cycle_days = forms.IntegerField(label=_("互送周期（天）"), min_value=1, max_value=366)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = departments_within(scope)  # type: ignore[attr-defined]
        self.fields["office"].label_from_instance = lambda office: office.name  # type: ignore[attr-defined]
        self.fields["source"].choices = source_choices()  # type: ignore[attr-defined]
