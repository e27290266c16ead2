"""Identity numbers of officers who do not exist, for the demo county and for scenarios of tests."""

from datetime import date, timedelta

from doudi.kernel.identity import check_digit

FIRST_BORN = date(1970, 1, 1)
A_DAY = 999


def made_up_number(order: int) -> str:
    """Return the valid number of a made-up officer; each order is another person."""
    born = FIRST_BORN + timedelta(days=order // A_DAY)
    first17 = f"440204{born:%Y%m%d}{order % A_DAY:03d}"
    return first17 + check_digit(first17)
