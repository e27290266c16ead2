"""Small lists of made-up people, as the cases need them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.second_county.pages import Page, page
from tests.second_county.people import People, Someone

TOWN, OTHER_TOWN = "阿城镇", "张秋镇"
VILLAGE, OTHER_VILLAGE = "阿西村", "景阳冈村"
ALL_KINDS = ("xlsx", "xls", "ods", "csv", "gbk.csv", "txt")
BOOKS = ("xlsx", "xls", "ods")


def account(order: int) -> str:
    """Return a bank card's number that passes Luhn's check."""
    first = f"621700{order:012d}"
    digits = [int(digit) for digit in reversed(first)]
    doubled = [sum(divmod(digit * 2, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return first + str(-sum(doubled) % 10)


def folk(
    count: int, *, county: str = "371521", seed: int = 7, least: int = 25, most: int = 58
) -> list[Someone]:
    """Return people whose numbers have valid check digits, the same for the same seed."""
    people = People(county, seed)
    return [people.make(least, most) for _ in range(count)]


DIBAO_HEAD = (
    "序号",
    "姓名",
    "身份证号",
    "与户主关系",
    "户编号",
    "城乡类别",
    "月保障金额",
    "银行账号",
    "乡镇",
    "村（社区）",
)


def dibao_rows(
    people: Sequence[Someone],
    *,
    household: str = "D",
    amount: object = 632,
    town: str = TOWN,
    village: str = VILLAGE,
) -> list[list[object]]:
    """Return a row of the dibao list for each person, everyone a household of their own."""
    return [
        [
            place,
            one.name,
            one.number,
            "户主",
            f"{household}{place:04d}",
            "农村",
            amount,
            account(place),
            town,
            village,
        ]
        for place, one in enumerate(people, start=1)
    ]


def dibao(people: Sequence[Someone], **more: object) -> Page:
    """Return a plain sheet of the dibao list."""
    return page("低保", DIBAO_HEAD, *dibao_rows(people, **more))  # type: ignore[arg-type]


def tekun(people: Sequence[Someone], *, town: str = TOWN) -> Page:
    """Return a plain sheet of the tekun list, for rules that need one."""
    head = ("序号", "姓名", "身份证号", "供养方式", "月供养金额", "银行账号", "乡镇", "村（社区）")
    rows = [
        [place, one.name, one.number, "分散供养", 1200, account(900 + place), town, VILLAGE]
        for place, one in enumerate(people, start=1)
    ]
    return page("特困", head, *rows)


def monitored(people: Sequence[Someone], *, kind: str = "边缘易致贫户", town: str = TOWN) -> Page:
    """Return a plain sheet of the register of those watched."""
    head = (
        "序号",
        "姓名",
        "身份证号码",
        "与户主关系",
        "户编号",
        "监测对象类别",
        "风险是否已消除",
        "乡镇",
        "村（社区）",
    )
    rows = [
        [place, one.name, one.number, "户主", f"J{place:04d}", kind, "否", town, VILLAGE]
        for place, one in enumerate(people, start=1)
    ]
    return page("监测对象", head, *rows)
