"""What the reader of procedures takes and refuses, and how a region's part lies over the nation's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.known_documents import plain
from doudi.policy.tests.folder import book_of, dated, write_folder
from doudi.procedures.__main__ import main
from doudi.procedures.inheriting import NoProcedureYet, Procedures, load_procedures
from doudi.procedures.shapes import Citation, DeciderRule, Differing, Part, Procedure, Step
from doudi.procedures.terms import terms_of
from doudi.procedures.tests.procedures import DIBAO, ROOT, WORDS, real_book, real_procedures, write_procedures

COUNTY = """
programme: DIBAO
region: "440204"
name: 某区
versions:
  - from: 2021-01-01
    to: 2022-01-01
    document: 某办法
    article: 第九条
    verified: no
    clocks:
      survey: {label: 调查, step: SURVEY, starts: [ACCEPTED], stops: [SURVEYED], unit: WORKING_DAYS,
        amount: 2, article: 第八条}
"""


def loaded(folder: Path, files: dict[str, str] | None = None) -> Procedures:
    book = book_of(
        folder, {"00": {"dibao.days": dated("2020-01-01", "7"), "dibao.frozen": dated("2020-01-01", "no")}}
    )
    return load_procedures(write_procedures(folder, files), book)


def refusal(folder: Path, old: str, new: str) -> str:
    """Return the sentence the small procedure is refused with, once something in it is changed."""
    assert old in DIBAO
    with pytest.raises(PolicyBroken) as raised:
        loaded(folder, {"procedures/dibao.yaml": DIBAO.replace(old, new)})
    return str(raised.value)


def test_the_small_procedure_is_taken(tmp_path: Path) -> None:
    procedure = loaded(tmp_path).in_force("DIBAO", "440204", date(2020, 5, 1))

    assert list(procedure.steps) == ["ACCEPT", "SURVEY", "CONFIRM"]
    assert procedure.clocks["survey"].amount.fixed == 3


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, "unit: WORKING_DAYS,", "unit: WORKING_DAYS,\n        unti: DAYS,")

    assert said.startswith("procedures/dibao.yaml:18: versions[0].clocks.survey.unti: 没有这一项，可以写的是")


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, "    publicity:", "    verified: no\n    publicity:")

    assert said == "procedures/dibao.yaml:21: 'verified' 写了两次"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("next: [CONFIRM], article", "next: [], article", "走不到 CONFIRM 这一步"),
        ("next: [SURVEY], must", "next: [SURVEX], must", "之后是 SURVEX，没有这一步"),
        ("next: [CONFIRM], article", "next: [ACCEPT, CONFIRM], must: yes, article", ""),
        ("next: [], grants: yes", "next: [ACCEPT], grants: yes", "走不完"),
        ("next: [], grants: yes", "next: []", "没有一步给予什么"),
        ("amount: 3, article: 第五条", "amount: 3", "已核实的要写明文件和条款"),
        ("amount: 3, article", "amount: 3.5, article", "amount: 写的是 '7/2'，要写整数"),
        ("amount: 3, article", "amount: yes, article", "amount: 写的是 'True'，要写整数"),
        ("amount: 3, article", "amount: -3, article", "-3 不能写在这里"),
        ("amount: 3", "amount: {parameter: dibao.nothing}", "没有 dibao.nothing 这个参数"),
        ("amount: 3", "amount: {parameter: dibao.days}", "的单位是天，这里按 WORKING_DAYS 数"),
        (
            "article: 第五条}",
            "article: 第五条, when: [{parameter: dibao.frozen, is: maybe}]}",
            "不会是 'maybe'",
        ),
        (
            "article: 第五条}",
            "article: 第五条, when: [{parameter: dibao.days, is: yes}]}",
            "dibao.days 不是“是否”或代码参数",
        ),
        (
            "office: COUNTY, article: 第六条",
            "office: {parameter: dibao.kind}, article: 第六条",
            "vocabulary.yaml 里没有",
        ),
        (
            "office: COUNTY, article: 第六条",
            "office: {parameter: dibao.days}, article: 第六条",
            "是 number，要的是 code",
        ),
        (
            "marks: [ACCEPTED],",
            "papers: {parameter: dibao.days}, marks: [ACCEPTED],",
            "是 number，要的是 codes",
        ),
        ("marks: [ACCEPTED],", "papers: [[FORM]], marks: [ACCEPTED],", "papers[0]: 写的是"),
        ("amount: 3", "amount: {parameter: dibao.by_area, cell: URBAN}", "是 money，要的是 number"),
        ("amount: 3", "amount: {parameter: dibao.by_area}", "dibao.by_area 是表时写一行"),
        ("document: 某办法", "document: 某个没有登记的办法", "known.yaml 里没有 某个没有登记的办法"),
        ("starts: [ACCEPTED]", "starts: []", "starts: 写的是 '[]'，不能空着"),
        ("starts: [ACCEPTED]", "starts: [APPLIED]", "写的是 'APPLIED'，可以写的是 ACCEPTED"),
        ("step: SURVEY,", "step: NOWHERE,", "没有 NOWHERE 这一步"),
        ("marks: [CONFIRMED]", "marks: []", "没有程序用到它"),
        ("matter: CONFIRM, office: COUNTY", "matter: CONFIRM, office: VILLAGE", "'VILLAGE' 不能写在这里"),
        (
            "office: COUNTY, article: 第六条}",
            "office: COUNTY, up_to: 100, article: 第六条}",
            "只管一部分情况",
        ),
        ("unit: WORKING_DAYS", "unit: DAYS, months: [1]", "只和“每月几日”一起写"),
        ("    publicity:", "    terms: {SURVEY: [dibao.nothing]}\n    publicity:", "没有 dibao.nothing 这个"),
        ("    publicity:", "    terms: {NOWHERE: [dibao.days]}\n    publicity:", "NOWHERE 不是步骤"),
        ("held: no", "held: yes", "公示的写内容，不公示的不写"),
        ("from: 2020-01-01", "from: 2020-01-01\n    to: 2020-01-01", "止日要在起始日之后"),
        ("verified: yes", "verified: true yes", "只能写 yes 或 no"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    if says:
        assert says in refusal(tmp_path, old, new)
    else:
        loaded(tmp_path, {"procedures/dibao.yaml": DIBAO.replace(old, new)})


def test_a_step_of_the_law_cannot_be_passed_by(tmp_path: Path) -> None:
    passed = DIBAO.replace("next: [SURVEY], must: yes", "next: [SURVEY, CONFIRM], must: yes").replace(
        "next: [CONFIRM], article", "next: [CONFIRM], must: yes, article"
    )

    with pytest.raises(PolicyBroken, match="SURVEY 必须有，却可以绕过去"):
        loaded(tmp_path, {"procedures/dibao.yaml": passed})


def test_a_clock_whose_stop_no_step_leaves_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyBroken, match="没有哪一步留下 SURVEYED，也不是程序以外的事件"):
        loaded(tmp_path, {"procedures/dibao.yaml": DIBAO.replace("marks: [SURVEYED, ", "marks: [")})


@pytest.mark.parametrize("key", ["dibao.nothing", "dibao.days"])
def test_a_parameter_that_cannot_hand_anything_down_is_refused(tmp_path: Path, key: str) -> None:
    words = WORDS + f"\nhanding_down: [{key}]\n"
    with pytest.raises(PolicyBroken, match="不是“是否”参数"):
        loaded(tmp_path, {"procedures/vocabulary.yaml": words})


def test_an_event_nobody_uses_is_refused(tmp_path: Path) -> None:
    words = WORDS.replace("events: {", "events: {FORGOTTEN: 没人用, ")

    with pytest.raises(PolicyBroken, match=r"events\.FORGOTTEN: 没有程序用到它"):
        loaded(tmp_path, {"procedures/vocabulary.yaml": words})


def test_a_county_lays_its_clock_over_the_nations_for_its_time(tmp_path: Path) -> None:
    procedures = loaded(tmp_path, {"procedures/regions/440204/dibao.yaml": COUNTY})

    amounts = {
        (region, day.year): procedures.in_force("DIBAO", region, day).clocks["survey"].amount.fixed
        for region in ("00", "4402", "440204")
        for day in (date(2020, 6, 1), date(2021, 6, 1), date(2022, 6, 1))
    }

    assert [key for key, amount in amounts.items() if amount == 2] == [("440204", 2021)]
    assert procedures.in_force("DIBAO", "440204", date(2021, 6, 1)).version == date(2021, 1, 1)


def test_a_county_inherits_from_its_province_what_it_does_not_say_itself(tmp_path: Path) -> None:
    province = COUNTY.replace('"440204"', '"44"').replace("amount: 2", "amount: 4")
    city = COUNTY.replace('"440204"', '"4402"').replace("survey:", "second:")
    city = city.replace("    to: 2022-01-01", "    leaves_out: [survey]")
    places = {"44": province, "4402": city, "440204": COUNTY}
    procedures = loaded(
        tmp_path, {f"procedures/regions/{code}/dibao.yaml": text for code, text in places.items()}
    )

    def clocks(region: str, year: int) -> dict[str, object]:
        found = procedures.in_force("DIBAO", region, date(year, 6, 1)).clocks
        return {name: clock.amount.fixed for name, clock in found.items()}

    assert clocks("4403", 2021) == {"survey": 4}
    assert clocks("440205", 2021) == {"second": 2}
    assert clocks("440204", 2021) == {"second": 2, "survey": 2}
    # the county's own part and the province's are over, the city's is not
    assert clocks("440204", 2022) == {"second": 2}
    assert clocks("4403", 2022) == {"survey": 3}


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("procedures/regions/440204/tekun.yaml", "要与文件夹、文件同名"),
        ("procedures/regions/4402/dibao.yaml", "要与文件夹、文件同名"),
        ("procedures/regions/dibao.yaml", "这里只放 <区划>/<项目>.yaml"),
        ("procedures/regions/440204/dibao.yml", "这里只放 <区划>/<项目>.yaml"),
    ],
)
def test_a_misplaced_file_is_refused(tmp_path: Path, place: str, says: str) -> None:
    with pytest.raises(PolicyBroken, match=says):
        loaded(tmp_path, {place: COUNTY})


def test_before_the_first_version_there_is_no_procedure(tmp_path: Path) -> None:
    with pytest.raises(NoProcedureYet, match="2019-12-31"):
        loaded(tmp_path).in_force("DIBAO", "00", date(2019, 12, 31))


def _set_at(procedure: Procedure, key: str) -> bool:
    """Say whether a value of a procedure's steps is set on the first day of its version."""
    held = real_book().parameters("61", procedure.version)
    terms = terms_of(procedure, real_book(), held)
    return next(one.chosen is not None for one in terms if one.definition.key == key)


