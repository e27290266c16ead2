"""Says, rule by rule, whom a month must find, from the truth of the county alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import cast

from tests.second_county.people import Someone
from tests.second_county.plants import LIMITS
from tests.second_county.world import FIRST, LAST, ROSTERS, WATCHED, Home, Record, World, age

AID, CHILDREN = ("dibao", "tekun"), ("orphan",)
Found = set[object]


class Facts:
    """The month's lists by person, without the rows that went back.

    A number that bears another name may be somebody else's: `with_doubts` takes such rows for the person
    whose number it is, otherwise they are left out. What is found only with them is a doubt.
    """

    def __init__(self, world: World, *, with_doubts: bool = True) -> None:
        self.world = world
        bearers = {who.number: who for home in world.homes for who in home.people}
        self.lists = {
            source: [
                replace(each, who=bearers[each.who.number]) for each in records
                if not each.flaw and (with_doubts or each.who == bearers[each.who.number])
            ]
            for source, records in world.lists.items()
        }  # fmt: skip
        self.on: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for source, records in self.lists.items():
            for record in records:
                self.on[source][record.who.number].append(record)
        self.homes: dict[str, Home] = {}
        for source in ROSTERS:
            for record in self.lists.get(source, ()):
                self.homes.setdefault(record.who.number, record.home)
        self.known = set(self.homes)

    def of(self, source: str, who: Someone) -> list[Record]:
        """Return what a list says of a person."""
        return self.on[source].get(who.number, [])

    def people(self, source: str) -> list[Someone]:
        """Return everyone on a list, once."""
        return list({record.who.number: record.who for record in self.lists.get(source, ())}.values())

    def aided(self, who: Someone, sources: Iterable[str] = AID) -> bool:
        """Say whether a person is on one of these lists."""
        return any(self.of(source, who) for source in sources)

    def died(self, who: Someone) -> date | None:
        """Return the day a person died, when it lies in the month or before."""
        days = [cast(date, each.values["died_on"]) for each in self.of("cremation", who) if is_death(each)]
        return min((day for day in days if day <= LAST), default=None)

    def told_dead(self, who: Someone) -> bool:
        """Say whether the list of the dead has a person, whenever it was."""
        return any(is_death(each) for each in self.of("cremation", who))

    def watched(self, who: Someone) -> bool:
        """Say whether a person is watched: of a watched class, the risk not removed by the month's end."""
        return any(
            each.values["monitor_class"] in WATCHED and stands(each)
            for each in self.of("poverty_register", who)
        )

    def standing(self) -> dict[Home, list[Record]]:
        """Return the register's lines whose risk is not removed, by home."""
        homes: dict[Home, list[Record]] = defaultdict(list)
        for record in self.lists.get("poverty_register", ()):
            if stands(record):
                homes[self.homes[record.who.number]].append(record)
        return homes

    def certified(self, who: Someone, least: Mapping[int, int] | None = None) -> bool:
        """Say whether a person holds a certificate in the month, of a kind and grade when asked."""
        return any(
            holds(each) and (least is None or grade(each) <= least.get(cast(int,
            each.values["disability_kind"]), 0))
            for each in self.of("disability_certificate", who)
        )  # fmt: skip

    def home_aided(self, home: Home) -> bool:
        """Say whether anyone of a home is on dibao or wholly provided for."""
        return any(self.aided(person) for person in home.people)

    def bills(self, who: Someone) -> int:
        """Return what a person paid of bills settled this year."""
        return self.spent.get(who.number, 0)

    @cached_property
    def all_bills(self) -> list[Record]:
        """Return the bills of this month's list and of the earlier ones."""
        rows = [*self.lists.get("medical_selfpay", ())]
        for (source, _), earlier in self.world.earlier.items():
            rows += earlier if source == "medical_selfpay" else ()
        return rows

    @cached_property
    def spent(self) -> Counter[str]:
        """Return what each paid of bills settled this year, by number."""
        spent: Counter[str] = Counter()
        for each in self.all_bills:
            on = cast(date, each.values["settled_on"])
            if is_billed(each) and on.year == LAST.year and on <= LAST:
                spent[each.who.number] += cast(int, each.values["self_pay_fen"])
        return spent


