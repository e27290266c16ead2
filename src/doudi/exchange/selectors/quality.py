"""Answers how good the data of a county's month are: what is wrong where, and each township's score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.urls import reverse

from doudi.common.access import Focus
from doudi.common.scope import Scope
from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.quality import (
    FAMILY_REASONS,
    KIND_OF,
    FaultKind,
    Member,
    family_faults,
    reason_of,
    score,
)
from doudi.exchange.selectors.deaths import reported_dead
from doudi.exchange.selectors.published import published_batches
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.matching.batches import batches_for
from doudi.matching.engine import BatchFile
from doudi.recognition.sources import Kind
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, IdentityQuestion
from doudi.registry.selectors import households_within, people_by_token, valid_enrolments
from doudi.registry.states import QuestionKind, QuestionStatus

ELSEWHERE = "乡镇没有写明"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is wrong with which record of a township, what to do, and where to do it."""

    place: str
    record: tuple[str, str]
    kind: FaultKind
    title: str
    advice: str
    subject: str
    shown: str
    address: str


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """How many records of a township were looked at, how many are at fault, and the score in tenths."""

    place: str
    name: str
    checked: int
    faulty: int
    score: int | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The data of a division's month: scores by township, the whole, and every fault."""

    total: PlaceScore
    places: Sequence[PlaceScore]
    faults: Sequence[Fault]

    def counts(self) -> dict[str, int]:
        """Return how many faults there are of each kind."""
        counted = Counter(fault.kind for fault in self.faults)
        return {kind: counted[kind] for kind in FaultKind}


@dataclass(frozen=True, slots=True)
class _Part:
    """What was looked at in one respect: how many records of each township, and their faults."""

    checked: Counter[str]
    faults: Sequence[Fault]


def quality_of(focus: Focus) -> Quality:
    """Return the quality of the registers, families and people of a division in a month.

    Looked at are every row of the latest registers of each place, the families with somebody on a list,
    and the people on lists; the score is the share of these records without a fault.
    """
    rows = [_rows(source, file, focus.scope) for source, file in _registers(focus)]
    parts = [*rows, _families(focus), _people(focus)]
    checked = reduce(lambda one, other: one + other, (part.checked for part in parts))
    faults = sorted(
        (fault for part in parts for fault in part.faults),
        key=lambda fault: (list(FaultKind).index(fault.kind), fault.place, fault.title, fault.subject),
    )
    faulty = Counter(place for place, _ in {(fault.place, fault.record) for fault in faults})
    names = division_names(checked)
    places = [
        PlaceScore(
            place,
            names.get(place, ELSEWHERE),
            checked[place],
            faulty[place],
            score(checked[place], faulty[place]),
        )
        for place in sorted(checked)
    ]
    whole, wrong = checked.total(), faulty.total()
    total = PlaceScore(focus.region, focus.region_name, whole, wrong, score(whole, wrong))
    return Quality(total, places, faults)


def _registers(focus: Focus) -> Iterator[tuple[str, BatchFile]]:
    published = published_batches(focus.region[:COUNTY_DIGITS], focus.period)
    for code, source in catalogue().sources.items():
        if source.kind == Kind.ROSTER:
            yield from ((code, file) for file in batches_for(code, published, str(focus.period)))


def _rows(source: str, file: BatchFile, scope: Scope) -> _Part:
    """Look at the rows of one register that lie in a scope and of which no newer list speaks."""
    table = pq.read_table(file.path, columns=["row", "division"])
    region = Batch.objects.only("region").get(pk=file.id).region
    places = pc.fill_null(table["division"], region)
    codes = pc.unique(places).to_pylist()
    counted = [code for code in codes if scope.covers(code) and not code.startswith(file.without or ("-",))]
    inside = pc.is_in(places, value_set=pa.array(counted, pa.string()))
    rows, homes = table["row"].filter(inside), places.filter(inside)
    checked: Counter[str] = Counter()
    for each in pc.value_counts(homes).to_pylist():
        checked[_township(each["values"])] += each["counts"]
    return _Part(checked, _faults_of_rows(source, file, rows, homes))


def _township(code: str) -> str:
    return code[:TOWNSHIP_DIGITS] if len(code) >= TOWNSHIP_DIGITS else ""


def _faults_of_rows(
    source: str, file: BatchFile, rows: pa.ChunkedArray, homes: pa.ChunkedArray
) -> list[Fault]:
    problems = pq.read_table(batch_folder(file.id).problems)
    wanted = pc.and_(
        pc.is_in(problems["code"], value_set=pa.array(list(KIND_OF))),
        pc.is_in(problems["row"], value_set=rows.combine_chunks()),
    )
    problems = problems.filter(wanted)
    at = pc.index_in(problems["row"], value_set=rows.combine_chunks())
    places = homes.take(at).to_pylist()
    title = catalogue().source(source).title
    address = reverse("exchange:problems", args=[file.id])
    return [
        Fault(
            _township(place),
            (file.id, str(line["row"])),
            *reason_of(line["code"]),
            subject=f"{title} {Period.parse(file.period)} 第 {line['sheet_row']} 行 · {line['column']}",
            shown=line["shown"],
            address=f"{address}?code={line['code']}",
        )
        for line, place in zip(problems.to_pylist(), places, strict=True)
    ]


def _families(focus: Focus) -> _Part:
    """Look at the families somebody of whom stands on a list."""
    aided = valid_enrolments().filter(valid_to__isnull=True, household__isnull=False)
    homes = list(households_within(focus.scope).filter(pk__in=aided.values("household_id")))
    tokens = reported_dead(focus.region[:COUNTY_DIGITS], focus.period)
    dead = {person.pk for person in people_by_token(tokens).values()}
    faults = [fault for home in homes for fault in _faults_of_family(home, dead, focus.period)]
    return _Part(Counter(_township(home.division) for home in homes), faults)


def _faults_of_family(home: Household, dead: set[int], period: Period) -> Iterator[Fault]:
    living = list(home.members.all())
    members = [
        Member(stay.person_id, stay.relation, stay.person.sex, stay.person.born_on, stay.person_id in dead)
        for stay in living
    ]
    head = next((stay.person.name for stay in living if stay.person_id == home.head_id), "")
    for code in family_faults(members, home.head_id, on=period.last_day):
        yield Fault(
            _township(home.division),
            ("household", str(home.pk)),
            *reason_of(code),
            subject=f"家庭 · 户主{head or '未定'}，{len(living)} 人",
            shown=head if FAMILY_REASONS[code].kind == FaultKind.LOGIC else "",
            address=f"/households/{home.pk}/",
        )


def _people(focus: Focus) -> _Part:
    """Look at the people on lists: of whom lists disagree who they are is asked on a page."""
    standing = valid_enrolments().filter(focus.scope.q("division"), valid_to__isnull=True)
    homes = dict(standing.values_list("person_id", "division"))
    asked = IdentityQuestion.objects.filter(
        status=QuestionStatus.OPEN, person__in=standing.values("person_id")
    )
    faults = [
        Fault(
            _township(homes[question.person_id]),
            ("person", str(question.person_id)),
            FaultKind.CONFLICT,
            str(QuestionKind(question.kind).label),
            "请在“人员待核”里对照两边的来源，核定是同一人还是两个人。",
            subject=f"人员 · {question.person.name}",
            shown=question.name,
            address=reverse("registry:question", args=[question.pk]),
        )
        for question in asked.select_related("person")
    ]
    return _Part(Counter(_township(place) for place in homes.values()), faults)
