import io
import re
import time
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from doudi.common import papers
from doudi.common.papers import SOURCES, PaperBroken, pages_of, paper, picture

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TRIAL = "common/papers/trial.typ"


def words(pdf: bytes) -> str:
    """Return what is printed; between Chinese and Latin the typesetter leaves a space of its own."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def test_the_text_of_a_paper_can_be_taken_out_again() -> None:
    made = paper(TRIAL, {"title": "计算说明", "lines": ["每人每月 672.00 元"]}, at=AT)

    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert "计算说明" in words(made)
    assert "每人每月672.00元" in words(made)


@pytest.mark.parametrize("name", ["𠮷田", "㛃", "䶮", "𬍛", "𫖯", "䒟", "㐂", "·阿依古丽", "喆堃玥"])
def test_rare_characters_of_names_are_printed(name: str) -> None:
    assert name in words(paper(TRIAL, {"title": "姓名", "lines": [name]}, at=AT))


@pytest.mark.parametrize(
    "hostile",
    [
        '#panic("停")',
        '#read("/etc/passwd")',
        "$x^2$",
        "*粗* _斜_ `码`",
        '#import "@preview/x:1.0.0"',
        "= 标题",
        "\\ \" ' ] } )",
        "<script>alert(1)</script>",
    ],
)
def test_what_looks_like_code_is_printed_as_it_was_typed(hostile: str) -> None:
    made = paper(TRIAL, {"title": "姓名", "lines": [hostile]}, at=AT)

    assert hostile.replace(" ", "") in words(made)


def test_a_long_table_goes_on_over_pages() -> None:
    made = paper(TRIAL, {"title": "长表", "lines": [f"第{n}行" for n in range(120)]}, at=AT)

    assert pages_of(made) == len(PdfReader(io.BytesIO(made)).pages) >= 2
    assert "第119行" in words(made)


def test_the_same_paper_has_the_same_bytes() -> None:
    data = {"title": "同一份", "lines": ["一"]}

    assert paper(TRIAL, data, at=AT) == paper(TRIAL, data, at=AT)


def test_a_paper_is_tagged_for_those_who_hear_it() -> None:
    root = PdfReader(io.BytesIO(paper(TRIAL, {"title": "标记", "lines": []}, at=AT))).root_object

    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "zh-CN"


def test_a_template_that_does_not_compile_says_which() -> None:
    with pytest.raises(PaperBroken, match=r"trial\.typ"):
        paper(TRIAL, {"title": "没有行"}, at=AT)


def test_a_picture_is_a_png() -> None:
    assert picture(TRIAL, {"title": "看一眼", "lines": []}, at=AT).startswith(b"\x89PNG")


def test_no_template_asks_for_a_package_from_outside() -> None:
    templates = list(SOURCES.rglob("*.typ"))

    assert templates
    assert [t for t in templates if "@preview" in t.read_text(encoding="utf-8")] == []


def test_a_page_takes_less_than_a_fifth_of_a_second() -> None:
    data = {"title": "快", "lines": ["一"]}
    paper(TRIAL, data, at=AT)
    begun = time.process_time()
    paper(TRIAL, {"title": "快", "lines": ["二"]}, at=AT)

    assert time.process_time() - begun < 0.2


def test_the_font_comes_from_its_package() -> None:
    families = papers._fonts().families()

    assert "Noto Sans CJK SC" in families
    assert [family for family in families if "Noto Sans CJK" not in family] == []
