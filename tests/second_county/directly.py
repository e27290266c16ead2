"""Hands a county's truth to the rules without files: what is judged is the rule, not the reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from doudi.matching.shapes import EVERY_BATCH
from doudi.matching.tests.county import County, Row, catalogue, shapes
from tests.second_county.lists import Lists
from tests.second_county.oracle import Facts, homes_by_account
from tests.second_county.plants import LIMITS
from tests.second_county.reckoning import DOUBT, by_home, judged, label, wanted_of
from tests.second_county.vocabulary import DEPARTMENTS
from tests.second_county.world import PERIOD, ROSTERS, Home, Record

RELATIONS = {
    "户主": "HEAD", "配偶": "SPOUSE", "子": "SON", "女": "DAUGHTER", "孙子": "GRANDCHILD",
    "孙女": "GRANDCHILD", "父亲": "PARENT", "母亲": "PARENT",
}  # fmt: skip
CAUSES = {"突发疾病": "ILLNESS", "火灾": "DISASTER", "其他原因": "OTHER"}
PEOPLE_BESIDE = ("carer_number", "guardian_number")


def digest(text: object) -> tuple[int | None, int | None]:
    """Return the two halves of what stands for a text, None for none."""
    if not text:
        return None, None
    found = hashlib.sha256(str(text).encode()).digest()
    return int.from_bytes(found[:7], "big"), int.from_bytes(found[8:15], "big")


def name_key(name: str) -> int:
    """Return what stands for a name."""
    return (digest(name)[0] or 0) % 2**40


def lines(world: Lists) -> Iterator[tuple[str, str, Record]]:
    """Yield every line of every list that is not sent back, with its source and month."""
    for source, records in world.lists.items():
        yield from ((source, PERIOD, each) for each in records if not each.flaw)
    for (source, period), records in world.earlier.items():
        yield from ((source, period, each) for each in records)


def written(world: Lists, folder: Path) -> County:
    """Write a county down as the engine reads it."""
    county = County(folder)
    homes: dict[str, Record] = {}
    for source, _, each in lines(world):
        if source in ("dibao", "poverty_register"):
            homes.setdefault(each.who.number, each)
    for source, _, each in lines(world):
        if source in ROSTERS and each.who.number not in county.people:
            at = homes.get(each.who.number)
            home, division = (at.home.key if at else None), (at or each).place.code
            bearer = next(who for who in each.home.people if who.number == each.who.number)
            county.person(
                each.who.number,
                home=home,
                born=each.who.born,
                division=division,
                known_as=name_key(bearer.name),
            )
    for source, period, each in lines(world):
        columns = columns_of(county, source, each)
        if period == PERIOD and source in ROSTERS:
            since = columns.get("started_on") or columns.get("registered_on") or columns.get("paid_on")
            county.listed(source, each.who.number, since=since or date(2026, 9, 1), **columns)
        else:
            county.row(source, each.who.number, period=period, **columns)
    return county


def columns_of(county: County, source: str, record: Record) -> Row:
    """Return a line's columns as a batch has them."""
    shape = {**EVERY_BATCH, **shapes()[source].columns}
    told: Row = {
        "division": record.place.code, "born_on": record.who.born, "name_key": name_key(record.who.name),
        "sex": "MALE" if record.who.male else "FEMALE",
    }  # fmt: skip
    for key, value in record.values.items():
        told |= column(county, DEPARTMENTS[source].columns.get(key, key), value, shape)
    return {
        key: str(value) if shape[key] == "VARCHAR" and value is not None else value
        for key, value in told.items() if key in shape
    }  # fmt: skip


def column(county: County, name: str, value: object, shape: Mapping[str, str]) -> Row:
    """Return one value under the column or columns a batch keeps it in."""
    if name == "reason":
        return {"relief_reason": CAUSES.get(str(value))}
    if name == "relation":
        return {name: RELATIONS.get(str(value), "OTHER")}
    if name == "household_number":
        return {name: digest(value)[0]}
    if name in PEOPLE_BESIDE and value:
        token = county._identity(str(value))
        return {f"{name}_high": token["token_high"], f"{name}_low": token["token_low"]}
    if f"{name}_high" in shape:
        high, low = digest(value)
        return {f"{name}_high": high, f"{name}_low": low}
    return {name: value}


def faults(world: Lists, folder: Path) -> list[str]:
    """Return a line for each rule that misses somebody or finds somebody it must not."""
    facts, sure = Facts(world), Facts(world, with_doubts=False)
    found = findings(world, facts, written(world, folder))
    result = []
    for rule, oracle in judged().items():
        wanted, got = Counter(wanted_of(rule, oracle, facts, sure)), Counter(found.get(rule, ()))
        if wanted != got:
            missed, false = sorted((wanted - got).elements()), sorted((got - wanted).elements())
            result.append(f"{rule}：漏 {'、'.join(missed[:9])}；错 {'、'.join(false[:9])}")
    return result


def findings(world: Lists, facts: Facts, county: County) -> dict[str, list[str]]:
    """Compare, and return whom each rule found, by the names a reckoning has for them."""
    result = county.compare(
        *catalogue().values(), parameters={rule: dict(each) for rule, each in LIMITS.items()}
    )
    homes: dict[int, Home] = {home.key: home for home in world.homes}
    people = {who.number: who for home in world.homes for who in home.people}
    accounts = {digest(key)[1]: frozenset(several) for key, several in homes_by_account(facts).items()}
    found: dict[str, list[str]] = {}
    for row in pq.read_table(result.findings).to_pylist():
        subject: object = accounts.get(row["subject_low"], "账户")
        if row["subject_kind"] == "household":
            subject = homes[row["household_id"]]
        elif row["subject_kind"] == "person":
            subject = people[county.numbers[int(row["subject_low"]) // 7_919 - 1]]
        (each,) = by_home(facts, row["rule"], [subject])
        found.setdefault(row["rule"], []).append(label(facts, each) + (DOUBT if row["doubt"] else ""))
    return found
