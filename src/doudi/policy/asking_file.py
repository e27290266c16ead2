"""Read whom one asks for a fact or a value of law nobody has stated, and what proves the answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from doudi.kernel.policy_file import Distinct, Place, Stated, Text, read_policy, refuse

ASKING = Path("asking.yaml")


class AskingFile(Stated):
    """Some facts, or parameters by topic, whom one asks for them and what proves it (`asking.yaml`)."""

    answered_by: Text = Field(description="问谁")
    proof: Text = Field(description="凭什么证明")
    facts: Distinct[Text] = Field(default=(), description="哪些事实")
    topics: Distinct[Text] = Field(default=(), description="哪些主题的参数：本地没有登记时")

    @model_validator(mode="after")
    def _is_of_facts_or_of_topics(self) -> Self:
        if bool(self.facts) == bool(self.topics):
            refuse("", "facts、topics 里写一个")
        return self


def asking_of(root: Path, key: str, known: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Return by fact (`facts`) or topic (`topics`) whom to ask and what proves it, as far as it is said."""
    found: dict[str, tuple[str, str]] = {}
    if not (root / ASKING).exists():
        return found
    for number, group in enumerate(read_policy(root, ASKING, list[AskingFile]), start=1):
        here = Place(ASKING.as_posix(), f"[{number}]")
        for name in getattr(group, key):
            if name not in known:
                here.refuse(key, f"没有 {name!r} 这一项")
            if name in found:
                here.refuse(key, f"{name!r} 在别的组里已经有了")
            found[name] = (group.answered_by, group.proof)
    return found
