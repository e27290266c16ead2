"""Says on a screen in which file, and in which row a spreadsheet shows, something stands."""

from django import template

from doudi.exchange.selectors.rows import RowPlace, place_of_row

register = template.Library()


@register.simple_tag
def place_in_file(batch: object, row: int) -> RowPlace | None:
    """Return where a batch's row stands in its file, or None when the batch is gone."""
    return place_of_row(str(batch), row)
