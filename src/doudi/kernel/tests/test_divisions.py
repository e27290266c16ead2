from __future__ import annotations

import pytest

from doudi.kernel.divisions import NotADivision, is_within, level_of, parent_code

VILLAGE = "440204100201"


def test_the_length_of_a_code_is_its_level() -> None:
    assert [level_of(VILLAGE[:length]) for length in (2, 4, 6, 9, 12)] == [
        "PROVINCE",
        "CITY",
        "COUNTY",
        "TOWNSHIP",
        "VILLAGE",
    ]


def test_every_code_names_its_parent() -> None:
    assert parent_code(VILLAGE) == "440204100"
    assert parent_code("440204100") == "440204"
    assert parent_code("440204") == "4402"
    assert parent_code("4402") == "44"
    assert parent_code("44") == ""


def test_a_division_lies_in_itself_and_in_its_parents_only() -> None:
    assert is_within(VILLAGE, "440204")
    assert is_within("440204", "440204")
    assert is_within(VILLAGE, "")
    assert not is_within("440204", VILLAGE)
    assert not is_within("440205", "440204")


@pytest.mark.parametrize("code", ["", "4", "440", "44020", "4402041", "44020a", "４４"])
def test_what_is_not_a_code_has_no_level(code: str) -> None:
    with pytest.raises(NotADivision):
        level_of(code)
