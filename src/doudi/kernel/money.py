"""Read money into integer fen and write it back as yuan; nothing else turns one into the other."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_LARGEST_FEN = 10**16


class NotMoney(ValueError):
    """The value is not an amount of yuan with at most two decimals."""


def fen_of(value: str | int | Decimal | float) -> int:
    """Return an amount of yuan in fen, exactly; refuse what is not a whole number of fen.

    A float is taken by its shortest text; if that is finer than a fen, by the fifteen digits a
    spreadsheet shows for it, which is the amount its author saw.
    """
    if isinstance(value, bool):
        raise NotMoney("a truth value is not money")
    if isinstance(value, float):
        return _fen_of_float(value)
    return _whole_fen(_decimal_of(value) if isinstance(value, str) else Decimal(value))


def yuan_text(fen: int) -> str:
    """Write fen as yuan: 123450 becomes 1,234.50."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def _fen_of_float(value: float) -> int:
    """Read a spreadsheet's float by its shortest text, else by its fifteen shown digits."""
    try:
        return _whole_fen(Decimal(repr(value)))
    except NotMoney:
        return _whole_fen(Decimal(format(value, ".15g")))


def _decimal_of(text: str) -> Decimal:
    """Read an amount as clerks write it: full-width digits, thousands commas, currency signs, 元."""
    narrow = unicodedata.normalize("NFKC", text)
    bare = "".join(narrow.split()).lstrip("¥").removesuffix("元")
    if not _AMOUNT.fullmatch(bare):
        raise NotMoney("not an amount of yuan")
    return Decimal(bare.replace(",", ""))


def _whole_fen(yuan: Decimal) -> int:
    """Return the fen of an exact amount, or refuse."""
    if not yuan.is_finite() or abs(yuan) * 100 > _LARGEST_FEN:
        raise NotMoney("not an amount of yuan")
    fen = yuan.scaleb(2)
    if fen != fen.to_integral_value():
        raise NotMoney("an amount has at most two decimals")
    return int(fen)