QUALIFYING = {1: 1, 4: 2, 5: 3, 6: 3}


def is_death(record: Record) -> bool:
    """Say whether a line of the list of the dead tells a death nobody took back."""
    kind, status = record.values.get("record_kind"), record.values.get("record_status")
    return kind in (None, "DEATH") and status != "WITHDRAWN"


def is_billed(record: Record) -> bool:
    """Say whether a bill still stands."""
    return record.values.get("bill_status") != "REVERSED"


def stands(record: Record) -> bool:
    """Say whether a register's line still stands at the month's end."""
    removed = cast("date | None", record.values.get("removed_on"))
    return removed is None or removed > LAST


def holds(record: Record) -> bool:
    """Say whether a certificate is valid in the month."""
    return record.values["certificate_status"] == "VALID" and cast(date, record.values["expires_on"]) >= FIRST


def grade(record: Record) -> int:
    """Return a certificate's grade; 1 is the heaviest."""
    return cast(int, record.values["disability_level"])


def aid_without_register(facts: Facts) -> Found:
    rural = [each.who for each in facts.lists["dibao"] if each.values["area_kind"] == "RURAL"]
    return {who for who in [*rural, *facts.people("tekun")] if not facts.of("poverty_register", who)}


def income(records: Iterable[Record]) -> int:
    """Return a home's income a head and year, the highest said."""
    return max(cast(int, each.values["annual_income_fen"]) for each in records)


def between_two_lines(facts: Facts) -> Found:
    limits = LIMITS["between-two-lines"]
    bounds = sorted((limits["dibao_year_fen"], limits["line_year_fen"]))
    return {
        home for home, records in facts.standing().items()
        if bounds[0] <= income(records) < bounds[1] and not facts.home_aided(home)
    }  # fmt: skip


def category_age_mismatch(facts: Facts) -> Found:
    return {
        who for who in facts.people("tekun")
        if 18 <= age(who) < 60 and not facts.certified(who, QUALIFYING) and not at_school(facts, who)
    }  # fmt: skip


def at_school(facts: Facts, who: Someone) -> bool:
    """Say whether a school has a person on its roll."""
    return any(each.values["student_status"] == "ENROLLED" for each in facts.of("student", who))


def certificate_without_subsidy(facts: Facts) -> Found:
    found: Found = set()
    for record in facts.lists["disability_certificate"]:
        who = record.who
        if not holds(record) or facts.told_dead(who) or facts.of("tekun", who):
            continue
        paid = facts.of("disability_subsidy", who)
        no_nursing = grade(record) <= 2 and not any(each.values["nursing_fen"] for each in paid)
        no_living = (
            facts.aided(who, ("dibao",)) and not facts.aided(who, CHILDREN)
            and not any(each.values["living_fen"] for each in paid)
        )  # fmt: skip
        if no_nursing or no_living:
            found.add(who)
    return found


def owners(facts: Facts, source: str, counts: Callable[[Record], bool]) -> dict[Home, list[Record]]:
    """Return what people of homes on aid own, by home, of the things that count."""
    homes: dict[Home, list[Record]] = defaultdict(list)
    for record in facts.lists.get(source, ()):
        home = facts.homes.get(record.who.number)
        if home is not None and counts(record) and facts.home_aided(home):
            homes[home].append(record)
    return homes


def company_in_household(facts: Facts) -> Found:
    least = LIMITS["company-in-household"]["stall_capital_fen"]
    return set(owners(facts, "company", lambda each: each.values["company_status"] == "ACTIVE" and (
        each.values["company_role"] in ("LEGAL_REP", "SHAREHOLDER")
        or (each.values["company_role"] == "SELF_EMPLOYED"
            and cast(int, each.values["capital_fen"] or 0) >= least)
    )))  # fmt: skip


