"""Takes an engine's findings into the ledger: one entry a rule and subject, one finding a month."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow.parquet as pq

from doudi.common import clock
from doudi.common.keys import ring
from doudi.common.rows import save_rows
from doudi.exchange.selectors import Record, records
from doudi.kernel.identity import born_on, sex_of
from doudi.kernel.sealing import seal_text
from doudi.kernel.tokens import Token
from doudi.matching.catalogue import Rule
from doudi.matching.engine import Result
from doudi.monitoring.catalogue import grading, rules
from doudi.monitoring.models import EntryStanding, Finding, LedgerEntry, MatchRun
from doudi.monitoring.services.clearing import clear_what_is_gone, stand_as_found
from doudi.monitoring.services.handling import Handling, open_checks
from doudi.monitoring.services.holding import held_entries
from doudi.monitoring.states import FOUND_AGAIN_REOPENS, EntryStatus, Outcome, StandingCause
from doudi.registry.models import Person
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.selectors import people_by_token
from doudi.registry.services.people import file_people, take_turn
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_over

CARRIED = (
    "first_period",
    "last_period",
    "status",
    "outcome",
    "cleared_on",
    "struck_off_on",
    "result",
    "division",
    "severity",
)
WHO = ("name", "id_number")
Row = Mapping[str, Any]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did to the ledger; `rules` is what each rule found, or why it was skipped."""

    new: int
    again: int
    cleared: int
    rules: dict[str, dict[str, object]] = field(default_factory=dict)


def take_in(run: MatchRun, result: Result, *, at: datetime) -> Counts:
    """Write a run's findings into the ledger, in the caller's transaction."""
    take_turn()
    rows: list[Row] = pq.read_table(result.findings).to_pylist()
    known = _records_behind(rows)
    people = _people_found(rows, known, region=run.region, at=at)
    handling = Handling({rule.id: rule for rule in rules()}, on=clock.day_of(at))
    entries = {(entry.rule, entry.subject): entry for entry in held_entries(run.region)}
    fresh = _entries(rows, run, entries, people, handling)
    reopened = _find_again(rows, run, entries, fresh, people, handling, at=at)
    LedgerEntry.objects.bulk_create(fresh.values(), batch_size=500)
    open_checks(list(fresh.values()), handling, Act(at))
    entries |= fresh
    _write_findings(rows, run, entries, known)
    found = {entries[_key(row)].pk: entries[_key(row)] for row in rows}
    stand_as_found(run, found, reopened, at=at)
    cleared = clear_what_is_gone(run, set(found), ran=_ran(result), at=at)
    return Counts(new=len(fresh), again=len(found) - len(fresh), cleared=cleared, rules=_tally(result, rows))


def _key(row: Row) -> tuple[str, str]:
    return (row["rule"], _subject(row))


def _subject(row: Row) -> str:
    if row["subject_kind"] == "household":
        return f"household:{row['household_id']}"
    token = f"{row['subject_high'] & (2**64 - 1):016x}{row['subject_low'] & (2**64 - 1):016x}"
    apart = f":{row['subject_person']}" if row["subject_person"] else ""
    return f"{row['subject_kind']}:{token}{apart}"


def _token(row: Row) -> Token:
    return Token(row["subject_high"], row["subject_low"])


def _sides(row: Row) -> Iterable[Place]:
    for side in ("left", "right"):
        if row[f"{side}_batch"]:
            yield (row[f"{side}_batch"], row[f"{side}_row"])


