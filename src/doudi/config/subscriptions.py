"""The one table of reactions: what happens above when something happens below."""

from collections.abc import Callable, Mapping
from typing import Any

REACTIONS: Mapping[type, tuple[Callable[[Any], None], ...]] = {}
