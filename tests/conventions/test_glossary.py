"""Each term has one identifier, and the glossary explains it."""

from __future__ import annotations

from collections import Counter

from tests.conventions.terms import GLOSSARY, explained, missing, used


def test_every_term_of_the_program_is_in_the_glossary() -> None:
    assert missing(used(), GLOSSARY.read_text(encoding="utf-8")) == []


def test_a_term_that_is_not_explained_is_caught() -> None:
    glossary = "| 中文 | 标识符 | 说明 |\n| 低保 | `dibao` | |\n| 台账 | `monitoring` | |\n"
    terms = {("低保", "dibao"), ("补差", "top_up"), ("", "monitoring"), ("", "relief")}

    assert missing(terms, glossary) == [("", "relief"), ("补差", "top_up")]


def test_the_glossary_has_each_row_once() -> None:
    rows = Counter(explained(GLOSSARY.read_text(encoding="utf-8")))
    assert [row for row, count in rows.items() if count > 1] == []
