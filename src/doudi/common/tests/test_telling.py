"""An act on a page says how it went: what is wrong with the form, why it is refused, or that it is done."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from doudi.common.forms import told
from doudi.common.problems import Refusal


class Why(forms.Form):
    reason = forms.CharField(error_messages={"required": "请写原因。"})


@pytest.fixture
def request_() -> HttpRequest:
    request = HttpRequest()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(each.level_tag, str(each)) for each in get_messages(request)]


def test_what_is_done_is_told_and_the_call_reads_the_form(request_: HttpRequest) -> None:
    form, done = Why({"reason": "搬走"}), []

    assert told(request_, lambda: done.append(form.cleaned_data["reason"]), "已登记。", form=form)
    assert (done, said(request_)) == (["搬走"], [("success", "已登记。")])


def test_a_wrong_form_makes_no_call_and_says_what_is_wrong(request_: HttpRequest) -> None:
    assert not told(request_, lambda: pytest.fail("called"), "已登记。", form=Why({}))
    assert said(request_) == [("error", "请写原因。")]


def test_a_refusal_is_told_in_its_own_words(request_: HttpRequest) -> None:
    def refuse() -> None:
        raise Refusal("已经有人办了。请刷新页面。")

    assert not told(request_, refuse, "已登记。")
    assert said(request_) == [("error", "已经有人办了。请刷新页面。")]
