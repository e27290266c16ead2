"""Answers how complete, true and timely the disability subsidies' data are (两补数据质量)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.common.access import Focus
from doudi.exchange.models import Batch
from doudi.exchange.rules.subsidies import Certificate, Judged, SubsidyLine, judge
from doudi.exchange.rules.subsidy_changes import ChangeRules, SubsidyChange, change_of
from doudi.exchange.selectors.deaths import days_of_death
from doudi.exchange.selectors.published import published_batches
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.tokens import Token
from doudi.matching.batches import batches_for
from doudi.matching.engine import BatchFile

SUBSIDIES, CERTIFICATES = "disability_subsidy", "disability_certificate"
KEYS = ("row", "sheet_row", "status", "token_high", "token_low", "division")
SUBSIDY_TITLES = {"living_fen": "困难残疾人生活补贴", "nursing_fen": "重度残疾人护理补贴"}
PAID = ("disability_kind", "disability_level", "living_fen", "nursing_fen")
HELD = (
    "disability_kind",
    "disability_level",
    "certificate_status",
    "issued_on",
    "expires_on",
    "cancelled_on",
    "cancel_reason",
)
Row = Mapping[str, Any]


def judged_subsidies(focus: Focus) -> list[Judged]:
    """Return each line of the latest subsidies in a division, held against the latest certificates."""
    return [judge(line, certificate) for line, _, certificate in _against_certificates(focus)]


def _against_certificates(focus: Focus) -> Iterator[tuple[SubsidyLine, Token | None, Certificate | None]]:
    published = published_batches(focus.region[:COUNTY_DIGITS], focus.period)
    month = str(focus.period)
    held: dict[Token, Certificate] = {}
    for file in batches_for(CERTIFICATES, published, month):
        held |= _certificates(file, focus.period)
    for file in batches_for(SUBSIDIES, published, month):
        for token, line in _lines(file):
            if focus.scope.covers(line.division) and not line.division.startswith(file.without or ("-",)):
                yield line, token, held.get(token) if token else None


def subsidy_changes(focus: Focus, rules: ChangeRules) -> list[SubsidyChange]:
    """Return whose subsidy on the latest list is to stop or be set anew, by deaths and certificates."""
    dead = days_of_death(focus.region[:COUNTY_DIGITS], focus.period)
    found = []
    for line, token, certificate in _against_certificates(focus):
        death = (dead[token],) if token in dead else None
        change = change_of(line, certificate, death, rules) if token else None
        found += [change] if change else []
    return found


def has_certificates(focus: Focus) -> bool:
    """Say whether the federation has sent a list that the subsidies can be held against."""
    published = published_batches(focus.region[:COUNTY_DIGITS], focus.period)
    return bool(batches_for(CERTIFICATES, published, str(focus.period)))


def _rows(file: BatchFile, own: tuple[str, ...]) -> Iterator[Row]:
    there = set(pq.read_schema(file.path).names)
    wanted = [*KEYS, *own]
    table = pq.read_table(file.path, columns=[name for name in wanted if name in there])
    for name in wanted:
        table = table if name in there else table.append_column(name, pa.nulls(len(table)))
    yield from table.to_pylist()


def _token(row: Row) -> Token | None:
    is_known = row["status"] < REJECTED and row["token_low"] is not None
    return Token(row["token_high"], row["token_low"]) if is_known else None


def _certificates(file: BatchFile, period: Period) -> dict[Token, Certificate]:
    """Return the certificates of a list; of several of one person the one that stands."""
    found: dict[Token, Certificate] = {}
    for row in _rows(file, HELD):
        token = _token(row)
        if token is not None and not (token in found and found[token].is_valid):
            found[token] = _certificate(row, period)
    return found


def _certificate(row: Row, period: Period) -> Certificate:
    is_over = row["expires_on"] is not None and row["expires_on"] < period.first_day
    is_taken = row["cancelled_on"] is not None and row["cancelled_on"] <= period.last_day
    is_valid = row["certificate_status"] in {None, "VALID"} and not is_over and not is_taken
    changed = row["issued_on"] if is_valid else row["cancelled_on"] or row["expires_on"]
    why = None if is_valid else row["cancel_reason"]
    return Certificate(row["disability_kind"], _level(row), is_valid, changed, why)


def _level(row: Row) -> int | None:
    level = row["disability_level"]
    return None if level in {None, ""} else int(level)


def _lines(file: BatchFile) -> Iterator[tuple[Token | None, SubsidyLine]]:
    region = Batch.objects.only("region").get(pk=file.id).region
    for row in _rows(file, PAID):
        token = _token(row)
        paid = {title: row[name] for name, title in SUBSIDY_TITLES.items() if row[name] is not None}
        yield (
            token,
            SubsidyLine(
                batch=file.id,
                row=row["row"],
                sheet_row=row["sheet_row"],
                division=row["division"] or region,
                is_known=token is not None,
                kind=row["disability_kind"],
                level=_level(row),
                amount=sum(paid.values()) if paid else None,
                subsidies=tuple(title for title, fen in paid.items() if fen),
            ),
        )