def test_dibao_of_2012_and_of_2021_both_exist() -> None:
    procedures = real_procedures()

    old = procedures.in_force("DIBAO", "61", date(2020, 8, 24))
    new = procedures.in_force("DIBAO", "61", date(2021, 7, 1))

    assert old.steps["APPRAISE"].must
    assert "APPRAISE" not in new.steps
    assert {"COUNTY_PUBLISH"} <= set(old.steps) - set(new.steps)
    shares = [_set_at(one, "dibao.county_visit_share") for one in (old, new)]
    assert shares == [True, False]


def test_every_parameter_a_procedure_names_holds_what_its_clock_counts() -> None:
    book = real_book()
    keys = {
        clock.amount.key
        for code in real_procedures().programmes
        for procedure in real_procedures().versions(code, "00")
        for clock in procedure.clocks.values()
        if clock.amount.key
    }

    unset = {key for key in keys if not any(book.history(region, key) for region in book.regions())}
    # no document says how long the recognition of a near-dibao family holds; a region may
    assert unset == {"near_dibao.valid_months"}


def test_no_version_cites_as_verified_what_came_into_being_after_it() -> None:
    documents = yaml.safe_load((ROOT / "documents" / "known.yaml").read_text(encoding="utf-8"))["documents"]
    since = {
        plain(one[key]): one.get("effective_on") or one.get("issued_on")
        for one in documents
        for key in ("number", "title")
    }

    early = [
        (part.file, part.begins, citation.document)
        for programme in real_procedures().programmes.values()
        for parts in programme.parts.values()
        for part in parts
        for citation in citations_of(part)
        if citation.verified and (since.get(plain(citation.document)) or part.begins) > part.begins
    ]

    assert early == []


