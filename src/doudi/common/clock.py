"""The one clock: screens and jobs read it here and hand the moment on; everything below is told the time."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FROZEN = "frozen:"


class WrongClock(Exception):
    """APP_CLOCK is not a moment with its offset."""


def now() -> datetime:
    """Return the moment of business, in Asia/Shanghai; APP_CLOCK moves it or makes it stand still."""
    setting: str = settings.APP_CLOCK
    if not setting:
        return real_now()
    start, shift = _read(setting)
    return start if shift is None else real_now() + shift


def today() -> date:
    """Return the business date."""
    return now().date()


def day_of(moment: datetime) -> date:
    """Return the business date of a moment; what a database gives back is in UTC."""
    return moment.astimezone(SHANGHAI).date()


def real_now() -> datetime:
    """Return the moment on the wall, for sessions and one-time codes only."""
    return datetime.now(tz=SHANGHAI)


@lru_cache(maxsize=8)
def _read(setting: str) -> tuple[datetime, timedelta | None]:
    try:
        start = datetime.fromisoformat(setting.removeprefix(_FROZEN))
    except ValueError as error:
        raise WrongClock(f"APP_CLOCK 读不懂：“{setting}”。应写成 2026-03-01T09:00+08:00。") from error
    if start.tzinfo is None:
        raise WrongClock(f"APP_CLOCK 缺少时区：“{setting}”。应写成 2026-03-01T09:00+08:00。")
    start = start.astimezone(SHANGHAI)
    return start, None if setting.startswith(_FROZEN) else start - real_now()
