"""Gives the demo county a list of alerts as the province hands it out, and what people saw on the ground."""

from __future__ import annotations

from datetime import datetime, timedelta

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.workbooks import table_workbook
from doudi.exchange.models import Batch
from doudi.exchange.services.importing import import_file
from doudi.exchange.services.receiving import Sender
from doudi.intake.catalogue import SOURCE
from doudi.intake.services.alerts import settle_batch
from doudi.intake.services.leads import Seen, record_lead
from doudi.kernel.dates import Period
from doudi.kernel.divisions import VILLAGE_DIGITS
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, Identity, Person
from doudi.work.services.moves import Act

SENDER = Sender("demo-province", "省平台（演示）")
HEADINGS = (
    "预警编号",
    "姓名",
    "身份证号",
    "预警类型",
    "预警等级",
    "预警内容",
    "预警日期",
    "乡镇",
    "村（居）",
)
TOLD = (
    ("医疗支出过高", "橙色", "近三个月住院自付超过家庭收入的一半"),
    ("收入骤减", "黄色", "失业登记后没有新的参保记录"),
    ("高龄独居", "红色", "满 80 周岁，户内没有其他成员"),
)
ALERTED, SEEN_TOO, SEEN_ONLY = 12, 2, 2


def give_alerts(region: str, *, at: datetime) -> int:
    """Send alerts of families of different villages, and leads about some of them and others, once."""
    if Batch.objects.filter(source=SOURCE, region=region).exists():
        return 0
    heads = _heads(region)
    alerted, others = heads[:ALERTED], heads[ALERTED : ALERTED + SEEN_ONLY]
    officer = User.objects.get(username=f"county{region}")
    taken = import_file(
        table_workbook("预警信息（虚构）", "演示数据", HEADINGS, _rows(alerted, at)),
        name="省平台预警（演示）.xlsx",
        source=SOURCE,
        region=region,
        period=Period.of(clock.day_of(at)),
        sender=SENDER,
        by=officer,
        at=at,
        publish=True,
    )
    settle_batch(taken.batch.pk, at=at)
    for number, head in enumerate([*alerted[:SEEN_TOO], *others]):
        record_lead(_seen(head, number, at), act=Act(at, officer))
    return len(alerted)


def _heads(region: str) -> list[Person]:
    """Return the heads of one family a village, of as many villages as are needed."""
    homes = Household.objects.filter(division__startswith=region, head__isnull=False)
    found: dict[str, Person] = {}
    for home in homes.select_related("head").order_by("pk").iterator():
        if len(home.division) == VILLAGE_DIGITS and home.head is not None:
            found.setdefault(home.division, home.head)
        if len(found) == ALERTED + SEEN_ONLY:
            break
    return list(found.values())


def _rows(heads: list[Person], at: datetime) -> list[tuple[object, ...]]:
    names = division_names(code for head in heads for code in (head.division[:9], head.division))
    numbers = dict(Identity.objects.filter(person__in=heads).values_list("person_id", "number"))
    day = (clock.day_of(at) - timedelta(days=1)).isoformat()
    return [
        (
            *(f"YS{order:04d}", head.name, numbers.get(head.pk, ""), *TOLD[order % len(TOLD)], day),
            *(names.get(head.division[:9], ""), names.get(head.division, "")),
        )
        for order, head in enumerate(heads)
    ]


def _seen(head: Person, number: int, at: datetime) -> Seen:
    return Seen(
        division=head.division,
        source="VISIT",
        grounds=["NO_CARE" if number % 2 else "ILLNESS"],
        words="走访看到家里没有人照应，药也断了（演示）。",
        urgency="SOON",
        seen_on=clock.day_of(at),
        person=head,
    )
