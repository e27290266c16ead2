"""Mutants of the rule texts: formulas, exceptions, their order, conditions, own days, defaults of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from doudi.formulas.nodes import Reference, RuleBroken, walk
from doudi.kernel.policy_file import PolicyBroken, read_policy, written_place
from doudi.kernel.yaml_text import line_of
from doudi.policy.book import Book
from doudi.policy.facts import FOLDER as FACTS
from doudi.policy.facts import Fact, Facts, FactsFile
from doudi.policy.programme import FOLDER, SHARED, libraries, libraries_of, programme_of
from doudi.policy.programme_file import LibraryFile, ProgrammeFile, StepFile
from tools.mutation.formulas import are_apart, changes_of, swapped

MONEY_MORE = 100_000
"""Fen a default of money is changed by: enough to cross a line."""


class Refused(Exception):
    """A change that the loader refuses: no mutant, for it could never be in force."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of the policy folder: where, in words, what it touches, and the book it makes.

    `steps` are the steps it changes, none where it touches more than steps; `region` is where it
    holds, if not everywhere; `made` gives the book for one programme's
    cases and raises Refused where the loader would not take it.
    """

    file: str
    part: Parts
    said: str
    programmes: frozenset[str]
    steps: frozenset[str]
    made: Callable[[str], Book]
    offset: int = 0
    region: str = ""

    @property
    def name(self) -> str:
        """What it is named by: file, place in it and change, for a line moves."""
        return f"{self.file} {written_place(self.part)}: {self.said}"

    def line(self, root: Path) -> int:
        """Return the line of what is changed, which may stand in a text folded over several."""
        text = (root / self.file).read_text(encoding="utf-8")
        lines, line, passed = text.splitlines(), line_of(text, self.part), 0
        if not lines[line - 1].rstrip().endswith(">-"):
            return line
        while passed + len(lines[line].strip()) < self.offset:
            passed += len(lines[line].strip()) + 1
            line += 1
        return line + 1


Parts = tuple[int | str, ...]


@dataclass(frozen=True)
class Sources:
    """The rule files as they are written."""

    root: Path
    book: Book
    programmes: Mapping[str, ProgrammeFile]
    shared: Mapping[str, LibraryFile]

    def users_of(self, library: str) -> frozenset[str]:
        """Return the programmes that use a library, directly or not."""
        return frozenset(
            code for code, file in self.programmes.items() if library in libraries_of(file, self.shared)
        )

    def book_with(self, file: ProgrammeFile, shared: Mapping[str, LibraryFile]) -> Book:
        """Return the book with one programme read anew."""
        own = self.book
        lineage = own.programmes[file.programme].lineage
        try:
            changed = programme_of(file, shared, own.definitions, own.facts, own.enumerations, lineage)
        except (PolicyBroken, RuleBroken) as error:
            raise Refused(str(error)) from error
        return replace(own, programmes={**own.programmes, file.programme: changed}, plans={})


def sources_of(root: Path, book: Book) -> Sources:
    """Return the rule files of a policy folder."""
    names = sorted((root / FOLDER).glob("*.yaml"))
    files = [read_policy(root, path.relative_to(root), ProgrammeFile) for path in names]
    return Sources(root, book, {file.programme: file for file in files}, libraries(root))


def rule_mutants(sources: Sources) -> Iterator[Mutant]:
    """Yield every mutant of every programme and library, in the order of the files."""
    for code, file in sorted(sources.programmes.items()):
        yield from _of_programme(sources, code, file)
    for name, library in sorted(sources.shared.items()):
        users = sources.users_of(name)
        if users:
            yield from _of_library(sources, name, library, users)


def _of_programme(sources: Sources, code: str, file: ProgrammeFile) -> Iterator[Mutant]:
    path, own = (FOLDER / f"{code.lower()}.yaml").as_posix(), frozenset({code})
    for one in _of_steps(sources, file.steps):
        changed = file.model_copy(update={"steps": {**file.steps, one.name: one.step}})
        yield one.mutant(path, own, _made(sources, changed))
    for part, said, changed in _of_outcome(file):
        yield Mutant(path, part, said, own, frozenset(), _made(sources, changed))


def _of_library(sources: Sources, name: str, library: LibraryFile, users: frozenset[str]) -> Iterator[Mutant]:
    path = (SHARED / f"{name}.yaml").as_posix()
    for one in _of_steps(sources, library.steps):
        changed = library.model_copy(update={"steps": {**library.steps, one.name: one.step}})
        yield one.mutant(path, users, _made_of_library(sources, {**sources.shared, name: changed}))


def _made(sources: Sources, changed: ProgrammeFile) -> Callable[[str], Book]:
    return lambda code: sources.book_with(changed, sources.shared)


def _made_of_library(sources: Sources, shared: Mapping[str, LibraryFile]) -> Callable[[str], Book]:
    return lambda code: sources.book_with(sources.programmes[code], shared)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A step with one change: below which of its keys, how far into the text there, in words."""

    name: str
    part: Parts
    offset: int
    said: str
    step: StepFile

    def mutant(self, file: str, programmes: frozenset[str], made: Callable[[str], Book]) -> Mutant:
        part = ("steps", self.name, *self.part)
        return Mutant(file, part, self.said, programmes, frozenset({self.name}), made, self.offset)


