"""Say which procedure holds for a region on a day: the nation's version with every region's part laid on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import Book, lineage
from doudi.policy.known_documents import document_names, plain
from doudi.policy.packs import NATION
from doudi.procedures.checking import check_procedure, check_words_used
from doudi.procedures.reading import VOCABULARY, laid_over, load_programmes, load_vocabulary
from doudi.procedures.shapes import Part, Procedure, Programme, Vocabulary


class NoProcedureYet(Exception):
    """On that day no version of the procedure was in force."""

    def __init__(self, programme: Programme, on: date) -> None:
        first = programme.parts[NATION][0].begins
        super().__init__(f"{programme.title} {on} 没有施行的办理程序（最早 {first} 起）。")
        self.programme = programme.code
        self.on = on


class NoSuchProgramme(Exception):
    """No procedure has this code."""


@dataclass(frozen=True)
class Procedures:
    """All procedures, checked in every region and version."""

    vocabulary: Vocabulary
    programmes: Mapping[str, Programme]
    known: frozenset[str] = frozenset()
    _asked: dict[tuple[str, str, date], Procedure] = field(default_factory=dict, compare=False, repr=False)

    def programme(self, code: str) -> Programme:
        """Return a programme, or raise NoSuchProgramme."""
        if code not in self.programmes:
            raise NoSuchProgramme(code)
        return self.programmes[code]

    def in_force(self, code: str, region: str, on: date) -> Procedure:
        """Return what holds for a region on a day, or raise NoProcedureYet."""
        asked = (code, region, on)
        if asked not in self._asked:
            self._asked[asked] = _in_force(self.programme(code), region, on)
        return self._asked[asked]

    def versions(self, code: str, region: str) -> tuple[Procedure, ...]:
        """Return what held for a region over time: one procedure for each day on which anything changed."""
        programme = self.programme(code)
        return tuple(self.in_force(code, region, day) for day in _changes(programme, region))


def load_procedures(root: Path, book: Book, *, samples: bool = False) -> Procedures:
    """Return the procedures of a policy folder, or raise PolicyBroken at the first thing that is wrong."""
    vocabulary, known = load_vocabulary(root), document_names(root)
    for key in vocabulary.handing_down:
        if key not in book.definitions or book.definitions[key].kind != "yes_no":
            raise PolicyBroken(VOCABULARY.as_posix(), "handing_down", f"{key} 不是“是否”参数")
    programmes = load_programmes(root, vocabulary, book.definitions, known, samples=samples)
    procedures = Procedures(vocabulary, programmes, known)
    for programme in programmes.values():
        for region in programme.parts:
            for procedure in procedures.versions(programme.code, region):
                check_procedure(procedure, programme, region)
        _check_parameters(programme, book, known)
    check_words_used(vocabulary, programmes)
    return procedures


def _check_parameters(programme: Programme, book: Book, known: frozenset[str]) -> None:
    """Refuse a clock whose parameter rests on a document nobody has listed."""
    parts = (part for own in programme.parts.values() for part in own)
    keys = {clock.amount.key for part in parts for clock in part.clocks.values() if clock.amount.key}
    for key in sorted(keys):
        for dated in (one for region in book.regions() for one in book.history(region, key)):
            if dated.document and plain(dated.document) not in known:
                reason = f"依据 {dated.document}，known.yaml 里没有"
                raise PolicyBroken("procedures", f"{programme.code} {key}", reason)


def _changes(programme: Programme, region: str) -> Iterator[date]:
    """Yield the days on which a part of the region or of one above it begins or ends, in order."""
    parts = [part for code in lineage(region) for part in programme.parts.get(code, ())]
    days = {day for part in parts for day in (part.begins, part.ends) if day is not None}
    for day in sorted(days):
        if _part_on(programme, NATION, day) is not None:
            yield day


def _part_on(programme: Programme, region: str, on: date) -> Part | None:
    return next((part for part in programme.parts.get(region, ()) if part.holds_on(on)), None)


def _in_force(programme: Programme, region: str, on: date) -> Procedure:
    whole = _part_on(programme, NATION, on)
    if whole is None:
        raise NoProcedureYet(programme, on)
    version, set_by = whole.begins, dict.fromkeys(whole.clocks, NATION)
    for code in lineage(region)[1:]:
        own = _part_on(programme, code, on)
        if own is not None:
            whole, version = laid_over(whole, own), max(version, own.begins)
            set_by |= dict.fromkeys(own.clocks, code)
    if whole.publicity is None:
        raise PolicyBroken(whole.file, whole.place, "没有写公示不公示")
    return Procedure(
        code=programme.code,
        title=programme.title,
        region=region,
        version=version,
        basis=whole.basis,
        steps=whole.steps,
        clocks=whole.clocks,
        set_by=set_by,
        deciders=whole.deciders,
        publicity=whole.publicity,
        differing=whole.differing,
        sampling=whole.sampling,
        terms=whole.terms,
    )
