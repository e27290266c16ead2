"""The page of published indicators and the rules name one another."""

from __future__ import annotations

import re

from tests.conventions.sources import ROOT

PAGE = (ROOT / "docs" / "reference" / "warning-indicators.md").read_text(encoding="utf-8")


def test_every_rule_stands_under_a_published_indicator_and_none_is_made_up() -> None:
    named = re.findall(r"`([a-z-]+)`", PAGE)
    rules = {path.stem for path in (ROOT / "policies" / "matching").glob("*.sql")}

    assert set(named) == rules
    assert len(named) == len(set(named))
