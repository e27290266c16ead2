"""Says whom the rules about a list of aid itself must find: amounts, counts, accounts, comings and goings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from tests.second_county.lists_more import BEFORE, LAST_YEAR, PREVIOUS
from tests.second_county.oracle import AID, Facts, Found, homes_by_account
from tests.second_county.oracle_more import turns
from tests.second_county.oracle_parts import (
    at_school,
    both,
    certificates,
    earlier,
    families,
    fen,
    gravely,
    in_month,
    newly_certified,
    newly_jobless,
    now,
    stay_this_month,
    this_year,
)
from tests.second_county.people import Someone
from tests.second_county.world import PERIOD, Home, Record

RICH = ("dibao", "tekun", "orphan")


def amount(record: Record) -> int | None:
    """Return what a person gets a month by a line of any list of aid."""
    return next(
        (fen(record, key) for key in ("amount_fen", "support_fen", "child_fen") if key in record.values), None
    )


def amount_jumped(facts: Facts) -> Found:
    found: Found = set()
    for source in AID:
        for was, line in both(facts, source):
            before, after = amount(was), amount(line)
            if before and after and abs(after - before) * 100 >= 50 * before:
                found.add(line.who)
    return found


def on_dibao(facts: Facts, period: str = PERIOD) -> dict[Home, list[Record]]:
    """Return the lines of a month's dibao list by home."""
    lines: dict[Home, list[Record]] = defaultdict(list)
    for each in facts.lists["dibao"] if period == PERIOD else facts.world.earlier.get(("dibao", period), ()):
        lines[each.home].append(each)
    return lines


def stated(lines: list[Record], key: str) -> set[int]:
    """Return what the lines of a home say of it."""
    return {value for each in lines if (value := fen(each, key)) is not None}


def total(lines: list[Record]) -> int | None:
    """Return what a home gets a month: what is stated for it, or what its members get, if all is told."""
    if said := stated(lines, "household_amount_fen"):
        return max(said)
    each = [amount(line) for line in lines]
    return None if None in each else sum(cast("list[int]", each))


def household_amounts_disagree(facts: Facts) -> Found:
    """Return homes whose stated amount is not their members' sum; of two nobody knows which is meant."""
    found: Found = set()
    for home, lines in on_dibao(facts).items():
        each, said = [amount(line) for line in lines], stated(lines, "household_amount_fen")
        if len(said) == 1 and None not in each and said != {sum(cast("list[int]", each))}:
            found.add(home)
    return found


def aided_count_disagrees(facts: Facts) -> Found:
    return {
        home for home, lines in on_dibao(facts).items()
        if (said := stated(lines, "aided_count")) and said != {len({line.who.number for line in lines})}
    }  # fmt: skip


def household_shrank(facts: Facts) -> Found:
    before, found = on_dibao(facts, PREVIOUS), set()
    for home, lines in on_dibao(facts).items():
        was, after = total(before.get(home, [])), total(lines)
        fewer = len({line.who.number for line in lines}) < len(before.get(home, []))
        if fewer and was and after and after >= was:
            found.add(home)
    return cast(Found, found)


def listed_without_account(facts: Facts) -> Found:
    homes: dict[tuple[str, Home], list[Record]] = defaultdict(list)
    for source in RICH:
        for each in facts.lists[source]:
            if each.values.get("support_mode") != "CENTRAL":
                homes[(source, facts.homes[each.who.number])].append(each)
    return {
        home for (_, home), lines in homes.items() if not any(each.values.get("account") for each in lines)
    }


def listed_without_amount(facts: Facts) -> Found:
    found: Found = set()
    for source in RICH:
        for who in facts.people(source):
            lines = facts.of(source, who)
            household = any(fen(each, "household_amount_fen") for each in lines)
            if not household and not any(amount(each) for each in lines):
                found.add(who)
    return found


def marriage_changed(facts: Facts) -> Found:
    told = ("SINGLE", "MARRIED", "WIDOWED", "DIVORCED")
    return {
        line.who for was, line in both(facts, "dibao")
        if was.values.get("marriage") in told and line.values.get("marriage") in told
        and was.values["marriage"] != line.values["marriage"]
    }  # fmt: skip


def returned_after_leaving(facts: Facts) -> Found:
    last = earlier(facts, "dibao")
    return {
        line.who for number, line in now(facts, "dibao").items()
        if number not in last and number in earlier(facts, "dibao", BEFORE)
    }  # fmt: skip


def left_within_year(facts: Facts) -> Found:
    gone: dict[str, Someone] = {each.who.number: each.who for _, each in this_year(facts, "dibao")}
    gone |= {number: each.who for number, each in earlier(facts, "dibao", LAST_YEAR).items()}
    return {
        who for who in gone.values()
        if not facts.aided(who) and not facts.died(who)
        and (stay_this_month(facts, who) >= 600_000 or newly_jobless(facts, who)
             or newly_certified(facts, who))
    }  # fmt: skip


def payment_came_back(facts: Facts) -> Found:
    return {
        each.who for source in (*RICH, "disability_subsidy") for each in facts.lists[source]
        if each.values.get("payment_status") == "RETURNED" and not facts.died(each.who)
    }  # fmt: skip


def born_years_ago(facts: Facts, years: int) -> Iterator[Someone]:
    """Yield people on dibao who reached an age in the month."""
    yield from (who for who in facts.people("dibao") if in_month(turns(who, years)))


def reached_sixteen(facts: Facts) -> Found:
    return {who for who in born_years_ago(facts, 16) if not at_school(facts, who) and not gravely(facts, who)}


