"""Gives a new ledger entry its owner and its due date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.selectors import posts_covering
from doudi.matching.catalogue import Rule
from doudi.monitoring.services.due_dates import Due, due_after

LEVELS: Mapping[str, tuple[Role, ...]] = {
    "VILLAGE": (Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_OFFICER),
    "TOWNSHIP": (Role.TOWNSHIP_OFFICER,),
    "COUNTY": (Role.COUNTY_OFFICER,),
}
"""Who handles a rule's findings at each level; a village without an assistant falls to its township.

Nobody stands in for a township that has no officer: its findings stay without an owner and keep the month
open until someone is named.
"""


class Handling:
    """Owners and due dates for one run: each division and each clock is looked up once."""

    def __init__(self, region: str, catalogue: Mapping[str, Rule], *, on: date) -> None:
        self._region = region
        self._rules = catalogue
        self.on = on
        self._owners: dict[tuple[str, str], Post | None] = {}
        self._due: dict[tuple[int, str], Due] = {}

    def of(self, rule_id: str, division: str) -> tuple[Post | None, Due, str]:
        """Return who handles a rule's finding in a division, until when, and how urgent it is."""
        rule = self._rules[rule_id]
        return self._owner(rule.handled_by, division), self._due_on(rule), rule.severity

    def _owner(self, level: str, division: str) -> Post | None:
        key = (level, division)
        if key not in self._owners:
            self._owners[key] = self._find_owner(level, division)
        return self._owners[key]

    def _find_owner(self, level: str, division: str) -> Post | None:
        for role in LEVELS[level]:
            posts = posts_covering(division, role, on=self.on)
            if posts:
                return posts[0]
        return None

    def _due_on(self, rule: Rule) -> Due:
        clock = (rule.within.days, rule.within.unit)
        if clock not in self._due:
            days, unit = clock
            self._due[clock] = (
                due_after(self.on, days) if unit == "working" else Due(self.on + timedelta(days=days))
            )
        return self._due[clock]
