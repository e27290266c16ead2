"""Templates stand in layers as the code does."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "doudi"
DJANGOS = {"i18n", "l10n", "static", "tz", "cache"}
LOADED = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")


def loads(module: Path) -> list[tuple[str, str]]:
    """Return the tag libraries a module's templates load that are neither Django's nor its own."""
    own = {tags.stem for tags in (module / "templatetags").glob("*.py")}
    return [
        (str(template.relative_to(SOURCES)), name)
        for template in sorted((module / "templates").rglob("*.html"))
        for said in LOADED.findall(template.read_text(encoding="utf-8"))
        for name in said.split(" from ")[-1].split()
        if name not in own | DJANGOS
    ]


def test_no_template_loads_tags_of_another_module() -> None:
    modules = [folder for folder in sorted(SOURCES.iterdir()) if (folder / "templates").is_dir()]
    assert len(modules) > 5
    assert [found for module in modules for found in loads(module)] == []
