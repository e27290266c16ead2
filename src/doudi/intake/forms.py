"""Checks the shape of what officers say of leads and of what they found at a home."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.common.once import OnceField
from doudi.intake.catalogue import ways
from doudi.intake.states import FieldWay, LeadSource, Urgency

PHOTO = {"accept": "image/jpeg,image/png", "capture": "environment"}


def _photo() -> forms.FileField:
    return forms.FileField(
        label=_("现场照片"),
        required=False,
        widget=forms.FileInput(attrs=PHOTO),
        help_text=_("JPG、PNG，可以直接拍；拍摄地点会自动去掉。"),
    )


class FoundForm(forms.Form):
    """What was found at a home on a day, and what came of the check."""

    visited_on = forms.DateField(label=_("排查日"), widget=DateInput())
    way = forms.ChoiceField(label=_("方式"), choices=FieldWay)
    words = forms.CharField(
        label=_("现场情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("见到谁，住得怎样，靠什么生活，有什么花费。"),
    )  # fmt: skip
    photo = _photo()
    outcome = forms.ChoiceField(
        label=_("结论"), required=False, help_text=_("还不能下结论的留空，期限照算。")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False, initial=0)
    once = OnceField()

    field_order = ("visited_on", "way", "words", "photo", "outcome", "seen", "once")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 -- for the type checker
        titles = [(code, each.title) for code, each in ways().outcomes.items()]
        outcome.choices = [("", _("还没有结论")), *titles]


class LeadForm(forms.Form):
    """What somebody saw: of whom, where, what, how pressing; name and number of who is not registered."""

    person = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        required=False,
        help_text=_("不知道姓名的写称呼，例如“村口独居老人”。"),
    )
    number = forms.CharField(
        label=_("身份证号码"), max_length=20, required=False, help_text=_("不知道可以不填。")
    )
    division = forms.ChoiceField(label=_("住在哪个村（居）"))
    grounds = forms.MultipleChoiceField(label=_("看到什么"), widget=forms.CheckboxSelectMultiple())
    words = forms.CharField(label=_("具体情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency, initial=Urgency.SOON)
    source = forms.ChoiceField(label=_("从哪里知道的"), choices=LeadSource)
    told_by = forms.CharField(
        label=_("反映人和电话"), max_length=80, required=False, help_text=_("自己看到的不填。")
    )
    seen_on = forms.DateField(label=_("发现日"), widget=DateInput())
    photo = _photo()
    once = OnceField()

    def __init__(self, places: Sequence[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        division, grounds = self.fields["division"], self.fields["grounds"]
        assert isinstance(division, forms.ChoiceField)  # noqa: S101 -- for the type checker
        assert isinstance(grounds, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        division.choices = places
        grounds.choices = list(ways().grounds.items())
