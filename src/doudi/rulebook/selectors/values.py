"""Answers which values hold where: a region's sheet, a value's history, the difference between regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.policy.book import Book, Chosen, lineage
from doudi.policy.definitions import Definition
from doudi.policy.lapses import lapsed
from doudi.policy.saying import show_value
from doudi.rulebook.catalogue import book, file_book
from doudi.rulebook.rules.sameness import is_same_value
from doudi.rulebook.selectors.places import region_titles


@dataclass(frozen=True, slots=True)
class Shown:
    """A dated value as a sheet prints it."""

    key: str
    label: str
    text: str
    region: str
    region_name: str
    begins: date
    ends: date | None
    document: str
    article: str
    verified: bool
    note: str
    use: str = ""
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """The values of one topic, in the order of their definitions."""

    key: str
    title: str
    values: tuple[Shown, ...]
    unset: tuple[Definition, ...] = ()


def shown(definition: Definition, chosen: Chosen, name: str, *, is_change: bool = False) -> Shown:
    """Return a value as a sheet prints it."""
    return Shown(
        key=definition.key,
        label=definition.label,
        text=show_value(definition, chosen.value),
        region=chosen.region,
        region_name=name,
        begins=chosen.begins,
        ends=chosen.ends,
        document=chosen.document,
        article=chosen.article,
        verified=chosen.verified,
        note=chosen.note,
        use=definition.use,
        is_change=is_change,
    )


TOPICS = (
    *("dibao", "income", "property", "single_person", "grace", "tekun", "near_dibao", "rigid_expense"),
    *("temporary_relief", "disability_subsidies", "children", "elderly", "five_elders", "price_subsidy"),
    *("low_income", "growth", "process", "publicity", "verification", "payments", "care"),
    *("monitoring", "targets", "rulebook"),
)
USES = ("calculation", "process", "target")


def in_order(definitions: Iterable[Definition]) -> list[Definition]:
    """Return definitions in the order a clerk asks: by topic, amounts before deadlines before aims."""
    return sorted(definitions, key=lambda one: (_place(one.topic), one.topic, USES.index(one.use)))


def _place(topic: str) -> int:
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS)


def _wanted(definition: Definition, search: str) -> bool:
    return not search or search in definition.label or search in definition.key


def sheet(region: str, on: date, *, search: str = "", topic: str = "") -> list[Topic]:
    """Return every value that holds for a region on a day, by topic, and what nobody has set."""
    known = book()
    held = known.parameters(region, on)
    names = region_titles(lineage(region))
    topics: dict[str, list[Definition]] = {}
    for definition in in_order(known.definitions.values()):
        found = search in (held[definition.key].document if definition.key in held else "")
        if (_wanted(definition, search) or found) and topic in {"", definition.topic}:
            topics.setdefault(definition.topic, []).append(definition)
    return [
        Topic(
            key=key,
            title=definitions[0].topic_title,
            values=tuple(
                shown(one, held[one.key], names.get(held[one.key].region, ""))
                for one in definitions
                if one.key in held
            ),
            unset=tuple(one for one in definitions if one.key not in held),
        )
        for key, definitions in topics.items()
    ]


def topics() -> list[tuple[str, str]]:
    """Return the topics there are."""
    return list({one.topic: one.topic_title for one in in_order(book().definitions.values())}.items())


@dataclass(frozen=True, slots=True)
class Level:
    """What one level of a region's lineage says about a value over time, the latest first."""

    region: str
    name: str
    values: tuple[Shown, ...]


def history(region: str, key: str) -> list[Level]:
    """Return what the region and each level above it that set the value said, over time."""
    known, files = book(), file_book()
    names = region_titles(lineage(region))
    levels = []
    for code in reversed(lineage(region)):
        own = _own_values(known, files, code, key, names.get(code, code))
        if own or code == region:
            levels.append(Level(code, names.get(code, code), tuple(reversed(own))))
    return levels


def _own_values(known: Book, files: Book, region: str, key: str, name: str) -> list[Shown]:
    written = {(one.begins, str(one.value)) for one in files.history(region, key)}
    return [
        shown(known.definitions[key], one, name, is_change=(one.begins, str(one.value)) not in written)
        for one in known.history(region, key)
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter that regions set differently."""

    key: str
    label: str
    cells: tuple[tuple[str, Shown | None], ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """The differing parameters of one topic."""

    title: str
    rows: tuple[Row, ...]


def differences(regions: Sequence[str], on: date, *, topic: str = "") -> list[Differing]:
    """Return, by topic, only what the regions do not have alike."""
    known = book()
    held = [known.parameters(region, on) for region in regions]
    names = region_titles({code for region in regions for code in lineage(region)})
    found: dict[str, list[Row]] = {}
    for definition in in_order(known.definitions.values()):
        chosen = [each.get(definition.key) for each in held]
        if topic not in {"", definition.topic} or _alike(chosen):
            continue
        cells = tuple(
            (names.get(region, region), _cell(definition, one, names))
            for region, one in zip(regions, chosen, strict=True)
        )
        found.setdefault(definition.topic_title, []).append(Row(definition.key, definition.label, cells))
    return [Differing(title, tuple(rows)) for title, rows in found.items()]


def _cell(definition: Definition, chosen: Chosen | None, names: Mapping[str, str]) -> Shown | None:
    return shown(definition, chosen, names.get(chosen.region, chosen.region)) if chosen else None


def _alike(chosen: Iterable[Chosen | None]) -> bool:
    values = [one.value if one else None for one in chosen]
    return all(is_same_value(value, values[0]) for value in values)


def run_out(region: str, on: date) -> Sequence[tuple[Definition, Chosen]]:
    """Return the values calculations need that ended before a day with nothing after them."""
    rules = book()
    found = [(rules.definitions[one.key], one) for one in lapsed(rules, region, on)]
    return [(definition, one) for definition, one in found if definition.use == "calculation"]
