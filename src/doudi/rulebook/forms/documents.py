"""Checks the shape of what officers type about policy documents, duties and problems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.rulebook.forms.changes import day_field
from doudi.rulebook.models import DocumentArticle, PolicyDocument, PolicyProblem, Proposal
from doudi.rulebook.services.documents import DocumentFacts

YES_NO = [("yes", _("是")), ("no", _("否"))]
Places = list[tuple[str, str]]


class DocumentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of one document, shown by its number and title."""

    def label_from_instance(self, obj: PolicyDocument) -> str:
        """Return how a document reads in a list."""
        return obj.number if obj.number == obj.title else f"{obj.number} {obj.title}"


class ArticleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of one article, shown by its number."""

    def label_from_instance(self, obj: DocumentArticle) -> str:
        """Return how an article reads in a list."""
        return obj.article


class ProposalChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of one change, shown by what it is about."""

    def label_from_instance(self, obj: Proposal) -> str:
        """Return how a change reads in a list."""
        return obj.title


class ProblemChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several problems, shown by what they say."""

    def label_from_instance(self, obj: PolicyProblem) -> str:
        """Return how a problem reads in a list."""
        return obj.title


class DocumentForm(forms.Form):
    """A policy document as the library keeps it."""

    number = forms.CharField(label=_("文号"), max_length=80, help_text=_("没有文号的填文件全名。"))
    title = forms.CharField(label=_("文件名"), max_length=160)
    issuer = forms.CharField(label=_("发文机关"), max_length=120)
    region = forms.ChoiceField(label=_("适用地区"))
    issued_on = day_field(_("印发日期"), required=False)
    effective_on = day_field(_("施行日期"), required=False)
    addressees = forms.CharField(label=_("发送单位"), max_length=300, required=False)
    superior = DocumentChoice(
        PolicyDocument.objects.all(), label=_("上级文件"), required=False, empty_label=_("没有，或还没登记"),
        help_text=_("这份文件依据哪份上级文件制定；上级文件失效时，这份会提示复核。"),
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), max_length=300, required=False)
    is_verified = forms.BooleanField(label=_("文号和日期已对照原件核实"), required=False)

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["region"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = places

    def facts(self) -> DocumentFacts:
        """Return what was typed."""
        names = ("number", "title", "issuer", "region", "issued_on", "effective_on", "addressees", "note")
        typed = {name: self.cleaned_data[name] for name in (*names, "is_verified")}
        return DocumentFacts(**typed)


class VoidForm(forms.Form):
    """Since when a document no longer holds, and why."""

    on = day_field(_("失效日"))
    reason = forms.CharField(label=_("失效说明"), max_length=280, help_text=_("例如 被某号文件废止。"))


class ArticleForm(forms.Form):
    """An article of a document, and which superior article it carries out."""

    article = forms.CharField(label=_("条款号"), max_length=80, help_text=_("例如 第八条、二（二）10。"))
    text = forms.CharField(label=_("条文"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    carries_out = ArticleChoice(
        DocumentArticle.objects.none(), label=_("对应的上级条款"), required=False, empty_label=_("没有对应")
    )

    def __init__(self, *args: Any, document: PolicyDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["carries_out"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        if document.superior_id is None:
            del self.fields["carries_out"]
        else:
            choice.queryset = DocumentArticle.objects.filter(document=document.superior_id)


class CheckForm(forms.Form):
    """A bureau's three answers about a document, each with its reason."""

    detailed = forms.ChoiceField(label=_("已细化"), choices=YES_NO, widget=forms.RadioSelect)
    detailed_reason = forms.CharField(label=_("细化情况与理由"), max_length=300)
    workable = forms.ChoiceField(label=_("可操作"), choices=YES_NO, widget=forms.RadioSelect)
    workable_reason = forms.CharField(label=_("可操作情况与理由"), max_length=300)
    targeted = forms.ChoiceField(label=_("有针对性"), choices=YES_NO, widget=forms.RadioSelect)
    targeted_reason = forms.CharField(label=_("针对性情况与理由"), max_length=300)

    def answers(self) -> dict[str, bool]:
        """Return the three answers."""
        return {name: self.cleaned_data[name] == "yes" for name in ("detailed", "workable", "targeted")}

    def reasons(self) -> dict[str, str]:
        """Return the three reasons."""
        return {name: self.cleaned_data[f"{name}_reason"] for name in ("detailed", "workable", "targeted")}


class DutyForm(forms.Form):
    """What a superior document asks the region to issue itself."""

    theme = forms.CharField(label=_("事项"), max_length=80, help_text=_("例如 分散供养特困人员照料服务。"))
    superior = DocumentChoice(PolicyDocument.objects.all(), label=_("上级依据"), empty_label=_("请选择"))
    office = forms.CharField(label=_("责任科室"), max_length=60)
    due_on = day_field(_("出台期限"), required=False)
    points = forms.CharField(
        label=_("执行要点"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("每行一条。"),
    )  # fmt: skip


class AdvanceForm(forms.Form):
    """The day of the next step, and at the end the document itself."""

    on = day_field(_("日期"))
    local = DocumentChoice(PolicyDocument.objects.all(), label=_("本级配套文件"), required=False)


class ProblemForm(forms.Form):
    """A problem, hung on a document and article."""

    title = forms.CharField(label=_("问题"), max_length=200)
    source = forms.CharField(
        label=_("来源"), max_length=80, help_text=_("例如 督导检查、群众反映、基层座谈。")
    )
    document = DocumentChoice(
        PolicyDocument.objects.all(), label=_("相关文件"), required=False, empty_label=_("没有，或还没登记")
    )
    article = forms.CharField(label=_("条款号"), max_length=80, required=False)
    needs_policy = forms.BooleanField(label=_("需政策层面解决"), required=False)


class TopicForm(forms.Form):
    """Like problems gathered into one question of policy."""

    title = forms.CharField(label=_("议题"), max_length=120)
    advice = forms.CharField(label=_("研究建议"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    problems = ProblemChoices(
        PolicyProblem.objects.none(), label=_("归并的问题"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a queryset
        super().__init__(*args, **kwargs)
        choice = self.fields["problems"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        choice.queryset = offered


class AdoptForm(forms.Form):
    """The change that came of a question of policy."""

    proposal = ProposalChoice(Proposal.objects.none(), label=_("生成的参数变更"))

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a queryset
        super().__init__(*args, **kwargs)
        choice = self.fields["proposal"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        choice.queryset = offered
