"""Which tests stand nearest to what was changed, as many as fit into a given time.

Near is who imports it, and who imports that: a test file that imports what changed comes first. A changed
template, policy or other text counts as a change of the code that reads it. What no import shows – a page is
reached by its address – is caught by the module's own tests, which come next, and by a fixed core.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tools.devkit.paths import BUILD, ROOT

TIMES = BUILD / "times.json"
SECONDS = 130.0
"""Of tests on one core; two share them."""
WITH_A_DATABASE, WITHOUT = 0.5, 0.03  # seconds of a test that no run has timed here
CORE = (
    "src/doudi/kernel/tests/",
    "src/doudi/audit/tests/",
    "src/doudi/common/tests/",
    "tests/contract/",
    "tests/conventions/",
    "tests/journeys/test_newcomer.py",
)
PAGES, MODELS = "tests/conventions/test_pages.py", "tests/conventions/test_models.py"
WALKS = {"/models": MODELS, "/migrations/": MODELS, "/views": PAGES, "/templates/": PAGES, "/urls.py": PAGES}
"""What walks over all of a kind, and takes longest of the core: only after a change of that kind."""
READ_BY = {
    "policies/matching/": ["doudi.matching.catalogue"],
    "policies/sources/": ["doudi.recognition.source_files"],
    "policies/programmes/": ["doudi.policy.programme"],
    "policies/monitoring/": ["doudi.monitoring.catalogue"],
    "policies/procedures/": ["doudi.procedures.inheriting"],
    "policies/circumstances/": ["doudi.circumstances.catalogue"],
    "policies/intake/": ["doudi.intake.catalogue"],
    "policies/screenings/": ["doudi.screenings.catalogue"],
    "policies/roles.yaml": ["doudi.accounts.roles"],
    "policies/": ["doudi.policy.book"],
    "docs/": ["tests.conventions.test_readme"],
}
OWN_MODULE = 2
"""How far a module's own tests are from a change that none of them imports."""
NAMED = re.compile(r"^(?:doudi|tests|tools)(?:\.\w+)+$")
DATABASE = re.compile(r"django_db|[Cc]ounty|[Bb]ureau")
A_TEST = re.compile(r"^(?:async )?def test_", re.MULTILINE)


def changed_files(root: Path = ROOT) -> list[str]:
    """Return what differs from the commit this branch left the main line at, new files included."""
    lines = ("@{upstream}", "origin/main", "main")
    line = next((name for name in lines if _git(root, "rev-parse", "--verify", "-q", name)), "HEAD")
    (fork,) = _git(root, "merge-base", "HEAD", line) or ["HEAD"]
    differing = _git(root, "diff", "--name-only", "--no-renames", fork)
    if not differing:  # on the main line itself: the last commit
        differing = _git(root, "diff", "--name-only", "--no-renames", "HEAD~1")
    return sorted({*differing, *_git(root, "ls-files", "--others", "--exclude-standard")})


def nearest(changed: Sequence[str], root: Path = ROOT, seconds: float = SECONDS) -> list[str]:
    """Return the test files to run: the core, then the nearest to the changes while there is time."""
    graph = imported_by(root)
    distance = distances(graph, _changed_modules(changed), _own_tests(changed, root))
    tests = {path: distance[_module(path)] for path in _test_files(root) if _module(path) in distance}
    times, walks = known_times(), _walks(changed)
    taken = [path for path in _test_files(root) if path.startswith(CORE) and path not in walks]
    left = seconds - sum(cost(path, root, times) for path in taken)
    for path in sorted(tests, key=lambda path: (tests[path], cost(path, root, times), path)):
        if path not in taken and cost(path, root, times) <= left:
            left -= cost(path, root, times)
            taken.append(path)
    return sorted(taken)


def distances(
    graph: Mapping[str, Iterable[str]], changed: Iterable[str], own: Iterable[str] = ()
) -> dict[str, int]:
    """Return how many imports lie between each module and the nearest that changed."""
    found = dict.fromkeys(changed, 0)
    edge, far = set(found), 0
    while edge:
        far += 1
        edge = {user for module in edge for user in graph.get(module, ())} - set(found)
        found |= dict.fromkeys(edge, far)
    return found | {name: min(found.get(name, OWN_MODULE), OWN_MODULE) for name in own}


def imported_by(root: Path = ROOT) -> dict[str, set[str]]:
    """Return module → the modules that import it or name it in a text, as Django's settings do."""
    users: dict[str, set[str]] = defaultdict(set)
    for path in _sources(root):
        name = _module(path)
        for used in _used((root / path).read_text(encoding="utf-8")):
            users[used].add(name)
    return users


def cost(path: str, root: Path, times: Mapping[str, float]) -> float:
    """Return how long a file of tests takes, in seconds, as last timed here, else by the number of tests."""
    if path in times:
        return times[path]
    text = (root / path).read_text(encoding="utf-8")
    return len(A_TEST.findall(text)) * (WITH_A_DATABASE if DATABASE.search(text) else WITHOUT)


def known_times(place: Path = TIMES) -> dict[str, float]:
    """Return the seconds each file of tests took when it last ran here."""
    if not place.exists():
        return {}
    times: dict[str, float] = json.loads(place.read_text(encoding="utf-8"))
    return times


def _used(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.match(node.value):
            yield node.value


def _walks(changed: Sequence[str]) -> set[str]:
    """Return the walks that what changed gives no reason for."""
    wanted = {walk for kind, walk in WALKS.items() if any(kind in path for path in changed)}
    return {PAGES, MODELS} - wanted - {path for path in changed if path in {PAGES, MODELS}}


def _changed_modules(changed: Iterable[str]) -> set[str]:
    return {module for path in changed for module in _readers(path)}


def _readers(path: str) -> Sequence[str]:
    """Return the code that a changed file is or is read by."""
    if path.endswith(".py"):
        return [_module(path)]
    return next((readers for folder, readers in READ_BY.items() if path.startswith(folder)), ())


def _own_tests(changed: Iterable[str], root: Path) -> set[str]:
    """Return the tests of the modules in which something changed."""
    homes = {"/".join(path.split("/")[:3]) + "/" for path in changed if path.startswith("src/doudi/")}
    return {_module(path) for path in _test_files(root) if path.startswith(tuple(homes))}


def _test_files(root: Path) -> list[str]:
    return [path for path in _sources(root) if path.rpartition("/")[2].startswith("test_")]


def _sources(root: Path) -> list[str]:
    parts = ("src", "tests", "tools")
    found = [path for part in parts for path in (root / part).rglob("*.py")]
    return sorted(path.relative_to(root).as_posix() for path in found if "migrations" not in path.parts)


def _module(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _git(root: Path, *arguments: str) -> list[str]:
    ended = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return ended.stdout.splitlines() if ended.returncode == 0 else []
