"""Every odd and broken file of the corpus is read row for row, or refused with the reason that is true."""

from __future__ import annotations

import pytest

from doudi.reading.tests.corpus.base import read_here
from doudi.reading.tests.corpus.everything import every_case

CASES = every_case()


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_the_corpus_gives_its_very_rows_or_the_true_refusal(name: str) -> None:
    assert CASES[name].fault(read_here) == ""