def _records_behind(rows: Sequence[Row]) -> dict[Place, Record]:
    """Open the batch rows behind the findings, one batch at a time."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        for batch, number in _sides(row):
            wanted[batch].add(number)
    return {
        (batch, number): record
        for batch, numbers in sorted(wanted.items())
        for number, record in records(batch, sorted(numbers)).items()
    }


def _people_found(
    rows: Sequence[Row], known: Mapping[Place, Record], *, region: str, at: datetime
) -> dict[str, Person]:
    """Return the person of each subject, filing those only a department's file knows.

    Of a number two people have, the row says when it is the later one's.
    """
    subjects = {_subject(row): row for row in rows if row["subject_kind"] == "person"}
    apart = Person.objects.in_bulk({row["subject_person"] for row in rows if row["subject_person"]})
    by_number = {_token(row): row for row in subjects.values() if not row["subject_person"]}
    people = people_by_token(by_number)
    strangers = [
        _listed(index, token, row, known)
        for index, (token, row) in enumerate(by_number.items())
        if token not in people
    ]
    filed = file_people(strangers, source="comparison", region=region, at=at)
    people |= {line.token: filed.by_row[line.row] for line in strangers}
    return {
        subject: apart[row["subject_person"]] if row["subject_person"] else people[_token(row)]
        for subject, row in subjects.items()
    }


def _listed(index: int, token: Token, row: Row, known: Mapping[Place, Record]) -> ListedPerson:
    record = known[(row["left_batch"], row["left_row"])]
    return ListedPerson(
        row=index,
        programme="",
        token=token,
        sealed_number=seal_text(ring().seal, record.number),
        name=record.name,
        born_on=born_on(record.number),
        sex=sex_of(record.number),
        division=row["division"] or "",
    )


def _entries(
    rows: Sequence[Row],
    run: MatchRun,
    entries: Mapping[tuple[str, str], LedgerEntry],
    people: Mapping[str, Person],
    handling: Handling,
) -> dict[tuple[str, str], LedgerEntry]:
    fresh: dict[tuple[str, str], LedgerEntry] = {}
    for row in rows:
        key = _key(row)
        if key in entries or key in fresh:
            continue
        person = people.get(key[1])
        division = row["division"] or (person.division if person else run.region)
        fresh[key] = LedgerEntry(
            rule=row["rule"],
            subject=key[1],
            region=run.region,
            division=division,
            person=person,
            household_id=row["household_id"],
            severity=handling.severity(row["rule"]),
            first_period=run.period,
            last_period=run.period,
        )
    return fresh


def _find_again(
    rows: Sequence[Row],
    run: MatchRun,
    entries: Mapping[tuple[str, str], LedgerEntry],
    fresh: Mapping[tuple[str, str], LedgerEntry],
    people: Mapping[str, Person],
    handling: Handling,
    *,
    at: datetime,
) -> set[int]:
    """Carry entries found before into this month; return those said to be put right, which open again."""
    reopened: set[int] = set()
    shown = _shown_enrolled(entries[key] for key in {_key(row) for row in rows} - set(fresh))
    touched: dict[int, LedgerEntry] = {}
    moved: list[Task] = []
    for row in rows:
        key = _key(row)
        if key in fresh or entries[key].pk in touched:
            continue
        entry = entries[key]
        later, newest = run.period > entry.last_period, run.period >= entry.last_period
        entry.first_period = min(entry.first_period, run.period)
        entry.last_period = max(entry.last_period, run.period)
        person = people.get(key[1])
        division = row["division"] or (person.division if person else run.region)
        is_gone = entry.pk in shown and run.period >= (shown[entry.pk] or entry.last_period)
        opens = is_gone or _opens_again(entry, later, clock.day_of(at))
        if opens:
            entry.status, entry.outcome, entry.cleared_on = EntryStatus.OPEN, "", None
            entry.struck_off_on, entry.result = None, None
            reopened.add(entry.pk)
        if opens or newest:
            moved += _hand_over(entry, division, handling, anew=opens)
        touched[entry.pk] = entry
    save_rows(touched.values(), CARRIED, recorded_as="monitoring.month_compared")
    open_checks([touched[pk] for pk in sorted(reopened)], handling, Act(at))
    hand_over(moved, Act(at), recorded_as="monitoring.month_compared")
    return reopened


def _shown_enrolled(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """Return the entries a list concluded, with the month of that list; '' where no month waited for it.

    Found in that month or a later one, the list does not show it any more; an earlier month says nothing.
    """
    by_list = {
        entry.pk: ""
        for entry in entries
        if entry.status == EntryStatus.CONCLUDED and entry.concluded_by_id is None
    }
    rows = EntryStanding.objects.filter(entry__in=by_list, cause=StandingCause.ENROLLED).order_by("pk")
    return by_list | dict(rows.values_list("entry_id", "run__period"))


def _hand_over(entry: LedgerEntry, division: str, handling: Handling, *, anew: bool) -> Iterable[Task]:
    """Let an open entry follow its subject to where they live now; yield its task if it changes hands.

    One found anew gets a task, and so a clock, of its own.
    """
    moved, entry.division = division != entry.division, division
    if anew:
        entry.severity = handling.severity(entry.rule)
    elif entry.status == EntryStatus.OPEN and entry.task and (moved or not handling.is_there(entry.owner)):
        entry.task.owner, entry.task.division = handling.owner(entry.rule, division), division
        yield entry.task


def _opens_again(entry: LedgerEntry, later: bool, on: date) -> bool:
    if entry.status == EntryStatus.CLEARED:
        return True
    if entry.status != EntryStatus.CONCLUDED:
        return False
    if not later:
        return False
    if _is_quiet(entry, on):
        return False
    review_passed = entry.next_review_on is not None and entry.next_review_on <= on
    return review_passed or Outcome(entry.outcome) in FOUND_AGAIN_REOPENS


def _is_quiet(entry: LedgerEntry, on: date) -> bool:
    """Say whether the same signal was settled so lately that it is not raised again (抑制期)."""
    days = grading().quiet_days.get(entry.rule, 0)
    return entry.concluded_at is not None and (on - clock.day_of(entry.concluded_at)).days < days


def _write_findings(
    rows: Sequence[Row],
    run: MatchRun,
    entries: Mapping[tuple[str, str], LedgerEntry],
    known: Mapping[Place, Record],
) -> None:
    catalogue = {rule.id: rule for rule in rules()}
    findings = {}
    for row in rows:
        entry = entries[_key(row)]
        findings[entry.pk] = Finding(
            entry=entry,
            period=run.period,
            run=run,
            fingerprint=row["fingerprint"],
            measures=json.loads(row["measures"] or "{}"),
            left_source=row["left_source"],
            right_source=row["right_source"] or "",
            doubt=row["doubt"],
            evidence=json.dumps(_evidence(row, catalogue[row["rule"]], known), ensure_ascii=False),
            withdrawn_by=None,
        )
    Finding.objects.bulk_create(
        findings.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["entry", "period"],
        update_fields=[
            "run",
            "fingerprint",
            "measures",
            "left_source",
            "right_source",
            "doubt",
            "evidence",
            "withdrawn_by",
        ],
    )


def _evidence(row: Row, rule: Rule, known: Mapping[Place, Record]) -> dict[str, object]:
    columns = {"left": rule.evidence.left, "right": rule.evidence.right}
    if row["doubt"]:  # whoever decides it needs both names
        columns = {side: tuple(dict.fromkeys((*WHO, *names))) for side, names in columns.items()}
    sides: dict[str, object] = {}
    for side in ("left", "right"):
        record = known.get((row[f"{side}_batch"], row[f"{side}_row"]))
        if record is not None:
            sides[side] = record.shown(columns[side])
    return sides


def _ran(result: Result) -> frozenset[str]:
    return frozenset(tally.rule for tally in result.rules if not tally.skipped)


def _tally(result: Result, rows: Sequence[Row]) -> dict[str, dict[str, object]]:
    """Count what each rule found for certain and what it found in doubt, apart."""
    certain = Counter(row["rule"] for row in rows if not row["doubt"])
    doubtful = Counter(row["rule"] for row in rows if row["doubt"])
    return {
        tally.rule: {
            "found": certain[tally.rule],
            "doubtful": doubtful[tally.rule],
            "skipped": tally.skipped,
            "empty": tally.empty,
        }
        for tally in result.rules
    }
