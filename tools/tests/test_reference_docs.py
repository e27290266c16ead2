"""Generated pages say what the code says, and a page that no longer does is named."""

from __future__ import annotations

from pathlib import Path

from tools import reference_docs


def test_a_page_that_is_missing_or_old_is_named(tmp_path: Path) -> None:
    written = {name: write() for name, write in reference_docs.PAGES.items()}
    (tmp_path / "environment.md").write_text(written["environment.md"], encoding="utf-8")
    (tmp_path / "permissions.md").write_text("old", encoding="utf-8")

    assert reference_docs.out_of_date(tmp_path) == ["permissions.md", "data-dictionary.md", "match-rules.md"]


def test_every_table_of_ours_is_in_the_data_dictionary() -> None:
    text = reference_docs.data_dictionary()

    assert "`audit_entry`" in text
    assert "`registry_household`" in text
    assert "`auth_group`" not in text


def test_a_bar_in_a_text_does_not_break_the_table() -> None:
    assert reference_docs.table(["a"], [["x|y\nz"]]) == "| a |\n| --- |\n| x\\|y z |\n"
