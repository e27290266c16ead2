"""Answers what waits on the page of questions: all kinds in one list, both sides of each, and what to do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import overload

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.money import yuan_text
from doudi.regions.models import DivisionChange
from doudi.registry.models import (
    HouseholdAct,
    HouseholdMember,
    IdentityQuestion,
    ListLine,
    ListPublication,
)
from doudi.registry.selectors.contradictions import Contradiction, contradictions_within
from doudi.registry.selectors.doubles import Double, decided_by, doubles_within
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.questions import newest_rows, questions_within
from doudi.registry.states import HouseholdActKind, Programme, QuestionStatus, WaitingKind

A_DAY = 24 * 60 * 60
WHY = {
    "HOME": "写在其居住的一户",
    "PLACE": "写在其原来的住处",
    "MOST": "写得最全",
    "FILE": "写得一样全，按所写内容排定",
}
CONTRADICTED_THEN = "变动仍有效。名册写错的，请来数部门更正重传；登记有误的，到家庭卡最下面撤销变动。"
TWICE_THEN = "只按一行算一次。请来数部门更正名册重传；住处有变的，到家庭卡登记。"
IDENTITY_THEN = "对照户口簿，核定是同一人还是两个人。"


@dataclass(frozen=True, slots=True)
class Half:
    """One side in words, with the rows of lists that say so."""

    words: str
    lines: Sequence[ListLine] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: about whom, both sides, what to do next, and the cards it leads to."""

    kind: WaitingKind
    title: str
    name: str
    division: str
    halves: Sequence[Half]
    then: str
    status: str
    is_open: bool
    question: int | None = None
    person: int | None = None
    household: int | None = None


def waiting_count(scope: Scope) -> int:
    """Return how much waits within a scope, for a figure that stands on every page load.

    What follows from lists and acts is counted once until a list is published or taken back, an act or an
    answer is given or undone, or divisions change; open questions are counted each time.
    """
    key = f"waiting:{','.join(sorted(scope.prefixes))}:{_ground_as_it_is()}"
    derived = cache.get(key)
    if derived is None:
        found = WaitingList(scope)
        derived = len(found) - found.asked_count
        cache.set(key, derived, timeout=A_DAY)
    return int(derived) + WaitingList(scope).asked_count


def _ground_as_it_is() -> str:
    """Return what changes whenever that changes of which contradictions and double rows follow."""
    last, answered = Max("id"), ~Q(status=QuestionStatus.OPEN)
    said = (
        ListPublication.objects.aggregate(last, Count("withdrawn_at"), Max("withdrawn_at")),
        HouseholdAct.objects.aggregate(last, Count("undone_at"), Max("undone_at")),
        IdentityQuestion.objects.aggregate(last, Max("answered_at"), answers=Count("id", filter=answered)),
        DivisionChange.objects.aggregate(last, Count("voided_at"), Max("voided_at")),
    )
    return sha256(repr([list(each.values()) for each in said]).encode()).hexdigest()


