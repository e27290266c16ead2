"""Which Chinese terms the program uses, and which of them the glossary explains.

python3 dev manage shell -c "from tests.conventions.terms import print_missing; print_missing()"
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps
from django.db.models import TextChoices

from tests.conventions.sources import PACKAGE, ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| *([^|]+?) *\| *`([^|]+)` *\|", re.MULTILINE)


def explained(text: str) -> set[tuple[str, str]]:
    """Return (term, identifier) for each row of the glossary."""
    return {(term, identifier) for term, identifier in ROW.findall(text) if term != "中文"}


def used() -> set[tuple[str, str]]:
    """Return (term, identifier) for each module, model and choice of the program."""
    return {*_modules(), *_models(), *_choices()}


def missing(terms: set[tuple[str, str]], glossary: str) -> list[tuple[str, str]]:
    """Return the terms that no row explains; a module is looked up by its identifier."""
    known = {term for term, _ in explained(glossary)}
    named = {identifier for _, identifier in explained(glossary)}
    return sorted((term, name) for term, name in terms if (term or name) not in (known if term else named))


def rows_missing() -> str:
    """Return one glossary row for each missing term, to be completed by somebody who knows the field."""
    gaps = missing(used(), GLOSSARY.read_text(encoding="utf-8"))
    return "\n".join(f"| {term} | `{identifier}` |  |" for term, identifier in gaps)


def _modules() -> Iterator[tuple[str, str]]:
    for folder in sorted(PACKAGE.iterdir()):
        if (folder / "__init__.py").exists():
            yield "", folder.name


def _models() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if model.__module__.startswith("doudi."):
            yield str(model._meta.verbose_name), model.__name__


def _choices() -> Iterator[tuple[str, str]]:
    for module in _modules_with_choices():
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, TextChoices)
                and value.__module__ == module.__name__
            ):
                yield from ((str(choice.label), f"{value.__name__}.{choice.name}") for choice in value)


def _modules_with_choices() -> Iterator[ModuleType]:
    for path in sorted(PACKAGE.rglob("*.py")):
        inner = path.relative_to(PACKAGE)
        if "TextChoices" in path.read_text(encoding="utf-8") and "tests" not in inner.parts:
            yield importlib.import_module("doudi." + ".".join(inner.with_suffix("").parts))
