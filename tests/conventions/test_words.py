"""A code that several modules speak of is written once, in `kernel/words.py`; so are divisions' digits."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from doudi.kernel.words import DivisionLevel, Layer, Outcome, Risk, Severity, Standing
from tests.conventions.sources import ROOT

SOURCE = ROOT / "src" / "doudi"
# DIBAO and TEKUN are the names of lists and programmes too, OTHER of anything left over.
WORDS = {
    *(*Severity, *Outcome, *Standing, *Risk, *DivisionLevel),
    *(layer for layer in Layer if layer not in {Layer.DIBAO, Layer.TEKUN, Layer.OTHER, Layer.MONITORED}),
}
# The same letters with another meaning, each said by its own module.
OTHERS_WORDS = {
    "delegation/selectors/saying.py": "offices of the procedures' vocabulary",
    "casework/rules/handling.py": "offices of the procedures' vocabulary",
    "delegation/states.py": "offices of the procedures' vocabulary",
    "delegation/views.py": "offices of the procedures' vocabulary",
    "desk/sample.py": "a page that shows the kit",
    "intake/states.py": "who saw what a lead says",
    "monitoring/services/watching.py": "causes of risk",
    "monitoring/states.py": "why somebody is watched",
    "price_subsidy/selectors/beneficiaries.py": "codes of price subsidy's scope",
    "publicity/rules/posting.py": "codes of programmes",
    "regions/rules/reporting.py": "kinds of reporting units",
    "regions/selectors/facilities.py": "how far a facility is",
    "regions/states.py": "kinds of offices, stations and reporting units",
    "screenings/states.py": "what a screening found",
    "studies/selectors/recognitions.py": "codes of programmes",
    "studies/selectors/trying.py": "codes of programmes",
    "work/upgrading.py": "frozen with the migrations",
}
DIGITS = {"CITY_DIGITS", "COUNTY_DIGITS", "TOWNSHIP_DIGITS", "TOWN_DIGITS", "VILLAGE_DIGITS"}


def files() -> Iterator[tuple[str, ast.Module]]:
    """Yield every file that could say a word of its own, by its name inside the source."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def words_in(tree: ast.Module) -> set[str]:
    """Return the words a file writes as texts of its own."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in WORDS
    }


def test_no_module_writes_a_shared_word_itself() -> None:
    found = {name: words_in(tree) for name, tree in files()}

    assert {name: sorted(words) for name, words in found.items() if words and name not in OTHERS_WORDS} == {
        "kernel/words.py": sorted(WORDS)
    }
    assert [name for name in OTHERS_WORDS if not found[name]] == []


def test_how_many_digits_a_division_has_is_written_once() -> None:
    written = [
        name
        for name, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in ast.walk(node.targets[0])
        if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store) and target.id in DIGITS
    ]

    assert set(written) == {"kernel/divisions.py"}


def test_a_word_written_by_hand_would_be_found() -> None:
    assert words_in(ast.parse('tone = {"RED": "bad"}.get(severity)')) == {"RED"}
