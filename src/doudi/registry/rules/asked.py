"""Says which facts of a spell are asked for: those without which a comparison cannot tell, by programme."""

from __future__ import annotations

from collections.abc import Iterator

from doudi.kernel.divisions import VILLAGE_DIGITS

VILLAGE, AMOUNT, LABOUR, INCOME = "village", "amount", "labour", "income"
FACT_NAMES = {VILLAGE: "村（居）", AMOUNT: "月金额", LABOUR: "劳动能力", INCOME: "年人均纯收入"}
_PAYS = frozenset({"DIBAO", "TEKUN", "DISABILITY_LIVING", "DISABILITY_NURSING", "ORPHAN", "UNATTENDED_CHILD"})
_WATCHES = "POVERTY_REGISTER"


def facts_asked(
    programme: str, division: str, amount_fen: int | None, labour: str, income_fen: int | None
) -> Iterator[tuple[str, bool]]:
    """Yield each fact asked of a spell and whether it is known; nothing is known by being left blank."""
    yield VILLAGE, len(division) >= VILLAGE_DIGITS
    if programme in _PAYS:
        yield AMOUNT, amount_fen is not None
    if programme == _WATCHES:
        yield LABOUR, bool(labour)
        yield INCOME, income_fen is not None
