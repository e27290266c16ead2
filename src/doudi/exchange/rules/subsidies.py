"""Hold a line of the disability subsidies against the certificate: what lacks, what disagrees, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NEEDED = {"disability_kind": "残疾类别", "disability_level": "残疾等级", "amount": "补贴金额"}
KIND, LEVEL, CERTIFICATE = "disability_kind", "disability_level", "certificate"


@dataclass(frozen=True, slots=True)
class SubsidyLine:
    """What a row of the subsidies says; None where it says nothing."""

    batch: str
    row: int
    sheet_row: int
    division: str
    is_known: bool
    kind: str | None
    level: int | None
    amount: int | None
    subsidies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the federation's list says of a person's certificate; `why` it was cancelled, when it says so."""

    kind: str | None
    level: int | None
    is_valid: bool
    changed_on: date | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what came of it: the fields it lacks, and what the certificate says otherwise.

    `agrees` is None where nothing can be held against anything.
    """

    line: SubsidyLine
    lacking: tuple[str, ...]
    agrees: bool | None
    instruction: str
    changed_on: date | None


def judge(line: SubsidyLine, certificate: Certificate | None) -> Judged:
    """Hold a line against the certificate; a line whose person is unknown is incomplete and no more."""
    lacking = tuple(title for name, title in NEEDED.items() if _value(line, name) is None)
    if not line.is_known:
        return Judged(line, ("身份证号", *lacking), None, "", None)
    if certificate is None:
        return Judged(line, lacking, False, "残联名单里没有这个人，请核实残疾人证", None)
    if not certificate.is_valid:
        return Judged(line, lacking, False, "残疾人证已失效，请核实后停发", certificate.changed_on)
    said = _instruction(line, certificate)
    known = line.level is not None and certificate.level is not None
    return Judged(
        line, lacking, (not _differs(line, certificate)) if known else None, said, certificate.changed_on
    )


def _value(line: SubsidyLine, name: str) -> object:
    return {"disability_kind": line.kind, "disability_level": line.level, "amount": line.amount}[name]


def _differs(line: SubsidyLine, certificate: Certificate) -> bool:
    kinds = line.kind is not None and certificate.kind is not None and line.kind != certificate.kind
    return kinds or line.level != certificate.level


def _instruction(line: SubsidyLine, certificate: Certificate) -> str:
    """Say which fields to write as the certificate has them."""
    fields = []
    if certificate.kind is not None and line.kind != certificate.kind:
        fields.append("残疾类别")
    if certificate.level is not None and line.level != certificate.level:
        fields.append("残疾等级")
    return f"{'、'.join(fields)}按残疾人证更新" if fields else ""


@dataclass(frozen=True, slots=True)
class SubsidyQuality:
    """The three figures of the subsidies' data, each with what it is counted from."""

    lines: int
    complete: int
    judged: int
    agreeing: int
    delay: int


def quality_of_lines(judged: Sequence[Judged], on: date) -> SubsidyQuality:
    """Return the figures: complete lines, agreeing ones, and since how many days the oldest change waits."""
    against = [each for each in judged if each.agrees is not None]
    waiting = [each.changed_on for each in judged if each.instruction and each.changed_on]
    return SubsidyQuality(
        lines=len(judged),
        complete=sum(not each.lacking for each in judged),
        judged=len(against),
        agreeing=sum(each.agrees is True for each in against),
        delay=max(((on - day).days for day in waiting), default=0),
    )
