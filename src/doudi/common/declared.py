"""What each module declares in a file of its own – permissions, acts of the trail – put together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

OURS = "doudi."


@cache
def declared(file: str, table: str) -> Mapping[str, Any]:
    """Return what the installed modules of ours say in a table of a file (`permissions.PERMISSIONS`).

    A module without the file or the table declares nothing; a word that two modules declare is refused.
    """
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith(OURS) or config.module is None:
            continue
        if not module_has_submodule(config.module, file):
            continue
        said = getattr(import_module(f"{config.name}.{file}"), table, {})
        if twice := sorted(found.keys() & said.keys()):
            raise ImproperlyConfigured(f"{config.name}.{file}.{table}: {twice[0]} is declared elsewhere too")
        found |= said
    return found
