"""Model fields that never reach the database in the clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Lookup

from doudi.common.keys import ring
from doudi.kernel.sealing import seal_text, unseal_text


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text sealed with SM4-GCM on its way to the database and opened on its way back.

    Two seals of one text differ, so it cannot be searched; search by token instead.
    """

    description = "Sealed text"

    def __init__(self, *args: Any, sealed_as: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sealed_as = sealed_as

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return how the field is made again, with the name its seals carry where that is an older one."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"sealed_as": self.sealed_as} if self.sealed_as else {})

    @property
    def bound(self) -> bytes:
        """Return the column's name, which each seal carries: a value moved to another column stays shut.

        A table that moved to another module keeps the name its rows were sealed under (`sealed_as`).
        """
        return self.sealed_as.encode() or f"{self.model._meta.label_lower}.{self.attname}".encode()

    def get_prep_value(self, value: object) -> object:
        """Seal what goes to the database; blank stays blank."""
        return seal_text(ring().seal, str(value), bound=self.bound) if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """Open what came from the database; a wrong key raises instead of guessing."""
        return unseal_text(ring().seals, value, bound=self.bound) if value else value

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Refuse every question but "is it there", which is all a sealed value can answer."""
        if lookup_name != "isnull":
            raise FieldError(f"a sealed field cannot be searched by {lookup_name}: use its token")
        return super().get_lookup(lookup_name)
