"""The value of a parameter for a region and a day, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.policy.values import Value


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value of a key for a region and a day: which region set it, from when, on what document."""

    key: str
    value: Value
    region: str
    begins: date
    ends: date | None
    document: str
    article: str
    verified: bool
    note: str
    written: Mapping[str, Any]


class Parameters(Mapping[str, Chosen]):
    """What holds for one region on one day; a key nobody set is not there."""

    def __init__(self, region: str, on: date, chosen: Mapping[str, Chosen]) -> None:
        self.region = region
        self.on = on
        self._chosen = dict(chosen)

    def __getitem__(self, key: str) -> Chosen:
        return self._chosen[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._chosen)

    def __len__(self) -> int:
        return len(self._chosen)
