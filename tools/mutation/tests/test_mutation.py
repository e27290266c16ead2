"""The tool kills what a case tells apart, names what none does, and notices what is no longer equivalent."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from doudi.policy.book import Book, load_book
from doudi.policy.cases import Case, load_cases
from tools.mutation.__main__ import EQUIVALENT, POLICIES, ROOT
from tools.mutation.code import code_mutants
from tools.mutation.formulas import are_apart, changes_of
from tools.mutation.killing import Fate, killers_of
from tools.mutation.report import Found, Kept, Survivor, equivalents
from tools.mutation.rules import Mutant, Sources, default_mutants, rule_mutants, sources_of
from tools.mutation.values import value_mutants

PLANTED = "programmes/five_elders.yaml steps.eligible.formula: without alive"
DEFAULT = "facts/five_elders.yaml facts.person.elder_recognised: default yes"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


@pytest.fixture(scope="module")
def sources(book: Book) -> Sources:
    return sources_of(POLICIES, book)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for case in load_cases(POLICIES) if case.programme == "FIVE_ELDERS"]


def named(mutants: Iterable[Mutant], name: str) -> Mutant:
    return next(mutant for mutant in mutants if mutant.name == name)


def test_a_mutant_that_a_case_tells_apart_is_killed(book: Book, sources: Sources, cases: list[Case]) -> None:
    mutant = named(rule_mutants(sources), PLANTED)

    assert killers_of(book, cases).fate_of(mutant) is Fate.KILLED


def test_a_mutant_no_case_tells_apart_survives(book: Book, sources: Sources, cases: list[Case]) -> None:
    living = [case for case in cases if "died_on" not in str(case.household)]

    assert killers_of(book, living).fate_of(named(rule_mutants(sources), PLANTED)) is Fate.SURVIVED


def test_a_mutant_stands_on_the_line_it_changes(sources: Sources) -> None:
    mutant = named(rule_mutants(sources), PLANTED)
    line = (POLICIES / mutant.file).read_text(encoding="utf-8").splitlines()[mutant.line(POLICIES) - 1]

    assert "alive" in line


def test_another_default_is_a_mutant(book: Book, sources: Sources, cases: list[Case]) -> None:
    mutant = named(default_mutants(sources), DEFAULT)

    assert mutant.programmes == {"FIVE_ELDERS"}
    assert killers_of(book, cases).fate_of(mutant) is Fate.KILLED


def test_a_value_is_changed_and_its_first_day_moved(sources: Sources) -> None:
    said = {mutant.said for mutant in value_mutants(sources) if mutant.part == ("values", "tekun.old_age")}

    assert {
        "from 2014-05-01: 60 → 61",
        "from 2014-05-01: 60 → 59",
        "from 2014-05-01: begins a day later",
        "from 2014-05-01: begins a day sooner",
    } <= said


def test_what_the_reader_refuses_is_no_mutant(book: Book, sources: Sources, cases: list[Case]) -> None:
    killers = killers_of(book, cases)
    fates = {killers.fate_of(mutant) for mutant in rule_mutants(sources) if "five_elders" in mutant.file}

    assert fates == {Fate.KILLED, Fate.REFUSED}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a and b", {"a or b", "a", "b"}),
        ("max(0, a)", {"min(0, a)", "a", "0", "max(1, a)"}),
        ("a if b else c", {"c if b else a", "c"}),
        (
            "work in (NONE, FLEXIBLE)",
            {"work not in (NONE, FLEXIBLE)", "work in (FLEXIBLE,)", "work in (NONE,)"},
        ),
        ("not a", {"a"}),
        ("yes", {"no"}),
    ],
)
def test_a_formula_is_changed_one_thing_at_a_time(formula: str, wanted: set[str]) -> None:
    assert {change.text for change in changes_of(formula)} == wanted


def test_an_answer_that_is_a_code_becomes_its_neighbour() -> None:
    found = {change.text for change in changes_of("TOWN if a else COUNTY", ("TOWN", "COUNTY"))}

    assert {"COUNTY if a else COUNTY", "TOWN if a else TOWN"} <= found


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("kind == URGENT", "kind == EXPENSE", True),
        ("kind == URGENT and a", "kind in (EXPENSE, DIRECT)", True),
        ("kind == URGENT", "kind in (URGENT, DIRECT)", False),
        ("kind == URGENT", "cause == ACCIDENT", False),
    ],
)
def test_tests_for_different_codes_of_one_thing_are_apart(first: str, second: str, apart: bool) -> None:
    assert are_apart(first, second) is apart


def test_a_module_is_changed_but_not_its_words() -> None:
    text = 'def f(a: int = 0) -> int:\n    """Say."""\n    return a if a > 0 else -1\n'

    assert [(mutant.line, mutant.said) for mutant in code_mutants("x.py", text)] == [
        (1, "0 → 1"),
        (3, "always: if a > 0"),
        (3, "never: if a > 0"),
        (3, "a > 0 → a >= 0"),
        (3, "a > 0 → a <= 0"),
        (3, "0 → 1 (2)"),
        (3, "-1 → 1"),
        (3, "1 → 2"),
    ]


@pytest.fixture
def run() -> Callable[[str], subprocess.CompletedProcess[str]]:
    def engine(only: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tools.mutation", "engine", "src/doudi/formulas/arithmetic.py"]
        return subprocess.run(
            [*command, "--only", only], cwd=ROOT, capture_output=True, text=True, check=False
        )

    return engine


def test_a_changed_engine_is_told_apart(run: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    done = run("rounded: how == 'up' → how != 'up'")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 mutants: 1 killed by a test" in done.stdout


def test_an_equivalent_that_was_told_apart_is_stale() -> None:
    found = Found(survivors=[Survivor("a", "a.yaml:1", decides=True)], names={"a", "b", "c"})

    assert found.stale({"a": "same", "b": "same", "z": "same"}, everything=True) == ["b", "z"]
    assert found.stale({"a": "same", "b": "same", "z": "same"}, everything=False) == ["b"]


def test_the_report_puts_first_what_decides() -> None:
    survivors = [Survivor("a", "a.yaml:1", decides=False), Survivor("b", "b.yaml:2", decides=True)]
    lines = list(Found(survivors=survivors).lines({}))

    assert lines[-2:] == ["    decides  b.yaml:2", "    beside   a.yaml:1"]


def test_every_equivalent_is_a_mutant(sources: Sources) -> None:
    makers = (rule_mutants, default_mutants, value_mutants)
    names = {mutant.name for maker in makers for mutant in maker(sources)}
    listed = {name for name in equivalents(EQUIVALENT) if not name.startswith("src/")}

    assert listed - names == set()


def test_a_run_goes_on_where_it_stopped_as_long_as_nothing_changed(tmp_path: Path) -> None:
    Kept(tmp_path / "fates.tsv", "digest").keep("a", "killed")

    assert Kept(tmp_path / "fates.tsv", "digest").fates == {"a": "killed"}
    assert Kept(tmp_path / "fates.tsv", "another").fates == {}
