"""What a run found: counts, survivors by file and line, what is equivalent and why; kept so it can go on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from doudi.kernel.policy_file import Several, Stated, Text, load_yaml, shaped

KEPT = Path("build", "mutation")


class EquivalentFile(Stated):
    """Mutants nothing can tell from the rule, and why (`equivalent.yaml`)."""

    reason: Text = Field(description="why no family can tell")
    mutants: Several[Text] = Field(description="by name, as the report prints them")


def equivalents(path: Path) -> dict[str, str]:
    """Return the reason of each mutant that is named as equivalent."""
    said = load_yaml(path.read_text(encoding="utf-8"), path.name)
    groups = shaped(said, list[EquivalentFile], path.name)
    return {name: group.reason for group in groups for name in group.mutants}


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant nothing told apart: its name, where it stands, and whether an answer rests on it."""

    name: str
    place: str
    decides: bool


@dataclass
class Found:
    """What became of the mutants of a run."""

    fates: Counter[str] = field(default_factory=Counter)
    survivors: list[Survivor] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def lines(self, reasons: Mapping[str, str]) -> Iterator[str]:
        """Yield the report, survivors that decide something first."""
        named = [one for one in self.survivors if one.name in reasons]
        left = sorted(
            (one for one in self.survivors if one.name not in reasons), key=lambda one: not one.decides
        )
        yield f"    {sum(self.fates.values()):,} mutants: " + ", ".join(
            f"{number:,} {fate}" for fate, number in self.fates.most_common()
        )
        yield f"    of those that survived, {len(named)} are equivalent by name and reason"
        decide = sum(one.decides for one in left)
        yield f"    left: {decide} in eligibility or amounts, {len(left) - decide} beside them"
        yield from (f"    {'decides' if one.decides else 'beside '}  {one.place}" for one in left)

    def stale(self, reasons: Mapping[str, str], everything: bool) -> list[str]:
        """Return what is named as equivalent and is no survivor of this run."""
        alive = {one.name for one in self.survivors}
        return [name for name in reasons if name not in alive and (everything or name in self.names)]


class Kept:
    """The fates found so far, kept in a file as long as nothing they rest on changes."""

    def __init__(self, path: Path, digest: str) -> None:
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if not lines or lines[0] != digest:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{digest}\n", encoding="utf-8")
            lines = [digest]
        self.fates = dict(line.split("\t", 1) for line in lines[1:] if "\t" in line)

    def keep(self, name: str, fate: str) -> None:
        """Write down a fate at once."""
        self.fates[name] = fate
        with self.path.open("a", encoding="utf-8") as out:
            out.write(f"{name}\t{fate}\n")


def digest_of(root: Path, folders: Iterable[str]) -> str:
    """Return one digest of all files below some folders."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".yaml"}:
                found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return found.hexdigest()
