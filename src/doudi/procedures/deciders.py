"""Answer who decides a matter in a region on a day, by amount where the law goes by amount: `decider_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from doudi.policy.book import Book
from doudi.policy.chosen import Parameters
from doudi.procedures.deadlines import meets, resolved
from doudi.procedures.handing import Handing, Right, hands_down
from doudi.procedures.inheriting import Procedures
from doudi.procedures.shapes import Citation, DeciderRule, Source, Vocabulary

CONFIRM = "CONFIRM"


class DeciderUnknown(Exception):
    """Nobody can be named: the matter is not decided here, or the amount or a standard is not known."""


class AmountNeeded(DeciderUnknown):
    """Who decides depends on the amount, or on the kind of area, and none was said."""


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides (谁确认), on which rule, up to which amount in fen (none: any), and whether handed down."""

    rule: str
    matter: str
    office: str
    label: str
    citation: Citation
    up_to: int | None
    region: str
    handed_down: bool = False


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
    handing: Handing | None = None,
) -> Decider:
    """Return who decides; `on` is the acceptance day of an application. Raises DeciderUnknown.

    The amount in fen and the household's area (URBAN, RURAL) are needed only where the rule goes by them.
    `handing` is the right one township holds; without it the county's parameters speak for all of them.
    """
    procedure = procedures.in_force(programme, region, on)
    rules = tuple(one for one in procedure.deciders if one.matter == matter)
    asked = _Asked(book.parameters(region, on), book, procedures.vocabulary, area, handing, rules)
    for rule in rules:
        if asked.stands(rule):
            limit, above = asked.most(rule), asked.limit(rule, rule.above)
            if _within(fen, limit) and not (above is not None and _within(fen, above)):
                return _decider(asked, rule, limit, region)
    raise DeciderUnknown(f"{procedure.title}没有规定这件事由谁决定。")


def standing_rules(
    procedures: Procedures, book: Book, *, programme: str, region: str, on: date
) -> tuple[DeciderRule, ...]:
    """Return the lines of who decides that say anything in a region on a day, whatever the amount."""
    rules = procedures.in_force(programme, region, on).deciders
    asked = _Asked(book.parameters(region, on), book, procedures.vocabulary, "", None, rules)
    return tuple(rule for rule in rules if asked.stands(rule))


def _is_set(source: Source | None, parameters: Parameters) -> bool:
    return source is None or not source.key or source.key in parameters


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
    vocabulary: Vocabulary
    area: str
    handing: Handing | None
    rules: tuple[DeciderRule, ...]

    def right(self, rule: DeciderRule) -> Right | None:
        """Return the right by which a line stands that the county's parameters would not have spoken for."""
        if self.handing is None or not hands_down(rule, self.vocabulary):
            return None
        return self.handing.right

    def stands(self, rule: DeciderRule) -> bool:
        """Tell whether a line says anything here; one that goes by what nobody has set does not."""
        right = self.right(rule)
        if right is None and self.handing is not None and hands_down(rule, self.vocabulary):
            return False
        settled = self.vocabulary.handing_down if right is not None else ()
        others = [one for one in rule.when if one.key not in settled]
        named = _is_set(rule.office, self.parameters) and _is_set(rule.above, self.parameters)
        limited = _is_set(rule.up_to, self.parameters) or self._limits_itself(right)
        return limited and named and rule.unless not in self.parameters and meets(others, self.parameters)

    def _limits_itself(self, right: Right | None) -> bool:
        """Tell whether the right's own limit counts for want of any the region has set."""
        own = (one.up_to for one in self.rules if hands_down(one, self.vocabulary))
        is_open = not any(one is not None and _is_set(one, self.parameters) for one in own)
        return right is not None and right.up_to is not None and is_open

    def most(self, rule: DeciderRule) -> int | None:
        """Return the largest amount in fen a line reaches: the lesser of the law's and the right's own."""
        right = self.right(rule)
        own = self.limit(rule, rule.up_to) if _is_set(rule.up_to, self.parameters) else None
        limits = [one for one in (own, right.up_to if right else None) if one is not None]
        return min(limits, default=None)

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


def _decider(asked: _Asked, rule: DeciderRule, limit: int | None, region: str) -> Decider:
    office = resolved(rule.office, asked.parameters, region)
    code, right = str(office.value), asked.right(rule)
    citation = office.citation if rule.office.key else _delegated(rule, asked.parameters)
    return Decider(
        rule=rule.name,
        matter=rule.matter,
        office=code,
        label=asked.vocabulary.offices[code],
        citation=right.citation if right else citation,
        up_to=limit,
        region=office.region,
        handed_down=hands_down(rule, asked.vocabulary),
    )


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
