"""Give the sources and their headings, loaded once from the policies folder."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from doudi.exchange.rules.shapes import shapes_of
from doudi.matching.shapes import WINDOWS, Shapes
from doudi.recognition.header import Headings
from doudi.recognition.source_files import load_catalogue
from doudi.recognition.sources import Catalogue, Source

FOLDER = "sources"


@lru_cache(maxsize=1)
def headings() -> Headings:
    """Return what headings mean; raise PolicyBroken when a file of the policies is not understood."""
    return Headings(load_catalogue(settings.DOUDI_POLICIES / FOLDER, endings=WINDOWS))


@lru_cache(maxsize=1)
def feedback_headings() -> Headings:
    """Return what the headings of the province's feedback mean."""
    folder = settings.DOUDI_POLICIES / FOLDER
    return Headings(load_catalogue(folder / "feedback", folder, endings=WINDOWS))


def catalogue() -> Catalogue:
    """Return every source we know."""
    return headings().catalogue


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """Return what the comparison finds in the batches of every source."""
    return shapes_of(catalogue())


def source_named(code: str) -> Source | None:
    """Return a source by its code; None when nobody has described it."""
    return catalogue().sources.get(code)


def source_title(code: str) -> str:
    """Return a source's Chinese title, or the code where there is none."""
    source = source_named(code)
    return source.title if source else code
