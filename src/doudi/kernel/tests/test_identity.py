from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.identity import PROVINCES, Problem, born_on, check_digit, read_number, sex_of
from doudi.kernel.tests.numbers import (
    LABELS,
    TEST_NUMBER,
    fifteen_digit_numbers,
    nasty_texts,
    number_of,
    numbers,
)
from doudi.kernel.writing import Repair


def test_the_standards_own_example_reads_clean() -> None:
    reading = read_number(TEST_NUMBER)

    assert (reading.number, reading.repairs, reading.problem) == (TEST_NUMBER, (), None)
    assert check_digit(TEST_NUMBER[:17]) == "X"
    assert born_on(TEST_NUMBER) == date(1949, 12, 31)
    assert sex_of(TEST_NUMBER) == "FEMALE"
    assert sex_of(number_of(440204, date(1990, 1, 1), 123)) == "MALE"


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        ("11010519491231002x", (Repair.LOWER_X,)),
        ("１１０１０５１９４９１２３１００２Ｘ", (Repair.FULL_WIDTH,)),
        ("１１０１０５１９４９１２３１００２ｘ", (Repair.FULL_WIDTH, Repair.LOWER_X)),
        (" 110105 19491231 002X\t", (Repair.SPACES,)),
        ("\u300011010519491231002X\u200b", (Repair.SPACES,)),
        ("'11010519491231002X", (Repair.QUOTE_MARK,)),
        ("’11010519491231002x ", (Repair.SPACES, Repair.LOWER_X, Repair.QUOTE_MARK)),
        ("110105491231002", (Repair.UPGRADED_15,)),
        ("１１０１０５４９１２３１００２", (Repair.FULL_WIDTH, Repair.UPGRADED_15)),
        ("身份证号：11010519491231002X", (Repair.LABEL,)),
        ("SFZ11010519491231002X", (Repair.LABEL,)),
        ("证件号码: １１０１０５19491231002Ｘ", (Repair.FULL_WIDTH, Repair.SPACES, Repair.LABEL)),
        ("ID No.110105491231002", (Repair.SPACES, Repair.UPGRADED_15, Repair.LABEL)),
        ("11010519491231002X（本人）", (Repair.LABEL,)),
        ("110105-19491231-002X", (Repair.HYPHENS,)),
        ("110105－1949—1231－002x", (Repair.LOWER_X, Repair.HYPHENS)),
        ("110105.19491231.002X", (Repair.HYPHENS,)),
        ("110105_19491231_002X", (Repair.HYPHENS,)),
        ('="11010519491231002X"', (Repair.QUOTE_MARK,)),
        ("‘11010519491231002X’", (Repair.QUOTE_MARK,)),
        ("11010519491231002×", (Repair.LOWER_X,)),
        ("11010519491231002Х", (Repair.LOWER_X,)),
        ("\u202d11010519491231002X\u202c", (Repair.SPACES,)),
        ("110105\u280019491231\u3164002X", (Repair.SPACES,)),
    ],
)
def test_writing_is_repaired_and_the_repair_is_named(text: str, repairs: tuple[Repair, ...]) -> None:
    reading = read_number(text)

    assert reading.number == TEST_NUMBER
    assert reading.repairs == repairs
    assert reading.problem is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, Problem.BLANK),
        ("", Problem.BLANK),
        (" \u3000 ", Problem.BLANK),
        ("无", Problem.BLANK),
        ("暂 无", Problem.BLANK),
        ("-", Problem.BLANK),
        ("/", Problem.BLANK),
        ("0", Problem.BLANK),
        ("'", Problem.BLANK),
        ("1101051949123100", Problem.LENGTH),
        ("1101051949123100X", Problem.LENGTH),
        ("11010519491231002X4", Problem.CHARACTERS),
        ("1101051949123100211", Problem.LENGTH),
        ("身份证号：", Problem.BLANK),
        ("身份证号：无", Problem.BLANK),
        ("待定", Problem.BLANK),
        ("110105********002X", Problem.MASKED),
        ("110105xxxxxxxx002X", Problem.MASKED),
        ("身份证：1101051949******2X", Problem.MASKED),
        ("11010519491231002*", Problem.MASKED),
        ("110105●●●●●●●●002X", Problem.MASKED),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", Problem.CHARACTERS),
        ("110,105,194,912,310,000", Problem.TYPED_AS_NUMBER),
        ("X1010519491231002X", Problem.CHARACTERS),
        ("张三", Problem.CHARACTERS),
        ("11010549123100X", Problem.CHARACTERS),
        ("110105194912310021", Problem.CHECK_DIGIT),
        ("111111111111111111", Problem.CHECK_DIGIT),
        ("000000000000000000", Problem.CHECK_DIGIT),
        ("111111111111111", Problem.CHARACTERS),
        ("110105491331002", Problem.BIRTH_DATE),
        ("4.4020419E+17", Problem.TYPED_AS_NUMBER),
        ("4.402041990010112e+17", Problem.TYPED_AS_NUMBER),
        ("440204199001011230.0", Problem.TYPED_AS_NUMBER),
        ("440204900101123.0", Problem.TYPED_AS_NUMBER),
    ],
)
def test_what_cannot_be_repaired_is_refused_with_one_reason(text: str | None, problem: Problem) -> None:
    reading = read_number(text)

    assert (reading.number, reading.repairs, reading.problem) == (None, (), problem)


