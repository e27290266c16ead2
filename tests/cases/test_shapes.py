"""The seventeen shapes, one trouble each: which sheet, which column, which value."""

from __future__ import annotations

import pytest

from doudi.exchange.models import Batch
from tests.cases.bureau import ASKED, Bureau
from tests.cases.rows import BOOKS, OTHER_TOWN, TOWN, account, folk
from tests.second_county.pages import Page, page
from tests.second_county.people import Someone
from tests.second_county.writers import WRITERS

DIBAO, TEKUN, REGISTER = "DIBAO", "TEKUN", "POVERTY_REGISTER"
HEAD = [
    "序号",
    "乡镇",
    "村居",
    "户主姓名",
    "姓名",
    "身份证号",
    "与户主关系",
    "户保障金额（元/月）",
    "城乡类别",
    "银行账号",
]


def family(
    order: int, people: list[Someone], town: str = TOWN, village: str = "阿西村"
) -> list[list[object]]:
    """Return the rows of a family as the county's workbook has them."""
    head = people[0].name
    return [
        [
            order,
            town,
            village,
            head,
            one.name,
            one.number,
            relation,
            433 * len(people),
            "农村",
            account(order),
        ]
        for one, relation in zip(people, ("户主", "女", "子"), strict=False)
    ]


SUBSIDY_NAMES = [
    (("生活补贴", "困难残疾人生活补贴发放明细表"), ("护理补贴", "重度残疾人护理补贴发放明细表")),
    (("Sheet1", "2026年10月困难残疾人生活补贴花名册"), ("Sheet2", "2026年10月重度残疾人护理补贴花名册")),
    (("困难生活补贴10月", ""), ("重度护理补贴10月", "")),
]


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize(("living", "nursing"), SUBSIDY_NAMES)
@pytest.mark.parametrize("source", ["disability_subsidy", ""])
def test_sheet_name_or_title_says_which_subsidy(
    bureau: Bureau, kind: str, living: tuple[str, str], nursing: tuple[str, str], source: str
) -> None:
    both, only = folk(2)
    head = ["序号", "乡镇", "姓名", "身份证号", "残疾类别", "残疾等级", "补贴标准（元/月）", "账号"]
    first = [1, TOWN, both.name, both.number, "肢体", "二级", 176, account(1)]
    second = [2, TOWN, only.name, only.number, "肢体", "三级", 176, account(2)]
    pages = [page(living[0], [living[1]], head, first, second), page(nursing[0], [nursing[1]], head, first)]

    taken = bureau.take(WRITERS[kind](pages), f"两项补贴10月.{kind}", source=source)

    assert bureau.outcome(taken, "DISABILITY_LIVING", doubt="补贴") in (
        ASKED, {both.name: 17600, only.name: 17600},
    )  # fmt: skip
    assert taken.is_asked or bureau.listed("DISABILITY_NURSING") == {both.name: 17600}


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("source", ["dibao", ""])
@pytest.mark.parametrize("cover", ["封面", "汇总", "Sheet1"])
def test_cover_and_code_sheets_are_told_as_no_lists(
    bureau: Bureau, kind: str, source: str, cover: str
) -> None:
    pages = [
        page(
            cover, ["最低生活保障在享人员花名册"],
            ["序号", "乡镇（街道）", "户数", "人数", "月发放金额（元）", "备注"],
            [1, TOWN, 1, 2, 866, ""], ["合计", "", 1, 2, 866, ""],
        ),
        page(TOWN, HEAD, *family(1, folk(2))),
        page("码表", ["人员类别", "与户主关系"], ["老年人", "户主"], ["未成年人", "配偶"], hidden=True),
    ]  # fmt: skip

    taken = bureau.take(WRITERS[kind](pages), f"低保在享花名册.{kind}", source=source)

    assert taken.counts == (2, 2, 0, 0)
    shown = bureau.browser().get(f"/batches/{taken.answer['batch']}/").content.decode()
    assert f"“{cover}”" in shown
    assert "“码表”" in shown
    assert "不是名单" in shown


