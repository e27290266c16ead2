"""Which part of the country someone may see: prefixes of division codes (区划范围)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Scope:
    """A union of code prefixes; empty sees nothing, the prefix "" sees everything."""

    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Scope":
        """Return the scope of these divisions, without those another one already contains."""
        kept: list[str] = []
        for code in sorted(set(codes), key=lambda each: (len(each), each)):
            if not code.startswith(tuple(kept)):
                kept.append(code)
        return cls(tuple(kept))

    @classmethod
    def everything(cls) -> "Scope":
        """Return the scope of the whole country."""
        return cls(("",))

    @classmethod
    def nothing(cls) -> "Scope":
        """Return the scope of those who see no region at all."""
        return cls(())

    def covers(self, code: str) -> bool:
        """Say whether a division lies inside; an unknown place is covered only by the whole country."""
        return code.startswith(self.prefixes) if self.prefixes else False

    def within(self, code: str) -> "Scope":
        """Return the part of this scope that lies inside one division."""
        inside = [prefix for prefix in self.prefixes if prefix.startswith(code)]
        return Scope.of([*inside, *([code] if self.covers(code) else [])])

    def q(self, field: str) -> Q:
        """Return the filter on a field of codes; ranges, so that an index serves both databases."""
        if not self.prefixes:
            return Q(pk__in=())
        if "" in self.prefixes:
            return Q()
        found = Q()
        for prefix in self.prefixes:
            found |= _range(field, prefix)
        return found


def _range(field: str, prefix: str) -> Q:
    inside = Q(**{f"{field}__gte": prefix})
    stem = prefix.rstrip("9")
    if stem:
        # the first code after the subtree, in digits only: other signs sort differently per collation
        inside &= Q(**{f"{field}__lt": f"{int(stem) + 1:0{len(stem)}d}"})
    return inside
