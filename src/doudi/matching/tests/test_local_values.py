from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from doudi.matching.catalogue import CatalogueBroken
from doudi.matching.local_values import local_values, numbers
from doudi.matching.tests.county import County, catalogue

RULE = "between-two-lines"
RULES = tuple(catalogue().values())


def entry(parameter: str, begins: str, value: int, **change: Any) -> dict[str, Any]:
    """Return one value of a region."""
    said = {"rule": RULE, "parameter": parameter, "from": begins, "value": value}
    return {**said, "document": "某市民发〔2026〕1号", "verified": True, **change}


def says(folder: Path, region: str, *entries: object) -> None:
    """Let a region say these values."""
    place = folder / "regions"
    place.mkdir(exist_ok=True)
    (place / f"{region}.yaml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")


def test_the_nearest_region_and_the_last_date_win(tmp_path: Path) -> None:
    says(tmp_path, "44", entry("line_year_fen", "2025-01", 400_000), entry("dibao_month_fen", "2025-01", 1))
    says(tmp_path, "4402", entry("dibao_month_fen", "2026-01", 70_000))
    county = [entry("dibao_month_fen", "2026-11", 90_000), entry("dibao_month_fen", "2026-07", 80_000)]
    says(tmp_path, "440204", *county)

    october = numbers(local_values(tmp_path, RULES, "440204", "2026-10"))
    november = numbers(local_values(tmp_path, RULES, "440204", "2026-11"))
    neighbour = numbers(local_values(tmp_path, RULES, "440205", "2026-10"))

    assert october == {RULE: {"line_year_fen": 400_000, "dibao_month_fen": 80_000}}
    assert november == {RULE: {"line_year_fen": 400_000, "dibao_month_fen": 90_000}}
    assert neighbour == {RULE: {"line_year_fen": 400_000, "dibao_month_fen": 70_000}}
    assert local_values(tmp_path, RULES, "610102", "2026-10") == {}


def test_a_value_brings_its_source_and_keeps_its_name(tmp_path: Path) -> None:
    says(tmp_path, "44", entry("line_year_fen", "2025-01", 400_000))

    value = local_values(tmp_path, RULES, "440204", "2026-10")[RULE]["line_year_fen"]

    assert (value.value, value.document, value.verified) == (400_000, "某市民发〔2026〕1号", True)
    assert (value.title, value.unit) == ("脱贫线", "分/人·年")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rule": "between-two-lanes"}, r"\[0\].rule: 'between-two-lanes' is not a rule"),
        ({"parameter": "line"}, r"\[0\].parameter: between-two-lines has no parameter 'line'"),
        ({"from": "2026"}, r"\[0\].from: is not a month"),
        ({"value": "many"}, r"\[0\].value: is not a whole number"),
        ({"document": ""}, r"\[0\].document: a verified number names its document"),
        ({"until": "2027-01"}, r"\[0\].until: is not a key"),
    ],
)
def test_what_nobody_knows_is_refused_by_file_and_key(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    says(tmp_path, "44", {**entry("line_year_fen", "2025-01", 1), **change})

    with pytest.raises(CatalogueBroken, match=f"regions/44.yaml: {complaint}"):
        local_values(tmp_path, RULES, "440204", "2026-10")


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "44.yaml").write_text("rule: x", encoding="utf-8")
    (tmp_path / "regions" / "4402.yaml").write_text("[", encoding="utf-8")

    with pytest.raises(CatalogueBroken, match=r"regions/44\.yaml: is not a list"):
        local_values(tmp_path, RULES, "44", "2026-10")
    (tmp_path / "regions" / "44.yaml").unlink()
    with pytest.raises(CatalogueBroken, match=r"regions/4402.yaml: not YAML"):
        local_values(tmp_path, RULES, "4402", "2026-10")


def test_a_regions_values_steer_the_comparison(county: County, tmp_path: Path) -> None:
    says(tmp_path, "44", entry("line_year_fen", "2025-01", 400_000))
    says(tmp_path, "440204", entry("dibao_month_fen", "2025-01", 60_000))
    county.listed("poverty_register", "between", monitor_class="MARGINAL", annual_income_fen=500_000)
    county.received("dibao", "tekun")
    local = numbers(local_values(tmp_path, RULES, "440204", "2026-10"))

    (tally,) = county.compare(county.rule(RULE), parameters=local).rules

    assert (tally.found, tally.skipped) == (1, "")
