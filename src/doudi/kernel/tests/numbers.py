"""Make identity numbers of people who do not exist, clean and as nasty as clerks leave them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from doudi.kernel.identity import PROVINCES, check_digit

TEST_NUMBER = "11010519491231002X"  # the example in the standard itself


def number_of(division: int, born: date, order: int) -> str:
    """Return a well-formed number of a division, birth date and order code."""
    first17 = f"{division:06d}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


divisions = st.builds(
    lambda province, rest: province * 10_000 + rest, st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999)
)
numbers = st.builds(
    number_of,
    divisions,
    st.dates(date(1880, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)
fifteen_digit_numbers = st.builds(
    lambda division, born, order: f"{division:06d}{born:%y%m%d}{order:03d}",
    divisions,
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 999),
)

_TO_FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
_DIRT = [
    "",
    " ",
    "\t",
    "\u3000",
    "\u200b",
    "\ufeff",
    "'",
    "’",
    '"',
    "\n",
    "-",
    "x",
    "X",
    "1",
    "无",
    "0",
    "\x00",
    "－",
    "\u202e",
    "\u2800",
    "：",
    ",",
    ".",
    "(本人)",
    "*",
    "**",
]
LABELS = [
    "身份证号：",
    "身份证号码:",
    "SFZ",
    "SFZH：",
    "证件号 ",
    "公民身份号码",
    "ID No. ",
    "身份证（二代）：",
    "户主身份证号：",
]


def _spoil(number: str, place: int, dirt: str) -> str:
    place %= len(number) + 1
    return number[:place] + dirt + number[place:]


def _swap(number: str, place: int, digit: str) -> str:
    place %= len(number)
    return number[:place] + digit + number[place + 1 :]


_spoilt = st.one_of(
    numbers,
    fifteen_digit_numbers,
    st.sampled_from(
        [TEST_NUMBER, "111111111111111", "111111111111111111", "4.4020419E+17", "0", "无", "-", ""]
    ),
    numbers.map(str.lower),
    numbers.map(lambda number: number.translate(_TO_FULL_WIDTH)),
    numbers.map(lambda number: number.lower().translate(_TO_FULL_WIDTH)),
    numbers.map(lambda number: str(float(number[:17] + "0"))),
    numbers.map(lambda number: number[:17] + "0.0"),
    numbers.map(lambda number: f"{number[:6]} {number[6:14]} {number[14:]}"),
    st.builds(_spoil, numbers, st.integers(0, 40), st.sampled_from(_DIRT)),
    st.builds(str.__add__, st.sampled_from(LABELS), numbers | fifteen_digit_numbers),
    numbers.map(lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}"),
    numbers.map(lambda number: f'="{number}"'),
    numbers.map(lambda number: f"{number[:6]}********{number[14:]}"),
    numbers.map(lambda number: f"{int(number[:17] + '0'):,}"),
    st.builds(_swap, numbers, st.integers(0, 40), st.sampled_from("0123456789Xx０ ")),
    st.builds(_spoil, fifteen_digit_numbers, st.integers(0, 40), st.sampled_from(_DIRT)),
    st.text(max_size=24),
    st.text("0123456789", max_size=22),
    st.text("0123456789Xx. eE+'", min_size=14, max_size=20),
)
nasty_texts = st.one_of(
    st.none(), _spoilt, st.builds(_spoil, _spoilt, st.integers(0, 40), st.sampled_from(_DIRT))
)
