"""Carries publications, lines and spells over to where facts and what follows from them are kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.common import clock
from doudi.kernel.names import read_name

Model = Callable[[str], Any]
AT_ONCE = 1000
ONE_OFF = ("TEMPORARY_RELIEF",)
VALUES = ("division", "category", "amount_fen", "account_high", "account_low", "labour", "stable_work", "risk_cause", "income_fen")


def carry_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy in dependence order; a number two people had is one person again, with a question to settle."""
    model = partial(apps.get_model, "registry")
    keys = copy_publications(model)
    key_names(model)
    first = join_disputed(model)
    copy_lines(model, keys, first)
    keep_restored(model, keys)
    carry_spells(model, keys)
    void_doubled(model, first)
    part_overlaps(model)
    one_number_each(model)
    name_heads(model)


def copy_publications(model: Model) -> dict[Any, int]:
    """Give each list a key of its own; return it by batch."""
    fresh = [
        model("ListPublication")(
            batch=old.batch, source=old.source, region=old.region, period=old.period, whole=True,
            townships=[], published_at=old.published_at,
        )
        for old in model("OldListPublication").objects.order_by("published_at", "batch")
    ]
    model("ListPublication").objects.bulk_create(fresh, batch_size=AT_ONCE)
    return {each.batch: each.pk for each in model("ListPublication").objects.all()}


def key_names(model: Model) -> None:
    """Fill in what names are searched and compared by."""
    batch: list[Any] = []
    for person in model("Person").objects.iterator(chunk_size=AT_ONCE):
        person.name_key = read_name(person.name).key[:60]
        batch.append(person)
        if len(batch) == AT_ONCE:
            model("Person").objects.bulk_update(batch, ["name_key"])
            batch = []
    model("Person").objects.bulk_update(batch, ["name_key"])


def join_disputed(model: Model) -> dict[int, int]:
    """Let the second person of a number point to the first; return who stands for whom."""
    Identity = model("Identity")
    confirmed = {
        (each.token_high, each.token_low): each.person_id
        for each in Identity.objects.filter(standing="CONFIRMED").defer("number")
    }
    first: dict[int, int] = {}
    for each in Identity.objects.filter(standing="DISPUTED").defer("number"):
        owner = confirmed.get((each.token_high, each.token_low))
        if owner and owner != each.person_id:
            first[each.person_id] = owner
    for person, owner in first.items():
        model("Person").objects.filter(pk=person).update(same_as=owner)
    model("HouseholdMember").objects.filter(person__in=list(first)).delete()
    return first


def copy_lines(model: Model, keys: dict[Any, int], first: dict[int, int]) -> None:
    """Write each old line out as the fact it was, with what its spell kept of the row."""
    identities: dict[int, int] = {}
    tokens: dict[tuple[int, int], int] = {}
    for each in model("Identity").objects.defer("number").order_by("-standing", "id"):
        if each.standing == "CONFIRMED":
            tokens[(each.token_high, each.token_low)] = each.pk
            identities.setdefault(each.person_id, each.pk)
    for each in model("Identity").objects.filter(standing="DISPUTED").defer("number"):
        identities.setdefault(each.person_id, tokens.get((each.token_high, each.token_low), each.pk))
    numbers: dict[tuple[int, str, str], str] = {}
    for each in model("HouseholdNumber").objects.order_by("id"):
        numbers.setdefault((each.household_id, each.source, each.region), each.number)
    relations = dict(
        model("HouseholdMember").objects.filter(valid_to__isnull=True).values_list("person_id", "relation")
    )
    earliest: dict[int, str] = {}
    for enrolment, period in model("OldListLine").objects.values_list("enrolment_id", "publication__period"):
        earliest[enrolment] = min(period, earliest.get(enrolment, period))
    fresh: list[Any] = []
    old_lines = model("OldListLine").objects.select_related("enrolment__person", "publication").order_by("id")
    for old in old_lines.iterator(chunk_size=AT_ONCE):
        spell, said_by = old.enrolment, old.publication
        begins = said_by.period == earliest[spell.pk] and spell.valid_from.strftime("%Y-%m") < said_by.period
        fresh.append(
            model("ListLine")(
                publication_id=keys[said_by.batch], row=old.row, identity_id=identities[spell.person_id],
                person_id=first.get(spell.person_id, spell.person_id), name=spell.person.name,
                programme=spell.programme, relation=relations.get(spell.person_id, ""),
                household_number=numbers.get((spell.household_id, said_by.source, said_by.region), ""),
                started_on=spell.valid_from if begins else None,
                **{name: getattr(spell, name) for name in VALUES},
            )
        )
        if len(fresh) == AT_ONCE:
            model("ListLine").objects.bulk_create(fresh)
            fresh = []
    model("ListLine").objects.bulk_create(fresh)


