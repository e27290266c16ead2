"""The one table of reactions: what happens above when something happens below."""

from collections.abc import Callable, Mapping
from typing import Any

from doudi.exchange.subscribers import keep_divisions_of_files
from doudi.regions.events import DivisionsTakenBack
from doudi.registry.subscribers import keep_divisions_of_people

REACTIONS: Mapping[type, tuple[Callable[[Any], None], ...]] = {
    DivisionsTakenBack: (keep_divisions_of_people, keep_divisions_of_files),
}
