"""A sum paid once is not printed as one a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from doudi.policy.assessment import assess
from doudi.policy.book import load_book
from doudi.policy.writing import sheet_of
from doudi.studies.rules.sheets import clerk_data, resident_data


@pytest.mark.parametrize(
    ("programme", "facts", "said"),
    [
        ("TEMPORARY_RELIEF", {"proposed_fen": 123_400}, ("1,234.00", "元", False)),
        ("DIBAO", {}, ("720.00", "元/月", True)),
    ],
)
def test_the_papers_say_whether_a_sum_is_paid_once_or_every_month(
    programme: str, facts: dict[str, int], said: tuple[str, str, bool]
) -> None:
    book = load_book(Path(settings.ROOT) / "policies")
    family = {"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-05-05"}], **facts}

    sheet = sheet_of(assess(book, programme, "350505", date(2020, 7, 15), family))

    for data in (clerk_data(sheet, place="泉港区"), resident_data(sheet, place="泉港区")):
        assert (data["amount"], data["unit"], data["monthly"]) == said
