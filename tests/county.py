"""A small county for tests that go the whole way: divisions, officers, files as departments send them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import xlsxwriter
from django.test import Client

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint, create_user
from doudi.audit.actors import SYSTEM
from doudi.config.made_up import made_up_number
from doudi.exchange.services.importing import Imported, import_file
from doudi.exchange.services.receiving import Sender
from doudi.kernel.dates import Period
from doudi.kernel.identity import check_digit
from doudi.monitoring.models import LedgerEntry, MatchRun
from doudi.monitoring.services.comparison import run_match
from doudi.regions.models import CalendarDay, Division
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_out

COUNTY, EAST, WEST = "440204", "440204001", "440204102"
VILLAGE, OTHER_VILLAGE = "440204001001", "440204102200"
PLACES = (
    ("44", "广东省", "PROVINCE"),
    ("4402", "韶关市", "CITY"),
    (COUNTY, "浈江区", "COUNTY"),
    (EAST, "东河街道", "TOWNSHIP"),
    (WEST, "犁市镇", "TOWNSHIP"),
    (VILLAGE, "陵西路社区居民委员会", "VILLAGE"),
    (OTHER_VILLAGE, "犁市村民委员会", "VILLAGE"),
)
SURNAMES, GIVEN = "陈李黄张林王吴刘梁邓", "国英伟芳明兰强秀建华"
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PASSWORD = "Ceshi-2026-mima"


def number(order: int, born: date = date(1960, 5, 17)) -> str:
    """Return the number of a made-up person; `order` makes the person, 0 to 999."""
    first17 = f"{COUNTY}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


def name(order: int) -> str:
    """Return the name of a made-up person."""
    return SURNAMES[order // 100 % 10] + GIVEN[order // 10 % 10] + GIVEN[order % 10]


@dataclass
class County:
    """One county as a test drives it; `at` is the moment of the next act and moves on with each."""

    at: datetime = START
    people: Mapping[str, User] = field(default_factory=dict)

    def send(
        self,
        source: str,
        rows: Sequence[Mapping[str, object]],
        *,
        period: str = "2026-10",
        region: str = COUNTY,
        publish: bool = True,
    ) -> Imported:
        """Take in a workbook of these rows as a department would send it."""
        self.at += timedelta(minutes=1)
        return import_file(
            workbook(rows),
            name=f"{source}-{period}.xlsx",
            source=source,
            region=region,
            period=Period.parse(period),
            sender=Sender("test", "测试"),
            by=SYSTEM,
            at=self.at,
            publish=publish,
        )

    def compare(self, period: str = "2026-10") -> MatchRun:
        """Compare a month."""
        self.at += timedelta(minutes=1)
        return run_match(region=COUNTY, period=Period.parse(period), by=SYSTEM, at=self.at)

    def entries(self, rule: str, **facts: object) -> list[LedgerEntry]:
        """Return the ledger entries of a rule, in order of name."""
        found = LedgerEntry.objects.filter(rule=rule, **facts).select_related("person")
        return sorted(found, key=lambda entry: entry.person.name if entry.person else entry.subject)

    def names(self, rule: str, **facts: object) -> list[str]:
        """Return whom a rule found."""
        return [entry.person.name for entry in self.entries(rule, **facts) if entry.person]

    def hire(self, role: Role, division: str, *, username: str = "") -> User:
        """Open an account with one post."""
        username = username or f"{role.lower().replace('_', '-')}-{division[-3:]}"
        user = create_user(
            username=username,
            name=str(role.label),
            password=PASSWORD,
            number=made_up_number(User.objects.count()),
            by=SYSTEM,
            at=self.at,
            must_change=False,
        )
        place = Division.objects.get(code=division)
        appoint(user, role=role, division=place, by=SYSTEM, at=self.at, on=date(2020, 1, 1))
        return user


def build_county() -> County:
    """Return a county with its divisions, calendar and officers."""
    for code, title, level in PLACES:
        parent = {2: "", 4: code[:2], 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)]
        Division.objects.create(
            code=code, name=title, level=level, parent_id=parent or None, valid_from=date(2020, 1, 1)
        )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=chinese_calendar.is_workday(day), source="国务院办公厅通知")
        for day in (date(2026, 10, 1) + timedelta(days=n) for n in range(90))
    )
    county = County()
    county.people = {
        "county": county.hire(Role.COUNTY_OFFICER, COUNTY),
        "review": county.hire(Role.COUNTY_REVIEWER, COUNTY),
        "east": county.hire(Role.TOWNSHIP_OFFICER, EAST),
        "west": county.hire(Role.TOWNSHIP_OFFICER, WEST),
    }
    return county


def task_of(entry: LedgerEntry) -> Task:
    """Return what is to be done about an entry."""
    return Task.objects.get(ledger_entry=entry)


def hand_to(entry: LedgerEntry, *, owner: Post, due_on: date, by: User, at: datetime) -> Task:
    """Put the task of an entry into a post's hands until a day."""
    return hand_out(task_of(entry), owner=owner, due_on=due_on, act=Act(at, by))


def logged_in(user: User) -> Client:
    """Return a browser that is logged in as a user."""
    client = Client()
    client.force_login(user, backend="doudi.accounts.backends.PasswordBackend")
    return client


def workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Write rows as a workbook with one heading row; the headings are the keys of all rows, in order."""
    headings = list(dict.fromkeys(key for row in rows for key in row)) or ["姓名", "身份证号"]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("名单")
    page.write_row(0, 0, headings)
    for line, row in enumerate(rows, start=1):
        for column, heading in enumerate(headings):
            if row.get(heading) not in (None, ""):
                page.write(line, column, row[heading])
    book.close()
    return buffer.getvalue()


def person(order: int, born: date = date(1960, 5, 17), /, **facts: object) -> dict[str, object]:
    """Return the columns every list has: name, number, township and village."""
    return {
        "姓名": name(order),
        "身份证号": number(order, born),
        "乡镇": "东河街道",
        "村（居）": "陵西路社区居民委员会",
        **facts,
    }


def monitored(order: int, kind: str = "脱贫不稳定户", **facts: object) -> dict[str, object]:
    """Return a line of the poverty register."""
    return person(order, 户类型=kind, **facts)


def on_dibao(order: int, **facts: object) -> dict[str, object]:
    """Return a line of the rural dibao list."""
    defaults: dict[str, object] = {"城乡类别": "农村", "本人月保障金": "450"}
    return person(order, **{**defaults, **facts})
