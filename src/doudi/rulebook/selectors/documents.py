"""Answers which document a citation means, what rests on a document, and how two compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.policy.book import Book, Chosen
from doudi.policy.saying import show_value
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import DocumentArticle, DocumentReview, PolicyDocument
from doudi.rulebook.rules.citations import number_key, split_citation
from doudi.rulebook.selectors.places import region_titles


def document_named(citation: str) -> PolicyDocument | None:
    """Return the document a citation names, by number or by title; a citation may carry its article."""
    known = list(PolicyDocument.objects.all())
    for text in (citation, split_citation(citation)[0]):
        key = number_key(text)
        found = next((each for each in known if key in keys_of(each)), None)
        if found is not None:
            return found
    key = number_key(citation)
    begun = [(len(own), each.pk, each) for each in known for own in keys_of(each) if key.startswith(own)]
    return max(begun)[2] if begun else None


def article_named(document: PolicyDocument, cited: str) -> DocumentArticle | None:
    """Return the article a citation means: of that number, or the nearest one it lies within."""
    key = number_key(cited)
    within = [each for each in document.articles.all() if key.startswith(number_key(each.article))]
    return max(within, key=lambda each: len(each.article)) if key and within else None


def keys_of(document: PolicyDocument) -> frozenset[str]:
    """Return the two names a document is cited by: its number and its title."""
    return frozenset({document.number_key, number_key(document.title)})


def may_keep(scope: Scope, region: str) -> bool:
    """Say whether somebody may keep a region's documents: their own, and those above that they live by."""
    return region == "00" or scope.covers(region) or any(each.startswith(region) for each in scope.prefixes)


def documents_found(search: str = "", *, status: str = "", region: str = "") -> QuerySet[PolicyDocument]:
    """Return the library, or what of it matches."""
    found = PolicyDocument.objects.select_related("superior")
    if search:
        key = number_key(search)
        found = found.filter(
            Q(title__icontains=search) | Q(number_key__icontains=key) | Q(issuer__icontains=search)
        )
    if status:
        found = found.filter(status=status)
    return found.filter(region=region) if region else found


def reviews_waiting(scope: Scope) -> list[DocumentReview]:
    """Return the documents that have to be looked at again, of the regions a scope keeps."""
    waiting = DocumentReview.objects.filter(settled_at__isnull=True).select_related("document", "cause")
    return [review for review in waiting if may_keep(scope, review.document.region)]


@dataclass(frozen=True, slots=True)
class Resting:
    """Something of the rules that rests on a document."""

    kind: str
    key: str
    label: str
    text: str
    article: str
    region: str = ""
    region_name: str = ""


def resting_on(document: PolicyDocument) -> list[Resting]:
    """Return the values and steps of rules that rest on a document: how far a change of it reaches."""
    keys = keys_of(document)
    return [*_values_resting(keys), *_steps_resting(keys)]


def _values_resting(keys: frozenset[str]) -> Iterator[Resting]:
    known = book()
    names = region_titles(known.regions())
    for region in known.regions():
        for key in known.packs.timelines[region]:
            cited = (one for one in known.history(region, key) if number_key(one.document) in keys)
            yield from (_value_resting(known, one, names.get(region, region)) for one in cited)


def _value_resting(known: Book, one: Chosen, region_name: str) -> Resting:
    definition = known.definitions[one.key]
    text = f"{show_value(definition, one.value)}（{one.begins}起）"
    return Resting("parameter", one.key, definition.label, text, one.article, one.region, region_name)


def _steps_resting(keys: frozenset[str]) -> Iterator[Resting]:
    for code, programme in book().programmes.items():
        for name, step in programme.steps.items():
            if number_key(step.article).startswith(tuple(keys)):
                article = split_citation(step.article)[1]
                yield Resting("step", f"{code}:{name}", step.label, programme.title, article)


@dataclass(frozen=True, slots=True)
class Facing:
    """An article of a superior document beside those that carry it out; either may be missing."""

    above: DocumentArticle | None
    below: tuple[DocumentArticle, ...]


def facing(document: PolicyDocument) -> list[Facing]:
    """Return a document's articles beside its superior's, in the order of the superior; the rest last."""
    if document.superior is None or not document.superior.articles.exists():
        return []
    own = list(document.articles.all())
    pairs = [
        Facing(above, tuple(each for each in own if each.carries_out_id == above.pk))
        for above in document.superior.articles.all()
    ]
    loose = tuple(each for each in own if each.carries_out_id is None)
    return [*pairs, *([Facing(None, loose)] if loose else [])]


def citations() -> dict[str, set[str]]:
    """Return every document the rules and values name, with the regions that name it."""
    found: dict[str, set[str]] = {}
    for document, region in _cited():
        if document:
            found.setdefault(document, set()).add(region)
    return found


def _cited() -> Iterator[tuple[str, str]]:
    known = book()
    for region, own in known.packs.timelines.items():
        yield from ((one.document, region) for timeline in own.values() for one in timeline)
    for definition in known.definitions.values():
        yield from ((limit.document, "00") for limit in definition.limits)
    for programme in known.programmes.values():
        yield from ((split_citation(step.article)[0], "00") for step in programme.steps.values())
        yield from ((each.get("document", ""), "00") for each in programme.basis)