def vehicle_in_household(facts: Facts) -> Found:
    return set(owners(facts, "vehicle", lambda each: (
        each.values["vehicle_kind"] in ("CAR", "TRUCK") and each.values["vehicle_status"] == "NORMAL"
    )))  # fmt: skip


def second_house(facts: Facts) -> Found:
    owned = owners(facts, "real_estate", lambda each: (
        each.values["use"] == "RESIDENTIAL" and each.values["registration_status"] == "CURRENT"
    ))  # fmt: skip
    least = LIMITS["second-house"]["houses"]
    return {home for home, rows in owned.items() if len({row.values["unit_number"] for row in rows}) >= least}


def wages_in_household(facts: Facts) -> Found:
    insured = owners(facts, "social_insurance", lambda each: (
        each.values["insurance_kind"] == "EMPLOYEE" and each.values["insurance_status"] == "PAYING"
    ))  # fmt: skip
    return {*insured, *owners(facts, "housing_fund", lambda each: each.values["fund_status"] == "ACTIVE")}


def pension_on_aid(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["social_insurance"]
        if (each.values["insurance_kind"], each.values["insurance_status"]) == ("EMPLOYEE", "RETIRED")
        and facts.aided(each.who)
    }  # fmt: skip


def dead_but_listed(facts: Facts) -> Found:
    found: Found = set()
    for source in ("dibao", "tekun", "orphan", "temporary_relief"):
        for record in facts.lists.get(source, ()):
            died = facts.died(record.who)
            granted = cast("date | None", record.values.get("granted_on"))
            if died and (granted is None or granted > died):
                found.add(record.who)
    return found


def dead_but_monitored(facts: Facts) -> Found:
    return {
        each.who for rows in facts.standing().values() for each in rows
        if facts.died(each.who) and not each.values.get("left_reason")
    }  # fmt: skip


def dibao_and_tekun(facts: Facts) -> Found:
    return {who for who in facts.people("dibao") if facts.of("tekun", who)}


def dibao_single_meets_tekun(facts: Facts) -> Found:
    sizes = Counter(facts.homes[who.number] for who in facts.people("dibao"))
    return {
        each.who for each in facts.lists["dibao"]
        if sizes[facts.homes[each.who.number]] == 1 and not facts.of("tekun", each.who)
        and (age(each.who) >= 60 or age(each.who) < 16 or facts.certified(each.who, QUALIFYING)
             or cannot_work(facts, each))
    }  # fmt: skip


def cannot_work(facts: Facts, record: Record) -> bool:
    """Say whether dibao's list tells that a person cannot work, or the register where dibao's is silent."""
    told = [record, *facts.of("poverty_register", record.who)]
    return next((each.values["labour"] for each in told if each.values["labour"]), None) == "NONE"


def disabled_without_stable_work(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["poverty_register"]
        if each.values["monitor_class"] in ("LIFTED", "UNSTABLE") and 16 <= age(each.who) < 60
        and (each.values["labour"] == "NONE"
             or (each.values["labour"] == "PARTIAL" and each.values["stable_work"] == "NO"))
        and not facts.aided(each.who)
    }  # fmt: skip


def dropped_still_eligible(facts: Facts) -> Found:
    before = [each.who for each in facts.world.earlier[("dibao", "2026-09")]]
    return {
        who for who in before
        if facts.watched(who) and not facts.aided(who) and not facts.told_dead(who)
    }  # fmt: skip


def expense_below_standard(facts: Facts) -> Found:
    year = LIMITS["expense-below-standard"]["dibao_year_fen"]
    found: Found = set()
    for home, records in facts.standing().items():
        people = {each.who.number: each.who for each in records}
        spent = sum(facts.bills(who) for who in people.values())
        if spent and len(people) * (income(records) - year) < spent and not facts.home_aided(home):
            found.add(home)
    return found


def income_below_line(facts: Facts) -> Found:
    line = LIMITS["income-below-line"]["line_year_fen"]
    return {
        home for home, records in facts.standing().items()
        if income(records) < line and any(each.values["labour"] in ("ABLE", "PARTIAL") for each in records)
    }  # fmt: skip


