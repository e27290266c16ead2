"""Checks the shape of what is typed at log-in and about users."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.accounts.roles import Role


class LogInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("口令"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A one-time code."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("动态口令"),
        error_messages={"invalid": _("动态口令是 6 位数字。")},
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": "form-control d-code",
            }
        ),
    )


class PasswordForm(forms.Form):
    """One's own new password."""

    old = forms.CharField(
        label=_("原口令"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("新口令"),
        strip=False,
        help_text=_("至少 10 位，不能全是数字，不能是常见口令，不能和用户名、姓名相近。"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍新口令"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Refuse two passwords that differ."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("两遍新口令不一样，请重新输入。"))
        return again


class UserForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        help_text=_("字母、数字、点、横线，如 zhangwei.xs；不要用手机号、身份证号。"),
    )
    name = forms.CharField(label=_("姓名"), max_length=40)
    number = forms.CharField(
        label=_("身份证号"),
        max_length=40,
        help_text=_("提出和决定必须是两个人：一人有几个账号，凭它认出是同一个人。加密存放，页面不显示。"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )


class NumberForm(forms.Form):
    """The identity number of whoever an account belongs to, and why it is registered anew."""

    number = forms.CharField(
        label=_("身份证号"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("理由"), max_length=200, required=False, help_text=_("已经登记过、要改的，写明理由。")
    )


class PostForm(forms.Form):
    """A post for somebody."""

    role = forms.ChoiceField(label=_("角色"), choices=Role)
    division = forms.CharField(
        label=_("管辖区划代码"),
        required=False,
        max_length=12,
        help_text=_("2、4、6、9、12 位区划代码；三员可留空。"),
        widget=forms.TextInput({"inputmode": "numeric", "list": "divisions"}),
    )
    valid_from = forms.DateField(
        label=_("任职日"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class SectionForm(forms.Form):
    """A section of a bureau."""

    division = forms.CharField(
        label=_("区划代码"),
        max_length=6,
        help_text=_("2、4、6 位区划代码，民政部门所在的省、市、县。"),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    name = forms.CharField(label=_("科室名称"), max_length=60, help_text=_("例如 社会救助科、儿童福利科。"))


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 2}))
