"""Says which jobs there are: each module declares its own, the assembly collects them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from doudi.common.kit import Text
from doudi.jobs.rules.cadence import Cadence

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job somebody can ask for; `run` names its function, which may return a sentence."""

    code: str
    title: Text
    run: str
    attempts: int = ATTEMPTS


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that falls due by itself, in each county or once for all.

    `run` names a function that takes the county, "" for all, and returns a sentence on what came of it; run
    twice on a day it must do nothing twice. Of periods nobody was there for, the newest is run and speaks for
    those before it.
    """

    code: str
    title: Text
    run: str
    cadence: Cadence
    is_by_county: bool = True
    attempts: int = ATTEMPTS


@cache
def kinds() -> Mapping[str, JobKind]:
    """Return the kinds of jobs by code."""
    return {kind.code: kind for kind in import_string(settings.JOB_KINDS)}


@cache
def schedules() -> Mapping[str, Schedule]:
    """Return the schedules by code."""
    return {schedule.code: schedule for schedule in import_string(settings.SCHEDULES)}


def title_of(code: str) -> Text:
    """Return what a job is called; one no longer declared is called by nothing but “其他任务”."""
    known = kinds().get(code) or schedules().get(code)
    return known.title if known else "其他任务"