@pytest.mark.parametrize("kind", BOOKS)
def test_two_sheets_of_two_wordings_are_confirmed_as_guessed(bureau: Bureau, kind: str) -> None:
    one, other = folk(2)
    wording = [
        "编号",
        "乡镇",
        "村名",
        "户主",
        "姓名",
        "公民身份号码",
        "关系",
        "户保障金额",
        "城乡",
        "社保卡账号",
    ]
    pages = [
        page(TOWN, HEAD, *family(1, [one])),
        page(OTHER_TOWN, wording, *family(1, [other], OTHER_TOWN, "景阳冈村")),
    ]
    browser = bureau.browser()
    upload(bureau, WRITERS[kind](pages), f"低保在享花名册.{kind}")
    batch = Batch.objects.get()

    form = browser.get(f"/batches/{batch.pk}/").context["mapping"]
    guessed = {name: form[name].value() for name in form.fields}
    answer = browser.post(f"/batches/{batch.pk}/confirm/", guessed)
    browser.post(f"/batches/{batch.pk}/publish/")

    assert answer.status_code == 302
    assert sorted(bureau.listed(DIBAO)) == sorted([one.name, other.name])
    assert set(bureau.places(DIBAO).values()) == {"371521103201", "371521112257"}


def upload(bureau: Bureau, data: bytes, name: str) -> None:
    """Drop a file on the page of batches, a minute after whatever was before."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    bureau.tick()
    bureau.browser().post("/batches/upload/", {"files": [SimpleUploadedFile(name, data)]})


DEAD = "dead-but-listed"


def deaths(people: list[Someone], head: tuple[str, ...], *days: str) -> Page:
    """Return a list of the dead, of the crematorium or of the police."""
    rows = [[place, one.name, one.number, *days] for place, one in enumerate(people, start=1)]
    return page("名单", head, *rows)


CREMATORIUM = ("序号", "逝者姓名", "身份证号", "死亡日期", "火化日期")
POLICE = ("序号", "姓名", "公民身份号码", "死亡日期", "注销日期")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_two_lists_of_one_source_stand_side_by_side(bureau: Bureau, kind: str) -> None:
    burnt, cancelled, living = folk(3)
    write = WRITERS[kind]
    rows = [
        row for order, one in enumerate((burnt, cancelled, living), start=1) for row in family(order, [one])
    ]
    bureau.take(write([page(TOWN, HEAD, *rows)]), f"低保.{kind}", source="dibao")

    first = bureau.take(
        write([deaths([burnt], CREMATORIUM, "2026-03-01", "2026-03-03")]),
        f"殡仪馆火化登记.{kind}",
        source="cremation",
    )
    second = bureau.take(
        write([deaths([cancelled], POLICE, "2026-04-01", "2026-04-09")]),
        f"公安死亡注销.{kind}",
        source="cremation",
    )
    bureau.compare()

    assert (first.refusal, second.refusal) == ("", "")
    assert bureau.found(DEAD) == sorted([burnt.name, cancelled.name])


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("order", [1, -1])
def test_the_watched_and_the_lifted_as_two_files_both_stand(bureau: Bureau, kind: str, order: int) -> None:
    watched, lifted = folk(2)
    files = [
        (page("名单", ["乡镇", "村", "户编号", "姓名", "证件号码", "监测对象类别", "风险是否已消除"],
              [TOWN, "阿西村", "H1", watched.name, watched.number, "边缘易致贫户", "否"]), "防返贫监测对象"),
        (page("名单", ["乡镇", "村", "户编号", "姓名", "证件号码", "户类型"],
              [TOWN, "阿西村", "H2", lifted.name, lifted.number, "脱贫户"]), "脱贫人口"),
    ]  # fmt: skip

    for each, name in files[::order]:
        taken = bureau.take(WRITERS[kind]([each]), f"{name}.{kind}", source="poverty_register")
        assert not taken.refusal

    categories = {each.name: each.category for each in bureau.spells(REGISTER) if each.stands_in("2026-10")}
    assert categories == {watched.name: "MARGINAL", lifted.name: "LIFTED"}


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize(
    ("first", "latest"),
    [("首次办证日期", "发证日期"), ("初次发证时间", "换证日期"), ("首次领证日期", "最近发证日期")],
)
def test_first_and_last_issue_are_two_columns(bureau: Bureau, kind: str, first: str, latest: str) -> None:
    new, renewed = folk(2)
    rows = [
        [1, new.name, new.number, new.number + "42", "肢体", "二级", "2026-10-12", "2026-10-12",
         "2036-10-12", "有效"],
        [2, renewed.name, renewed.number, renewed.number + "42B1", "肢体", "二级", "2012-05-05", "2026-10-15",
         "2036-10-15", "有效"],
    ]  # fmt: skip
    head = [
        "序号",
        "姓名",
        "公民身份号码",
        "残疾人证号",
        "残疾类别",
        "残疾等级",
        first,
        latest,
        "有效期至",
        "证件状态",
    ]
    everyone = [row for order, one in enumerate(folk(3, seed=9), start=1) for row in family(order, [one])]
    bureau.take(WRITERS[kind]([page(TOWN, HEAD, *everyone)]), f"低保.{kind}", source="dibao")

    taken = bureau.take(
        WRITERS[kind]([page("持证", head, *rows)]), f"残联持证残疾人.{kind}", source="disability_certificate"
    )
    bureau.compare()

    assert taken.counts == (2, 2, 0, 0)
    assert bureau.found("new-heavy-disability") == [new.name]


SUBTOTALS = [
    (["", f"{TOWN}小计", "", 2, "", "", "", ""], [f"{OTHER_TOWN} 小计", "", "", 1, "", "", "", ""]),
    (["小计", "", "", "2人", "", "", 1620, ""], ["本页合计", "", "", "", "", "", 810, ""]),
    (["", "", f"{TOWN}合计", "", "", "2人", "1620元", ""], ["", "", "", "本页小计", "", "", 810, ""]),
    ([f"{TOWN}共2人", "", "", "", "", "", 1620, ""], ["累计", "", "", 3, "", "", 2430, ""]),
]


@pytest.mark.parametrize("kind", [*BOOKS, "csv"])
@pytest.mark.parametrize(("within", "last"), SUBTOTALS)
def test_a_subtotal_is_nobody_whatever_cell_names_it(
    bureau: Bureau, kind: str, within: list[object], last: list[object]
) -> None:
    people = folk(3, least=62, most=85)
    head = ["序号", "乡镇", "村", "姓名", "性别", "身份证号码", "基本生活费", "银行账户"]
    rows: list[list[object]] = [
        [place, TOWN, "阿西村", one.name, "男", one.number, 810, account(place)]
        for place, one in enumerate(people, start=1)
    ]
    written = [*rows[:2], within, rows[2], last, ["合计", "", "", 3, "", "", 2430, ""]]

    taken = bureau.take(
        WRITERS[kind]([page("分散供养", head, *written)]), f"特困供养10月.{kind}", source="tekun"
    )

    assert taken.counts == (3, 3, 0, 0)
    assert taken.answer["row_roles"].get("TOTAL") == 3
    assert sorted(bureau.listed(TEKUN)) == sorted(one.name for one in people)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("blank", [0, 1, 2])
def test_who_signs_a_list_is_nobody_on_it(bureau: Bureau, kind: str, blank: int) -> None:
    people = folk(3, least=62, most=85)
    head = ["序号", "姓名", "身份证号码", "乡镇", "村", "供养方式", "基本生活费"]
    rows = [
        [place, one.name, one.number, TOWN, "阿西村", "分散供养", 810]
        for place, one in enumerate(people, start=1)
    ]
    signed = ["制表人：申某", "审核人：石某", "联系电话：0635-6212345", "填报日期：2026年10月25日"]
    tail = [*[""] * blank, *signed]

    taken = bureau.take(WRITERS[kind]([page("特困", head, *rows, tail)]), f"特困.{kind}", source="tekun")

    assert taken.counts == (3, 3, 0, 0)


DRESSED = [
    "身份证号：{0}",
    "{0:.6}-{1}-{2}",
    "SFZ{0}",
    "'{0}",
    '="{0}"',
    "\u202a{0}\u202c",
    "{0}\t",
    "证件号码:{0}",
]


@pytest.mark.parametrize("kind", [*BOOKS, "csv", "gbk.csv"])
def test_labels_hyphens_and_marks_are_taken_off_a_number(bureau: Bureau, kind: str) -> None:
    people = folk(len(DRESSED), least=62, most=85)
    dressed = [
        text.format(one.number, one.number[6:14], one.number[14:])
        for one, text in zip(people, DRESSED, strict=True)
    ]
    kept = [text for text in dressed if kind != "gbk.csv" or "\u202a" not in text]
    head = ["序号", "乡镇", "村", "姓名", "身份证号码", "基本生活费"]
    rows = [
        [place, TOWN, "阿西村", people[dressed.index(text)].name, text, 810]
        for place, text in enumerate(kept, start=1)
    ]

    taken = bureau.take(WRITERS[kind]([page("名单", head, *rows)]), f"特困供养10月.{kind}", source="tekun")

    read, clean, repaired, rejected = taken.counts
    assert (read, clean + repaired, rejected) == (len(kept), len(kept), 0)
    assert repaired >= 4
    assert set(bureau.names()) == {bureau.token(people[dressed.index(text)].number) for text in kept}


@pytest.mark.parametrize("kind", [*BOOKS, "csv"])
@pytest.mark.parametrize("heading", ["乡", "镇", "乡（镇）", "街道", "所属乡镇", "乡镇街道"])
def test_the_town_is_read_whatever_its_heading(bureau: Bureau, kind: str, heading: str) -> None:
    (one,) = folk(1)
    head = ["省", "市", "县", heading, "村", "户编号", "姓名", "证件号码", "监测对象类别"]
    row = ["山东省", "聊城市", "阳谷县", TOWN, "阿西村", "H1", one.name, one.number, "边缘易致贫户"]

    taken = bureau.take(
        WRITERS[kind]([page("监测对象", head, row)]), f"监测对象信息导出.{kind}", source="poverty_register"
    )

    assert taken.counts == (1, 1, 0, 0)
    assert bureau.places(REGISTER)[one.name].startswith("371521103")
    assert len(bureau.places(REGISTER)[one.name]) == 12


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("heading", ["特困类别", "人员类别", "对象类别"])
def test_support_mode_comes_from_the_sheet_when_the_column_is_another_kind(
    bureau: Bureau, kind: str, heading: str
) -> None:
    people = folk(2, least=62, most=85)
    head = ["序号", "乡镇", "姓名", "身份证号码", heading, "自理能力", "基本生活费", "银行账户"]
    rows = [
        [place, town, one.name, one.number, "老年人", "全自理", 810, account(9)]
        for place, (one, town) in enumerate(zip(people, (TOWN, OTHER_TOWN), strict=True), start=1)
    ]
    listed = [row for order, one in enumerate(folk(2, seed=5), start=1) for row in family(order, [one])]
    bureau.take(WRITERS[kind]([page(TOWN, HEAD, *listed)]), f"低保.{kind}", source="dibao")

    taken = bureau.take(
        WRITERS[kind]([page("集中供养", head, *rows)]), f"特困供养10月.{kind}", source="tekun"
    )
    rules = bureau.compare()["rules"]

    assert taken.counts == (2, 2, 0, 0)
    assert {each.category for each in bureau.spells(TEKUN)} == {"CENTRAL"}
    assert rules["one-account-many-households"]["found"] == 0


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize(
    ("heading", "area"), [("户口性质", "农村"), ("户籍类型", "农业"), ("城乡类别", "农村")]
)
def test_a_category_of_person_is_no_area(bureau: Bureau, kind: str, heading: str, area: str) -> None:
    (one,) = folk(1)
    head = ["编号", "乡镇", "村名", "户主", "姓名", "证件号", "关系", "对象类别", "月保障金额", heading]
    row = [1, TOWN, "阿西村", one.name, one.name, one.number, "户主", "老年人", 433, area]

    taken = bureau.take(
        WRITERS[kind]([page(TOWN, ["城乡低保对象明细表"], head, row)]), f"低保.{kind}", source="dibao"
    )

    assert taken.counts == (1, 1, 0, 0)
    assert [each.category for each in bureau.spells(DIBAO)] == ["RURAL"]
