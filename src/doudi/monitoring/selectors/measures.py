"""Which families on the register get nothing besides assistance, and which miss their asset income."""

from __future__ import annotations

from dataclasses import dataclass, field

from doudi.common.scope import Scope
from doudi.monitoring.models import SupportMeasure
from doudi.monitoring.states import MeasureKind
from doudi.registry.rules.listing import RISK_REMOVED
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme

NO_LABOUR = "NONE"


@dataclass(slots=True)
class Home:
    """A family on the register: whether anyone can work, whether anyone is on dibao, what support it has."""

    household: int
    division: str
    labour: set[str] = field(default_factory=set)
    on_dibao: bool = False
    kinds: set[str] = field(default_factory=set)

    @property
    def can_work(self) -> bool:
        """Say whether anybody can work; a family of which nobody said so is held to be able."""
        return self.labour != {NO_LABOUR}

    @property
    def lacks_asset_income(self) -> bool:
        """Say whether a family that cannot work has no share of assets."""
        return not self.can_work and MeasureKind.ASSET_INCOME not in self.kinds

    @property
    def lacks_measures(self) -> bool:
        """Say whether a family on dibao has only that; where none can work a share of assets alone counts."""
        return self.on_dibao and (self.lacks_asset_income or not self.kinds)


def homes_on_the_register(scope: Scope) -> list[Home]:
    """Return the families on the register of a scope with what they have."""
    live = (
        valid_enrolments()
        .filter(scope.q("division"), valid_to__isnull=True, household__isnull=False)
        .values_list("household_id", "division", "programme", "labour", "category")
    )
    homes: dict[int, Home] = {}
    on_dibao: set[int] = set()
    for household, division, programme, labour, category in live:
        if programme == Programme.DIBAO:
            on_dibao.add(household or 0)
        if programme == Programme.POVERTY_REGISTER and category != RISK_REMOVED:
            homes.setdefault(household or 0, Home(household or 0, division)).labour.add(labour)
    measures = SupportMeasure.objects.filter(scope.q("household__division"))
    for household_id, kind in measures.values_list("household_id", "kind"):
        if household_id in homes:
            homes[household_id].kinds.add(kind)
    for household_id in on_dibao & set(homes):
        homes[household_id].on_dibao = True
    return sorted(homes.values(), key=lambda home: (home.division, home.household))
