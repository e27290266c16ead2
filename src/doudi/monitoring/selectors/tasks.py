"""Puts what the tasks of the ledger are about into words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from doudi.common import clock
from doudi.common.kit import Text
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.states import Outcome, Severity
from doudi.regions.selectors import division_names
from doudi.registry.models import Household
from doudi.work.declaring import Words


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the entries of these keys are called, and their pages."""
    entries = LedgerEntry.objects.filter(pk__in=keys).defer("reason")
    entries = entries.select_related("person", "household__head", "task__owner__user")
    homes = _homes(entries)
    return {
        str(line.pk): Words(
            name=line.name,
            address=reverse("monitoring:entry", args=(line.pk,)),
            note=line.sentence,
            home=homes.get(line.pk, ""),
            badge=line.severity_label,
            tone={Severity.RED: "bad", Severity.ORANGE: "warm"}.get(Severity(line.severity), "wait"),
        )
        for line in entry_lines(entries, on=clock.today())
    }


def review_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the months that wait for a review are called, by county and month, and their page."""
    names, pairs = division_names(key[:6] for key in keys), {key: key.split(":") for key in keys}
    page = reverse("monitoring:month")
    return {
        key: Words(f"{names.get(code, code)} {period}", page, note="提交月结等复核", way="看月结，复核或退回")
        for key, (code, period) in pairs.items()
    }


def _homes(entries: QuerySet[LedgerEntry]) -> Mapping[int, str]:
    """Return what the household of each entry's task is called: by its head."""
    of = dict(entries.values_list("pk", "task__household"))
    heads = dict(Household.objects.filter(pk__in=set(of.values())).values_list("pk", "head__name"))
    return {entry: f"{heads[home]} 户" for entry, home in of.items() if home and heads.get(home)}


def ground_title(rule: str) -> str:
    """Return what the rule that found an entry is called."""
    return next((each.title for each in rules() if each.id == rule), rule)


def answers_of(rule: str) -> Sequence[tuple[str, Text]]:
    """Return the conclusions many entries of a rule may have at once; watching takes a day for each."""
    offered = next((each.outcomes for each in rules() if each.id == rule), ())
    return [(code, Outcome(code).label) for code in offered if code != Outcome.WATCH]
