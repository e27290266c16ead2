"""Hold the sources we know: what each column is called, holds, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Type(StrEnum):
    """What a column holds, which decides how its cells are read."""

    IDENTITY = "identity"
    OTHER_IDENTITY = "other_identity"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    MONEY = "money"
    INTEGER = "integer"
    HUNDREDTHS = "hundredths"
    SHARE = "share"
    CODE = "code"
    ACCOUNT = "account"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    HOUSEHOLD = "household"
    CERTIFICATE = "certificate"
    DIVISION_COUNTY = "division_county"
    DIVISION_TOWN = "division_town"
    DIVISION_VILLAGE = "division_village"
    DIVISION_CODE = "division_code"


class Keep(StrEnum):
    """Where a column goes: the batch's Parquet, the sealed sidecar, or nowhere."""

    PARQUET = "parquet"
    SIDECAR = "sidecar"
    DROP = "drop"


class Kind(StrEnum):
    """Whether a list is the register itself or another department's data about people."""

    ROSTER = "roster"
    DEPARTMENT = "department"


PERSONAL = frozenset(
    {Type.IDENTITY, Type.OTHER_IDENTITY, Type.NAME, Type.PHONE, Type.ADDRESS, Type.CERTIFICATE}
)
DIVISION_TYPES = frozenset(
    {Type.DIVISION_COUNTY, Type.DIVISION_TOWN, Type.DIVISION_VILLAGE, Type.DIVISION_CODE}
)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a source; `headings`, `values` and `contains` are leveled for comparison.

    `keyed` names the kind of digest by which a sealed column can still be compared; of a `free_text` column
    only what its codes say goes into the batch, the text itself is sealed and never wrong.
    `weak` headings may well mean something else: they count when the content fits. `keys` are words that say
    the column wherever in a heading they stand, if no other column's are in it.
    A `personal` column tells of one person: in a row that holds a family, of nobody but whose it is.
    `per` is the time an amount is for: month, year, or '' where a file may say either.
    """

    name: str
    title: str
    type: Type
    keep: Keep
    headings: tuple[str, ...]
    required: bool = False
    own: bool = False
    personal: bool = False
    fill_down: bool = False
    from_sheet: bool = False
    whole_number: bool = False
    may_be_future: bool = False
    free_text: bool = False
    signed: bool = False
    keyed: str = ""
    per: str = ""
    instead_of: str = ""
    weak: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    contains: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_token(self) -> bool:
        """Say whether a batch keeps the two halves of a token of this column."""
        return bool(self.keyed) or self.type in {Type.OTHER_IDENTITY, Type.ACCOUNT}


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount column that a kind column sends to one of several columns.

    Where the `paid` column says that nothing was paid, nothing is due either.
    """

    amount: str
    by: str
    into: Mapping[str, str]
    paid: str = ""


@dataclass(frozen=True, slots=True)
class ListingRule:
    """How a row of a roster becomes a line of a list: `when` a column says so, `unless` one denies it."""

    programme: str
    category: str = ""
    amount: str = ""
    started: str = "started_on"
    needs_amount: bool = False
    when_column: str = ""
    when_is: str = ""
    unless_column: str = ""
    unless_is: str = ""
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One kind of list that a department sends (来源).

    `spans` are pairs of columns, a first and a last day, that a list may write into one cell;
    the last is '' where nobody asks for it.
    One that is not `is_compared` is read by no comparison: it is due in no month and makes none out of date.
    """

    code: str
    title: str
    kind: Kind
    provider: str
    each: str
    speaks: tuple[str, ...]
    against: tuple[str, ...]
    columns: tuple[Column, ...]
    required_any: tuple[tuple[str, ...], ...] = ()
    spread: Spread | None = None
    listing: tuple[ListingRule, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    is_compared: bool = True

    def column(self, name: str) -> Column:
        """Return a column by its name; KeyError when the source has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def by_heading(self) -> Mapping[str, Column]:
        """Return the columns by every leveled heading; a weak one is of the first where no other has it."""
        weak = {heading: column for column in reversed(self.columns) for heading in column.weak}
        return weak | {heading: column for column in self.columns for heading in column.headings}

    @property
    def by_weak_heading(self) -> Mapping[str, tuple[Column, ...]]:
        """Return the columns that a heading may mean when their content fits."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            for heading in column.weak:
                found[heading] = (*found.get(heading, ()), column)
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """The words by which rows around the table are told from people, and headings are understood.

    `before` and `after` are words of headings that may as well be left out, the longest first; `general`
    those that any list may have; `alike` leads words of headings to the one that means the same; `kin` are
    people beside the row's own, wherever in a heading they stand, and `own` words for the row's own; before a
    known heading one of `other` says another thing; `not_ours` are kinds of lists nobody compares here, each
    with the words of its names.
    """

    total: frozenset[str]
    note: frozenset[str]
    blank: frozenset[str]
    others: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    alike: Mapping[str, str] = field(default_factory=dict)
    not_ours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every source we know, and what they share."""

    sources: Mapping[str, Source]
    ignored: frozenset[str]
    words: Words

    def source(self, code: str) -> Source:
        """Return a source by its code; KeyError when nobody has described it."""
        return self.sources[code]

    @property
    def known_headings(self) -> frozenset[str]:
        """Return every leveled heading of every source, the ignored ones included."""
        mapped = {h for source in self.sources.values() for column in source.columns for h in column.headings}
        return frozenset(mapped) | self.ignored