def household_partly_listed(facts: Facts) -> Found:
    """Return families of which only some are on dibao; the list marks whom it has taken in alone.

    A file that marks nobody does not say that nobody was.
    """
    telling = {each.sent_in for each in facts.lists["dibao"] if each.values.get("single_person")}
    found: Found = set()
    standing = facts.standing()
    for home, people in families(facts).items():
        listed = [who for who in people if any(each.sent_in in telling for each in facts.of("dibao", who))]
        rest = [
            each.who for each in standing.get(home, ())
            if not facts.died(each.who) and not facts.aided(each.who, RICH)
        ]  # fmt: skip
        by_themselves = [
            gravely(facts, who, mind=4)
            or any(each.values.get("single_person") == "YES" for each in facts.of("dibao", who))
            for who in listed
        ]  # fmt: skip
        if rest and not all(by_themselves):
            found.add(home)
    return found


def account_of_dead(facts: Facts) -> Found:
    """Return accounts of people who died, on which another family is paid; an institution's is nobody's."""
    owners: dict[object, list[Record]] = defaultdict(list)
    for source in AID:
        for _, each in this_year(facts, source):
            if each.values.get("account") and each.values.get("support_mode") != "CENTRAL":
                owners[each.values["account"]].append(each)
    found: Found = set()
    for account, homes in homes_by_account(facts).items():
        dead = [each for each in owners.get(account, ()) if facts.died(each.who)]
        paid = {
            facts.homes[each.who.number] for source in AID for each in facts.lists[source]
            if each.values.get("account") == account and each.values.get("support_mode") != "CENTRAL"
        }  # fmt: skip
        if dead and paid - {each.home for each in dead}:
            found.add(frozenset(homes))
    return found


def moved_away(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["cremation"]
        if each.values.get("record_kind") in ("MOVED", "MISSING", "ARMY")
        and each.values.get("record_status") != "WITHDRAWN" and facts.aided(each.who)
    }  # fmt: skip


def relief_rows(facts: Facts) -> Iterator[Record]:
    """Yield the grants of the month's list."""
    yield from facts.lists["temporary_relief"]


def relief_approved_unpaid(facts: Facts) -> Found:
    found: Found = set()
    for each in relief_rows(facts):
        approved, paid = each.values.get("approved_on"), each.values.get("granted_on")
        is_old = approved is not None and cast(date, approved) <= date(2026, 9, 30)
        if is_old and (paid is None or each.values.get("payment_status") == "RETURNED"):
            found.add(each.who)
    return found


def relief_paid_late(facts: Facts) -> Found:
    return {
        each.who for each in relief_rows(facts)
        if each.values.get("relief_kind") == "EMERGENCY" and each.values.get("approved_on")
        and each.values.get("granted_on")
        and (cast(date, each.values["granted_on"]) - cast(date, each.values["approved_on"])).days > 7
    }  # fmt: skip


def grants(facts: Facts) -> Mapping[tuple[str, object], dict[date, Record]]:
    """Return what was really given this year, by person and told cause, once for each day."""
    given: dict[tuple[str, object], dict[date, Record]] = defaultdict(dict)
    for _, each in this_year(facts, "temporary_relief"):
        cause, on = each.values.get("reason"), each.values.get("granted_on")
        returned = each.values.get("payment_status") == "RETURNED"
        if cause and cause != "其他原因" and on and not returned:
            given[(each.who.number, cause)][cast(date, on)] = each
    return given


def relief_repeated(facts: Facts) -> Found:
    found: Found = set()
    for days in grants(facts).values():
        for on, each in days.items():
            if in_month(on) and any(0 < (on - other).days <= 30 for other in days):
                found.add(each.who)
    return found


def relief_times_over(facts: Facts) -> Found:
    return {
        max(days.items())[1].who for days in grants(facts).values()
        if len(days) > 1 and any(in_month(on) for on in days)
    }  # fmt: skip


def certificates_changed(facts: Facts) -> Found:
    found: Found = set()
    for was, line in both(facts, "disability_certificate"):
        held = certificates(facts, line.who)
        keys = ("disability_kind", "disability_level")
        changed = [was.values[key] for key in keys] != [line.values[key] for key in keys]
        paid = facts.aided(line.who, (*AID, "disability_subsidy"))
        if line in held and changed and paid:
            found.add(line.who)
    return found


ORACLES_OF_AID: Mapping[str, Callable[[Facts], Found]] = {
    "account-of-dead": account_of_dead,
    "aided-count-disagrees": aided_count_disagrees,
    "amount-jumped": amount_jumped,
    "certificate-level-changed": certificates_changed,
    "household-amounts-disagree": household_amounts_disagree,
    "household-partly-listed": household_partly_listed,
    "household-shrank-amount-kept": household_shrank,
    "left-within-year": left_within_year,
    "listed-without-account": listed_without_account,
    "listed-without-amount": listed_without_amount,
    "marriage-changed": marriage_changed,
    "moved-away-on-aid": moved_away,
    "payment-came-back": payment_came_back,
    "reached-sixteen-on-dibao": reached_sixteen,
    "reached-sixty-on-dibao": lambda facts: set(born_years_ago(facts, 60)),
    "relief-approved-unpaid": relief_approved_unpaid,
    "relief-over-most": lambda facts: {
        each.who for each in relief_rows(facts) if cast(int, each.values["relief_fen"]) > 500_000
    },
    "relief-paid-late": relief_paid_late,
    "relief-repeated": relief_repeated,
    "relief-times-over": relief_times_over,
    "returned-after-leaving": returned_after_leaving,
}  # fmt: skip
