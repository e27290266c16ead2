"""Says whom the newer rules must find, from the truth of the county alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from tests.second_county.oracle import AID, Facts, Found, grade, holds, income, stands, subsidised
from tests.second_county.people import Someone
from tests.second_county.plants import LIMITS
from tests.second_county.world import FIRST, LAST, Home, Record, age


def months_until(day: date) -> int:
    """Return how many calendar months lie between the month and a day's month."""
    return (day.year - LAST.year) * 12 + day.month - LAST.month


def turns(who: Someone, years: int) -> date:
    """Return the first day of the month in which a person reaches an age; 29 February is not every year's."""
    return date(who.born.year + years, who.born.month, 1)


def held(facts: Facts, who: Someone) -> list[Record]:
    """Return the certificates a person holds in the month."""
    return [each for each in facts.of("disability_certificate", who) if holds(each)]


def housed(facts: Facts) -> dict[str, tuple[Someone, Home]]:
    """Return whose household the lists tell: dibao's and the register's people."""
    return {
        each.who.number: (each.who, facts.homes[each.who.number])
        for source in ("dibao", "poverty_register") for each in facts.lists.get(source, ())
    }  # fmt: skip


def helped(facts: Facts, home: Home) -> bool:
    """Say whether anyone of a household is on dibao or wholly provided for."""
    return facts.home_aided(home)


def certificate_expiring(facts: Facts) -> Found:
    most = LIMITS["certificate-expiring"]["notice_months"]
    found: Found = set()
    for who in subsidised(facts).values():
        days = [cast(date, each.values["expires_on"]) for each in held(facts, who)]
        if days and months_until(max(days)) <= most:
            found.add(who)
    return found


def child_listed_as_both_kinds(facts: Facts) -> Found:
    kinds: dict[Someone, set[object]] = {}
    for each in facts.lists["orphan"]:
        kinds.setdefault(each.who, set()).add(each.values["child_kind"])
    return {who for who, several in kinds.items() if len(several) > 1}


def child_soon_eighteen(facts: Facts) -> Found:
    most = LIMITS["child-soon-eighteen"]["notice_months"]
    return {
        who for who in facts.people("orphan")
        if 1 <= months_until(turns(who, 18)) <= most
    }  # fmt: skip


def death_review_due(facts: Facts) -> Found:
    most = LIMITS["death-review-due"]["review_months"]
    living = {home for who, home in housed(facts).values() if facts.of("dibao", who) and not facts.died(who)}
    return {
        home for who, home in housed(facts).values()
        if home in living and (died := facts.died(who)) is not None and -months_until(died) <= most
    }  # fmt: skip


def income_over_standard(facts: Facts) -> Found:
    year = LIMITS["income-over-standard"]["dibao_year_fen"]
    return {
        facts.homes[each.who.number] for each in facts.lists["dibao"]
        if each.values["area_kind"] == "RURAL" and (said := facts.of("poverty_register", each.who))
        and income(said) > year
    }  # fmt: skip


def relief_listed_twice(facts: Facts) -> Found:
    times = Counter(
        (each.who, each.values["granted_on"], each.values["reason"], each.values["relief_fen"])
        for each in facts.lists["temporary_relief"]
    )
    return {who for (who, *_), count in times.items() if count > 1}


def risk_removed_on_dibao(facts: Facts) -> Found:
    return {
        who for who in facts.people("dibao")
        if any(not stands(each) for each in facts.of("poverty_register", who))
    }  # fmt: skip


def several_disabled_in_household(facts: Facts) -> Found:
    counts = Counter(
        home for who, home in housed(facts).values()
        if held(facts, who) and not facts.died(who) and not helped(facts, home)
    )  # fmt: skip
    return {home for home, count in counts.items() if count >= 2}


def single_stay_over_limit(facts: Facts) -> Found:
    limits = LIMITS["single-stay-over-limit"]
    found: Found = set()
    for each in facts.lists["medical_selfpay"]:
        listed = facts.aided(each.who) or facts.watched(each.who)
        most = limits["listed_fen" if listed else "others_fen"]
        if each.values["visit_kind"] == "INPATIENT" and cast(int, each.values["self_pay_fen"]) > most:
            found.add(each.who)
    return found


def tekun_able_to_work(facts: Facts) -> Found:
    return {who for who in facts.people("tekun") if age(who) < 60 and works(facts, who)}


def works(facts: Facts, who: Someone) -> bool:
    """Say whether a person pays an employee's insurance or is registered as employed."""
    pays = [
        (each.values["insurance_kind"], each.values["insurance_status"])
        for each in facts.of("social_insurance", who)
    ]
    return ("EMPLOYEE", "PAYING") in pays or any(
        each.values["employment_kind"] == "EMPLOYED" for each in facts.of("employment", who)
    )


def unemployment_benefit_on_aid(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["employment"]
        if each.values["employment_kind"] == "UNEMPLOYED" and each.values["benefit_fen"]
        and facts.aided(each.who)
    }  # fmt: skip


