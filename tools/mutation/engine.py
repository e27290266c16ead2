"""Run mutants of the engine's Python: each in a process of its own that loads the changed module.

The process begins as a fork of one that has loaded what the engine stands on but nothing of ours, so a mutant
costs what it changes. The test next to the module speaks, then the hand-worked cases, then the other quick
tests; one that takes too long is told apart by that.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import types
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.mutation.code import CodeMutant, code_mutants

MOST_SECONDS = 60
ENOUGH_MEMORY = 4 * 2**30
WARM = ("numpy", "pydantic", "yaml", "pytest", "hypothesis")
SURVIVED, BY_CASE, BY_TEST = "survived", "killed by a case", "killed by a test"
ENDS = {0: SURVIVED, 10: BY_CASE, 11: BY_TEST}
STOPPED = "killed by stopping"
TESTS = tuple(
    f"src/doudi/{name}.py"
    for name in (
        "formulas/tests/test_arithmetic",
        "policy/tests/test_language",
        "policy/tests/test_values",
        "policy/tests/test_packs",
        "policy/tests/test_book",
        "policy/tests/test_periods",
        "policy/tests/test_own_days",
        "policy/tests/test_distance",
        "policy/tests/test_agreement",
    )
)
"""The quick ones of the engine's own, those without a database."""
FIRST: Mapping[str, str] = {
    "src/doudi/formulas/arithmetic.py": TESTS[0],
    "src/doudi/policy/money.py": TESTS[2],
    "src/doudi/policy/values.py": TESTS[2],
    "src/doudi/policy/packs.py": TESTS[3],
}
"""The test of a module that needs no cases read, which costs less than they do: it is asked before them."""

_TOLD: Counter[str] = Counter()


def warm_up() -> None:
    """Load what the engine and its tests stand on; nothing of ours, for that is what changes."""
    for name in WARM:
        importlib.import_module(name)


def mutants_of(root: Path, files: Sequence[Path]) -> Iterator[CodeMutant]:
    """Yield every mutant of some modules, their paths as the repository has them."""
    for file in files:
        path = file if file.is_absolute() else root / file
        yield from code_mutants(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def fate_of(mutant: CodeMutant, root: Path) -> str:
    """Return what becomes of a mutant in a fork of this process; what told it comes first next time."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _be_the_mutant(mutant, root, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as told:
        if by := told.read():
            _TOLD[by] += 1
    _, status = os.waitpid(child, 0)
    return ENDS.get(os.waitstatus_to_exitcode(status), STOPPED)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module with a changed text; every other is left to Python."""

    def __init__(self, module: str, path: str, text: str) -> None:
        self.module, self.path, self.text = module, path, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the changed module is; nothing for others."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=self.path)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the changed text as the module."""
        module.__file__ = self.path
        exec(compile(self.text, self.path, "exec"), module.__dict__)  # noqa: S102 - a mutant is a program


def _be_the_mutant(mutant: CodeMutant, root: Path, write: int) -> None:
    """Be the child: load the mutant, ask the cases, then the tests; never return."""
    end = 1
    with contextlib.suppress(BaseException):
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (ENOUGH_MEMORY, ENOUGH_MEMORY))
        signal.alarm(MOST_SECONDS * 5)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(root)
        sys.path[:0] = [str(root / "src"), str(root)]
        module = mutant.file.removeprefix("src/").removesuffix(".py").replace("/", ".")
        sys.meta_path.insert(0, _Changed(module, str(root / mutant.file), mutant.text))
        first = [FIRST[mutant.file]] if mutant.file in FIRST else []
        if _told_by_test(first):
            end = 11
        elif by := _told_by_case(root / "policies"):
            os.write(write, by.encode())
            end = 10
        else:
            end = 11 if _told_by_test([test for test in TESTS if test not in first]) else 0
    os._exit(end)


def _told_by_case(policies: Path) -> str:
    """Return the case that comes out otherwise, those first that told most mutants apart."""
    from doudi.policy.book import load_book
    from doudi.policy.cases import differences, load_cases

    book = load_book(policies, samples=True)
    for case in sorted(load_cases(policies), key=lambda case: -_TOLD[case.name]):
        if differences(book, case):
            return case.name
    return ""


def _told_by_test(tests: Sequence[str]) -> bool:
    import pytest

    options = ["-x", "-q", "--noconftest", "-c", os.devnull, "--rootdir", ".", "--import-mode=importlib"]
    without = [part for plugin in ("django", "xdist", "cacheprovider") for part in ("-p", f"no:{plugin}")]
    return any(pytest.main([*options, *without, test]) != 0 for test in tests)
