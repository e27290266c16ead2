"""A Word template holds words and placeholders; what would run, link out or not be printed is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from doudi.documents.catalogue import fields_of, templated
from doudi.documents.rules.filling import filled
from doudi.documents.rules.forms import LARGE, PDF, WORD
from doudi.documents.rules.templates import LARGEST_TEXT, TemplateRefused, check_template
from doudi.documents.services.letters import drawn, standing_template, tried
from doudi.documents.tests.words import GOOD, with_part, word, words_of

KIND = "resident_letter"
AT = datetime(2026, 11, 3, 1, tzinfo=UTC)
VALUES = {
    "number": "阳民告知〔2026〕1号",
    "addressee": "王芳",
    "title": "告知书",
    "office": "民政局",
    "day": "今天",
}


def refusal(content: bytes) -> str:
    """Return why a file does not do as a template; '' when it does."""
    try:
        check_template(content, fields_of(KIND))
    except TemplateRefused as why:
        return why.code
    return ""


def printed(pdf: bytes) -> str:
    """Return what a printed form says, without breaks and spaces, which the printer sets as it likes."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\n", "").replace(" ", "")


def test_a_template_of_words_and_placeholders_is_taken() -> None:
    assert refusal(word()) == ""
    assert (
        refusal(word(["{{number}}{{ addressee }}：{{ title }}", "{{ body }}", "{{ office }}{{ day }}"])) == ""
    )


def test_a_placeholder_that_word_has_cut_into_pieces_is_one_placeholder() -> None:
    def cut(made: WordFile) -> None:
        line = made.add_paragraph()
        for piece in ("{", "{ nu", "mber }", "}"):
            line.add_run(piece).bold = True

    content = word(GOOD[1:], change=cut)

    assert refusal(content) == ""
    assert VALUES["number"] in words_of(filled(content, {**VALUES, "body": "正文"}))


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}", "CODE"),
        ("{{ number.__class__.__mro__ }}", "CODE"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "CODE"),
        ("{{ 7 * 7 }}", "CODE"),
        ("{{ number|upper }}", "CODE"),
        ("{{ range(99999999)|list }}", "CODE"),
        ("{# hidden #}", "CODE"),
        ("{%p if number %}", "CODE"),
        ("{{p number }}", "CODE"),
        ("{{r number }}", "CODE"),
        ("{%tr for x in number %}", "CODE"),
        ("{% include '/etc/passwd' %}", "CODE"),
        ("{{ number", "CODE"),
        ("number }}", "CODE"),
        ("{{ self }}", "UNKNOWN"),
        ("{{ id_number }}", "UNKNOWN"),
        ("{{ illness }}", "UNKNOWN"),
    ],
)
def test_a_template_that_would_compute_or_names_what_is_not_there_is_refused(attack: str, code: str) -> None:
    assert refusal(word([*GOOD, attack])) == code


def test_code_hidden_from_the_words_of_the_document_is_refused() -> None:
    def hide(made: WordFile) -> None:
        made.paragraphs[0]._p.set(qn("w:rsidR"), "{{ 7 * 7 }}")

    assert refusal(word(change=hide)) == "CODE"


@pytest.mark.parametrize("lost", GOOD)
def test_a_template_that_leaves_out_what_the_paper_must_say_is_refused(lost: str) -> None:
    with pytest.raises(TemplateRefused) as told:
        check_template(word([each for each in GOOD if each != lost]), fields_of(KIND))

    assert (told.value.code, told.value.what) == ("LACKING", lost)


def add_field(made: WordFile) -> None:
    made.add_paragraph()._p.append(OxmlElement("w:fldSimple"))


def add_box(made: WordFile) -> None:
    made.add_paragraph().add_run()._r.append(OxmlElement("w:pict"))


def add_change(made: WordFile) -> None:
    made.add_paragraph()._p.append(OxmlElement("w:ins"))


def nest(made: WordFile) -> None:
    made.add_table(1, 1).cell(0, 0).add_table(1, 1)


def add_header(made: WordFile) -> None:
    made.sections[0].header.paragraphs[0].text = "某某县民政局 {{ number }}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (add_field, "NOT_PRINTED"),
        (add_box, "NOT_PRINTED"),
        (add_change, "NOT_PRINTED"),
        (nest, "NOT_PRINTED"),
        (add_header, "HEADER"),
    ],
)
def test_what_the_printed_form_would_not_show_is_refused(
    change: Callable[[WordFile], None], code: str
) -> None:
    assert refusal(word(change=change)) == code


def test_a_template_that_fetches_something_from_elsewhere_is_refused() -> None:
    link = (
        '<?xml version="1.0"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/t" Target="http://x/a.dotm" TargetMode="External"/>'
        "</Relationships>"
    )

    assert refusal(with_part(word(), "word/_rels/settings.xml.rels", link)) == "LINKED_OUT"


def test_what_is_no_word_file_or_far_too_long_is_refused() -> None:
    assert refusal(b"not a zip") == "NOT_WORD"
    assert refusal(word([*GOOD, "长" * LARGEST_TEXT])) == "TOO_LONG"


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30))
def test_whatever_somebody_is_called_is_put_in_as_words(name: str) -> None:
    made = filled(word(), {**VALUES, "addressee": f"甲{name}乙", "body": "正文"})

    kept = [line for line in words_of(made).split("\n") if line.startswith("甲")]
    assert Document(io.BytesIO(made)).paragraphs[0].text == VALUES["number"]
    assert kept


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7 * 7 }}",
        "{% for %}",
        "<w:b/>&amp;",
        "</w:t></w:r>",
        "王<小>芳 & 李",
        "#eval[1+1]",
        "*粗* _斜_ $x$",
    ],
)
def test_a_name_that_looks_like_code_stays_a_name_in_every_form(name: str) -> None:
    forms = drawn(word(), "告知书", {**VALUES, "addressee": name, "body": "正文"}, foot="版式", at=AT)

    assert name in words_of(forms[WORD].content)
    assert name.replace(" ", "") in printed(forms[PDF].content)


def test_all_forms_say_the_same_and_the_large_one_takes_more_room() -> None:
    body = "第一行要补的材料。\n第二行在哪里交。" + "说明情况。" * 200
    forms = drawn(word(), "告知书", {**VALUES, "body": body}, foot="版式第 1 版", at=AT)

    for form in (PDF, LARGE):
        text = printed(forms[form].content)
        for line in (*VALUES.values(), "第一行要补的材料。", "第二行在哪里交。"):
            assert line in text
        assert "版式第1版" in text
    assert "版式第 1 版" in words_of(forms[WORD].content)
    assert len(PdfReader(io.BytesIO(forms[LARGE].content)).pages) > len(
        PdfReader(io.BytesIO(forms[PDF].content)).pages
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(templated()))
def test_every_template_of_ours_passes_its_own_check_and_is_drawn(kind: str) -> None:
    content = standing_template(kind, "440204", on=AT.date()).content

    check_template(content, fields_of(kind))
    text = printed(tried(content, kind, at=AT)[PDF].content)
    assert [each.title for each in fields_of(kind).values() if each.sample not in text] == []
    assert "样张，内容是虚构的" in text