def work_registered_on_aid(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["employment"]
        if each.values["employment_kind"] == "EMPLOYED" and facts.aided(each.who)
        and FIRST <= cast(date, each.values["registered_on"]) <= LAST
    }  # fmt: skip


def nursing_grade_not_due(facts: Facts) -> Found:
    return {
        who for who in subsidised(facts, "nursing_fen").values()
        if held(facts, who) and all(grade(each) > 2 for each in held(facts, who))
    }  # fmt: skip


def alone_and_heavily_disabled(facts: Facts) -> Found:
    people = housed(facts)
    sizes = Counter(home for who, home in people.values() if not facts.died(who))
    return {
        who for who, home in people.values()
        if sizes[home] == 1 and not facts.died(who) and any(grade(each) <= 2 for each in held(facts, who))
    }  # fmt: skip


def before(facts: Facts) -> Iterator[tuple[Record, Record]]:
    """Yield September's and October's dibao line of each person on both."""
    now = {each.who.number: each for each in facts.lists["dibao"]}
    for each in facts.world.earlier[("dibao", "2026-09")]:
        if each.who.number in now:
            yield each, now[each.who.number]


def sudden_without_relief(facts: Facts) -> Found:
    relieved = {facts.homes[each.who.number] for each in facts.lists["temporary_relief"]}
    return {
        home for home, rows in facts.standing().items()
        if any(each.values["monitor_class"] == "SUDDEN" for each in rows)
        and home not in relieved and not helped(facts, home)
    }  # fmt: skip


def repeated_hospital_stays(facts: Facts) -> Found:
    listed = {each.number: each for source in (*AID, "poverty_register") for each in facts.people(source)}
    stays = Counter(each.who.number for each in facts.all_bills if each.values["visit_kind"] == "INPATIENT")
    return {who for number, who in listed.items() if stays[number] >= 3}


def elderly_without_pension(facts: Facts) -> Found:
    drawing = {
        each.who for each in facts.lists["social_insurance"]
        if each.values["insurance_status"] == "RETIRED" or each.values["pension_fen"]
    }  # fmt: skip
    return {
        who for source in AID for who in facts.people(source)
        if age(who) >= 60 and who not in drawing and not facts.died(who)
    }  # fmt: skip


def old_and_disabled(facts: Facts) -> Found:
    return {
        each.who for home, rows in facts.standing().items() for each in rows
        if age(each.who) >= 60 and held(facts, each.who) and not facts.died(each.who) and not helped(facts,
        home)
    }  # fmt: skip


def big_bill_without_relief(facts: Facts) -> Found:
    limits = LIMITS["big-bill-without-relief"]
    found: Found = set()
    for who in {each.who for source in (*AID, "poverty_register") for each in facts.lists[source]}:
        layers = (("tekun_fen", facts.of("tekun", who)), ("dibao_fen", facts.of("dibao", who)),
                  ("monitored_fen", facts.watched(who)))  # fmt: skip
        layer = next((layer for layer, fits in layers if fits), "")
        if layer and facts.bills(who) > limits[layer] and not facts.of("temporary_relief", who):
            found.add(who)
    return found


MORE: Mapping[str, Callable[[Facts], Found]] = {
    "account-changed": lambda facts: {
        now.who for was, now in before(facts)
        if was.values["account"] and now.values["account"] not in (None, was.values["account"])
    },
    "alone-and-heavily-disabled": alone_and_heavily_disabled,
    "area-kind-changed": lambda facts: {
        now.who for was, now in before(facts) if was.values["area_kind"] != now.values["area_kind"]
    },
    "big-bill-without-relief": big_bill_without_relief,
    "certificate-expiring": certificate_expiring,
    "child-aid-and-tekun": lambda facts: {
        who for who in facts.people("orphan") if facts.of("tekun", who)
    },
    "child-listed-as-both-kinds": child_listed_as_both_kinds,
    "child-soon-eighteen": child_soon_eighteen,
    "death-review-due": death_review_due,
    "elderly-without-pension": elderly_without_pension,
    "income-over-standard": income_over_standard,
    "nursing-grade-not-due": nursing_grade_not_due,
    "old-and-disabled": old_and_disabled,
    "relief-listed-twice": relief_listed_twice,
    "repeated-hospital-stays": repeated_hospital_stays,
    "risk-removed-on-dibao": risk_removed_on_dibao,
    "several-disabled-in-household": several_disabled_in_household,
    "single-stay-over-limit": single_stay_over_limit,
    "sudden-without-relief": sudden_without_relief,
    "tekun-able-to-work": tekun_able_to_work,
    "township-changed": lambda facts: {
        now.who for was, now in before(facts) if was.place.town_code != now.place.town_code
    },
    "unemployment-benefit-on-aid": unemployment_benefit_on_aid,
    "work-registered-on-aid": work_registered_on_aid,
}  # fmt: skip