def medical_selfpay_over_limit(facts: Facts) -> Found:
    limits = LIMITS["medical-selfpay-over-limit"]
    ranks = (("tekun", "tekun_fen"), ("dibao", "dibao_fen"))
    found: Found = set()
    for who in {each.who.number: each.who for each in facts.all_bills}.values():
        kind = next((limit for source, limit in ranks if facts.of(source, who)), "others_fen")
        kind = "monitored_fen" if kind == "others_fen" and facts.watched(who) else kind
        if facts.bills(who) > limits[kind]:
            found.add(who)
    return found


def monitored_without_aid(facts: Facts) -> Found:
    return {
        who
        for who in facts.people("poverty_register")
        if facts.watched(who) and not facts.aided(who, (*AID, *CHILDREN))
    }


def new_heavy_disability(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["disability_certificate"]
        if (given := cast("date | None", each.values["first_issued_on"])) and FIRST <= given <= LAST
        and grade(each) <= 2
        and each.values["certificate_status"] == "VALID"
    }  # fmt: skip


def newly_unemployed(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["employment"]
        if each.values["employment_kind"] == "UNEMPLOYED"
        and FIRST <= cast(date, each.values["registered_on"]) <= LAST
        and (facts.of("dibao", each.who) or facts.of("poverty_register", each.who))
    }  # fmt: skip


def homes_by_account(facts: Facts) -> dict[object, set[Home]]:
    """Return the homes whose money goes to each account, homes of those living in an institution apart."""
    homes: dict[object, set[Home]] = defaultdict(set)
    for source in ("dibao", "tekun", "disability_subsidy", "orphan", "temporary_relief"):
        for each in facts.lists.get(source, ()):
            if each.values.get("account") and each.values.get("support_mode") != "CENTRAL":
                homes[each.values["account"]].add(facts.homes[each.who.number])
    return homes


def one_account_many_households(facts: Facts) -> Found:
    least = LIMITS["one-account-many-households"]["households"]
    return {frozenset(several) for several in homes_by_account(facts).values() if len(several) >= least}


def orphan_over_age(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["orphan"]
        if age(each.who) >= 18 and each.values["in_school"] != "YES" and not at_school(facts, each.who)
    }  # fmt: skip


def parts(facts: Facts) -> Iterable[tuple[str, Record]]:
    """Yield every line of the lists with the part of a list it belongs to."""
    for source in ("dibao", "tekun", "poverty_register", "orphan"):
        yield from ((source, each) for each in facts.lists.get(source, ()))
    for each in facts.lists.get("disability_subsidy", ()):
        yield from ((kind, each) for kind in ("living_fen", "nursing_fen") if each.values[kind])


def doubles(facts: Facts) -> tuple[Found, Found, Found]:
    """Return who stands twice on a list, in two households of one, in two townships of all."""
    towns: dict[Someone, set[str]] = defaultdict(set)
    homes: dict[tuple[str, Someone], set[object]] = defaultdict(set)
    times: Counter[tuple[str, Someone]] = Counter()
    for part, each in parts(facts):
        towns[each.who].add(each.place.town_code)
        homes[(part, each.who)].add(each.values.get("household_number"))
        times[(part, each.who)] += 1
    in_towns: Found = {who for who, several in towns.items() if len(several) > 1}
    in_homes: Found = {who for (_, who), several in homes.items() if len(several) > 1}
    twice: Found = {who for (_, who), count in times.items() if count > 1}
    return twice - in_towns - in_homes, in_homes - in_towns, in_towns


def strained_household(facts: Facts) -> Found:
    limits = LIMITS["strained-household"]
    before: dict[str, int] = {
        each.who.number: cast(int, each.values["annual_income_fen"])
        for each in facts.world.earlier.get(("poverty_register", "2025-12"), ())
    }
    found: Found = set()
    for home, records in facts.standing().items():
        people = {each.who.number: each.who for each in records}
        now, last = income(records), max((before.get(number, 0) for number in people), default=0)
        spent = sum(facts.bills(who) for who in people.values())
        dear = spent * 100 > limits["expense_percent"] * len(people) * (last or now)
        fallen = last > now and (last - now) * 100 // last >= limits["drop_percent"]
        if dear or fallen:
            found.add(home)
    return found


