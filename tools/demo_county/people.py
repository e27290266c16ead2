"""Make people and the households they live in."""

import random
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from tools.demo_county import figures, names
from tools.demo_county.divisions import County, Village
from tools.demo_county.identity import NumberMint

MALE, FEMALE = "MALE", "FEMALE"
PHONE_PREFIXES = ("130", "136", "138", "139", "150", "159", "177", "186", "189")
# Who lives in a household of this size beside its head; the first shape that the ages allow is taken.
SHAPES: Mapping[int, tuple[tuple[str, ...], ...]] = {
    1: ((),),
    2: (("SPOUSE",), ("CHILD",), ("SPOUSE",), ("PARENT",)),
    3: (("SPOUSE", "CHILD"), ("SPOUSE", "CHILD"), ("SPOUSE", "PARENT"), ("CHILD", "PARENT")),
    4: (("SPOUSE", "CHILD", "CHILD"), ("SPOUSE", "CHILD", "PARENT")),
    5: (("SPOUSE", "CHILD", "CHILD", "PARENT"), ("SPOUSE", "CHILD", "CHILD", "CHILD")),
    6: (("SPOUSE", "CHILD", "CHILD", "PARENT", "PARENT"),),
    7: (("SPOUSE", "CHILD", "CHILD", "CHILD", "PARENT", "PARENT"),),
}
RELATIONS = {
    ("HEAD", MALE): "户主", ("HEAD", FEMALE): "户主", ("SPOUSE", MALE): "配偶", ("SPOUSE", FEMALE): "配偶",
    ("CHILD", MALE): "儿子", ("CHILD", FEMALE): "女儿", ("PARENT", MALE): "父亲", ("PARENT", FEMALE): "母亲",
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """One made-up person; the household key tells whom they live with."""

    number: str
    name: str
    sex: str
    born: date
    village: Village
    relation: str
    household: int
    phone: str


@dataclass(slots=True)
class Household:
    """People who live together, with the one bank account their money goes to."""

    key: int
    village: Village
    address: str
    account: str
    members: list[Person] = field(default_factory=list)

    @property
    def head(self) -> Person:
        """Give the first member, who is the head (户主)."""
        return self.members[0]


class Nursery:
    """Brings people into being: ages as asked for, names and numbers that fit."""

    def __init__(
        self, randomness: random.Random, county: County, elsewhere: tuple[str, ...], on: date
    ) -> None:
        self.random = randomness
        self.on = on
        self._county = county
        self._mint = NumberMint(randomness, county.code, elsewhere)
        self._households = 0
        self._accounts = 0
        self._phones = 0
        self._ages = tuple(figures.AGE_GROUPS)
        self._age_weights = tuple(accumulate(figures.AGE_GROUPS.values()))

    def household(self, *ages: int, village: Village | None = None) -> Household:
        """Make a household whose head and further adults or children have exactly these ages."""
        household = self._empty_household(village)
        for index, age in enumerate(ages):
            role = "HEAD" if index == 0 else _role_beside(ages[0], age)
            self._join(household, role, age)
        return household

    def family(self, size: int, head_age: int, *, village: Village | None = None) -> Household:
        """Make a household of this size around a head of this age, in one of the usual shapes."""
        household = self._empty_household(village)
        self._join(household, "HEAD", head_age)
        for role in self.random.choice(SHAPES[size]):
            self._join(household, *self._age_of(role, head_age))
        return household

    def size(self) -> int:
        """Draw a household size from the census shares."""
        sizes = figures.HOUSEHOLD_SIZES
        return self.random.choices(tuple(sizes), weights=tuple(sizes.values()))[0]

    def age(self, lowest: int = 0, highest: int = 99) -> int:
        """Draw an age between these from the census pyramid."""
        while True:
            group = self._ages[bisect(self._age_weights, self.random.randrange(self._age_weights[-1]))]
            age = group + self.random.randrange(5)
            if lowest <= age <= highest:
                return age

    def born(self, age: int) -> date:
        """Choose a birthday that gives this age two months before and after the month's end."""
        year = self.on.year - age
        birthday = self.on.replace(year=year, day=min(self.on.day, 28))
        return birthday - timedelta(days=self.random.randrange(62, 300))

    def village(self, *, urban: bool | None = None) -> Village:
        """Draw a village; an urban one, a rural one, or any."""
        villages = self._county.villages
        fitting = [village for village in villages if urban is None or village.urban == urban]
        return self.random.choice(fitting or villages)

    def account(self) -> str:
        """Issue a bank account number nobody else has: 19 digits with a right final digit."""
        self._accounts += 1
        first18 = f"629999{self._accounts * 7919 % 10**12:012d}"
        return first18 + _luhn(first18)

    def _empty_household(self, village: Village | None) -> Household:
        self._households += 1
        home = village or self.village()
        group, house = self.random.randrange(1, 15), self.random.randrange(1, 180)
        address = f"{home.town_name}{home.short_name}{group}组{house}号"
        return Household(self._households, home, address, self.account())

    def _join(self, household: Household, role: str, age: int) -> None:
        sex = self._sex_of(role, household)
        born = self.born(age)
        family_name = self._surname_of(role, sex, household)
        person = Person(
            number=self._mint.issue(born, sex),
            name=family_name + names.given_name(self.random, sex, born),
            sex=sex,
            born=born,
            village=household.village,
            relation=RELATIONS[(role, sex)],
            household=household.key,
            phone=self._phone(),
        )
        household.members.append(person)

    def _sex_of(self, role: str, household: Household) -> str:
        if role == "SPOUSE":
            return FEMALE if household.head.sex == MALE else MALE
        if role == "PARENT" and household.members[-1].relation in ("父亲", "母亲"):
            return FEMALE if household.members[-1].sex == MALE else MALE
        return MALE if self.random.random() < (0.72 if role == "HEAD" else 0.512) else FEMALE

    def _surname_of(self, role: str, sex: str, household: Household) -> str:
        fathers = [one for one in household.members if one.sex == MALE and one.relation in ("户主", "配偶")]
        if role == "CHILD" and fathers:
            return _family_name(fathers[0].name)
        if role == "PARENT" and sex == MALE:
            return _family_name(household.head.name)
        return names.surname(self.random)

    def _age_of(self, role: str, head_age: int) -> tuple[str, int]:
        if role == "SPOUSE":
            return role, max(20, min(95, head_age + self.random.randrange(-5, 5)))
        if role == "CHILD" and head_age >= 22:
            return role, max(0, head_age - self.random.randrange(21, 36))
        if role == "PARENT" and head_age <= 66:
            return role, min(96, head_age + self.random.randrange(20, 31))
        return ("CHILD", max(0, head_age - 24)) if head_age > 66 else ("PARENT", head_age + 24)

    def _phone(self) -> str:
        """Issue a phone number out of the 000 block of a prefix, which is nobody's."""
        self._phones += 1
        prefix = PHONE_PREFIXES[self._phones % len(PHONE_PREFIXES)]
        return f"{prefix}000{self._phones * 37 % 100000:05d}"


def _role_beside(head_age: int, age: int) -> str:
    if age <= head_age - 18:
        return "CHILD"
    return "PARENT" if age >= head_age + 18 else "SPOUSE"


def _family_name(name: str) -> str:
    return name[:2] if name[:2] in names.SURNAMES else name[:1]


def _luhn(digits: str) -> str:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
