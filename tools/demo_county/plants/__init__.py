"""Plant what each rule must find, and beside it what it must not."""

from tools.demo_county.world import World


def plant_everything(world: World) -> None:
    """Plant the truths of every rule."""


def plant_unaccounted(world: World) -> None:
    """Plant the one monitored person nobody accounts for."""
