"""Who hears of an overdue entry, and when."""

from __future__ import annotations

import pytest

from doudi.monitoring.rules.grades import divisions_told

VILLAGE = "440204001001"


@pytest.mark.parametrize(
    ("handled", "overdue", "told"),
    [
        (12, 0, ()),
        (12, 1, ("440204001",)),
        (12, 3, ("440204001", "440204")),
        (9, 1, ("440204",)),
        (9, 2, ("440204",)),
        (9, 3, ("440204", "4402")),
        (9, 99, ("440204", "4402")),
        (6, 1, ("4402",)),
    ],
)
def test_each_step_tells_one_more_level(handled: int, overdue: int, told: tuple[str, ...]) -> None:
    assert divisions_told(VILLAGE, handled_digits=handled, overdue_days=overdue, step=2) == told
