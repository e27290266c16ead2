"""Checks the shape of what officers type about a change of parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from doudi.policy.book import Chosen
from doudi.policy.definitions import Definition
from doudi.policy.values import unit_of_written, write_value
from doudi.rulebook.forms.values import grid_of, initial_of, value_fields, written_of
from doudi.rulebook.models import ProposedValue
from doudi.rulebook.services.changes import ValueDraft
from doudi.rulebook.states import FileKind


def day_field(label: Any, **kwargs: Any) -> forms.DateField:  # noqa: ANN401 - a lazy label
    """Return a field for a day, typed or picked."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class ValueForm(forms.Form):
    """One dated value of a parameter, with the document it rests on."""

    begins = day_field(_("生效日"))
    ends = day_field(_("失效日"), required=False, help_text=_("当日起不再有效；一直有效的留空。"))
    document = forms.CharField(
        label=_("依据文件"), max_length=120,
        help_text=_("写文号，例如 泉港民〔2020〕40号；没有文号的写文件全名。"),
        widget=forms.TextInput({"list": "documents"}),
    )  # fmt: skip
    article = forms.CharField(label=_("条款"), max_length=80, help_text=_("例如 第八条、二（一）3。"))
    explanation = forms.CharField(
        label=_("与上级规定不一致的说明"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("比上级的范围窄、比上级的要求严时必填。"),
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        own = value_fields(definition)
        if definition.kind == "money" and definition.unit.endswith("月"):
            yearly = definition.yearly_unit
            own["value"].label = definition.label
            own["unit"] = forms.ChoiceField(
                label=_("数值的单位"), choices=[("", definition.unit), (yearly, yearly)], required=False
            )
        self.fields = {**own, **self.fields}

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings of the grid; none if the value is a single field."""
        grid = grid_of(self.definition)
        return grid.headings if grid else ()

    @property
    def grid(self) -> list[tuple[str, list[BoundField]]]:
        """Return the lines of the grid with their fields."""
        grid = grid_of(self.definition)
        return [(row.label, [self[name] for name in row.names]) for row in grid.rows] if grid else []

    @property
    def plain(self) -> Iterator[BoundField]:
        """Yield the fields outside the grid."""
        grid = grid_of(self.definition)
        inside = {name for row in grid.rows for name in row.names} if grid else set()
        yield from (self[name] for name in self.fields if name not in inside)

    @property
    def grid_errors(self) -> list[str]:
        """Return what is wrong inside the grid, each with the name of its cell."""
        return [f"{cell.label}：{error}" for _, cells in self.grid for cell in cells for error in cell.errors]

    def clean(self) -> dict[str, Any]:
        """Put the fields of the value together."""
        typed = super().clean() or {}
        if not self.errors:
            try:
                typed["written"] = written_of(self.definition, typed)
            except ValidationError as error:
                self.add_error(None, error)
        return typed

    def draft(self) -> ValueDraft:
        """Return what was typed."""
        typed = self.cleaned_data
        return ValueDraft(
            key=self.definition.key,
            begins=typed["begins"],
            ends=typed["ends"],
            written=typed["written"],
            unit=typed.get("unit", ""),
            document=typed["document"].strip(),
            article=typed["article"].strip(),
            note=typed["note"].strip(),
            explanation=typed["explanation"].strip(),
        )


def initial_from(definition: Definition, chosen: Chosen | None) -> dict[str, Any]:
    """Return the value in force as the fields show it, so that only the change is typed."""
    if chosen is None:
        return {}
    said = initial_of(definition, write_value(definition, chosen.value))
    return said | {"unit": unit_of_written(definition, chosen.value)}


def initial_of_value(definition: Definition, value: ProposedValue) -> dict[str, Any]:
    """Return a proposed value as the fields show it."""
    names = ("begins", "ends", "document", "article", "note", "explanation", "unit")
    return initial_of(definition, value.written) | {name: getattr(value, name) for name in names}


class ChangeForm(ValueForm):
    """A new change: what it is about, and its first value."""

    title = forms.CharField(label=_("事由"), max_length=100, help_text=_("例如 2026 年提高城市低保标准。"))
    reason = forms.CharField(
        label=_("变更说明"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("为什么改、怎么测算的。"),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file that supports a change."""

    kind = forms.ChoiceField(label=_("附件种类"), choices=FileKind)
    file = forms.FileField(label=_("文件"), help_text=_("PDF、docx、xlsx、JPG、PNG，不超过 20 MB。"))


class SubmitForm(forms.Form):
    """Submitting a change; reaching back needs both the flag and the reason."""

    retroactive = forms.BooleanField(label=_("追溯生效：生效日早于今天"), required=False)
    retroactive_reason = forms.CharField(
        label=_("追溯生效的理由"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