class WaitingList(Sequence[Waiting]):
    """What waits within a scope, cut into pages without reading the rest.

    Of answered questions, which `status` asks for, there is one kind.
    """

    def __init__(self, scope: Scope, *, kind: str = "", status: str = QuestionStatus.OPEN) -> None:
        self._scope = scope
        self._kinds = {WaitingKind(kind)} if kind in WaitingKind else set(WaitingKind)
        self._status = status

    def __len__(self) -> int:
        """Return how much waits."""
        return len(self._derived) + self.asked_count

    @overload
    def __getitem__(self, index: int) -> Waiting: ...

    @overload
    def __getitem__(self, index: slice) -> list[Waiting]: ...

    def __getitem__(self, index: int | slice) -> Waiting | list[Waiting]:
        """Return a stretch of what waits, each with its sides."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _ = index.indices(len(self))
        derived, first = self._derived[start:stop], len(self._derived)
        asked = list(self._asked[max(start - first, 0) : max(stop - first, 0)])
        return [
            *_of_contradictions([each for each in derived if isinstance(each, Contradiction)]),
            *_of_doubles([each for each in derived if isinstance(each, Double)]),
            *_of_questions(asked),
        ]

    @cached_property
    def _derived(self) -> list[Contradiction | Double]:
        """Return what follows from lists and acts and is gone with its ground: nobody answers it here."""
        found: list[Contradiction | Double] = []
        if self._status == QuestionStatus.OPEN and WaitingKind.CONTRADICTED in self._kinds:
            found += contradictions_within(self._scope)
        if self._status == QuestionStatus.OPEN and WaitingKind.NAMED_TWICE in self._kinds:
            found += doubles_within(self._scope)
        return found

    @cached_property
    def _asked(self) -> QuerySet[IdentityQuestion]:
        found = questions_within(self._scope).filter(status=self._status)
        return found if WaitingKind.IDENTITY in self._kinds else found.none()

    @cached_property
    def asked_count(self) -> int:
        """Return how many questions officers are asked."""
        return self._asked.count()


def _of_contradictions(some: Collection[Contradiction]) -> list[Waiting]:
    return [
        Waiting(
            kind=WaitingKind.CONTRADICTED,
            title=f"{HouseholdActKind(each.act.kind).label}与名册不一致",
            name="、".join(person.name for person in each.act.people.all()),
            division=next((person.division for person in each.act.people.all()), ""),
            halves=(Half(_act_in_words(each)), Half(each.against, each.lines)),
            then=CONTRADICTED_THEN,
            status=str(QuestionStatus.OPEN.label),
            is_open=True,
            household=each.household,
            person=next((person.pk for person in each.act.people.all()), None),
        )
        for each in some
    ]


def _act_in_words(each: Contradiction) -> str:
    what = str(HouseholdActKind(each.act.kind).label)
    where = f"（并入{each.act.anchor.name}家）" if each.act.anchor and what == "并户" else ""
    return f"经办登记{what}{where}，{each.act.happened_on:%Y-%m-%d} 起"


def _of_doubles(some: Collection[Double]) -> list[Waiting]:
    decided, homes = decided_by(some), _homes({each.named.person for each in some})
    found = []
    for each in some:
        one = decided[each.named]
        chosen = (one.line.said_by.key, one.line.row)
        rows = sorted(each.lines, key=lambda line: (line.publication_id, line.row) != chosen)
        person = rows[0].person
        found.append(
            Waiting(
                kind=WaitingKind.NAMED_TWICE,
                title=f"{Programme(each.named.programme).label}：{'、'.join(each.differ)}不同",
                name=person.name,
                division=person.division,
                halves=[
                    Half(_row_in_words(line, WHY[one.why] if line is rows[0] else None), (line,))
                    for line in rows
                ],
                then=TWICE_THEN,
                status=str(QuestionStatus.OPEN.label),
                is_open=True,
                person=person.pk,
                household=homes.get(person.pk),
            )
        )
    return found


def _row_in_words(line: ListLine, why: str | None) -> str:
    number = line.household_number
    said = [
        f"以此行为准（{why}）" if why is not None else "未采用",
        f"户编号 {number}" if number and not number.startswith("#") else "",
        f"{yuan_text(line.amount_fen)} 元" if line.amount_fen is not None else "",
        "写明账户" if line.account_low is not None else "",
    ]
    return "，".join(filter(None, said))


def _homes(people: Collection[int]) -> dict[int, int]:
    stays = HouseholdMember.objects.filter(valid_to__isnull=True)
    return {
        person: household
        for part in chunks(people)
        for person, household in stays.filter(person__in=part).values_list("person_id", "household_id")
    }


def _of_questions(some: Collection[IdentityQuestion]) -> list[Waiting]:
    rows, homes = newest_rows(some), _homes({each.person_id for each in some})
    return [
        Waiting(
            kind=WaitingKind.IDENTITY,
            title=each.get_kind_display(),
            name=each.person.name,
            division=each.person.division,
            halves=(
                Half(each.person.name, rows[each.pk][0]),
                Half(each.name or (f"{each.other.name}（另一号码）" if each.other else ""), rows[each.pk][1]),
            ),
            then=IDENTITY_THEN if each.status == QuestionStatus.OPEN else "已核定；可以打开查看或撤销。",
            status=each.get_status_display(),
            is_open=each.status == QuestionStatus.OPEN,
            question=each.pk,
            person=each.person_id,
            household=homes.get(each.person_id),
        )
        for each in some
    ]
