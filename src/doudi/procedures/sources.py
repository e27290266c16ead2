"""Read values with their sources: a literal with its citation, or the parameter that holds it.

A number that is a parameter already is named by its key and never written twice, so that an approved change
of the parameter is at once the changed clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from doudi.kernel.policy_file import Place
from doudi.policy.definitions import Definition
from doudi.policy.known_documents import DOCUMENTS, plain
from doudi.procedures.files import CitedFile, ConditionFile, ParameterFile
from doudi.procedures.shapes import Citation, Condition, Source, Vocabulary

_NO_BASIS = Citation("", "", verified=False)


@dataclass(frozen=True, slots=True)
class Sourced:
    """Reads sources and citations of one file; what a line leaves out is said by its version."""

    vocabulary: Vocabulary
    definitions: Mapping[str, Definition]
    known: frozenset[str]
    basis: Citation = _NO_BASIS
    name: str = ""

    @property
    def nothing(self) -> Source:
        """A source of no codes at all."""
        return Source((), self.basis)

    def by_default(self, basis: Citation) -> Sourced:
        """Return a reader whose lines are cited by a version's document unless they say otherwise."""
        return replace(self, basis=basis)

    def citation(self, place: Place, said: CitedFile) -> Citation:
        """Return a line's citation: a verified one names a known document and the article."""
        verified = self.basis.verified if said.verified is None else said.verified
        # a line may say that it has no document, though its version has one
        document = self.basis.document if said.document is None else said.document
        note = said.note or ("" if document else self.basis.note)
        if verified and not (document and said.article):
            place.refuse("article", "已核实的要写明文件和条款")
        if document and plain(document) not in self.known:
            place.refuse("document", f"{DOCUMENTS.as_posix()} 里没有 {document}")
        if not document and not note:
            place.refuse("note", "没有文件的写明原因")
        return Citation(document, said.article, verified, note)

    def source(
        self,
        place: Place,
        said: CitedFile,
        key: str,
        read: Callable[[object], object],
        kinds: Sequence[str],
        words: Collection[str] = (),
    ) -> Source | None:
        """Return a literal or a parameter's key; nothing if the line does not say it.

        The parameter is of one of the kinds; if it gives codes, they are among the words.
        """
        written = getattr(said, key)
        if written is None:
            return None
        if isinstance(written, ParameterFile):
            source = self._parameter(place.below(key), written)
            self._check_kind(place, key, source, kinds, words)
            return source
        value = read(written)
        if value is None:
            place.refuse(key, f"{written!r} 不能写在这里")
        return Source(value, self.citation(place, said))

    def _parameter(self, place: Place, said: ParameterFile) -> Source:
        if said.parameter not in self.definitions:
            place.refuse("parameter", f"没有 {said.parameter} 这个参数")
        rows = self.definitions[said.parameter].rows
        if (rows is not None) != bool(said.cell) or (rows is not None and said.cell not in rows.members):
            place.refuse("cell", f"{said.parameter} 是表时写一行，不是表时不写")
        return Source(key=said.parameter, cell=said.cell)

    def _check_kind(
        self, place: Place, key: str, source: Source, kinds: Sequence[str], words: Collection[str]
    ) -> None:
        definition = self.definitions[source.key]
        kind = definition.gives if source.cell else definition.kind
        if kind not in kinds:
            place.refuse(key, f"{source.key} 是 {kind}，要的是 {'、'.join(kinds)}")
        members = definition.enumeration.members if definition.enumeration else {}
        strange = [code for code in members if words and code not in words]
        if strange:
            place.refuse(key, f"{source.key} 可能是 {strange[0]}，vocabulary.yaml 里没有")

    def conditions(self, place: Place, lines: Iterable[ConditionFile]) -> tuple[Condition, ...]:
        """Return on which parameters' values a line stands."""
        found = []
        for number, one in enumerate(lines):
            here = place.below("when", number)
            if self.kind_of(one.parameter) not in ("yes_no", "code"):
                here.refuse("parameter", f"{one.parameter} 不是“是否”或代码参数")
            enumeration = self.definitions[one.parameter].enumeration
            if one.value not in (enumeration.members if enumeration else (True, False)):
                here.refuse("is", f"{one.parameter} 不会是 {one.value!r}")
            found.append(Condition(one.parameter, one.value))
        return tuple(found)

    def kind_of(self, key: str) -> str:
        """Return the kind of a parameter, empty if there is none of that name."""
        return self.definitions[key].kind if key in self.definitions else ""

    def event(self, place: Place, key: str, event: str) -> str:
        """Return an event of the vocabulary."""
        return self.among(place, key, (event,), self.vocabulary.events)[0]

    def among(self, place: Place, key: str, said: tuple[str, ...], words: Collection[str]) -> tuple[str, ...]:
        """Return codes, each one of the words."""
        for one in said:
            if one not in words:
                place.refuse(key, f"写的是 {one!r}，可以写的是 {'、'.join(words)}")
        return said

    def parameters(self, place: Place, key: str, said: tuple[str, ...]) -> tuple[str, ...]:
        """Return keys of parameters, each one defined."""
        for one in said:
            if one not in self.definitions:
                place.refuse(key, f"没有 {one} 这个参数")
        return said

    def whole(self, written: object) -> int | None:
        """Return a whole number that is not negative."""
        return written if isinstance(written, int) and written >= 0 else None

    def day(self, written: object) -> date | None:
        """Return a day."""
        return written if isinstance(written, date) else None

    def codes(self, words: Collection[str]) -> Callable[[object], tuple[str, ...] | None]:
        """Return what reads codes that are all among some words."""
        return lambda said: said if isinstance(said, tuple) and all(one in words for one in said) else None
