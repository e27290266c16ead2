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
from doudi.common.problems import Refusal
from doudi.work.catalogue import kinds


@dataclass(frozen=True, slots=True)
class Words:
    """How one subject and its household are called, where it is looked at, and what leads there."""

    name: str
    address: str
    note: str = ""
    home: str = ""
    badge: str = ""
    tone: str = ""
    way: str = "看记录和全部经过"


def _kind_title(ground: str) -> str:
    """Return the title of a kind whose tasks have no ground but themselves."""
    found = kinds().get(ground)
    return found.title if found else ground


class DoneElsewhere(Refusal):
    """A thing is done, and undone, on its own page only."""

    def __init__(self) -> None:
        super().__init__("这一件要在它自己的页面上办，在待办里不能直接填结果或撤回。请点开后办理。")


def _no_answers(_ground: str) -> Sequence[tuple[str, Text]]:
    return ()


def _answer_elsewhere(_key: str, _result: str, _reason: str, _by: User, _at: datetime) -> None:
    raise DoneElsewhere


def _keep(_key: str, _by: User, _at: datetime) -> None:
    raise DoneElsewhere


@dataclass(frozen=True, slots=True)
class TaskSubject:
    """A kind of thing that tasks are about.

    `answers` gives the results that may be written for many of one ground at once; `answer` and `take_back`
    act on one subject by its key and refuse aloud; `writes` is the permission they take. Without answers it
    is done on its own page, where what is decided on can be seen.
    """

    words: Callable[[Collection[str]], Mapping[str, Words]]
    ground: Callable[[str], str] = _kind_title
    answers: Callable[[str], Sequence[tuple[str, Text]]] = _no_answers
    answer: Callable[[str, str, str, User, datetime], None] = _answer_elsewhere
    take_back: Callable[[str, User, datetime], None] = _keep
    writes: str = ""

    @property
    def may_be_taken_back(self) -> bool:
        """Say whether a result can be undone at all."""
        return self.take_back is not _keep


def subjects() -> Mapping[str, TaskSubject]:
    """Return the kinds of things that modules declared, by code."""
    return declared("tasks", "TASK_SUBJECTS")
