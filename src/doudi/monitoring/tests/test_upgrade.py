"""Papers of rounds and notices to offices from before they had places of their own are all there after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Model
from pytest_django import Settings

from doudi.common.keys import ring
from doudi.documents import folders
from doudi.documents.models import Attachment
from doudi.documents.tests import files
from doudi.kernel.sealing import seal
from doudi.notices.models import Notice
from doudi.notices.services.offices import raise_notice
from doudi.registry.tests.factories import COUNTY, MONDAY, VILLAGE

BEFORE = [
    ("monitoring", "0016_keep_the_lists_of_a_closed_month"),
    ("accounts", "0003_know_who_an_account_belongs_to"),
]
BOUND = b"monitoring.screeningpaper.content"
TAKEN_THEN = b"\xff\xd8\xff\xe0 taken before anybody looked inside"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def old(settings: Settings, tmp_path: Path) -> Iterator[StateApps]:
    settings.DOUDI_DATA = tmp_path
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def member(old: StateApps, user: Model) -> Model:
    """Put down somebody of a round as it was kept then."""
    person = old.get_model("registry", "Person").objects.create(
        name="陈国英", sex="MALE", born_on=date(1950, 1, 1), division=VILLAGE, created_at=MONDAY
    )
    round_ = old.get_model("monitoring", "Screening").objects.create(
        region=COUNTY,
        kind="TEKUN",
        period="2026-10",
        due_on=date(2026, 12, 31),
        opened_by=user,
        opened_at=MONDAY,
    )
    made: Model = old.get_model("monitoring", "ScreeningMember").objects.create(
        screening=round_, person=person, division=VILLAGE, outcome="VOLUNTARY", reason="本人签字"
    )
    return made


def test_every_paper_of_a_round_is_there_after_with_who_gave_it_and_loses_its_place_only(
    old: StateApps,
) -> None:
    user = old.get_model("accounts", "User").objects.create(
        username="town", name="李敏", password="x", number="", created_at=MONDAY
    )
    somebody = member(old, user)
    sent = {"协议.jpg": files.photograph(), "又一份.jpg": files.PICTURE, "旧.jpg": TAKEN_THEN}
    for name, content in sent.items():
        old.get_model("monitoring", "ScreeningPaper").objects.create(
            member=somebody,
            name=name,
            media_type="image/jpeg",
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            content=seal(ring().seal, content, bound=BOUND),
            added_by=user,
            added_at=MONDAY,
        )

    upgrade()

    papers = Attachment.objects.order_by("id")
    kept = [(each.name, each.kind, each.pages, folders.read(each.place)) for each in papers]
    assert kept == [("协议.jpg", "WISH", 1, files.PICTURE), ("旧.jpg", "WISH", None, TAKEN_THEN)]
    assert {(each.subject_kind, each.subject_id, each.division) for each in papers} == {
        ("screening_member", str(somebody.pk), VILLAGE)
    }
    assert {(each.added_by_id, each.added_at) for each in papers} == {(user.pk, MONDAY)}
    assert "monitoring_screeningpaper" not in connection.introspection.table_names()


def test_every_notice_is_there_after_under_its_number_with_its_answer(old: StateApps) -> None:
    user = old.get_model("accounts", "User").objects.create(
        username="county", name="李敏", password="x", number="", created_at=MONDAY
    )
    notice = old.get_model("monitoring", "Notice")
    said = {"kind": "CLUSTER", "division": COUNTY, "about": VILLAGE, "text": "新增风险户 11 户"}
    notice.objects.create(key="cluster:1", raised_at=MONDAY, **said)
    answered = {"settled_at": MONDAY, "settled_by": user, "answer": "已派工作组核查"}
    done = notice.objects.create(key="cluster:2", raised_at=MONDAY, **said, **answered)

    upgrade()

    kept = Notice.objects.get(pk=done.pk)
    assert (kept.key, kept.answer, kept.settled_by_id, kept.received_by_id) == (
        "cluster:2",
        "已派工作组核查",
        user.pk,
        user.pk,
    )
    waiting = Notice.objects.get(key="cluster:1")
    assert (waiting.text, waiting.received_at, waiting.settled_at) == (said["text"], None, None)
    fresh = raise_notice("cluster:3", kind="CLUSTER", division=COUNTY, text="又一次", at=MONDAY)
    assert fresh.pk > done.pk
    assert "monitoring_notice" not in connection.introspection.table_names()