@pytest.mark.parametrize("province", sorted(set(range(100)) - PROVINCES))
def test_a_number_of_no_province_is_refused_with_its_own_reason(province: int) -> None:
    first17 = f"{province:02d}010519491231002"

    assert read_number(first17 + check_digit(first17)).problem is Problem.REGION


@given(st.sampled_from(LABELS), numbers, st.sampled_from("- ._－—\u3000\u200b/·"))
def test_labels_and_separators_come_off_and_no_digit_changes(label: str, number: str, between: str) -> None:
    written = f"{label}{number[:6]}{between}{number[6:14]}{between}{number[14:]}"

    assert read_number(written).number == number


@given(nasty_texts)
def test_a_number_that_is_read_has_the_digits_that_were_written(text: str | None) -> None:
    number = read_number(text).number
    written = [str(int(letter)) for letter in text or "" if letter.isdecimal()]

    assert number is None or [*number.rstrip("X")] in (written, [*old_form(written)])


def old_form(written: list[str]) -> str:
    """Return what an old number of fifteen digits becomes, less an X at its end."""
    first17 = "".join([*written[:6], "19", *written[6:]])
    return (first17 + check_digit(first17)).rstrip("X") if len(written) == 15 else ""


@pytest.mark.parametrize("birth", ["19490229", "19491301", "19490431", "18791231", "00000101"])
def test_a_birth_date_that_never_was_is_refused(birth: str) -> None:
    first17 = f"110105{birth}002"

    assert read_number(first17 + check_digit(first17)).problem is Problem.BIRTH_DATE


def test_nobody_is_born_after_the_day_of_reading() -> None:
    number = number_of(440204, date(2026, 10, 2), 11)

    assert read_number(number, on=date(2026, 10, 1)).problem is Problem.BIRTH_DATE
    assert read_number(number, on=date(2026, 10, 2)).number == number


@given(numbers)
def test_every_well_formed_number_reads_as_itself(number: str) -> None:
    assert read_number(number).number == number


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, place: int, step: int) -> None:
    wrong = str((int(number[place]) + step) % 10)

    assert read_number(number[:place] + wrong + number[place + 1 :]).number is None


@given(numbers, st.integers(0, 15))
def test_two_neighbours_swapped_never_pass(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert read_number(swapped).number in (None, number)


@given(fifteen_digit_numbers)
def test_an_old_number_gets_its_century_and_check_digit(old: str) -> None:
    number = read_number(old).number

    assert number is not None
    assert number[:6] + number[8:17] == old
    assert number[6:8] == "19"


@given(nasty_texts)
def test_any_text_gives_either_a_number_or_a_problem(text: str | None) -> None:
    reading = read_number(text)

    assert (reading.number is None) != (reading.problem is None)
    assert read_number(reading.number or TEST_NUMBER).repairs == ()
