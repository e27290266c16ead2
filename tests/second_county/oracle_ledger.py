"""Says whom the lists of aid, the ledger and the visits at home do not tell alike."""

from __future__ import annotations

from collections import defaultdict

from tests.second_county.oracle import Facts, Found
from tests.second_county.people import Someone


def three_way_agreement(facts: Facts) -> Found:
    """Return people of the township that keeps a ledger who are not alike on the three.

    Whoever stands on a list of aid of another township has no line in this ledger and is not judged by it.
    """
    told: dict[tuple[Someone, str], dict[str, bool | None]] = defaultdict(dict)
    towns = {each.place.town_code for each in facts.lists["work_ledger"]}
    for source in ("dibao", "tekun"):
        for each in facts.lists[source]:
            if each.place.town_code in towns:
                told[(each.who, source.upper())]["system"] = True
    for each in facts.lists["work_ledger"]:
        is_there = each.values["ledger_state"] != "CLOSED"
        told[(each.who, str(each.values["ledger_kind"]))]["ledger"] = is_there
    for each in facts.lists["field_check"]:
        result = each.values["check_result"]
        told[(each.who, str(each.values["checked_kind"]))]["field"] = result == "PRESENT" if result else None
    return {who for (who, _), sides in told.items() if differ(sides)}


def differ(sides: dict[str, bool | None]) -> bool:
    """Say whether the sides differ; a list without a line says no, a visit without a result nothing."""
    said = {sides.get("system", False), sides.get("ledger", False)}
    seen = sides.get("field", False)
    return len(said if seen is None else {*said, seen}) > 1