def keep_restored(model: Model, keys: dict[Any, int]) -> None:
    """Keep as an officer's word each spell that runs on though a later list of its source did not name it."""
    lists: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in model("OldListPublication").objects.order_by("period"):
        lists[(each.source, each.region)].append(each.period)
    newest: dict[int, tuple[str, str, str]] = {}
    for enrolment, source, region, period in model("OldListLine").objects.values_list(
        "enrolment_id", "publication__source", "publication__region", "publication__period"
    ):
        newest[enrolment] = max((period, source, region), newest.get(enrolment, ("", "", "")))
    for spell in model("Enrolment").objects.filter(valid_to__isnull=True, pk__in=list(newest)).iterator():
        period, source, region = newest[spell.pk]
        for later in [each for each in lists[(source, region)] if each > period]:
            model("SpellAct").objects.get_or_create(
                person_id=spell.person_id, programme=spell.programme, period=later,
                defaults={"reason": "升级前已恢复在册", "done_by": "system", "done_at": clock.now()},
            )


def carry_spells(model: Model, keys: dict[Any, int]) -> None:
    """Let spells name the new publications."""
    batch: list[Any] = []
    for spell in model("Enrolment").objects.iterator(chunk_size=AT_ONCE):
        spell.opened_by_id = keys[spell.old_opened_by_id]
        spell.closed_by_id = keys.get(spell.old_closed_by_id)
        batch.append(spell)
        if len(batch) == AT_ONCE:
            model("Enrolment").objects.bulk_update(batch, ["opened_by", "closed_by"])
            batch = []
    model("Enrolment").objects.bulk_update(batch, ["opened_by", "closed_by"])


def void_doubled(model: Model, first: dict[int, int]) -> None:
    """Give the spells of a number's second person to the first, and void those the first has already."""
    for person, owner in first.items():
        own = list(model("Enrolment").objects.filter(person=owner))
        for spell in model("Enrolment").objects.filter(person=person):
            if any(each.programme == spell.programme and overlaps(each, spell) for each in own):
                spell.voided_at = clock.now()
            spell.person_id = owner
            spell.save(update_fields=["voided_at", "person"])


def overlaps(one: Any, other: Any) -> bool:
    """Say whether two spells share a day."""
    begins = max(one.valid_from, other.valid_from)
    return all(each.valid_to is None or each.valid_to > begins for each in (one, other))


def part_overlaps(model: Model) -> None:
    """End a spell where the next of the same programme begins; void what nothing is left of."""
    pairs = model("Enrolment").objects.exclude(programme__in=ONE_OFF).filter(voided_at__isnull=True)
    last: Any = None
    for spell in pairs.order_by("person_id", "programme", "valid_from", "id"):
        same = last is not None and (last.person_id, last.programme) == (spell.person_id, spell.programme)
        if same and (last.valid_to is None or last.valid_to > spell.valid_from):
            if last.valid_from == spell.valid_from:
                last.voided_at = clock.now()
            else:
                last.valid_to, last.closed_by_id = spell.valid_from, spell.opened_by_id
            last.save(update_fields=["valid_to", "closed_by", "voided_at"])
        last = spell


def one_number_each(model: Model) -> None:
    """Leave each household the last number a source gave it."""
    seen: set[tuple[int, str, str]] = set()
    for each in model("HouseholdNumber").objects.order_by("-id"):
        key = (each.household_id, each.source, each.region)
        if key in seen:
            each.delete()
        seen.add(key)


def name_heads(model: Model) -> None:
    """Write down who heads each household."""
    heads = model("HouseholdMember").objects.filter(relation="HEAD", valid_to__isnull=True)
    for household, person in heads.order_by("-id").values_list("household_id", "person_id"):
        model("Household").objects.filter(pk=household).update(head=person)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_keep_what_lists_said'),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
