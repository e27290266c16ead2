"""Says whose a finding is, on which clock and how urgent, and opens a task for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from doudi.accounts.models import Post
from doudi.common.rows import save_rows
from doudi.kernel.counting import Unit
from doudi.matching.catalogue import Rule
from doudi.monitoring.models import LedgerEntry
from doudi.registry.selectors.homes import homes_of
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, open_tasks

CHECK = "ledger_check"
ENTRY = "ledger_entry"
UNITS: Mapping[str, Unit] = {"working": Unit.WORKING_DAYS, "natural": Unit.DAYS}


class Handling:
    """Owners, clocks and grades for one run: each division is looked up once."""

    def __init__(self, catalogue: Mapping[str, Rule], *, on: date) -> None:
        self._rules = catalogue
        self._owners = Owners(on)
        self.on = on

    def owner(self, rule_id: str, division: str) -> Post | None:
        """Return who handles a rule's finding in a division."""
        return self._owners.of(self._rules[rule_id].handled_by, division)

    def severity(self, rule_id: str) -> str:
        """Return how urgent a rule's findings are."""
        return self._rules[rule_id].severity

    def is_there(self, post: Post | None) -> bool:
        """Say whether somebody holds a post today and is there."""
        return self._owners.is_there(post)

    def task(self, entry: LedgerEntry, homes: Mapping[int, int]) -> NewTask:
        """Return what is to be done about an entry, from today."""
        rule = self._rules[entry.rule]
        return NewTask(
            kind=CHECK,
            ground=entry.rule,
            subject_kind=ENTRY,
            subject_id=str(entry.pk),
            household=entry.household_id or homes.get(entry.person_id or 0),
            division=entry.division,
            level=rule.handled_by,
            owner=self.owner(entry.rule, entry.division),
            clock=Clock(self.on, rule.within.days, UNITS[rule.within.unit]),
        )


def open_checks(entries: Sequence[LedgerEntry], handling: Handling, act: Act) -> None:
    """Open a task for each of these saved entries, in the transaction of the comparison that found them."""
    homes = homes_of(entry.person for entry in entries if entry.person)
    wanted = [handling.task(entry, homes) for entry in entries]
    for entry, task in zip(entries, open_tasks(wanted, act), strict=True):
        entry.task = task
    save_rows(entries, ["task"], recorded_as="monitoring.month_compared")