def _of_steps(sources: Sources, steps: Mapping[str, StepFile]) -> Iterator[_Changed]:
    """Yield every changed step; a change that a text allows twice is numbered."""
    for name, step in steps.items():
        enumeration = sources.book.enumerations.get(step.unit)
        codes = tuple(enumeration.members) if enumeration else ()
        seen: Counter[tuple[Parts, str]] = Counter()
        for one in _of_step(name, step, codes):
            seen[one.part, one.said] += 1
            times = seen[one.part, one.said]
            yield one if times == 1 else replace(one, said=f"{one.said} ({times})")


def _of_step(name: str, step: StepFile, codes: Sequence[str]) -> Iterator[_Changed]:
    for change in changes_of(step.formula, codes):
        said = step.model_copy(update={"formula": change.text})
        yield _Changed(name, ("formula",), change.offset, change.said, said)
    for number, one in enumerate(step.exceptions):
        before, after = step.exceptions[:number], step.exceptions[number + 1 :]
        here = ("exceptions", number)
        said = step.model_copy(update={"exceptions": (*before, *after)})
        yield _Changed(name, here, 0, "without the exception", said)
        for key, answers in (("when", ()), ("then", codes)):
            for change in changes_of(getattr(one, key), answers):
                case = one.model_copy(update={key: change.text})
                said = step.model_copy(update={"exceptions": (*before, case, *after)})
                yield _Changed(name, (*here, key), change.offset, change.said, said)
    for number, order in swapped(step.exceptions):
        first, second = order[number], order[number + 1]
        if first.then == second.then or are_apart(first.when, second.when):
            continue  # which of them comes first cannot matter
        said = step.model_copy(update={"exceptions": tuple(order)})
        yield _Changed(name, ("exceptions", number), 0, "after the next exception", said)


def _of_outcome(file: ProgrammeFile) -> Iterator[tuple[Parts, str, ProgrammeFile]]:
    for number, name in enumerate(file.outcome.checks):
        fewer = (*file.outcome.checks[:number], *file.outcome.checks[number + 1 :])
        outcome = file.outcome.model_copy(update={"checks": fewer})
        yield ("outcome", "checks", number), f"without {name}", file.model_copy(update={"outcome": outcome})
    if file.as_of is not None:
        yield ("as_of",), "without a day of its own", file.model_copy(update={"as_of": None})


def default_mutants(sources: Sources) -> Iterator[Mutant]:
    """Yield every fact with another default, or with one where it would be asked for."""
    users = _users_of_facts(sources.book)
    for path in sorted((sources.root / FACTS).glob("*.yaml")):
        name = path.relative_to(sources.root).as_posix()
        for entity, fact, _ in read_policy(sources.root, name, FactsFile).each():
            for said, other in _other_defaults(sources.book.facts[fact]):
                made = _with_fact(sources.book, other)
                yield Mutant(name, ("facts", entity, fact), said, users[fact], frozenset(), made)


def _users_of_facts(book: Book) -> Mapping[str, frozenset[str]]:
    named = {
        code: {part.name for step in programme.steps.values() for part in walk(step.node)
               if isinstance(part, Reference)}
        for code, programme in book.programmes.items()
    }  # fmt: skip
    return {fact: frozenset(code for code, names in named.items() if fact in names) for fact in book.facts}


def _other_defaults(fact: Fact) -> Iterator[tuple[str, Fact]]:
    if fact.asked:
        yield "not asked", replace(fact, asked=False, default=_nothing(fact))
    default = fact.default
    if isinstance(default, bool):
        yield f"default {'no' if default else 'yes'}", replace(fact, default=not default)
    elif isinstance(default, int):
        more = MONEY_MORE if fact.kind == "money" else 1
        yield f"default {default + more}", replace(fact, default=default + more)
    elif isinstance(default, str) and fact.enumeration is not None:
        for code in fact.enumeration.members:
            if code != default:
                yield f"default {code}", replace(fact, default=code)


def _nothing(fact: Fact) -> int | bool | str | None:
    """Return what it would be to take a fact nobody states as nothing."""
    if fact.enumeration is not None:
        return next(iter(fact.enumeration.members))
    return {"money": 0, "number": 0, "yes_no": False}.get(fact.kind)


def _with_fact(book: Book, other: Fact) -> Callable[[str], Book]:
    def made(code: str) -> Book:
        facts = Facts({**book.facts, other.name: other}, book.facts.enumerations)
        changed = replace(book.programmes[code], facts=facts)
        return replace(book, facts=facts, programmes={**book.programmes, code: changed}, plans={})

    return made
