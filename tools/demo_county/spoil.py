"""Damage identity numbers the way they arrive damaged, and count what each damage should become.

Rows that must be refused name strangers: people who stand in that one list and nowhere else, so that a
refused row never changes what the comparison finds.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tools.demo_county import identity
from tools.demo_county.people import Nursery
from tools.demo_county.sheets import Cell
from tools.demo_county.world import Record, World, age_of

CLEAN, REPAIRED, REJECTED = "clean", "repaired", "rejected"
REPAIRS: Mapping[str, Callable[[str], str]] = {
    "FULL_WIDTH": identity.as_full_width,
    "SPACES": identity.as_spaced,
    "QUOTE_MARK": identity.as_quoted,
    "LOWER_X": identity.as_lower_x,
    "UPGRADED_15": identity.as_fifteen,
}
REFUSALS: Mapping[str, Callable[[str], Cell]] = {
    "CHECK_DIGIT": identity.with_wrong_check,
    "TYPED_AS_NUMBER": identity.typed_as_number,
    "BLANK": lambda number: "",
    "BLANK_WORD": lambda number: "无",
    "LENGTH": lambda number: number[:17],
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list with the identity as it will be written, and what should become of it."""

    record: Record
    number: Cell
    outcome: str = CLEAN
    damage: str = ""


@dataclass(frozen=True)
class Damage:
    """How many rows of one file carry each kind of damage; repeated rows are the same row once more."""

    repairs: Mapping[str, int]
    refusals: Mapping[str, int]
    repeated: int = 0


def damage_lines(world: World, records: Sequence[Record], damage: Damage) -> list[Line]:
    """Turn a list's records into lines, damaged as asked for, strangers and repetitions mixed in."""
    randomness = Random(world.random.randrange(2**32))
    lines = [Line(record, record.person.number) for record in records]
    _repair_some(lines, damage.repairs, randomness)
    for kind, wanted in damage.refusals.items():
        for _ in range(wanted):
            stranger = _stranger(world, randomness.choice(records), randomness)
            lines.append(Line(stranger, REFUSALS[kind](stranger.person.number), REJECTED, kind))
    again = _repeatable(lines)
    lines.extend(randomness.sample(again, min(damage.repeated, len(again))))
    return lines


def expected_counts(lines: list[Line]) -> dict[str, object]:
    """Count what should become of the lines: rows read = clean + repaired + rejected."""
    outcomes = Counter(line.outcome for line in lines)
    return {
        "rows": len(lines),
        CLEAN: outcomes[CLEAN],
        REPAIRED: outcomes[REPAIRED],
        REJECTED: outcomes[REJECTED],
        "damages": dict(sorted(Counter(line.damage for line in lines if line.damage).items())),
    }


def _repair_some(lines: list[Line], wanted: Mapping[str, int], randomness: Random) -> None:
    for kind, count in wanted.items():
        fitting = [index for index, line in enumerate(lines) if line.outcome == CLEAN and _fits(kind, line)]
        for index in randomness.sample(fitting, min(count, len(fitting))):
            written = REPAIRS[kind](lines[index].record.person.number)
            lines[index] = replace(lines[index], number=written, outcome=REPAIRED, damage=kind)


def _fits(kind: str, line: Line) -> bool:
    number = line.record.person.number
    if kind == "LOWER_X":
        return number.endswith("X")
    return kind != "UPGRADED_15" or (number[6:8] == "19" and int(number[14:17]) < 996)


def _repeatable(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.outcome == CLEAN]


def _stranger(world: World, like: Record, randomness: Random) -> Record:
    """Make up someone of the same age as the person of a record, with the same entries on that list."""
    nursery: Nursery = world.nursery
    age = age_of(like.person, world.last_day)
    home = nursery.household(age, village=like.home.village)
    values = dict(like.values)
    if "relation" in values:
        values["relation"] = "户主"
    if "household_number" in values:
        values["household_number"] = f"{str(values['household_number'])[:8]}{home.key:06d}"
    if values.get("account"):
        values["account"] = home.account
    if "household_amount_fen" in values:
        values["household_amount_fen"] = values["amount_fen"]
    if "certificate_number" in values:
        values["certificate_number"] = ""
    return Record(home.head, values, home)
