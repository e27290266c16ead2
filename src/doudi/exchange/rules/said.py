"""Read what the texts around a table say of all its rows: 生活补贴 in a sheet's name, 集中供养 in a title."""

from __future__ import annotations

from doudi.exchange.rules.headings import level_value
from doudi.exchange.rules.sources import Column

LINE = "\n"


def said_around(column: Column, text: str) -> str | None:
    """Return the code that the lines around a table name, the first line that names just one deciding."""
    for line in text.split(LINE):
        leveled = level_value(line)
        said = {code for spelling, code in column.values.items() if len(spelling) > 1 and spelling in leveled}
        said |= {code for part, code in column.contains if part in leveled}
        if len(said) == 1:
            return said.pop()
    return None
