"""The figures this module answers for: how much of what is asked about people on lists is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from doudi.common.cards import card_address
from doudi.common.figures import Asked, Counted, Figure, Line
from doudi.kernel.dates import Period
from doudi.registry.models import Enrolment, Person
from doudi.registry.rules.asked import FACT_NAMES, facts_asked
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import Programme

Spell = tuple[int, str, str, int | None, str, int | None]


def _spells(region: str, period: Period) -> list[Spell]:
    spells = enrolments_in(period).filter(division__startswith=region)
    return list(
        spells.values_list("pk", "programme", "division", "amount_fen", "labour", "income_fen").order_by("pk")
    )


def _facts(asked: Asked) -> Iterator[Counted]:
    for spell, programme, division, amount, labour, income in asked.once(_spells):
        for fact, is_known in facts_asked(programme, division, amount, labour, income):
            yield Counted(division, f"{spell}:{fact}", int(is_known), 1)


def _facts_in_words(_asked: Asked, keys: Collection[str]) -> Mapping[str, Line]:
    """Return whose fact each key is, and which one."""
    spells = Enrolment.objects.select_related("person").in_bulk({int(key.partition(":")[0]) for key in keys})
    found = {}
    for key in keys:
        spell, _, fact = key.partition(":")
        row = spells[int(spell)]
        note = f"{Programme(row.programme).label}：{FACT_NAMES[fact]}"
        found[key] = Line(row.person.name, card_address("person", row.person_id), note)
    return found


def people_in_words(keys: Collection[str], notes: Mapping[str, str]) -> Mapping[str, Line]:
    """Return how people are called, by key, each with a note and the way to the card."""
    people = Person.objects.only("name").in_bulk([int(key) for key in keys])
    return {
        str(pk): Line(person.name, card_address("person", pk), notes.get(str(pk), ""))
        for pk, person in people.items()
    }


FIGURES: Mapping[str, Figure] = {
    "facts_known": Figure(
        title="名册信息完整率",
        counts="当月在册记录里已经知道的信息项",
        over="当月在册记录应有的信息项：村（居）；按月发钱的加月金额；监测对象加劳动能力、年人均纯收入",
        unit="项",
        source="陕民发〔2022〕23号 二（四）1",
        order=90,
        permission="registry.view_person",
        count=_facts,
        lines=_facts_in_words,
    ),
}
