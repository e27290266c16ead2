"""Reckon what was paid wrongly and what was not paid, a person at a time (错发、漏发)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from doudi.kernel.dates import Period

OVERPAID, UNDERPAID = "overpaid", "underpaid"
PAID_MEASURES = {OVERPAID: ("paid_fen", "child_fen"), UNDERPAID: ("short_fen",)}
Standards = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Payment:
    """What one finding says of a person's payments: in which months, how much a month; None for unknown."""

    months: tuple[Period, ...]
    fen: int | None


@dataclass(slots=True)
class WrongPayment:
    """All that is said of one person in one direction; a month two findings speak of counts once."""

    by_month: dict[Period, int | None] = field(default_factory=dict)

    def add(self, payment: Payment) -> None:
        """Take a finding in; of two about one month the larger amount stands, for it is the same money."""
        for month in payment.months:
            known = [fen for fen in (self.by_month.get(month), payment.fen) if fen is not None]
            self.by_month[month] = max(known, default=None)

    @property
    def months(self) -> list[Period]:
        """Return the months, in order."""
        return sorted(self.by_month)

    @property
    def fen(self) -> int | None:
        """Return the sum; None when the amount of any month is unknown."""
        amounts = list(self.by_month.values())
        return None if None in amounts else sum(fen or 0 for fen in amounts)


def payment_of(role: str, period: Period, measures: Mapping[str, object], standards: Standards) -> Payment:
    """Return what a finding of a month says; of one that counts months back, all of them."""
    months = measures.get("months_overpaid")
    total = measures.get("overpaid_fen")
    if isinstance(months, int) and months > 0:
        return Payment(_back_from(period, months), total // months if isinstance(total, int) else None)
    missing = measures.get("missing")
    if missing is not None:
        return Payment((period,), _due(str(missing), measures.get("disability_level"), standards))
    said = (measures.get(name) for name in PAID_MEASURES[role])
    return Payment((period,), next((fen for fen in said if isinstance(fen, int)), None))


def _back_from(period: Period, months: int) -> tuple[Period, ...]:
    found = [period]
    while len(found) < months:
        found.append(found[-1].previous())
    return tuple(sorted(found))


def _due(missing: str, level: object, standards: Standards) -> int | None:
    """Return what is due a month by the local standards; None where one of them is not set."""
    nursing = {1: "nursing_first_fen", 2: "nursing_second_fen"}.get(
        level if isinstance(level, int) else 0, ""
    )
    wanted = {"LIVING": ("living_fen",), "NURSING": (nursing,), "BOTH": ("living_fen", nursing)}
    amounts = [standards.get(name) or 0 for name in wanted.get(missing, ("",))]
    return sum(amounts) if all(amounts) else None
