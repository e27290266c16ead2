"""Each policy file has one shape, and whatever breaks it is refused by its place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doudi.exchange.catalogue import shapes
from doudi.kernel.policy_file import (
    PolicyBroken,
    keys_of,
    load_yaml,
    read_policy,
    shaped,
    shapes_at,
    written_place,
)
from tests.conventions.sources import ROOT
from tools.policy_kinds import KINDS, kind_of

POLICIES = ROOT / "policies"
NAMES = sorted(path.relative_to(POLICIES).as_posix() for path in POLICIES.rglob("*.y*ml"))
MOST_PLACES = 6
IMPORTED = re.compile(r"^(?:import yaml|from yaml)", re.MULTILINE)
FIRST_KEY = re.compile(r"^(?:- \{?)?([\"']?[A-Za-z0-9_]+[\"']?):(?= |$)", re.MULTILINE)
NOTHING_LIKE_IT: list[object] = [[{"zzz": [[]]}]]
Place = tuple[int | str, ...]


def places_of(said: object, at: Place = ()) -> Iterator[Place]:
    """Yield every place of a file at which a mapping stands."""
    below = (
        list(said.items())
        if isinstance(said, dict)
        else list(enumerate(said))
        if isinstance(said, list)
        else []
    )
    if isinstance(said, dict):
        yield at
    for part, value in below:
        yield from places_of(value, (*at, part))


def copied(said: Any) -> Any:  # noqa: ANN401 - what stands in a file is anything
    """Return a copy in which nothing that an anchor shares is shared any more."""
    if isinstance(said, dict):
        return {key: copied(value) for key, value in said.items()}
    return [copied(value) for value in said] if isinstance(said, list) else said


def at(said: Any, place: Place) -> Any:  # noqa: ANN401 - what stands in a file is anything
    for part in place:
        said = said[part]
    return said


def complaint(name: str, said: object) -> str:
    """Return the sentence a file's content is refused with."""
    with pytest.raises(PolicyBroken) as broken:
        shaped(said, kind_of(name).shape, name, shapes())
    return str(broken.value)


def chosen(name: str, said: object) -> list[Place]:
    """Return some places at which the shape says which keys there are, the outermost among them."""
    known = [place for place in places_of(said) if len(shapes_at(kind_of(name).shape, place)) == 1]
    more = random.Random(name).sample(known[1:], min(MOST_PLACES, len(known) - 1))  # noqa: S311 - no secret
    return [*known[:1], *more]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_one_shape_and_its_mistakes_are_named_by_place(name: str) -> None:
    said = load_yaml((POLICIES / name).read_text(encoding="utf-8"), name)
    shaped(said, kind_of(name).shape, name, shapes())

    for place in chosen(name, said):
        (shape,) = shapes_at(kind_of(name).shape, place)
        strange = copied(said)
        at(strange, place)["zzz_unknown"] = 1
        refused = f"{written_place((*place, 'zzz_unknown'))}: 没有这一项，可以写的是 "
        assert refused in complaint(name, strange)
        for key in keys_of(shape):
            there = key.name in at(said, place)
            if there and key.needed:
                missing = copied(said)
                del at(missing, place)[key.name]
                assert f"{written_place((*place, key.name))}: 缺少这一项" in complaint(name, missing)
            if there and key.kind is not Any and "Any" not in str(key.kind):
                wrong = copied(said)
                at(wrong, place)[key.name] = NOTHING_LIKE_IT
                assert written_place((*place, key.name)) in complaint(name, wrong)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_written_twice_in_a_file_is_refused_by_its_line(name: str, tmp_path: Path) -> None:
    text = (POLICIES / name).read_text(encoding="utf-8")
    first = FIRST_KEY.search(text)
    assert first is not None
    indent = " " * (first.start(1) - text.rfind("\n", 0, first.start(1)) - 1)
    twice = f"{first.group(1)}: 1, " if "{" in first.group() else f"{first.group(1)}: 1\n{indent}"
    (tmp_path / "file.yaml").write_text(text[: first.start(1)] + twice + text[first.start(1) :], "utf-8")

    with pytest.raises(PolicyBroken, match=r"file\.yaml:\d+: \S+ 写了两次"):
        read_policy(tmp_path, "file.yaml", kind_of(name).shape, shapes())


def test_every_kind_of_file_is_there() -> None:
    assert {kind.pattern for kind in KINDS} - {"sources/feedback/*.yaml"} == {
        kind_of(name).pattern for name in NAMES
    }


def test_nobody_else_reads_yaml() -> None:
    found = {
        path.relative_to(ROOT / "src" / "doudi").as_posix()
        for path in (ROOT / "src" / "doudi").rglob("*.py")
        if "tests" not in path.parts
        and re.search(r"^(?:import yaml|from yaml)", path.read_text("utf-8"), re.M)
    }

    assert found == {"kernel/yaml_text.py", "rulebook/selectors/proposals.py"}
