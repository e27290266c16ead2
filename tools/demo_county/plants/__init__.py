"""Plant what each rule must find, and beside it what it must not."""

from collections.abc import Callable, Sequence

from tools.demo_county.plants.assets import (
    plant_company,
    plant_house,
    plant_pension,
    plant_vehicle,
    plant_wages,
)
from tools.demo_county.plants.changes import plant_ages, plant_new_disability, plant_single, plant_unemployed
from tools.demo_county.plants.deaths import plant_dead
from tools.demo_county.plants.doubles import plant_both_lists, plant_doubles, plant_shared_accounts
from tools.demo_county.plants.gaps import (
    plant_dropped,
    plant_lost_ability,
    plant_monitored,
    plant_unaccounted,
    plant_unregistered,
)
from tools.demo_county.plants.medical import plant_medical_bills
from tools.demo_county.plants.strained import plant_strained
from tools.demo_county.plants.subsidies import (
    plant_missing_subsidies,
    plant_wrong_certificates,
    plant_wrong_subsidies,
)
from tools.demo_county.world import World

__all__ = ["plant_everything", "plant_unaccounted"]

PLANTS: Sequence[Callable[[World], None]] = (
    plant_monitored, plant_lost_ability, plant_dropped, plant_unregistered, plant_dead, plant_doubles,
    plant_both_lists, plant_shared_accounts, plant_wrong_subsidies, plant_wrong_certificates,
    plant_missing_subsidies, plant_vehicle, plant_house, plant_company, plant_wages, plant_pension,
    plant_medical_bills, plant_strained, plant_new_disability, plant_unemployed, plant_single, plant_ages,
)  # fmt: skip


def plant_everything(world: World) -> None:
    """Plant the truths and near-misses of every rule."""
    for plant in PLANTS:
        plant(world)
