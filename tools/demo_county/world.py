"""Hold the made-up county: who lives there, what each department knows, and what was planted."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from tools.demo_county.divisions import County
from tools.demo_county.people import Household, Nursery, Person

Value: TypeAlias = str | int | date | None
SOURCES = (
    "dibao", "tekun", "temporary_relief", "disability_certificate", "disability_subsidy", "poverty_register",
    "medical_selfpay", "cremation", "social_insurance", "vehicle", "real_estate", "company", "housing_fund",
    "student", "employment", "orphan",
)  # fmt: skip


@dataclass(slots=True)
class Record:
    """What one department's list says about one person of one household, in codes instead of words."""

    person: Person
    values: dict[str, Value]
    home: Household


@dataclass(frozen=True)
class Truth:
    """One planted subject: a person's number, a household's numbers or an account, and why it is there."""

    kind: str
    subject: tuple[str, ...]
    why: str
    village: str = ""


@dataclass
class World:
    """The county in one month."""

    county: County
    period: str
    random: random.Random
    nursery: Nursery
    first_day: date
    last_day: date
    households: list[Household] = field(default_factory=list)
    records: dict[str, list[Record]] = field(default_factory=lambda: {source: [] for source in SOURCES})
    truths: dict[str, list[Truth]] = field(default_factory=dict)
    near_misses: dict[str, list[Truth]] = field(default_factory=dict)
    left_dibao: list[Record] = field(default_factory=list)
    unaccounted: Truth | None = None

    @property
    def year(self) -> int:
        """Give the calendar year of the month."""
        return self.last_day.year

    def settle(self, household: Household) -> Household:
        """Take a household into the county."""
        self.households.append(household)
        return household

    def add(self, source: str, person: Person, home: Household, **values: Value) -> Record:
        """Let a department's list name a person once more."""
        record = Record(person, values, home)
        self.records[source].append(record)
        return record

    def plant(self, rule: str, person: Person, why: str) -> None:
        """Note that a rule must find this person."""
        self.truths.setdefault(rule, []).append(Truth("person", (person.number,), why, person.village.code))

    def plant_household(self, rule: str, household: Household, why: str) -> None:
        """Note that a rule must find this household."""
        numbers = tuple(member.number for member in household.members)
        self.truths.setdefault(rule, []).append(Truth("household", numbers, why, household.village.code))

    def plant_account(self, rule: str, account: str, why: str) -> None:
        """Note that a rule must find this bank account."""
        self.truths.setdefault(rule, []).append(Truth("account", (account,), why))

    def miss(self, rule: str, person: Person, why: str) -> None:
        """Note someone who looks much like a finding of this rule and is none."""
        self.near_misses.setdefault(rule, []).append(
            Truth("person", (person.number,), why, person.village.code)
        )

    def day_in_year(self, *, before: date | None = None) -> date:
        """Draw a day of the county's year, up to the end of the month or a given day."""
        begin = date(self.year, 1, 1)
        return begin + timedelta(days=self.random.randrange(((before or self.last_day) - begin).days + 1))

    def day_since(self, year: int) -> date:
        """Draw a day between the beginning of that year and half a year before the month."""
        begin, end = date(year, 1, 5), self.first_day - timedelta(days=183)
        return begin + timedelta(days=self.random.randrange((end - begin).days))

    def chance(self, share: float) -> bool:
        """Say yes this often."""
        return self.random.random() < share


def age_of(person: Person, on: date) -> int:
    """Count whole years of age on a day."""
    before_birthday = (on.month, on.day) < (person.born.month, person.born.day)
    return on.year - person.born.year - before_birthday
