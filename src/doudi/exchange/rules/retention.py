"""Say how many months the originals of files, and other things kept for a time, are kept, by date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from doudi.kernel.dates import Period
from doudi.kernel.strict_yaml import YamlBroken, read_mapping


class RetentionBroken(Exception):
    """A retention.yaml does not say how long something is kept."""


def months_kept(path: Path, on: date, kept: str = "originals") -> int:
    """Return the months in force on a day for what is `kept`; raise RetentionBroken when none is."""
    try:
        said = read_mapping(path.read_text(encoding="utf-8"))
        values = sorted((one["from"], int(one["value"])) for one in said[kept]["values"])
    except (OSError, YamlBroken, KeyError, TypeError, ValueError) as error:
        raise RetentionBroken(f"{path.name}: {error}") from error
    in_force = [months for since, months in values if since <= on]
    if not in_force or min(months for _, months in values) < 1:
        raise RetentionBroken(f"{path.name}: 没有在 {on.isoformat()} 生效的保存期")
    return in_force[-1]


def kept_since(months: int, on: date) -> date:
    """Return the first day whose files are still kept."""
    period = Period.of(on)
    for _ in range(months):
        period = period.previous()
    return period.first_day
