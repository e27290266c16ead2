"""Generated pages say what the code says, and a page that no longer does is named."""

from __future__ import annotations

import re
from pathlib import Path

from tools import module_docs, reference_docs
from tools.devkit.paths import ROOT


def test_a_page_that_is_missing_or_old_is_named(tmp_path: Path) -> None:
    written = {name: write() for name, write in reference_docs.PAGES.items()}
    (tmp_path / "environment.md").write_text(written["environment.md"], encoding="utf-8")
    (tmp_path / "permissions.md").write_text("old", encoding="utf-8")

    told = ["data-dictionary.md", "match-rules.md", "deadlines.md", "modules.md", "policy-files.md"]
    assert reference_docs.out_of_date(tmp_path) == ["permissions.md", *told]


def test_every_table_of_ours_is_in_the_data_dictionary() -> None:
    text = reference_docs.data_dictionary()

    assert "`audit_entry`" in text
    assert "`registry_household`" in text
    assert "`auth_group`" not in text


def test_a_bar_in_a_text_does_not_break_the_table() -> None:
    assert reference_docs.table(["a"], [["x|y\nz"]]) == "| a |\n| --- |\n| x\\|y z |\n"


def test_every_clock_and_decider_is_numbered_once_and_samples_stand_apart() -> None:
    ours, samples = reference_docs.deadlines().split("## 地方做法样例")
    clocks, deciders = ours.split("## 由谁决定")

    numbers = [int(number) for number in re.findall(r"^\| ([0-9]+) \|", clocks + samples, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 96
    assert len(re.findall(r"^\| [0-9]+ \|", deciders, re.MULTILINE)) >= 14
    assert "楚雄州" in samples
    assert "楚雄州" not in clocks
    assert "| 泉港区 |" in clocks


def test_an_import_another_path_says_is_not_drawn_and_every_module_has_its_row_and_name() -> None:
    graph = {"desk": {"registry", "kernel"}, "registry": {"kernel"}, "kernel": set[str]()}

    assert [module_docs.needed(module, graph) for module in graph] == [{"registry"}, {"kernel"}, set()]
    ours = {path.name for path in (ROOT / "src" / "doudi").iterdir() if (path / "__init__.py").exists()}
    listed = [module for row in module_docs.rows_of_modules(dict.fromkeys(ours)) for module in row]
    assert sorted(listed) == sorted(ours)
    assert ours <= module_docs.names().keys()
