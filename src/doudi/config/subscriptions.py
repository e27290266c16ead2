"""The one table of reactions: what happens above when something happens below."""

from collections.abc import Callable, Mapping
from typing import Any

from doudi.exchange.subscribers import keep_divisions_of_files
from doudi.regions.events import DivisionsTakenBack
from doudi.registry.events import ElderDied, ElderRecognised
from doudi.registry.subscribers import keep_divisions_of_people
from doudi.rulebook.subscribers import end_elders_standing, hold_elders_standing

REACTIONS: Mapping[type, tuple[Callable[[Any], None], ...]] = {
    DivisionsTakenBack: (keep_divisions_of_people, keep_divisions_of_files),
    ElderRecognised: (hold_elders_standing,),
    ElderDied: (end_elders_standing,),
}
