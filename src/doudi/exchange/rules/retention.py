"""Say how many months the originals of files, and other things kept for a time, are kept, by date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from doudi.kernel.dates import Period
from doudi.kernel.policy_file import DatedNumber, PolicyBroken, read_policy

ORIGINALS = ("exchange/retention.yaml", "originals")


def months_kept(root: Path, on: date, kept: tuple[str, str] = ORIGINALS) -> int:
    """Return the months in force on a day for what is `kept` (file, key); raise PolicyBroken when none is."""
    file, key = kept
    said = read_policy(root, file, dict[str, DatedNumber]).get(key)
    months = said.on(on) if said else None
    if said is None or months is None or min(one.value for one in said.values) < 1:
        raise PolicyBroken(file, key, f"没有在 {on.isoformat()} 生效的保存期")
    return months


def kept_since(months: int, on: date) -> date:
    """Return the first day whose files are still kept."""
    period = Period.of(on)
    for _ in range(months):
        period = period.previous()
    return period.first_day
