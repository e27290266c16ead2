"""What is sent again because its reply was lost is answered as the first time, and done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.exchange.models import Batch
from doudi.jobs.models import Job
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.models import EntryStanding, LedgerEntry
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import submit_month
from doudi.regions.models import Division, Organisation
from doudi.work.models import TaskMove
from tests.clauses.test_handling import REVERSE
from tests.county import COUNTY, County, build_county, logged_in, monitored, on_dibao, person, task_of
from tests.promises.decisions import OCTOBER

KEY = str(UUID(int=1))
GAP, ANSWER = "monitored-without-aid", {"result": "INELIGIBLE", "reason": "入户核实，收入稳定"}
CONCLUSION = {"outcome": "INELIGIBLE", "reason": "入户核实，收入稳定"}
Sent = tuple[User, str, Mapping[str, object]]


@pytest.fixture
def found(county: County, settings: Settings) -> County:
    """Give a county whose October found two people without aid, on a day that does not pass."""
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    return found_two(county)


def found_two(county: County) -> County:
    county.send("poverty_register", [monitored(1), monitored(2)])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    return county


def tasks(county: County) -> list[int]:
    return [task_of(entry).pk for entry in county.entries(GAP)]


def owner(county: County) -> int:
    return county.people["county"].posts.get().pk


def a_conclusion(county: County) -> Sent:
    return county.people["east"], f"/ledger/{county.entries(GAP)[0].pk}/conclude/", CONCLUSION


def a_result(county: County) -> Sent:
    return county.people["east"], f"/tasks/{tasks(county)[0]}/answer/", ANSWER


def many_results(county: County) -> Sent:
    return county.people["east"], f"/tasks/answer/?ground={GAP}", {**ANSWER, "task": tasks(county)}


def a_hand_out(county: County) -> Sent:
    said = {"owner": owner(county), "due_on": "2026-11-20"}
    return county.people["county"], f"/tasks/{tasks(county)[0]}/hand-out/", said


def many_hand_outs(county: County) -> Sent:
    return county.people["county"], "/tasks/hand-out/", {"owner": owner(county), "task": tasks(county)}


def a_pause(county: County) -> Sent:
    said = {"until": "2026-11-30", "reason": "等医院证明"}
    return county.people["east"], f"/tasks/{tasks(county)[0]}/pause/", said


def taking_back(county: County) -> Sent:
    """What was handed out last, of two hand-outs one after the other."""
    by, address, said = many_hand_outs(county)
    for key in tasks(county):
        logged_in(by).post(address, {**said, "task": [key]})
    return by, "/tasks/take-back/", {}


def answered(county: County) -> None:
    for entry in LedgerEntry.objects.filter(status="OPEN").order_by("pk"):
        outcome, by = rule_named(entry.rule).outcomes[-1], county.people["east"]
        conclude_entry(entry, outcome=outcome, reason="入户核实，收入稳定", by=by, at=county.at)


def a_part(county: County) -> Sent:
    answered(county)
    return county.people["east"], "/month/part/", {}


def a_month(county: County) -> Sent:
    answered(county)
    return county.people["county"], "/month/submit/", {}


def a_return(county: County) -> Sent:
    answered(county)
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    return county.people["review"], "/month/return/", {"reason": "请再核对"}


def a_closing(county: County) -> Sent:
    answered(county)
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    return county.people["review"], "/month/close/", {}


def a_publication(county: County) -> Sent:
    county.send("dibao", [on_dibao(9), on_dibao(10)], period="2026-11", publish=False)
    return county.people["county"], f"/batches/{Batch.objects.get(period='2026-11').pk}/publish/", {}


def an_answer_of_an_office(county: County) -> Sent:
    """What an office is asked is out of its sight once it has answered."""
    seat = Division.objects.get(code=COUNTY)
    office = Organisation.objects.create(name="浈江区扶贫开发办公室", kind="DEPARTMENT", division=seat)
    by = county.hire(Role.DEPARTMENT_LIAISON, COUNTY)
    Post.objects.filter(user=by).update(organisation=office)
    return by, f"/answers/{county.entries(REVERSE)[0].pk}/", CONCLUSION


ACTS: list[Callable[[County], Sent]] = [
    a_conclusion,
    a_result,
    many_results,
    a_hand_out,
    many_hand_outs,
    a_pause,
    taking_back,
    a_part,
    a_month,
    a_return,
    a_closing,
    a_publication,
    an_answer_of_an_office,
]


def all_that_is_written() -> tuple[int, ...]:
    """Return how many rows there are of whatever these acts write, the trail of writes among them."""
    looks = ("monitoring.entry_viewed", "registry.person_viewed")
    rows = [model.objects.count() for model in (TaskMove, EntryStanding, Job)]
    return (*rows, Entry.objects.exclude(action__in=looks).count())


def sent_twice(act: Callable[[County], Sent], county: County) -> list[str]:
    """Send one act twice with one key; return what went wrong. Nothing of it stays."""
    with transaction.atomic():
        by, address, said = act(county)
        browser, before = logged_in(by), all_that_is_written()
        first = browser.post(address, said, headers={"Idempotency-Key": KEY})
        once = all_that_is_written()
        again = browser.post(address, said, headers={"Idempotency-Key": KEY})
        twice = all_that_is_written()
        shown = browser.get(again.headers.get("Location", "/")).content.decode()
        transaction.set_rollback(True)
    faults = {
        "nothing done at first": first.status_code != 302 or before == once,
        "done again": once != twice,
        "answered otherwise": (first.status_code, first.headers.get("Location"))
        != (again.status_code, again.headers.get("Location")),
        "not told": "没有重复登记" not in shown,
    }
    return [fault for fault, is_so in faults.items() if is_so]


def test_what_is_sent_again_is_answered_alike_and_done_once(found: County) -> None:
    faults = {act.__name__: sent_twice(act, found) for act in ACTS}

    assert {name: each for name, each in faults.items() if each} == {}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_sendings_at_one_moment_one_is_done(settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，同时办理在 PostgreSQL 上验证")
    settings.DOUDI_DATA, settings.APP_CLOCK = tmp_path, "frozen:2026-11-03T09:00+08:00"
    by, address, said = a_hand_out(found_two(build_county()))
    before = TaskMove.objects.count()
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(send, by, address, said) for _ in range(2)]
        answers = [each.result(60) for each in sent]

    assert answers[0] == answers[1]
    assert TaskMove.objects.count() == before + 1


def send(by: User, address: str, said: Mapping[str, object]) -> tuple[int, str]:
    """Send something in a connection of its own."""
    try:
        answer = logged_in(by).post(address, said, headers={"Idempotency-Key": KEY})
        return answer.status_code, answer.headers["Location"]
    finally:
        connections.close_all()
