"""Which kinds of need a sentence speaks of, by the words of the county's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doudi.kernel.policy_file import Distinct, Several, Sourced, Stated, Text


class Suggestion(Sourced):
    """A programme that may answer a need: who decides on it, and the article it stands on."""

    name: Text
    office: Text
    article: str

    @property
    def basis(self) -> str:
        """The document with its article."""
        return self.document + self.article


class KindOfNeed(Stated):
    """A kind of need: the words it is recognised by, and what may answer it."""

    words: Distinct[Text]
    programmes: Several[Suggestion]


class NeedTable(Stated):
    """The kinds of need (`circumstances/needs.yaml`)."""

    title: Text
    kinds: dict[str, KindOfNeed]


def kinds_in(text: str, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the kinds whose words stand in a text, in the order of the table."""
    return tuple(kind for kind, said in words.items() if any(word in text for word in said))
