"""What an officer says about a file: its source, its columns, why it is sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import column_choices, headings_of, source_choices
from doudi.exchange.states import Verdict


class SourceForm(forms.Form):
    """Which source a file is."""

    source = forms.ChoiceField(label=_("来源"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - what this class declares
        field.choices = source_choices()


class MappingForm(forms.Form):
    """Which column of the source each heading of the file is; fields are numbered, headings stay inside."""

    def __init__(self, batch: Batch, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.headings = headings_of(batch)
        choices = column_choices(batch.source) if batch.source else []
        for number, guessed in enumerate(self.headings.values()):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=guessed["heading"],
                choices=choices,
                required=False,
                initial=batch.choices.get(guessed["key"], guessed["column"]),
                widget=forms.Select({"aria-label": _("列“%(heading)s”是") % {"heading": guessed["heading"]}}),
            )

    @property
    def choices(self) -> dict[str, str]:
        """Return the column of each heading's key; call after is_valid."""
        return {key: self.cleaned_data[f"column{number}"] for number, key in enumerate(self.headings)}

    def clean(self) -> dict[str, object]:
        """Refuse two headings for one column."""
        cleaned = super().clean() or {}
        counted = Counter(column for column in cleaned.values() if column)
        for name, column in list(cleaned.items()):
            if column and counted[column] > 1:
                self.add_error(name, _("这一列选了不止一次，请只留一处。"))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(label=_("说明"), min_length=2, max_length=500)


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
