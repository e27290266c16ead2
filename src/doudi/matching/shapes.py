"""Say what columns the comparison finds in every batch and in the roster, and what a source brings.

The sources themselves are described where their files are read; whoever compares hands their shapes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Shape = Mapping[str, str]
Words = Mapping[str, Mapping[str, str]]

WINDOWS: Mapping[str, str] = {
    "": "the latest month",
    "_year": "the calendar year",
    "_previous": "the month before the latest",
    "_last_year": "the latest month of the calendar year before",
    "_ever": "every month so far",
}

PEOPLE: Shape = {
    "person_id": "BIGINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "household_id": "BIGINT",
    "division": "VARCHAR",
    "born_on": "DATE",
    "sex": "VARCHAR",
    "name_key": "BIGINT",
}
# Further names a number is known by: those of records an officer joined. The file may be absent.
NAMES: Shape = {"token_high": "BIGINT", "token_low": "BIGINT", "name_key": "BIGINT"}
SPELLS: Shape = {
    "person_id": "BIGINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "household_id": "BIGINT",
    "programme": "VARCHAR",
    "category": "VARCHAR",
    "division": "VARCHAR",
    "valid_from": "DATE",
    "valid_to": "DATE",
    "since": "DATE",
    "amount_fen": "BIGINT",
    "account_high": "BIGINT",
    "account_low": "BIGINT",
    "labour": "VARCHAR",
    "stable_work": "VARCHAR",
    "started_on": "DATE",
    "batch": "VARCHAR",
    "row": "INTEGER",
}
EVERY_BATCH: Shape = {
    "row": "INTEGER",
    "status": "UTINYINT",
    "token_high": "BIGINT",
    "token_low": "BIGINT",
    "name_key": "BIGINT",
    "born_on": "DATE",
    "sex": "VARCHAR",
    "division": "VARCHAR",
}
# Without these no row can be told; any other column a batch lacks was not kept yet when it was written.
NEEDED = frozenset({"row", "status", "token_high", "token_low"})
# Why a rule was skipped some of whose numbers are 0: nobody has set them yet: `parameters:` and the names.
PARAMETERS_UNSET = "parameters"
# A rule one of whose lists holds nobody was not compared either: `empty:` and the views.
EMPTY = "empty"

# What every rule gives, in this order; measures is a JSON object of integers, dates and codes.
OUTPUT: Shape = {
    "subject_kind": "VARCHAR",
    "subject_high": "BIGINT",
    "subject_low": "BIGINT",
    "household_id": "BIGINT",
    "division": "VARCHAR",
    "left_source": "VARCHAR",
    "left_batch": "VARCHAR",
    "left_row": "INTEGER",
    "right_source": "VARCHAR",
    "right_batch": "VARCHAR",
    "right_row": "INTEGER",
    "measures": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class SourceShape:
    """What the comparison knows of a source: its title, its batches' own columns, and words for their codes.

    `sealed` columns lie beside the batch: evidence may show them, rules cannot read them. A source that is
    a register of ours names the `programmes` its rows enrol people in.
    """

    title: str
    columns: Shape
    sealed: frozenset[str] = frozenset()
    words: Words = field(default_factory=dict)
    programmes: tuple[str, ...] = ()


Shapes = Mapping[str, SourceShape]


def source_of_view(view: str) -> str:
    """Return the source behind a view: `medical_selfpay` for `medical_selfpay_year`."""
    return view.removesuffix(window_of_view(view))


def window_of_view(view: str) -> str:
    """Return the suffix that says which months a view covers; empty for the latest month."""
    longest_first = sorted(WINDOWS, key=len, reverse=True)
    return next(window for window in longest_first if view.endswith(window))
