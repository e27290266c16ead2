from datetime import date, timedelta

import pytest
from pytest_django import Settings

from doudi.common import clock


def test_without_a_setting_the_clock_is_the_one_on_the_wall(settings: Settings) -> None:
    settings.APP_CLOCK = ""

    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=1)


def test_a_moved_clock_starts_there_and_runs(settings: Settings) -> None:
    settings.APP_CLOCK = "2026-03-01T09:00+08:00"

    first, second = clock.now(), clock.now()

    assert first < second < first + timedelta(seconds=5)
    assert clock.today() == date(2026, 3, 1)


def test_a_frozen_clock_stands_still(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-02-28T16:30+00:00"

    assert clock.now() == clock.now()
    assert clock.today() == date(2026, 3, 1)


@pytest.mark.parametrize("setting", ["tomorrow", "2026-03-01T09:00", "frozen:", "2026-13-01T09:00+08:00"])
def test_a_clock_that_cannot_be_read_is_refused(settings: Settings, setting: str) -> None:
    settings.APP_CLOCK = setting

    with pytest.raises(clock.WrongClock, match="APP_CLOCK"):
        clock.now()
