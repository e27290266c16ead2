"""Keeps what rows of lists say their people had before: numbers and names."""

from __future__ import annotations

from collections.abc import Sequence

from doudi.common.inserting import insert_rows
from doudi.registry.models import FormerIdentity, ListLine
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.rules.persons import known_name

NAME_LENGTH = 60
SHORTEST_NAME = 2


def keep_former(people: Sequence[ListedPerson], lines: Sequence[ListLine]) -> None:
    """Keep the former numbers and names that rows give; a number that is the row's own says nothing."""
    found: list[FormerIdentity] = []
    for said, line in zip(people, lines, strict=True):
        if said.former is not None and said.former != said.token:
            found.append(FormerIdentity(line=line, token_high=said.former.high, token_low=said.former.low))
        own = known_name(said.name).key
        found.extend(
            FormerIdentity(line=line, name=name.normal[:NAME_LENGTH], name_key=name.key[:NAME_LENGTH])
            for name in map(known_name, dict.fromkeys(said.former_names))
            if len(name.key) >= SHORTEST_NAME and name.key != own
        )
    insert_rows(found)
