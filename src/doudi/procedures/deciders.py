"""Answer who decides a matter in a region on a day, by amount where the law goes by amount: `decider_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from doudi.policy.book import Book
from doudi.policy.chosen import Parameters
from doudi.procedures.deadlines import meets, resolved
from doudi.procedures.inheriting import Procedures
from doudi.procedures.shapes import Citation, DeciderRule, Source

CONFIRM = "CONFIRM"


class DeciderUnknown(Exception):
    """Nobody can be named: the matter is not decided here, or the amount or a standard is not known."""


class AmountNeeded(DeciderUnknown):
    """Who decides depends on the amount, or on the kind of area, and none was said."""


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides (谁确认), on which rule, up to which amount in fen (none: any)."""

    rule: str
    matter: str
    office: str
    label: str
    citation: Citation
    up_to: int | None
    region: str


def decider_of(
    procedures: Procedures,
    book: Book,
    *,
    programme: str,
    region: str,
    on: date,
    matter: str = CONFIRM,
    fen: int | None = None,
    area: str = "",
) -> Decider:
    """Return who decides; `on` is the acceptance day of an application. Raises DeciderUnknown.

    The amount in fen and the household's area (URBAN, RURAL) are needed only where the rule goes by them.
    """
    procedure = procedures.in_force(programme, region, on)
    parameters = book.parameters(region, on)
    for rule in (one for one in procedure.deciders if one.matter == matter):
        if meets(rule.when, parameters) and _set(rule, parameters):
            asked = _Asked(parameters, book, area)
            limit, above = asked.limit(rule, rule.up_to), asked.limit(rule, rule.above)
            if _within(fen, limit) and not (above is not None and _within(fen, above)):
                return _decider(procedures, rule, parameters, limit, region)
    raise DeciderUnknown(f"{procedure.title}没有规定这件事由谁决定。")


def _set(rule: DeciderRule, parameters: Parameters) -> bool:
    """Tell whether a region has set what a line goes by; one it has not set says nothing."""
    sources = (rule.office, rule.up_to, rule.above)
    return rule.unless not in parameters and all(
        one is None or not one.key or one.key in parameters for one in sources
    )


def _within(fen: int | None, limit: int | None) -> bool:
    if limit is None:
        return True
    if fen is None:
        raise AmountNeeded("由谁决定要看金额，请给出金额。")
    return fen <= limit


@dataclass(frozen=True)
class _Asked:
    """What amounts are worked out from."""

    parameters: Parameters
    book: Book
    area: str

    def limit(self, rule: DeciderRule, source: Source | None) -> int | None:
        """Return an amount in fen a line goes by; nothing if it does not go by amount."""
        if source is None:
            return None
        value = Fraction(str(resolved(source, self.parameters, "").value))
        return int(value * self._standard(rule)) if rule.times else int(value)

    def _standard(self, rule: DeciderRule) -> Fraction:
        if self.area not in rule.times:
            raise AmountNeeded("由谁决定要看当地低保标准，请给出城乡类别。")
        key = rule.times[self.area]
        if key not in self.parameters:
            label = self.book.definitions[key].label
            raise DeciderUnknown(f"本地没有填“{label}”，按倍数算的限额算不出来。")
        return Fraction(str(self.parameters[key].value))


def _decider(
    procedures: Procedures, rule: DeciderRule, parameters: Parameters, limit: int | None, region: str
) -> Decider:
    office = resolved(rule.office, parameters, region)
    code = str(office.value)
    citation = office.citation if rule.office.key else _delegated(rule, parameters)
    label = procedures.vocabulary.offices[code]
    return Decider(rule.name, rule.matter, code, label, citation, limit, office.region)


def _delegated(rule: DeciderRule, parameters: Parameters) -> Citation:
    """Return what makes an office competent: the document that delegates, where one does.

    A line that names its own document and doubts it keeps the doubt.
    """
    own = rule.citation
    for one in rule.when:
        chosen = parameters[one.key]
        if chosen.document:
            doubted = bool(own.document) and not own.verified
            note = own.note if doubted else chosen.note
            return Citation(chosen.document, chosen.article, chosen.verified and not doubted, note)
    return own
