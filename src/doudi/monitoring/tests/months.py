"""Three months that tests drive: people, files that stand, an engine that finds exactly what it is told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.matching.batches import BatchFile
from doudi.matching.engine import Result, Tally
from doudi.monitoring.models import MatchRun
from doudi.monitoring.rules.equation import Place
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.states import Outcome
from doudi.registry.models import Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import listed, listing
from tests.county import COUNTY, County, build_county

MONTHS = [Period(2026, month) for month in (9, 10, 11)]
GAP = "monitored-without-aid"
PEOPLE = (1, 2, 3)
OUTCOMES = (Outcome.INELIGIBLE, Outcome.MISTAKEN, Outcome.ENROLLED_DIBAO, Outcome.WATCH)
month = st.sampled_from(MONTHS)
who = st.sampled_from(PEOPLE)


SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_high", pa.int64()),
        ("subject_low", pa.int64()),
        ("subject_person", pa.int64()),
        ("household_id", pa.int64()),
        ("division", pa.string()),
        ("left_source", pa.string()),
        ("left_batch", pa.string()),
        ("left_row", pa.int32()),
        ("right_source", pa.string()),
        ("right_batch", pa.string()),
        ("right_row", pa.int32()),
        ("measures", pa.string()),
        ("doubt", pa.string()),
        ("fingerprint", pa.string()),
    ]
)


class World(RuleBasedStateMachine):
    """Three months of three people nobody helps yet, two townships, an engine that finds what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.setting = override_settings(DOUDI_DATA=self.folder, APP_CLOCK="frozen:2026-11-03T09:00+08:00")
        self.setting.enable()
        self.county: County = build_county()
        people = [
            listed(order, f"陈{order}", programme="POVERTY_REGISTER", category="UNSTABLE") for order in PEOPLE
        ]
        apply_list(listing(people, period=MONTHS[0], source="poverty_register"), by=SYSTEM, at=self.county.at)
        self.persons = dict(zip(PEOPLE, Person.objects.order_by("pk"), strict=True))
        self.files: dict[Period, set[str]] = {MONTHS[0]: {"a"}}
        self.names = iter(f"file-{number}" for number in range(1000))
        self.sealed: dict[Period, Mapping[int, Place]] = {}
        self.seen: dict[Period, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        """Forget everything."""
        self.setting.disable()
        shutil.rmtree(self.folder, ignore_errors=True)
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def now(self) -> datetime:
        """Return the moment of the next act."""
        self.county.at += timedelta(minutes=1)
        return self.county.at

    def published(self, region: str, period: Period) -> Mapping[str, tuple[BatchFile, ...]]:
        """Return what stands published up to a month."""
        names = sorted(name for each, files in self.files.items() if each <= period for name in files)
        return {"dibao": tuple(BatchFile(name, str(period), Path(name)) for name in names)} if names else {}

    def officer(self) -> User:
        """Return the officer of the eastern township."""
        return self.county.people["east"]

    @contextmanager
    def engine(self, found: set[int], place: str) -> Iterator[None]:
        """Let the engine find exactly these, in the files that stand."""
        folder = self.folder / "result"
        folder.mkdir(exist_ok=True)
        rows = [self.finding(order, place) for order in sorted(found)]
        columns = {name: [row[name] for row in rows] for name in SCHEMA.names}
        pq.write_table(pa.table(columns, schema=SCHEMA), folder / "findings.parquet")
        pq.write_table(pa.table({"batch": pa.array([], pa.string())}), folder / "accounting.parquet")
        result = Result(folder, (Tally(GAP, len(found)),))
        comparison = mock.patch.multiple(
            "doudi.monitoring.services.comparison",
            _compare=lambda run, period: result,
            published_batches=self.published,
        )
        with comparison, self.files_stand():
            yield

    def files_stand(self) -> AbstractContextManager[Any]:
        """Let the month see the files of this history."""
        return mock.patch("doudi.monitoring.selectors.runs.published_batches", self.published)

    def finding(self, order: int, place: str) -> dict[str, object]:
        """Return what the engine writes about one person."""
        identity = self.persons[order].identities.get()
        return {
            "rule": GAP,
            "subject_kind": "person",
            "subject_high": identity.token_high,
            "subject_low": identity.token_low,
            "subject_person": None,
            "household_id": None,
            "division": place,
            "left_source": "poverty_register",
            "left_batch": "",
            "left_row": 0,
            "right_source": "",
            "right_batch": "",
            "right_row": 0,
            "measures": "{}",
            "doubt": "",
            "fingerprint": f"{order:064d}",
        }

    def places(self, period: Period) -> Mapping[int, Place]:
        """Return where everyone stands in a month."""
        return month_places(COUNTY, period)

    def rests_on(self, period: Period) -> tuple[Any, ...]:
        """Return, reckoned without the product's digest, what a month rests on."""
        run = MatchRun.objects.filter(region=COUNTY, period=str(period), status="DONE").latest("pk")
        files = sorted(each.id for each in self.published(COUNTY, period).get("dibao", ()))
        return (run.pk, files, self.places(period))
