"""All files of the corpus."""

from __future__ import annotations

import itertools

from doudi.reading.tests.corpus import facts, markup, open_document, plain, xlsx
from doudi.reading.tests.corpus.base import Case


def every_case() -> dict[str, Case]:
    """Return all cases by name."""
    sources = (xlsx, open_document, markup, plain, facts)
    return {case.name: case for case in itertools.chain.from_iterable(one.cases() for one in sources)}
