"""Read values with their sources: a literal with its citation, or the parameter that holds it.

A number that is a parameter already is named by its key and never written twice, so that an approved change
of the parameter is at once the changed clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from doudi.policy.definitions import Definition
from doudi.policy.known_documents import DOCUMENTS, plain
from doudi.policy.reading import Reader
from doudi.procedures.shapes import Citation, Condition, Source, Vocabulary

_CITED = ("document", "article", "verified", "note")
_NO_BASIS = Citation("", "", verified=False)


@dataclass(frozen=True, slots=True)
class Sourced:
    """Reads sources and citations of one file; what a line leaves out is said by its version."""

    vocabulary: Vocabulary
    definitions: Mapping[str, Definition]
    known: frozenset[str]
    basis: Citation = _NO_BASIS
    place: str = ""

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys a citation is written in."""
        return _CITED

    @property
    def nothing(self) -> Source:
        """A source of no codes at all."""
        return Source((), self.basis)

    def by_default(self, basis: Citation) -> Sourced:
        """Return a reader whose lines are cited by a version's document unless they say otherwise."""
        return replace(self, basis=basis)

    def citation(self, reader: Reader) -> Citation:
        """Return a line's citation: a verified one names a known document and the article."""
        verified = reader.truth("verified", default=self.basis.verified)
        # a line may say that it has no document, though its version has one
        none = reader.said.get("document") == ""
        document = "" if none else reader.text("document", default=self.basis.document)
        article = reader.text("article", default="")
        note = reader.text("note", default="") or ("" if document else self.basis.note)
        if verified and not (document and article):
            reader.refuse("article", "what is verified names its document and article")
        if document and plain(document) not in self.known:
            reader.refuse("document", f"{document} is not among the documents of {DOCUMENTS.as_posix()}")
        if not document and not note:
            reader.refuse("note", "what has no document says why")
        return Citation(document, article, verified, note)

    def source(
        self,
        reader: Reader,
        key: str,
        read: Callable[[object], object],
        kinds: Sequence[str],
        words: Collection[str] = (),
    ) -> Source | None:
        """Return a literal or a parameter's key; nothing if the line does not say it.

        The parameter is of one of the kinds; if it gives codes, they are among the words.
        """
        if key not in reader.said:
            return None
        written = reader.said[key]
        if isinstance(written, Mapping):
            source = self._parameter(reader.inside(key))
            self._check_kind(reader, key, source, kinds, words)
            return source
        value = read(written)
        if value is None or isinstance(value, bool):
            reader.refuse(key, f"{written!r} is not what belongs here")
        return Source(value, self.citation(reader))

    def _parameter(self, reader: Reader) -> Source:
        reader.only(("parameter",), ("cell",))
        key, cell = reader.text("parameter"), reader.text("cell", default="")
        if key not in self.definitions:
            reader.refuse("parameter", f"{key} is not defined")
        rows = self.definitions[key].rows
        if (rows is not None) != bool(cell) or (rows is not None and cell not in rows.members):
            reader.refuse("cell", f"names a row of {key} if that is a table, and only then")
        return Source(key=key, cell=cell)

    def _check_kind(
        self, reader: Reader, key: str, source: Source, kinds: Sequence[str], words: Collection[str]
    ) -> None:
        definition = self.definitions[source.key]
        kind = definition.gives if source.cell else definition.kind
        if kind not in kinds:
            reader.refuse(key, f"{source.key} is {kind}, not {' or '.join(kinds)}")
        members = definition.enumeration.members if definition.enumeration else {}
        strange = [code for code in members if words and code not in words]
        if strange:
            reader.refuse(key, f"{source.key} may be {strange[0]}, which is not in the vocabulary")

    def conditions(self, reader: Reader) -> tuple[Condition, ...]:
        """Return on which parameters' values a line stands."""
        found = []
        for one in reader.each("when"):
            one.only(("parameter", "is"))
            key = one.text("parameter")
            if self.kind_of(key) not in ("yes_no", "code"):
                one.refuse("parameter", f"{key} is no parameter of yes or no, or of a code")
            value = one.said["is"]
            enumeration = self.definitions[key].enumeration
            if value not in (enumeration.members if enumeration else (True, False)):
                one.refuse("is", f"{key} is never {value!r}")
            found.append(Condition(key, value))
        return tuple(found)

    def kind_of(self, key: str) -> str:
        """Return the kind of a parameter, empty if there is none of that name."""
        return self.definitions[key].kind if key in self.definitions else ""

    def texts(self, reader: Reader, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Return a list of texts, each one of the choices if there are any, none twice."""
        found = reader.items(key)
        for one in found:
            if not isinstance(one, str) or (choices and one not in choices):
                reader.refuse(key, f"{one!r} is not among {', '.join(choices) or 'texts'}")
        if len(set(found)) < len(found):
            reader.refuse(key, "names one twice")
        return found

    def share(self, written: object) -> Fraction | None:
        """Return a share written 30%."""
        if isinstance(written, str) and re.fullmatch(r"[1-9][0-9]?%|100%", written):
            return Fraction(int(written[:-1]), 100)
        return None

    def whole(self, written: object) -> int | None:
        """Return a whole number that is not negative."""
        return written if isinstance(written, int) and written >= 0 else None

    def day(self, written: object) -> date | None:
        """Return a day."""
        return written if isinstance(written, date) else None
