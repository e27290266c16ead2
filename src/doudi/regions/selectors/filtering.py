"""Lets a list be narrowed to one of the divisions right below the one in focus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doudi.common.lists.declaring import Choices, Filter, Reader, Rows
from doudi.common.scope import Scope
from doudi.regions.selectors.divisions import offices_below


def place_filter(field: str = "division") -> Filter:
    """Return the filter on where something is, by a field of codes; a foreign division is no choice."""

    def narrow(rows: Rows, code: str, _reader: Reader) -> Rows:
        return rows.filter(Scope.of([code]).q(field))

    return Filter("place", _("镇街村居"), _below, narrow)


def _below(reader: Reader) -> Choices:
    return [(each.code, each.name) for each in offices_below(reader.region, on=reader.today)]
