"""Answer by which values a step is done in a region on a day (办事规定): `terms_of`.

A term is no clock and decides nothing: how many go out to survey, what share the county visits, what a fraud
is fined. Each is a parameter; where nobody has set it the answer says so, and is not left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from doudi.policy.book import Book
from doudi.policy.chosen import Chosen, Parameters
from doudi.policy.definitions import Definition
from doudi.procedures.shapes import Procedure, Step


@dataclass(frozen=True, slots=True)
class Term:
    """One value a step is done by; None where nobody has set it for the region on the day."""

    step: Step
    definition: Definition
    chosen: Chosen | None


def terms_of(procedure: Procedure, book: Book, parameters: Parameters) -> tuple[Term, ...]:
    """Return the terms of a procedure, in the order of its steps."""
    return tuple(
        Term(step, book.definitions[key], parameters.get(key))
        for name, step in procedure.steps.items()
        for key in procedure.terms.get(name, ())
    )