def subsidised(facts: Facts, *kinds: str) -> dict[str, Someone]:
    """Return who gets one of these subsidies."""
    return {
        each.who.number: each.who for each in facts.lists["disability_subsidy"]
        if any(each.values[kind] for kind in kinds or ("living_fen", "nursing_fen"))
    }  # fmt: skip


def subsidy_below_standard(facts: Facts) -> Found:
    limits = LIMITS["subsidy-below-standard"]
    nursing = {1: limits["nursing_first_fen"], 2: limits["nursing_second_fen"]}
    return {
        each.who for each in facts.lists["disability_subsidy"]
        if 0 < cast(int, each.values["living_fen"] or 0) < limits["living_fen"]
        or 0 < cast(int, each.values["nursing_fen"] or 0) < nursing.get(grade(each), 0)
    }  # fmt: skip


def subsidy_level_mismatch(facts: Facts) -> Found:
    found: Found = set()
    for each in facts.lists["disability_subsidy"]:
        held = [row for row in facts.of("disability_certificate", each.who) if holds(row)]
        kinds = {(row.values["disability_kind"], row.values["disability_level"]) for row in held}
        if kinds and (each.values["disability_kind"], each.values["disability_level"]) not in kinds:
            found.add(each.who)
    return found


ORACLES: Mapping[str, Callable[[Facts], Found]] = {
    "aid-without-register": aid_without_register,
    "between-two-lines": between_two_lines,
    "category-age-mismatch": category_age_mismatch,
    "certificate-without-subsidy": certificate_without_subsidy,
    "company-in-household": company_in_household,
    "dead-but-listed": dead_but_listed,
    "dead-but-monitored": dead_but_monitored,
    "dibao-and-tekun": dibao_and_tekun,
    "dibao-single-meets-tekun": dibao_single_meets_tekun,
    "disabled-without-stable-work": disabled_without_stable_work,
    "dropped-still-eligible": dropped_still_eligible,
    "expense-below-standard": expense_below_standard,
    "income-below-line": income_below_line,
    "medical-selfpay-over-limit": medical_selfpay_over_limit,
    "monitored-without-aid": monitored_without_aid,
    "new-heavy-disability": new_heavy_disability,
    "newly-unemployed": newly_unemployed,
    "one-account-many-households": one_account_many_households,
    "orphan-over-age": orphan_over_age,
    "pension-on-aid": pension_on_aid,
    "same-person-twice": lambda facts: doubles(facts)[0],
    "same-person-two-households": lambda facts: doubles(facts)[1],
    "same-person-two-townships": lambda facts: doubles(facts)[2],
    "second-house": second_house,
    "strained-household": strained_household,
    "subsidy-and-cremation": lambda facts: {
        who for who in subsidised(facts).values() if facts.died(who)
    },
    "subsidy-and-orphan": lambda facts: {
        who for who in subsidised(facts, "living_fen").values() if facts.of("orphan", who)
    },
    "subsidy-and-tekun": lambda facts: {who for who in subsidised(facts).values() if facts.of("tekun", who)},
    "subsidy-below-standard": subsidy_below_standard,
    "subsidy-certificate-expired-or-cancelled": lambda facts: {
        who for who in subsidised(facts).values()
        if facts.of("disability_certificate", who) and not facts.certified(who)
    },
    "subsidy-level-mismatch": subsidy_level_mismatch,
    "subsidy-without-certificate": lambda facts: {
        who for who in subsidised(facts).values() if not facts.of("disability_certificate", who)
    },
    "subsidy-without-dibao": lambda facts: {
        who for who in subsidised(facts, "living_fen").values() if not facts.aided(who, (*AID, *CHILDREN))
    },
    "vehicle-in-household": vehicle_in_household,
    "wages-in-household": wages_in_household,
}  # fmt: skip
