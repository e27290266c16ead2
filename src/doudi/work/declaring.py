"""What a module says about the things its tasks are about; each declares its own in `tasks.TASK_SUBJECTS`.

A task knows a kind of thing and a key. How the thing is called, what may be answered and what an answer does
is the module's own; work asks here and never looks upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from doudi.accounts.models import User
from doudi.common.declared import declared
from doudi.common.kit import Text


@dataclass(frozen=True, slots=True)
class Words:
    """How one subject and its household are called, and where it is looked at."""

    name: str
    address: str
    note: str = ""
    home: str = ""
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TaskSubject:
    """A kind of thing that tasks are about.

    `answers` gives the results that may be written for many of one ground at once; `answer` and `take_back`
    act on one subject by its key and refuse aloud; `writes` is the permission they take.
    """

    words: Callable[[Collection[str]], Mapping[str, Words]]
    ground: Callable[[str], str]
    answers: Callable[[str], Sequence[tuple[str, Text]]]
    answer: Callable[[str, str, str, User, datetime], None]
    take_back: Callable[[str, User, datetime], None]
    writes: str


def subjects() -> Mapping[str, TaskSubject]:
    """Return the kinds of things that modules declared, by code."""
    return declared("tasks", "TASK_SUBJECTS")
