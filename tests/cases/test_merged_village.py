"""Case 13: villages that become one are recorded on the page; the next list lies in the new one."""

from __future__ import annotations

from doudi.regions.models import Division
from tests.cases.bureau import YANGGU, Bureau
from tests.cases.rows import DIBAO_HEAD, TOWN, dibao_rows, folk
from tests.second_county.pages import page
from tests.second_county.people import Someone
from tests.second_county.writers import xlsx

NEW_NAME = "新合村"


def two_villages() -> tuple[Division, Division, str]:
    """Return two villages of a township and a code of it that nobody has."""
    town = Division.objects.get(parent_id=YANGGU, name=TOWN)
    below = list(Division.objects.filter(parent=town).order_by("code"))
    return below[0], below[1], f"{town.code}{990}"


def sent(bureau: Bureau, period: str, villages: list[tuple[str, list[Someone]]]) -> None:
    """Publish a dibao list whose people live in these villages."""
    rows = [
        row
        for letter, (village, people) in zip("DE", villages, strict=False)
        for row in dibao_rows(people, household=letter, village=village)
    ]
    data = xlsx([page("低保", DIBAO_HEAD, *rows)])
    taken = bureau.take(data, f"低保{period}.xlsx", source="dibao", period=period)
    assert taken.counts == (len(rows), len(rows), 0, 0)


def test_people_of_merged_villages_lie_in_the_new_one_and_nobody_has_changed(bureau: Bureau) -> None:
    first, second, code = two_villages()
    people = folk(6)
    sent(bureau, "2026-10", [(first.name, people[:3]), (second.name, people[3:])])
    october = bureau.places("DIBAO", "2026-10")

    answer = bureau.browser("system").post("/divisions/changes/new/", {
        "day": "2026-11-01", "old": f"{first.code}\n{second.code}", "new": f"{code} {NEW_NAME}",
        "document": "阳政函〔2026〕18号",
    })  # fmt: skip
    assert answer.status_code == 302
    sent(bureau, "2026-11", [(NEW_NAME, people[:4]), (second.name, people[4:])])

    assert bureau.places("DIBAO", "2026-10") == october
    assert {october[one.name] for one in people} == {first.code, second.code}
    assert set(bureau.places("DIBAO", "2026-11").values()) == {code}
    assert sorted(bureau.listed("DIBAO", "2026-11")) == sorted(one.name for one in people)


def test_nobody_but_a_system_administrator_records_it(bureau: Bureau) -> None:
    first, second, code = two_villages()

    answer = bureau.browser().post("/divisions/changes/new/", {
        "day": "2026-11-01", "old": f"{first.code}\n{second.code}", "new": f"{code} {NEW_NAME}",
        "document": "阳政函〔2026〕18号",
    })  # fmt: skip

    assert answer.status_code == 403
    assert not Division.objects.filter(code=code).exists()
