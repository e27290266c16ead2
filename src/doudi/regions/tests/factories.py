"""A county with villages, people who serve them, and a browser in which an officer of it is logged in.

Accounts lie above this module, so they are reached by Django's registry of models, not by an import.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.test import Client

from doudi.audit.actors import SYSTEM
from doudi.kernel.divisions import level_of, parent_code
from doudi.regions.models import Assignment, Division, ServicePoint
from doudi.regions.services.assistants import Terms, engage
from doudi.regions.services.points import PointFacts, open_point
from doudi.regions.states import AssignmentKind, DivisionKind, Level

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
NOVEMBER = date(2026, 11, 2)
CLOCK = "frozen:2026-11-02T09:00+08:00"
COUNTY, TOWN, OTHER_TOWN = "440204", "440204101", "440204102"
VILLAGE, NEXT_VILLAGE = "440204101201", "440204101202"
ABROAD = "371521100201"
NAMES = {
    "44": "广东省", "4402": "韶关市", COUNTY: "浈江区", TOWN: "新韶镇", OTHER_TOWN: "乐园镇",
    VILLAGE: "陈江村", NEXT_VILLAGE: "东联村", "440204102201": "长乐村",
    "37": "山东省", "3715": "聊城市", "371521": "阳谷县", "371521100": "博济桥街道", ABROAD: "谷山村",
    "61": "陕西省", "6104": "咸阳市", "6105": "渭南市", "610402": "秦都区", "610403": "杨陵区",
    "610502": "临渭区", "610581": "韩城市", "610581100": "龙门镇", "610502100": "阳郭镇",
    "610403100": "揉谷镇", "610402100": "渭滨街道",
}  # fmt: skip


def division(code: str, name: str = "") -> Division:
    """Return a division together with those above it."""
    above = parent_code(code)
    level = Level(level_of(code))
    made, _ = Division.objects.get_or_create(
        code=code,
        defaults={
            "name": name or NAMES.get(code, f"第{code[-3:]}村"),
            "level": level,
            "kind": DivisionKind.VILLAGE if level == Level.VILLAGE else DivisionKind.ORDINARY,
            "parent": division(above) if above else None,
            "valid_from": date(2015, 1, 1),
        },
    )
    return made


def villages(count: int, town: str = TOWN) -> list[Division]:
    """Return so many villages of a township."""
    return [division(f"{town}{200 + order}") for order in range(1, count + 1)]


def assistant(
    village: str = VILLAGE, name: str = "何秀英", phone: str = "13900000001", **terms: Any
) -> Assignment:
    """Return an assistant engaged for a village."""
    agreed: dict[str, Any] = {"kind": AssignmentKind.ASSISTANT, "valid_from": date(2024, 1, 1)} | terms
    return engage(
        name=name, phone=phone, division=division(village), terms=Terms(**agreed), by=SYSTEM, at=MONDAY
    )


def officer_at(town: str = TOWN, name: str = "王建国", **terms: Any) -> Assignment:
    """Return an established officer of a township; each name is somebody else."""
    agreed: dict[str, Any] = {"kind": AssignmentKind.ESTABLISHED, "valid_from": date(2024, 1, 1)} | terms
    return engage(
        name=name, phone="0751-8888888", division=division(town), terms=Terms(**agreed), by=SYSTEM, at=MONDAY
    )


def point(code: str = VILLAGE, name: str = "救助服务站", **facts: Any) -> ServicePoint:
    """Return a service point that runs since it was set up."""
    since = date(2024, 1, 1)
    known: dict[str, Any] = {"address": "村委会一楼", "phone": "0751-8888001", "hours": "工作日"}
    known |= {"running_from": since} | facts
    return open_point(division(code), PointFacts(name=name, **known), on=since, by=SYSTEM, at=MONDAY)


def browser(role: str = "COUNTY_OFFICER", code: str = COUNTY) -> Client:
    """Return a browser in which an officer with one post is logged in."""
    user, is_new = apps.get_model("accounts", "User").objects.get_or_create(
        username=f"{role.lower()}-{code}",
        defaults={"name": "李敏", "must_change_password": False, "created_at": MONDAY},
    )
    if is_new:
        apps.get_model("accounts", "Post").objects.create(
            user=user, role=role, division=division(code), valid_from=date(2020, 1, 1)
        )
    client = Client()
    client.force_login(user, backend="doudi.accounts.backends.PasswordBackend")
    return client


def text_of(client: Client, address: str) -> str:
    """Return what a page shows, with runs of white space made one blank."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())
