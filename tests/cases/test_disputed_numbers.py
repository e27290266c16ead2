"""Case 6, second half: what was concluded counts for whom the month counts, settled or not."""

from __future__ import annotations

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.cases.bureau import Bureau
from tests.cases.rows import dibao, folk, monitored, tekun
from tests.second_county.people import Someone
from tests.second_county.writers import xlsx

REASON = {"reason": "与派出所户籍底册核对过"}
OTHER_NAMES = ("欧阳春桃", "司马长庚", "诸葛守田")
COUNTED = ("monitored", "aided", "underway", "watched", "excluded", "unaccounted")


def disputed_month(bureau: Bureau) -> list[Someone]:
    """Take in a month whose register gives three numbers of the dibao list other names."""
    people = folk(5)
    others = [
        Someone(name, one.number, one.born, one.male)
        for name, one in zip(OTHER_NAMES, people[:3], strict=True)
    ]
    for source, data in (
        ("tekun", tekun(folk(1, seed=5, least=62, most=80))),
        ("dibao", dibao(people[:4])),
        ("poverty_register", monitored([*others, people[4]])),
    ):
        taken = bureau.take(xlsx([data]), f"{source}.xlsx", source=source)
        assert not taken.refusal, taken.refusal
    bureau.compare()
    return [*others, people[4]]


def open_entries(bureau: Bureau) -> list[str]:
    """Return the addresses of the entries that wait, as the ledger links them."""
    html = bureau.browser().get("/ledger/?status=OPEN").content.decode()
    return sorted(set(re.findall(r"/ledger/\d+/", html)))


def conclude_all(bureau: Bureau) -> None:
    """Conclude every entry that waits on its page, with a reason."""
    for address in open_entries(bureau):
        bureau.tick()
        page = bureau.browser().get(address).content.decode()
        outcome = "INELIGIBLE" if 'value="INELIGIBLE"' in page else "MISTAKEN"
        given = {"outcome": outcome, "reason": "已入户核实，收入超过标准"}
        assert bureau.browser().post(f"{address}conclude/", given).status_code == 302
    assert open_entries(bureau) == []


def questions(bureau: Bureau) -> list[str]:
    """Return the addresses of the questions about who somebody is."""
    return sorted(set(re.findall(r"/questions/\d+/", bureau.browser().get("/questions/").content.decode())))


def settle(bureau: Bureau, asked: list[str], act: str) -> None:
    """Answer questions on their pages."""
    for address in asked:
        bureau.tick()
        assert bureau.browser().post(f"{address}{act}/", REASON).status_code == 302


def unaccounted(bureau: Bureau) -> set[str]:
    """Return whom the month's page calls unaccounted for."""
    address = f"/month/people/?division={bureau.county}&standing=UNACCOUNTED"
    page = bureau.browser().get(address).content.decode()
    return set(re.findall(r'd-row-link"[^>]*>([^<]+)<', page))


def waiting_in_export(bureau: Bureau) -> list[str]:
    """Return whom the exported ledger shows without a conclusion."""
    answer = bureau.browser().get("/ledger/export/?period=2026-10")
    assert answer.status_code == 200, answer.status_code
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "结论" in row)
    name, outcome = head.index("姓名"), head.index("结论")
    return [str(row[name]) for row in rows[rows.index(head) + 1 :] if not row[outcome]]


def figures(bureau: Bureau) -> dict[str, int]:
    """Return the month's equation."""
    month = bureau.month()
    return {key: month[key] for key in COUNTED}


def is_whole(bureau: Bureau, monitored: int, aided: int, excluded: int) -> bool:
    """Say whether nobody is missing: in the equation, on the month's page and in the export."""
    counted = figures(bureau)
    wanted = dict.fromkeys(COUNTED, 0) | {"monitored": monitored, "aided": aided, "excluded": excluded}
    assert counted == wanted
    return unaccounted(bureau) == set() and waiting_in_export(bureau) == []


@pytest.mark.parametrize(
    ("act", "settled"),
    [("same", (6, 5, 1)), ("two", (9, 5, 4))],
    ids=["held to be one person", "held to be two people"],
)
def test_what_was_concluded_accounts_for_everybody_whatever_is_settled_then_or_undone(
    bureau: Bureau, act: str, settled: tuple[int, int, int]
) -> None:
    disputed_month(bureau)
    assert unaccounted(bureau) == set()
    assert figures(bureau)["underway"] == 1

    conclude_all(bureau)
    assert is_whole(bureau, 6, 5, 1)

    asked = questions(bureau)
    assert len(asked) == 3
    settle(bureau, asked, act)
    # whoever was just told apart was never looked at: the month says so until they were
    told_apart = set(OTHER_NAMES) if act == "two" else set()
    assert unaccounted(bureau) == told_apart
    bureau.compare()
    assert set(waiting_in_export(bureau)) >= told_apart
    conclude_all(bureau)
    assert is_whole(bureau, *settled)

    settle(bureau, asked, "undo")
    assert is_whole(bureau, 6, 5, 1)
    bureau.compare()
    conclude_all(bureau)
    assert is_whole(bureau, 6, 5, 1)
