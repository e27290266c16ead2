"""Read the cases (案例) that stand beside the rules and say where a rule's answer differs from a case's.

A case is a family as a clerk would state it, a region, a day, and what must come out, worked out by hand
from the documents. `policies/cases/<programme>/<file>.yaml` holds a list of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field

from doudi.formulas.nodes import Kind
from doudi.formulas.unknown import is_open
from doudi.kernel.policy_file import PolicyBroken, Stated, Text, read_policy
from doudi.policy.asking import questions_of
from doudi.policy.assessment import Assessment, assess, work_for, worked
from doudi.policy.book import Book, Overlay

FOLDER = Path("cases")
REGIONS = "regions"
ALWAYS = date(1900, 1, 1)

_VERDICT = ("eligible", "amount")
ASKS = "asks"
BY_YEAR = "by_year"


class CaseFile(Stated):
    """One case as its file states it (`cases/<programme>/*.yaml`, a list of them)."""

    case: Text = Field(description="标题")
    region: Text = Field(description="区划代码")
    on: date = Field(description="哪一天")
    basis: Text = Field(description="手算的依据和过程")
    household: dict[str, Any] = Field(description="家庭说的事实")
    expect: dict[str, Any] = Field(description="应得的结果；要先问清才能给的写 null，asks 列要问的事实")
    context: dict[str, Any] = Field(default={}, description="家庭之外的事实")
    parameters: dict[str, Any] = Field(default={}, description="盖过当地参数的值；按年的写 `{by_year: 5500}`")


@dataclass(frozen=True, slots=True)
class Case:
    """One family with the answer the documents give."""

    programme: str
    title: str
    region: str
    on: date
    basis: str
    household: Mapping[str, Any]
    context: Mapping[str, Any]
    parameters: Mapping[str, Any]
    expect: Mapping[str, Any]
    file: str

    @property
    def name(self) -> str:
        """The case's file and title, by which a failure is found."""
        return f"{self.file.removesuffix('.yaml')}: {self.title}"


def load_cases(root: Path) -> tuple[Case, ...]:
    """Return all cases of a policy folder in the order of their files, or raise PolicyBroken."""
    paths = sorted((root / FOLDER).glob("*/*.yaml"))
    found = [case for path in paths if path.parent.name != REGIONS for case in _of_file(path, root)]
    names: set[str] = set()
    for case in found:
        if case.name in names:
            raise PolicyBroken(case.file, case.title, "is the title of another case of the file already")
        names.add(case.name)
    return tuple(found)


def _of_file(path: Path, root: Path) -> Iterable[Case]:
    file = path.relative_to(root / FOLDER).as_posix()
    for one in read_policy(root / FOLDER, file, list[CaseFile]):
        yield Case(
            programme=path.parent.name.upper(),
            title=one.case,
            region=one.region,
            on=one.on,
            basis=one.basis,
            household=one.household,
            context=one.context,
            parameters=one.parameters,
            expect=one.expect,
            file=file,
        )


def book_of(book: Book, case: Case) -> Book:
    """Return the book with the values a case lays over its region's own."""
    overlays = [_overlay(book, case, key, value) for key, value in case.parameters.items()]
    return book.with_values(overlays) if overlays else book


def run_case(book: Book, case: Case) -> Assessment:
    """Assess the family of a case, with the values the case lays over the region's own."""
    own = book_of(book, case)
    return assess(own, case.programme, case.region, case.on, case.household, case.context)


def _overlay(book: Book, case: Case, key: str, value: object) -> Overlay:
    said: dict[str, object] = {"value": value}
    if isinstance(value, Mapping) and value.keys() == {BY_YEAR}:
        said = {"value": value[BY_YEAR], "unit": book.definitions[key].yearly_unit}
    written = {**said, "document": "", "verified": False, "note": "案例所设"}
    return Overlay(case.region, key, ALWAYS, None, written)


def differences(book: Book, case: Case) -> list[str]:
    """Return what comes out otherwise than the case says; nothing if the rules keep to it."""
    found = run_case(book, case)
    expected = dict(case.expect)
    members = expected.pop("members", [])
    wrong = _of_row(found, 0, expected)
    for number, member in enumerate(members, start=1):
        wrong += [f"members[{number}].{one}" for one in _of_row(found, number, member)]
    return wrong


def _of_row(found: Assessment, number: int, expected: Mapping[str, Any]) -> list[str]:
    """Return what differs for the household (0) or one of its members, counted from 1."""
    answers = {name: _answer(found, number, name) for name in expected}
    return [
        f"{name}: wanted {wanted}, got {answers[name]}"
        for name, wanted in expected.items()
        if not _same(wanted, answers[name])
    ]


def _answer(found: Assessment, number: int, name: str) -> object:
    """Return a verdict, the failed checks, what is asked, or a step's value, as a case would write it."""
    verdict = next((one for one in found.verdicts if one.member == number), None)
    if name == "refused":
        return list(verdict.failed) if verdict else []
    if name == ASKS:
        return [f"{one.place}.{one.name}" for one in questions_of(found, number if verdict else None)]
    if name in _VERDICT and (verdict or number == 0):
        return getattr(verdict, name) if verdict else getattr(found, f"{name}_or_open")
    step = found.plan.step(name)
    row = found.household.below[number - 1] if number else found.household
    value = worked(work_for(found.plan, found.context), name, row.at(step.level))
    if is_open(value):
        return None
    if step.type.kind is Kind.CODE:
        return list(found.book.enumerations[step.type.enum].members)[value]
    return value


def _same(wanted: object, got: object) -> bool:
    if isinstance(wanted, str) and isinstance(got, int | Fraction):
        return Fraction(wanted) == got
    if isinstance(wanted, list) and isinstance(got, list):
        return sorted(map(str, wanted)) == sorted(map(str, got))
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)