def citations_of(part: Part) -> list[Citation]:
    """Return every citation a part writes itself."""
    sources = [clock.amount.citation for clock in part.clocks.values() if clock.amount.citation]
    lines: list[Step | DeciderRule | Differing] = [*part.steps.values(), *part.deciders, *part.differing]
    more = [part.publicity.citation] if part.publicity else []
    return [part.basis, *sources, *(line.citation for line in lines), *more]


def test_the_folder_says_what_is_in_it_or_the_first_thing_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(ROOT) == 0
    assert capsys.readouterr().out.startswith("ok: ")

    assert (
        main(write_folder(write_procedures(tmp_path, {"procedures/dibao.yaml": "programme: 低保"}), {})) == 1
    )
    assert capsys.readouterr().err.startswith("procedures/dibao.yaml")


def test_a_clock_whose_parameter_rests_on_an_unlisted_document_is_refused(tmp_path: Path) -> None:
    line = "from: 2020-01-01, value: 7, document: 没登记的, article: 第一条, verified: true"
    book = book_of(tmp_path, {"00": {"dibao.days": line}})
    text = DIBAO.replace("WORKING_DAYS", "DAYS").replace("amount: 3", "amount: {parameter: dibao.days}")

    with pytest.raises(PolicyBroken, match=r"dibao\.days: 依据 没登记的"):
        load_procedures(write_procedures(tmp_path, {"procedures/dibao.yaml": text}), book)


def test_from_august_of_that_year_a_case_without_dispute_needs_no_appraisal() -> None:
    before, after = (
        real_procedures().in_force("DIBAO", "61", day) for day in (date(2020, 8, 24), date(2020, 8, 25))
    )

    assert [one.steps["APPRAISE"].must for one in (before, after)] == [True, False]
    assert ["PUBLISH" in one.steps["SURVEY"].follow for one in (before, after)] == [False, True]
    assert set(before.clocks) == set(after.clocks)
