"""Answers which changes there are, how they compare with what holds, and what their file would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.policy.book import Book, parent
from doudi.policy.saying import show_value
from doudi.policy.values import parse_value
from doudi.rulebook.catalogue import book, written_of
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.selectors.places import region_title
from doudi.rulebook.states import ProposalStatus

NEIGHBOURS_SHOWN = 6


def proposals_within(scope: Scope) -> QuerySet[Proposal]:
    """Return the proposals of the regions a scope covers; those above show once they hold."""
    above = Q(pk__in=())
    for prefix in scope.prefixes:
        above |= Q(region__in=[prefix[:length] for length in (2, 4) if length < len(prefix)])
    decided = above & Q(status=ProposalStatus.APPROVED)
    return (
        Proposal.objects.filter(scope.q("region") | decided)
        .select_related("proposed_by", "decided_by")
        .prefetch_related("values")
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A proposed value beside what holds now, above, and around."""

    value: ProposedValue
    label: str
    topic: str
    shown: str
    now: str
    now_source: str
    above: str
    above_name: str
    neighbours: tuple[tuple[str, str], ...]


def compared(proposal: Proposal) -> list[Compared]:
    """Return each value of a proposal beside what it would replace, the level above, and neighbours."""
    known = book()
    return [_compared(value, known) for value in proposal.values.all() if value.key in known.definitions]


def _compared(value: ProposedValue, known: Book) -> Compared:
    definition = known.definitions[value.key]
    now = known.parameters(value.region, value.begins).get(value.key)
    upper = parent(value.region)
    above = known.parameters(upper, value.begins).get(value.key)
    return Compared(
        value=value,
        label=definition.label,
        topic=definition.topic_title,
        shown=show_value(definition, parse_value(definition, value.written, value.unit)),
        now=show_value(definition, now.value) if now else "",
        now_source=f"{region_title(now.region)}，{now.document or '未写文件'}{now.article}" if now else "",
        above=show_value(definition, above.value) if above else "",
        above_name=region_title(upper),
        neighbours=tuple(_neighbours(value.region, value.key, value.begins, known)),
    )


def _neighbours(region: str, key: str, on: date, known: Book) -> Iterator[tuple[str, str]]:
    """Yield other regions of the same level that set the value themselves, nearest code first."""
    others = [code for code in known.regions() if len(code) == len(region) and code != region]
    near = sorted(others, key=lambda code: (code[:4] != region[:4], code[:2] != region[:2], code))
    found = 0
    for code in near:
        chosen = known.parameters(code, on).get(key)
        if chosen is None or chosen.region != code or found == NEIGHBOURS_SHOWN:
            continue
        found += 1
        yield region_title(code), show_value(known.definitions[key], chosen.value)


def yaml_of(proposal: Proposal) -> str:
    """Return a proposal as the values file it would be, ready to be laid into the policy folder.

    A file belongs to one topic; a proposal that touches several comes as one document each.
    """
    topics: dict[str, list[ProposedValue]] = {}
    for value in proposal.values.all():
        topics.setdefault(value.key.partition(".")[0], []).append(value)
    return "---\n".join(
        f"# parameters/regions/{proposal.region}/{topic}.yaml\n{_file(proposal.region, values)}"
        for topic, values in sorted(topics.items())
    )


def _file(region: str, values: list[ProposedValue]) -> str:
    said: dict[str, list[Mapping[str, Any]]] = {}
    for value in values:
        days = {"from": value.begins} | ({"to": value.ends} if value.ends else {})
        said.setdefault(value.key, []).append(days | dict(written_of(value)))
    content = {"region": region, "name": region_title(region), "values": said}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
