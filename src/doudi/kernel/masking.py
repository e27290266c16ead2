"""Hide the parts of personal values that a reader need not see (脱敏).

What it shows is the shortest form by which a clerk who knows the case recognises it.
"""

from __future__ import annotations

import re

_VILLAGE_WORDS = "村民小组|村民委员会|居民委员会|村委会|居委会|社区|村|组"
_TO_THE_LAST_VILLAGE_WORD = re.compile(rf".*(?:{_VILLAGE_WORDS})")


def mask_name(name: str) -> str:
    """Keep the first character of two, the first and last of more: 张*, 欧**娜."""
    bare = name.strip()
    if len(bare) <= 2:
        return bare[: len(bare) - 1] + "*" if bare else ""
    return bare[0] + "*" * (len(bare) - 2) + bare[-1]


def mask_number(number: str) -> str:
    """Keep the six digits of the division and the last four of an identity number."""
    return _keep_ends(number.strip(), 6, 4)


def mask_phone(phone: str) -> str:
    """Keep the first three and last four digits of a phone number."""
    return _keep_ends(phone.strip(), 3, 4)


def mask_account(account: str) -> str:
    """Keep the last four digits of a bank account."""
    return _keep_ends(account.strip(), 0, 4)


def mask_address(address: str) -> str:
    """Keep an address down to the village or villagers' group (到村组) and hide the rest."""
    bare = address.strip()
    match = _TO_THE_LAST_VILLAGE_WORD.match(bare)
    kept = match.group() if match else ""
    return bare if kept and kept == bare else kept + "***" if bare else ""


def _keep_ends(text: str, first: int, last: int) -> str:
    """Show both ends of a text that is long enough to hide something, and nothing of one that is not."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
