"""Make identity numbers that are formally right, and damages them the way typing does."""

import random
from collections.abc import Sequence
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def check_character(first17: str) -> str:
    """Compute the eighteenth character of a number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


class NumberMint:
    """Issues numbers, never the same one twice."""

    def __init__(self, randomness: random.Random, county: str, elsewhere: Sequence[str]) -> None:
        self._random = randomness
        self._county = county
        self._elsewhere = elsewhere or (county,)
        self._issued: set[str] = set()

    def issue(self, born: date, sex: str, *, local_share: float = 0.93) -> str:
        """Issue a number for someone born on this day; most people's was issued in the county itself."""
        while True:
            local = self._random.random() < local_share
            prefix = self._county if local else self._random.choice(self._elsewhere)
            order = self._random.randrange(0, 500) * 2 + (1 if sex == "MALE" else 0)
            first17 = f"{prefix}{born:%Y%m%d}{order:03d}"
            if first17 not in self._issued:
                self._issued.add(first17)
                return first17 + check_character(first17)


def as_full_width(number: str) -> str:
    """Write it in full-width characters."""
    return number.translate(FULL_WIDTH)


def as_lower_x(number: str) -> str:
    """Write the final X small."""
    return number.lower()


def as_quoted(number: str) -> str:
    """Put the apostrophe in front that keeps Excel from reading a number."""
    return "'" + number


def as_spaced(number: str) -> str:
    """Put spaces around it and between its parts."""
    return f" {number[:6]} {number[6:14]} {number[14:]} "


def as_fifteen(number: str) -> str:
    """Write it the way it stood before 1999: two-digit year, no check character."""
    return number[:6] + number[8:17]


def with_wrong_check(number: str) -> str:
    """Replace the check character with a wrong one."""
    wrong = "0123456789".replace(number[17], "")
    return number[:17] + wrong[int(number[14:17]) % len(wrong)]


def typed_as_number(number: str) -> float:
    """Give what a spreadsheet keeps of an 18-digit number typed as a number: the last digits are gone."""
    return float(int(number[:17] + "0" if number.endswith("X") else number) // 1000 * 1000)
