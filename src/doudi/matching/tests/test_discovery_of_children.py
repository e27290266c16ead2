"""Children without parents, guardians or aid, and families with several students."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from doudi.matching.tests.county import County, Row

LIFTED: Row = {"monitor_class": "LIFTED"}
DIED: Row = {"died_on": date(2026, 8, 1)}
EARLIER = "2026-05"


def children(county: County, names: Iterable[str], home: int, age: int) -> None:
    """Let the registry know several people of one age and household."""
    for name in names:
        county.person(name, age=age, home=home)


def guarded(county: County, child: str, guardian: str, **columns: Any) -> None:
    """Put a child on the list with someone known to the registry as its guardian."""
    known = county.people[guardian]
    high, low = known["token_high"], known["token_low"]
    county.listed("orphan", child, guardian_number_high=high, guardian_number_low=low, **columns)


def couple(county: County, home: int, *names: str, age: int = 10) -> tuple[str, str]:
    """Let the register have had a head, a spouse and their children in a household this year."""
    head, spouse = f"head {home}", f"spouse {home}"
    county.all_people([head, spouse], home=home)
    county.row("poverty_register", head, period=EARLIER, relation="HEAD")
    county.row("poverty_register", spouse, period=EARLIER, relation="SPOUSE")
    children(county, names, home, age)
    county.all_rows("poverty_register", names, EARLIER, relation="SON")
    return head, spouse


def certificate(county: County, name: str, kind: int, level: int, **changes: Any) -> None:
    """Give someone a standing certificate."""
    columns = {"disability_kind": kind, "disability_level": level, "certificate_status": "VALID", **changes}
    county.row("disability_certificate", name, **columns)


def test_a_child_of_whom_both_parents_are_dead_is_found(county: County) -> None:
    county.all_rows("cremation", couple(county, 1, "orphan", age=17), **DIED)
    county.all_rows("cremation", couple(county, 2, "listed orphan"), **DIED)
    county.listed("orphan", "listed orphan", child_kind="ORPHAN")
    county.all_rows("cremation", couple(county, 3, "unattended"), **DIED)
    county.listed("orphan", "unattended", child_kind="UNATTENDED")
    county.row("cremation", couple(county, 4, "half orphan")[0], **DIED)
    county.all_rows("cremation", couple(county, 5, "grown up", age=18), **DIED)
    county.all_rows("cremation", [*couple(county, 6, "dead too"), "dead too"], **DIED)
    county.all_rows("cremation", couple(county, 7, "later"), died_on=date(2026, 11, 1))
    county.person("head 8", home=8)
    county.person("only the father known", age=10, home=8)
    county.row("dibao", "head 8", period=EARLIER, relation="HEAD")
    county.row("dibao", "only the father known", period=EARLIER, relation="DAUGHTER")
    county.row("cremation", "head 8", **DIED)
    county.person("grandchild", age=10, home=1)
    county.row("poverty_register", "grandchild", period=EARLIER, relation="GRANDCHILD")

    assert county.found("orphaned-child") == {"orphan": {"age": 17}}


def test_dibao_names_parents_as_well_as_the_register(county: County) -> None:
    county.all_people(["father", "mother"], home=1)
    county.person("daughter", age=3, home=1)
    county.row("dibao", "father", period=EARLIER, relation="HEAD")
    county.row("dibao", "mother", period=EARLIER, relation="SPOUSE")
    county.row("dibao", "daughter", period=EARLIER, relation="DAUGHTER")
    county.all_rows("cremation", ["father", "mother"], **DIED)

    assert county.found("orphaned-child") == {"daughter": {"age": 3}}


def test_a_child_of_a_dead_and_a_heavily_disabled_parent_is_found(county: County) -> None:
    head, spouse = couple(county, 1, "one of each")
    county.row("cremation", head, **DIED)
    certificate(county, spouse, 4, 2)
    head, spouse = couple(county, 2, "both heavy")
    certificate(county, head, 1, 1)
    certificate(county, spouse, 6, 4)
    head, spouse = couple(county, 3, "light")
    county.row("cremation", head, **DIED)
    certificate(county, spouse, 4, 3)
    head, spouse = couple(county, 4, "one able")
    certificate(county, head, 4, 1)
    county.all_rows("cremation", couple(county, 5, "both dead"), **DIED)
    head, spouse = couple(county, 6, "dead and heavy the same")
    county.row("cremation", head, **DIED)
    certificate(county, head, 4, 1)
    head, spouse = couple(county, 7, "listed")
    certificate(county, head, 4, 1)
    certificate(county, spouse, 4, 1)
    county.listed("orphan", "listed", child_kind="UNATTENDED")
    head, spouse = couple(county, 8, "expired")
    certificate(county, head, 4, 1)
    certificate(county, spouse, 4, 1, expires_on=date(2026, 9, 30))
    head, spouse = couple(county, 9, "grown up", age=18)
    certificate(county, head, 4, 1)
    certificate(county, spouse, 4, 1)

    assert county.found("unattended-child") == {
        "one of each": {"age": 10, "gone": 1, "heavy": 1},
        "both heavy": {"age": 10, "gone": 0, "heavy": 2},
    }


def test_a_disabled_child_whom_no_list_of_aid_names_is_found(county: County) -> None:
    for_children = ["seventeen", "on dibao", "nursed", "orphan", "removed", "dead"]
    children(county, for_children, 1, 17)
    county.all_listed("poverty_register", ["seventeen", "on dibao", "nursed", "orphan", "dead"], **LIFTED)
    county.listed("poverty_register", "removed", **LIFTED, removed_on=date(2026, 10, 31))
    county.person("grown up", age=18)
    county.listed("poverty_register", "grown up", **LIFTED)
    children(county, ["not registered"], 2, 10)
    for_all: Row = {"disability_kind": 6, "disability_level": 4, "certificate_status": "VALID"}
    county.all_rows("disability_certificate", [*for_children, "grown up", "not registered"], **for_all)
    county.listed("dibao", "on dibao")
    county.listed("disability_subsidy", "nursed", nursing_fen=1)
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    county.row("cremation", "dead", **DIED)
    children(county, ["sound"], 3, 10)
    county.listed("poverty_register", "sound", **LIFTED)

    assert county.found("disabled-child-without-aid") == {
        "seventeen": {"age": 17, "disability_kind": 6, "disability_level": 4}
    }


def test_two_students_beyond_compulsory_school_are_found(county: County) -> None:
    at_college: Row = {"student_status": "ENROLLED", "stage": "COLLEGE"}
    county.all_people(["a1", "a2", "a3"], home=1)
    county.listed("poverty_register", "a3", **LIFTED)
    county.row("student", "a1", **at_college)
    county.row("student", "a2", **{**at_college, "stage": "SENIOR"})
    county.all_people(["b1", "b2"], home=2)
    county.listed("poverty_register", "b1", **LIFTED)
    county.row("student", "b1", **at_college)
    county.row("student", "b1", **{**at_college, "stage": "VOCATIONAL"})
    county.row("student", "b2", **{**at_college, "stage": "JUNIOR"})
    county.all_people(["c1", "c2"], home=3)
    county.listed("poverty_register", "c1", **LIFTED)
    county.row("student", "c1", **at_college)
    county.row("student", "c2", **{**at_college, "student_status": "LEFT"})
    county.all_people(["d1", "d2"], home=4)
    county.listed("poverty_register", "d1", **LIFTED)
    county.listed("dibao", "d2")
    county.all_rows("student", ["d1", "d2"], **at_college)
    county.all_people(["e1", "e2"], home=5)
    county.all_rows("student", ["e1", "e2"], **at_college)
    county.all_people(["f1", "f2"], home=6)
    county.listed("poverty_register", "f1", **LIFTED, removed_on=date(2026, 10, 1))
    county.all_rows("student", ["f1", "f2"], **at_college)

    assert county.found("several-students") == {"household 1": {"students": 2}}


def test_minors_who_live_alone_are_found(county: County) -> None:
    children(county, ["a1", "a2"], 1, 17)
    county.listed("dibao", "a1")
    children(county, ["b1"], 2, 10)
    county.person("grandmother", age=80, home=2)
    county.listed("dibao", "b1")
    children(county, ["c1"], 3, 10)
    county.person("father", age=40, home=3)
    county.row("cremation", "father", **DIED)
    county.listed("poverty_register", "c1", **LIFTED)
    children(county, ["d1", "d2"], 4, 10)
    county.listed("dibao", "d1")
    county.listed("orphan", "d2", child_kind="ORPHAN")
    children(county, ["e1"], 5, 10)
    county.person("unknown", home=5)
    county.people["unknown"]["born_on"] = None
    county.listed("dibao", "e1")
    children(county, ["not listed"], 6, 10)
    children(county, ["f1"], 7, 18)
    county.listed("dibao", "f1")
    county.listed("dibao", "no home")

    assert county.found("minors-alone") == {"household 1": {"minors": 2}, "household 3": {"minors": 1}}


def test_a_child_whose_guardian_died_is_found(county: County) -> None:
    names = ["dead", "alive", "dies later", "taken back", "moved"]
    county.all_people(names)
    county.row("cremation", "dead", **DIED)
    county.row("cremation", "dies later", died_on=date(2026, 11, 1))
    county.row("cremation", "taken back", **DIED, record_status="WITHDRAWN")
    county.row("cremation", "moved", **DIED, record_kind="MOVED")
    guarded(county, "child of the dead", "dead", child_kind="ORPHAN")
    guarded(county, "unattended", "dead", child_kind="UNATTENDED")
    guarded(county, "child of the living", "alive", child_kind="ORPHAN")
    guarded(county, "child of dies later", "dies later", child_kind="ORPHAN")
    guarded(county, "child of taken back", "taken back", child_kind="ORPHAN")
    guarded(county, "child of moved", "moved", child_kind="ORPHAN")
    county.listed("orphan", "no guardian named", child_kind="ORPHAN")
    county.row("cremation", None, **DIED)

    assert county.found("guardian-died") == {
        "child of the dead": {"programme": "ORPHAN", "died_on": "2026-08-01"},
        "unattended": {"programme": "UNATTENDED_CHILD", "died_on": "2026-08-01"},
    }
