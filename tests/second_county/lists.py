"""Puts people on the lists of departments, with the values such a list usually has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.second_county.people import Someone
from tests.second_county.world import PERIOD, Home, Record, World


def merged(usual: Mapping[str, Any], more: Mapping[str, object]) -> dict[str, Any]:
    """Return the usual values with those a plant gives in their place."""
    return {**usual, **more}


class Lists(World):
    """A county whose departments keep lists."""

    def dibao(
        self,
        home: Home,
        *,
        only: Sequence[Someone] = (),
        period: str = PERIOD,
        area: str = "RURAL",
        each: int = 0,
        **more: object,
    ) -> list[Record]:
        """Put a home, or some of it, on the dibao list, with the same amount for each."""
        each = each or self.draw.randrange(18_000, 68_000, 100)
        since, records = self.day(2019, 2025), []
        for person, relation in home.members:
            if person in only or not only:
                usual: dict[str, Any] = {
                    "relation": relation, "household_number": home.number, "area_kind": area,
                    "amount_fen": each,
                    "household_amount_fen": each * (len(only) or len(home.members)), "account": home.account,
                    "started_on": since, "labour": self.labour(person),
                }  # fmt: skip
                records.append(self.add("dibao", person, home, period=period, **merged(usual, more)))
        return records

    def register(
        self,
        home: Home,
        kind: str = "LIFTED",
        *,
        income: int = 1_450_000,
        removed_on: date | None = None,
        period: str = PERIOD,
        **more: object,
    ) -> list[Record]:
        """Put a home on the register of those lifted out of poverty and those watched."""
        watched_on, records = self.day(2022, 2024), []
        for person, relation in home.members:
            usual: dict[str, Any] = {
                "relation": relation, "household_number": home.number, "monitor_class": kind,
                "annual_income_fen": income, "labour": self.labour(person), "removed_on": removed_on,
                "risk_removed": "YES" if removed_on else "NO", "registered_class_on": watched_on,
                "stable_work": "YES" if self.labour(person) == "ABLE" else None,
            }  # fmt: skip
            records.append(self.add("poverty_register", person, home, period=period, **merged(usual, more)))
        return records

    def tekun(
        self,
        home: Home,
        *,
        mode: str = "DISPERSED",
        account: str = "",
        period: str = PERIOD,
        **more: object,
    ) -> Record:
        """Put a home's head on the list of those wholly provided for; a neighbour looks after them."""
        usual: dict[str, Any] = {
            "support_mode": mode, "support_fen": 81_000, "account": account or home.account,
            "selfcare": self.draw.choice(("FULL", "PARTIAL", "NONE")), "started_on": self.day(2017, 2025),
            "carer_name": self.people.make(30, 55).name, "tekun_area": "RURAL",
        }  # fmt: skip
        return self.add("tekun", home.head, home, period=period, **merged(usual, more))

    def certificate(
        self,
        who: Someone,
        home: Home,
        kind: int = 4,
        level: int = 3,
        *,
        period: str = PERIOD,
        **more: object,
    ) -> Record:
        """Give a person a certificate of disability."""
        first = self.day(2012, 2022)
        usual: dict[str, Any] = {
            "disability_kind": kind, "disability_level": level, "first_issued_on": first,
            "issued_on": max(first, self.day(2017, 2024)), "expires_on": date(2031, 5,
            1) + timedelta(days=home.key),
            "certificate_status": "VALID", "certificate_number": f"{who.number}{kind}{level}",
        }  # fmt: skip
        return self.add("disability_certificate", who, home, period=period, **merged(usual, more))

    def subsidy(
        self,
        who: Someone,
        home: Home,
        kind: int = 4,
        level: int = 3,
        *,
        living: int = 17_600,
        nursing: int = 0,
        period: str = PERIOD,
        **more: object,
    ) -> Record:
        """Put a person on the list of the two subsidies."""
        usual: dict[str, Any] = {
            "disability_kind": kind, "disability_level": level, "living_fen": living or None,
            "nursing_fen": nursing or None, "account": home.account, "paid_month": period,
        }  # fmt: skip
        return self.add("disability_subsidy", who, home, period=period, **merged(usual, more))

    def bill(
        self,
        who: Someone,
        home: Home,
        self_pay: int,
        *,
        on: date = date(2026, 10, 12),
        kind: str = "INPATIENT",
        **more: object,
    ) -> Record:
        """Settle a stay or a visit, in the month it is settled in."""
        self._cards += 1
        usual: dict[str, Any] = {
            "visit_kind": kind, "settled_on": on, "total_fen": self_pay * 3, "self_pay_fen": self_pay,
            "settlement_number": f"JS{on:%Y%m%d}{self._cards:08d}",
        }  # fmt: skip
        return self.add("medical_selfpay", who, home, period=f"{on:%Y-%m}", **merged(usual, more))

    def dead(self, who: Someone, home: Home, died_on: date, **more: object) -> Record:
        """Register a death."""
        usual: dict[str, Any] = {"died_on": died_on, "cremated_on": died_on + timedelta(days=3)}
        return self.add("cremation", who, home, **merged(usual, more))


ADULT, OLD, CHILD = (25, 55), (63, 85), (6, 14)
"""Bounds of age of a grown person who can work, of an old one, of a child."""


def on_dibao(world: Lists, *ages: tuple[int, int], **more: object) -> Home:
    """Add a home on dibao and on the register, so that neither list misses it."""
    home = world.home(*(ages or (ADULT, ADULT)))
    world.dibao(home, **more)  # type: ignore[arg-type]
    world.register(home, "LIFTED")
    return home
