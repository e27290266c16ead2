"""Checks the shape of what is said of a paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.forms import DateInput
from doudi.documents.rules.refusing import LARGEST, MIB
from doudi.documents.services.attachments import SOURCE_LENGTH
from doudi.documents.states import AttachmentKind

ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


class AttachmentForm(forms.Form):
    """A paper with what is known of it; days nobody knows stay blank."""

    file = forms.FileField(
        label=_("文件"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF、docx、xlsx、JPG、PNG，不超过 %(limit)s MB；照片里的拍摄地点会自动去掉。")
        % {"limit": LARGEST // MIB},
    )
    kind = forms.ChoiceField(label=_("材料类别"), choices=[("", _("请选择")), *AttachmentKind.choices])
    source = forms.CharField(
        label=_("来源"), required=False, max_length=SOURCE_LENGTH, help_text=_("谁给的，例如本人、村委会。")
    )
    dated_on = forms.DateField(label=_("材料日期"), required=False, widget=DateInput())
    expires_on = forms.DateField(
        label=_("有效期至"), required=False, widget=DateInput(), help_text=_("长期有效或没写的留空。")
    )


class TemplateForm(forms.Form):
    """A county's own Word template, and from which day it draws."""

    file = forms.FileField(label=_("Word 模板"), widget=forms.FileInput(attrs={"accept": ".docx"}))
    valid_from = forms.DateField(
        label=_("启用日"), widget=DateInput(), help_text=_("批准之后、从这一天起签发的文书用它。")
    )
