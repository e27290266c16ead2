"""R6: an exit made while exits stood still stays listed, explained and owed for, whatever its lists do."""

from __future__ import annotations

import re

from tests.cases.bureau import Bureau, Taken, run
from tests.cases.rows import dibao, folk, monitored
from tests.second_county.people import Someone
from tests.second_county.writers import xlsx

EXPLAINED = "经办人误停，已恢复并补发"


def sent(bureau: Bureau, people: list[Someone], period: str, amount: int = 632) -> Taken:
    """Publish a dibao list of a month; a later one of the same month corrects it."""
    data = xlsx([dibao(people, amount=amount)])
    more = ("--replaces", "latest") if amount != 632 else ()
    taken = bureau.take(data, f"低保{period}-{amount}.xlsx", source="dibao", period=period, more=more)
    assert not taken.refusal, taken.refusal
    return taken


def breaches(bureau: Bureau) -> str:
    """Return the part of the page that lists exits made while exits stood still."""
    page = bureau.browser().get("/rules/exits/").content.decode()
    return page[page.index("暂停期内办的退出") :].split("</section>")[0]


def test_a_breach_with_its_explanation_and_months_owed_survives_corrections_of_the_lists_under_it(
    bureau: Bureau,
) -> None:
    left, staying = folk(2)
    register = xlsx([monitored([left, staying], kind="脱贫户")])
    bureau.take(register, "建档立卡.xlsx", source="poverty_register", period="2020-05")
    sent(bureau, [left, staying], "2020-05")
    gone = sent(bureau, [staying], "2020-06")
    assert run("watch_exits", "--region", bureau.county)["breaches"] == 1
    address = re.findall(r"/rules/breaches/\d+/settle/", breaches(bureau))[0]
    bureau.tick()
    answer = bureau.browser().post(address, {"restores": "yes", "explanation": EXPLAINED})
    assert answer.status_code == 302
    before = breaches(bureau)
    assert EXPLAINED in before
    assert "应补发" in before

    sent(bureau, [left, staying], "2020-05", amount=640)
    assert breaches(bureau) == before
    assert gone.batch is not None
    bureau.tick()
    withdrawn = bureau.browser().post(f"/batches/{gone.batch.pk}/withdraw/", {"reason": "报错了，撤回重报"})
    assert withdrawn.status_code == 302
    assert breaches(bureau) == before
    sent(bureau, [left, staying], "2020-06")

    assert breaches(bureau) == before
    assert run("watch_exits", "--region", bureau.county)["breaches"] == 0
    assert len(bureau.listed("DIBAO", "2020-06")) == 2
