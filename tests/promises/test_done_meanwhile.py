"""Two officers put the same thing down at one moment: the second gets a sentence, and it is there once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, models, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.audit.services import broken_links
from doudi.circumstances.models import BereavedFamily, CareRecord, CareRound, Elder
from doudi.circumstances.services.bereaved import file_bereavement
from doudi.circumstances.services.caring import enter_care, open_round
from doudi.circumstances.services.elders import recognise_elder
from doudi.common.meanwhile import DoneMeanwhile, refused_when_taken
from doudi.common.middleware import SayRefusals
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceHolder
from doudi.price_subsidy.services.holders import hold
from doudi.regions.models import Division, Facility, Organisation, ServicePoint, Standard
from doudi.regions.services.duties import enter_unit
from doudi.regions.services.points import PointFacts, open_point, register_facility
from doudi.regions.services.standards import set_standard
from doudi.regions.states import OrganisationKind, StandardKey
from doudi.registry.models import Person
from doudi.rulebook.models import PilotPack
from doudi.rulebook.services.pilots import pack_pilot
from doudi.screenings.models import Screening
from doudi.screenings.services.rounds import open_screening
from tests.county import COUNTY, EAST, OTHER_VILLAGE, County, build_county, name, on_dibao

TODAY, LATER = date(2026, 11, 2), date(2026, 12, 31)
Act = Callable[[County, User], object]


def somebody() -> Person:
    return Person.objects.get(name=name(1))


def place(code: str) -> Division:
    return Division.objects.get(pk=code)


def a_screening(county: County, by: User) -> object:
    month = Period.parse("2026-10")
    return open_screening(region=COUNTY, kind="TEKUN", period=month, due_on=LATER, by=by, at=county.at)


def a_care_file(county: County, by: User) -> object:
    return enter_care(
        somebody(), kind="LEFT_BEHIND_ELDER", valid_from=TODAY, whereabouts="东莞", by=by, at=county.at
    )


def a_round(county: County, by: User) -> object:
    return open_round(COUNTY, title="春节摸排", begins_on=TODAY, due_on=LATER, by=by, at=county.at)


def a_bereaved_family(county: County, by: User) -> object:
    return file_bereavement(
        somebody(), loss="DIED", contact="妇联主任", care_way="每月上门", by=by, at=county.at
    )


def a_veteran(county: County, by: User) -> object:
    return recognise_elder(
        somebody(), kind="COURIER", certificate="五老1号", recognised_on=TODAY, by=by, at=county.at
    )


def a_standard(county: County, by: User) -> object:
    key = StandardKey.STAFF_FLOOR
    return set_standard(place(EAST), key, value=4, valid_from=TODAY, document="某文", by=by, at=county.at)


def a_point(county: County, by: User) -> object:
    facts = PointFacts(name="服务站", address="犁市村", phone="", hours="8:00-12:00")
    return open_point(place(OTHER_VILLAGE), facts, on=TODAY, by=by, at=county.at)


def a_facility(county: County, by: User) -> object:
    return register_facility(
        place(OTHER_VILLAGE), name="服务楼", area_m2=80, opened_on=None, by=by, at=county.at
    )


def a_unit(county: County, by: User) -> object:
    kind = next(iter(OrganisationKind))
    return enter_unit(place(COUNTY), name="区残联", kind=kind, by=by, at=county.at)


def a_holder(county: County, by: User) -> object:
    return hold(
        somebody(), category="UNEMPLOYMENT_AID", valid_from=TODAY, document="失业登记", by=by, at=county.at
    )


def a_pack(county: County, by: User) -> object:
    return pack_pilot(
        COUNTY, name="试点", origin=EAST, steps=["受理"], papers=["申请书"], working_days=10,
        document="某文", article="一", by=by, at=county.at,
    )  # fmt: skip


ACTS: list[tuple[Act, type[models.Model]]] = [
    (a_screening, Screening),
    (a_care_file, CareRecord),
    (a_round, CareRound),
    (a_bereaved_family, BereavedFamily),
    (a_veteran, Elder),
    (a_standard, Standard),
    (a_point, ServicePoint),
    (a_facility, Facility),
    (a_unit, Organisation),
    (a_holder, PriceHolder),
    (a_pack, PilotPack),
]


def at_one_moment(act: Act, county: County) -> list[str]:
    """Do the same thing twice, the second before the first is committed; return how each ended."""
    first_is_done, second_has_begun = threading.Event(), threading.Event()

    def first() -> str:
        with transaction.atomic():
            act(county, county.people["county"])
            first_is_done.set()
            second_has_begun.wait(10)
            threading.Event().wait(0.7)  # long enough for the second to come to the constraint
        return "DONE"

    def second() -> str:
        first_is_done.wait(10)
        second_has_begun.set()
        try:
            act(county, county.people["review"])
        except Refusal as refusal:
            return refusal.sentence
        return "DONE"

    def closing(part: Callable[[], str]) -> str:
        try:
            return part()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(30) for future in [pool.submit(closing, part) for part in (first, second)]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "model"), ACTS, ids=lambda each: getattr(each, "__name__", ""))
def test_the_second_of_two_is_told_and_the_thing_is_there_once(
    act: Act, model: type[models.Model], settings: Settings, tmp_path: Path
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，唯一约束的并发在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    county = build_county()
    county.send("dibao", [on_dibao(1, 户编号="1", 与户主关系="户主")])

    done, told = at_one_moment(act, county)

    assert done == "DONE"
    assert told.endswith("。"), told
    assert model._default_manager.count() == 1
    assert list(broken_links()) == []


@pytest.mark.django_db
def test_only_what_is_there_already_is_told_as_such() -> None:
    made = Division.objects.create(code="99", name="某地", level="PROVINCE", valid_from=TODAY)
    with pytest.raises(DoneMeanwhile), refused_when_taken(DoneMeanwhile):
        made.save(force_insert=True)
    made.pk, made.name = "98", None  # type: ignore[assignment]
    with pytest.raises(IntegrityError), refused_when_taken(DoneMeanwhile):
        made.save(force_insert=True)


def test_what_no_service_expects_is_answered_with_a_sentence_and_not_as_a_fault() -> None:
    say = SayRefusals(lambda _: HttpResponse())
    request = RequestFactory().post("/", headers={"Accept": "application/json"})

    taken = say.process_exception(request, IntegrityError("UNIQUE constraint failed: a.b"))  # type: ignore[arg-type]
    other = say.process_exception(request, IntegrityError("NOT NULL constraint failed: a.b"))  # type: ignore[arg-type]

    assert (taken is not None and taken.status_code, other) == (409, None)
