"""What is hidden, filtered or not calculated in a file is told to whoever took it in."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from doudi.exchange.tests.factories import DIBAO_HEADING, dibao_row, imported

pytestmark = pytest.mark.django_db


def a_file_with_secrets() -> bytes:
    """Return a dibao list with a hidden row, a hidden column, a filter left on and a bare formula."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    page = book.add_worksheet("名单")
    for row, cells in enumerate([DIBAO_HEADING, *map(dibao_row, range(4))]):
        page.write_row(row, 0, cells)
    page.write_formula(0, len(DIBAO_HEADING), "=1+1")
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(9, 9, None, None, {"hidden": True})
    page.autofilter(0, 0, 4, 5)
    page.filter_column(0, "x == 新韶镇")
    book.close()
    return sink.getvalue()


def test_a_file_tells_what_one_does_not_see_in_it() -> None:
    batch = imported(a_file_with_secrets(), publish=False).batch
    told = "".join(batch.notices)

    assert batch.rows_read == 4
    assert "有 1 行名单被隐藏，已一并读取" in told
    assert "有 1 列被隐藏，已一并读取" in told
    assert "工作表“名单”带着筛选，筛掉的行也已一并读取" in told
    assert "没有算出结果的公式（L1）" in told
