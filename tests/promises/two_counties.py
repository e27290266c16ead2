"""Two counties side by side as a machine drives them: officers, lists of departments, the real engine."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest import mock

from django.db import transaction
from django.test import override_settings
from hypothesis.stateful import RuleBasedStateMachine

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.audit.actors import SYSTEM
from doudi.exchange.models import Batch
from doudi.exchange.services.importing import import_file
from doudi.exchange.services.publishing import withdraw_batch
from doudi.exchange.services.receiving import Sender
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.rules.equation import Place
from doudi.monitoring.selectors.month import month_places
from doudi.regions.models import Division
from doudi.registry.models import Person
from tests.county import COUNTY, EAST, OTHER_VILLAGE, VILLAGE, County, build_county, name, person, workbook

GAP = "monitored-without-aid"
SECOND, SECOND_TOWN, SECOND_VILLAGE = "440203", "440203001", "440203001001"
MONTHS = tuple(Period.parse(month) for month in ("2026-10", "2026-11", "2026-12", "2027-01"))
PEOPLE = (1, 2, 3)
HOMES = {
    VILLAGE: ("东河街道", "陵西路社区居民委员会"),
    OTHER_VILLAGE: ("犁市镇", "犁市村民委员会"),
    SECOND_VILLAGE: ("新华街道", "新华社区居民委员会"),
}
COLUMNS = {
    "poverty_register": {"户类型": "脱贫不稳定户"},
    "dibao": {"城乡类别": "农村", "本人月保障金": "450"},
}
ELDER = 900
"""Somebody on tekun from the first month on, so that the comparison has all the lists it asks for."""


@dataclass(frozen=True)
class Sent:
    """A list as it was sent: the batch it became, and whom it names with the village each lives in."""

    batch: Batch
    lives: Mapping[int, str]


class World(RuleBasedStateMachine):
    """Two counties, four months over the year's end, a calendar that ends in December; nothing stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.folder = Path(tempfile.mkdtemp())
        self.stack.enter_context(override_settings(DOUDI_DATA=self.folder))
        self.at = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
        one = tuple(rule for rule in rules() if rule.id == GAP)
        for name_of, stand_in in {
            "doudi.common.clock.now": lambda: self.at,
            "doudi.monitoring.services.comparison.rules": lambda: one,
            "doudi.monitoring.services.comparison.values_in": lambda *_: {},
        }.items():
            self.stack.enter_context(mock.patch(name_of, stand_in))
        self.county = build_county()
        self.staff = {COUNTY: self.county.people, SECOND: second_county(self.county)}
        self.lists: dict[tuple[str, str, Period], Sent] = {}
        for county, village in ((COUNTY, VILLAGE), (SECOND, SECOND_VILLAGE)):
            self.send(county, "tekun", MONTHS[0], {ELDER + len(self.lists): village})
            self.send(county, "dibao", MONTHS[0], {ELDER + 50 + len(self.lists): village})
        self.persons: dict[int, int] = {}

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def now(self) -> datetime:
        """Return the moment of the next act."""
        self.at += timedelta(minutes=1)
        return self.at

    @property
    def today(self) -> date:
        """Return the business day."""
        return (self.at + timedelta(hours=8)).date()

    def wait_until(self, day: date) -> None:
        """Let it be the morning of a day."""
        self.at = max(self.at, datetime.combine(day, time(1), UTC))

    def send(self, county: str, source: str, period: Period, lives: Mapping[int, str]) -> None:
        """Let a department send its list of a month; one that stands is taken back first, as it was wrong."""
        self.take_back(county, source, period)
        rows = [line(order, village, source) for order, village in sorted(lives.items())]
        sent = import_file(
            workbook(rows),
            name=f"{county}-{source}-{period}-{self.at:%d%H%M}.xlsx",
            source=source,
            region=county,
            period=period,
            sender=Sender("test", "测试"),
            by=SYSTEM,
            at=self.now(),
            publish=True,
        )
        self.lists[county, source, period] = Sent(sent.batch, dict(lives))

    def take_back(self, county: str, source: str, period: Period) -> None:
        """Take a published list back."""
        if sent := self.lists.get((county, source, period)):
            withdraw_batch(sent.batch, by=SYSTEM, at=self.now(), reason="传错了文件")
            del self.lists[county, source, period]

    def key_of(self, order: int) -> int | None:
        """Return the key of a person the product knows by now."""
        return Person.objects.filter(name=name(order)).values_list("pk", flat=True).first()

    def entry_of(self, county: str, order: int) -> LedgerEntry | None:
        """Return what a county's ledger has about a person."""
        return LedgerEntry.objects.filter(region=county, person__name=name(order)).first()

    def places(self, county: str, period: Period) -> Mapping[int, Place]:
        """Return where everyone stands in a county's month."""
        return month_places(county, period)

    def all_places(self) -> dict[tuple[str, Period], Mapping[int, Place]]:
        """Return where everyone stands in every month of both."""
        return {(county, month): self.places(county, month) for county in self.staff for month in MONTHS}

    def posts(self, county: str) -> Iterator[Post]:
        """Yield the posts of a county's officers."""
        yield from Post.objects.filter(division__code__startswith=county).order_by("pk")


def line(order: int, village: str, source: str) -> dict[str, object]:
    """Return a line of a list, as its department writes it."""
    town, committee = HOMES[village]
    extra = COLUMNS.get(source, {"供养方式": "分散供养"})
    return {**person(order), "乡镇": town, "村（居）": committee, **extra}


def second_county(first: County) -> Mapping[str, User]:
    """Make a second county with one township and the officers of both."""
    for code, title, level in (
        (SECOND, "武江区", "COUNTY"),
        (SECOND_TOWN, HOMES[SECOND_VILLAGE][0], "TOWNSHIP"),
        (SECOND_VILLAGE, HOMES[SECOND_VILLAGE][1], "VILLAGE"),
    ):
        parent = {6: code[:4], 9: code[:6], 12: code[:9]}[len(code)]
        Division.objects.create(
            code=code, name=title, level=level, parent_id=parent, valid_from=date(2020, 1, 1)
        )
    return {
        "county": first.hire(Role.COUNTY_OFFICER, SECOND),
        "review": first.hire(Role.COUNTY_REVIEWER, SECOND),
        "east": first.hire(Role.TOWNSHIP_OFFICER, SECOND_TOWN, username="second-town"),
    }


def of_county(county: str, orders: Collection[int]) -> list[int]:
    """Return the people of a county: each county has its own, whom no list of the other one names."""
    return [order + (0 if county == COUNTY else 10) for order in sorted(orders)]


def villages_of(county: str) -> Collection[str]:
    """Return the villages of a county."""
    return [village for village in HOMES if village.startswith(county)]


EAST_OF = {COUNTY: EAST, SECOND: SECOND_TOWN}
