"""Who decides, against a table worked out by hand, and what is refused rather than guessed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from doudi.policy.procedures.deciders import AmountNeeded, Decider, DeciderUnknown, decider_of
from doudi.policy.procedures.listing import decider_rows
from doudi.policy.tests.procedures import real_book, real_procedures

BY_HAND = Path(__file__).with_name("deciders_by_hand.tsv")


def by_hand() -> list[dict[str, str]]:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def asked(programme: str, region: str, on: date, matter: str, fen: int | None = None) -> Decider:
    return decider_of(
        real_procedures(), real_book(), programme=programme, region=region, on=on, matter=matter, fen=fen
    )


def answer(line: dict[str, str]) -> Decider:
    fen = int(line["fen"]) if line["fen"] else None
    return asked(line["programme"], line["region"], date.fromisoformat(line["on"]), line["matter"], fen)


@pytest.mark.parametrize("line", by_hand(), ids=lambda one: "-".join(list(one.values())[:5]))
def test_who_decides_is_who_the_documents_name(line: dict[str, str]) -> None:
    found = answer(line)

    assert found.office == line["office"]
    assert found.citation.verified == (line["verified"] == "yes")
    assert found.label == real_procedures().vocabulary.offices[line["office"]]


def test_every_numbered_decider_has_a_line_worked_out_by_hand() -> None:
    asked_for = {answer(line).rule for line in by_hand()}

    left = {row.rule.name for row in decider_rows(real_procedures())} - asked_for
    # the multiple of a standard is tried below: no sample county has both
    assert left <= {"relief_town_multiple", "rigid_elsewhere"}


def test_who_decides_by_amount_is_not_guessed_without_one() -> None:
    with pytest.raises(AmountNeeded):
        asked("TEMPORARY_RELIEF", "350505", date(2020, 6, 1), "CONFIRM")


def test_a_limit_in_standards_is_not_guessed_without_the_standard() -> None:
    with pytest.raises(DeciderUnknown, match="城市低保标准"):
        asked("TEMPORARY_RELIEF", "431227", date(2022, 6, 1), "CONFIRM", 100000)


def test_a_county_whose_document_is_older_than_the_rule_is_told_to_settle_it() -> None:
    found = asked("RIGID_EXPENSE", "533103", date(2026, 3, 1), "CONFIRM")

    assert (found.office, found.rule) == ("RURAL_REVITALISATION", "rigid_elsewhere")
    assert not found.citation.verified
    assert "请核定" in found.citation.note


def test_a_matter_nobody_decides_is_said() -> None:
    with pytest.raises(DeciderUnknown, match="没有规定"):
        asked("ORPHAN", "61", date(2026, 3, 1), "GRACE")
