"""Made-up people: numbers with valid check digits, names as the two counties' people bear them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "申石阎岳郭谷翟冯穆梅袁吕井任邢宋韩杜董薛孔丁曹景赵钱孙周武"
MALE = "树长振广兆洪保传庆祥福魁安德臣山峰贵顺泉"
FEMALE = "秋桂凤荣芝翠莲爱淑巧霞云珍菊彩梅兰枝香月"
FAR_FIRST = ("阿依努尔", "买买提", "古丽娜", "阿迪力", "卓玛", "扎西")
FAR_LAST = ("吐尔逊", "艾合买提", "阿不都拉", "热合曼", "次仁", "尼玛")
DAI_FIRST = ("岩", "玉", "依", "喊", "线", "帕")
DAI_LAST = ("罕相", "香帕", "喊旺", "罕亮", "小芒", "团宝")


def check_digit(first17: str) -> str:
    """Return the last character of an identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def made_number(county: str, born: date, order: int) -> str:
    """Return the number of a made-up person; an odd order is a man's."""
    first17 = f"{county}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


@dataclass(frozen=True)
class Someone:
    """A made-up person."""

    name: str
    number: str
    born: date
    male: bool


class People:
    """Hands out people, no two with the same number or, within one county, the same name."""

    def __init__(self, county: str, seed: int) -> None:
        self.county, self.draw = county, random.Random(seed)  # noqa: S311 - made-up people, no secret
        self._numbers: set[str] = set()
        self._names: set[str] = set()

    def make(
        self, least: int = 25, most: int = 58, *, male: bool | None = None, on: date = date(2026, 10, 31)
    ) -> Someone:
        """Return a person whose age on a day lies between two bounds; nobody's birthday is near that day."""
        male = self.draw.random() < 0.5 if male is None else male
        years = self.draw.randint(least, most)
        return self.born_on(
            on - timedelta(days=years * 365 + years // 4 + self.draw.randrange(40, 320)), male=male
        )

    def born_on(self, born: date, *, male: bool = True) -> Someone:
        """Return a person born on a day."""
        while True:
            order = self.draw.randrange(499) * 2 + (1 if male else 2)
            number = made_number(self.county, born, order)
            if number not in self._numbers:
                self._numbers.add(number)
                return Someone(self._name(male=male), number, born, male)

    def _name(self, *, male: bool) -> str:
        while True:
            given = MALE if male else FEMALE
            length = self.draw.choice((1, 2, 2, 2))
            name = self.draw.choice(SURNAMES) + "".join(self.draw.choice(given) for _ in range(length))
            if self.draw.random() < 0.02:
                name = f"{self.draw.choice(DAI_FIRST)}{self.draw.choice(DAI_LAST)}"
            if self.draw.random() < 0.02:
                return self._far_name()
            name = name if name not in self._names else name + self.draw.choice(given)
            if name not in self._names and len(name) <= 4:
                self._names.add(name)
                return name

    def _far_name(self) -> str:
        """Return a name of two parts, the same for several people, as such names are."""
        return f"{self.draw.choice(FAR_FIRST)}·{self.draw.choice(FAR_LAST)}"
