"""The computation sheet (核算单): every step with its formula, its numbers, its article and parameters.

A sheet is complete in itself: beside the words it holds the facts, the values and the expressions it used,
so that it can be recomputed line by line when every file of today has changed (`recomputing.faults_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from doudi.policy.asking import Asking
from doudi.policy.assessment import Verdict


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A parameter a line rests on, as it stood."""

    key: str
    label: str
    value: str
    begins: date
    region: str
    document: str
    article: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step for one subject: member 0 is the household, others count from 1.

    A settled step is decided by the region's parameters alone: it is the same for every family.
    `row` and `raw` are for recomputing: the subject's place in the working, the value as the engine has it.
    `decided` names the parameters that chose this way of calculating; the sheet lists them once.
    """

    step: str
    member: int
    label: str
    unit: str
    article: str
    exception: str
    symbols: str
    numbers: str
    result: str
    parameters: tuple[UsedParameter, ...]
    row: int = 0
    raw: Any = 0
    settled: bool = False
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact the result rests on, and which subject's; `usual` is what stands when nobody says anything."""

    member: int
    label: str
    value: str
    name: str = ""
    row: int = 0
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole computation: what was stated, each step, the result and the reasons.

    `plain` is what the resident is told; `told` says of each sentence which of the lines it tells.
    `questions` are what must be asked before the whole result can be given. `distance` says how far whoever
    was refused is from the other answer and what would turn it; older sheets do not say it.
    """

    programme: str
    title: str
    region: str
    on: date
    facts: tuple[Stated, ...]
    lines: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    reasons: tuple[str, ...]
    plain: tuple[str, ...]
    told: tuple[int, ...] = ()
    basis: tuple[str, ...] = ()
    decisions: tuple[UsedParameter, ...] = ()
    questions: tuple[Asking, ...] = ()
    distance: tuple[str, ...] = ()
    working: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @property
    def used(self) -> tuple[UsedParameter, ...]:
        """The parameters it rests on, each once."""
        used = {one.key: one for line in self.lines for one in line.parameters}
        used.update({one.key: one for one in self.decisions})
        return tuple(used.values())

    @property
    def unverified(self) -> tuple[UsedParameter, ...]:
        """The parameters it uses that nobody has verified (未核实), each once."""
        return tuple(one for one in self.used if not one.verified)

    @property
    def groundless(self) -> tuple[UsedParameter, ...]:
        """The parameters it uses that no document says (没有依据): good for a trial, not for a decision."""
        return tuple(one for one in self.used if not one.document)

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as plain data."""
        data = asdict(self)
        for said, verdict in zip(data["verdicts"], self.verdicts, strict=True):
            said["waits"] = written_waits(verdict)
        data["unverified"] = [one.key for one in self.unverified]
        data["on"] = self.on.isoformat()
        used = [*data["decisions"], *(one for line in data["lines"] for one in line["parameters"])]
        for one in used:
            one["begins"] = one["begins"].isoformat()
        return data


def written_waits(verdict: Verdict) -> dict[str, list[list[str]]]:
    """Return what of a verdict waits for which facts as plain data: step → [place, fact]."""
    return {name: [[one.place, one.name] for one in sorted(asks)] for name, asks in verdict.waits.items()}
