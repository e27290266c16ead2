from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from doudi.kernel.policy_file import PolicyBroken
from doudi.matching.catalogue import load, load_rule, problem_of_rule
from doudi.matching.rule_file import GROUPS
from doudi.matching.tests.county import POLICIES, catalogue, shapes
from doudi.matching.wording import WORDS, missing, sentence, shown, word

RULE = "medical-selfpay-over-limit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a copy of one rule."""
    for suffix in (".yaml", ".sql"):
        shutil.copy(POLICIES / f"{RULE}{suffix}", tmp_path)
    shutil.copytree(POLICIES / "steps", tmp_path / "steps")
    return tmp_path


def rewrite(folder: Path, change: dict[str, Any]) -> Path:
    """Change keys of the rule's YAML file; None takes a key away."""
    path = folder / f"{RULE}.yaml"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) | change
    kept = {key: value for key, value in said.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return path


def test_the_repositorys_rules_load_in_the_order_of_their_ids() -> None:
    rules = load(POLICIES, shapes())

    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)
    assert len(rules) >= 75
    assert {rule.group for rule in rules} == set(GROUPS)


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_rule_cites_an_article_and_a_clause_and_offers_a_way_out(rule_id: str) -> None:
    rule = catalogue()[rule_id]

    assert all(basis.document and basis.article for basis in rule.basis if basis.verified)
    assert rule.clauses
    assert "MISTAKEN" in rule.outcomes
    assert rule.evidence.left


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_comparison_of_two_identities_compares_both_halves(rule_id: str) -> None:
    sql = catalogue()[rule_id].sql
    halves = re.findall(r"\w+_low = \w+\.\w+_low", sql)

    assert [half for half in halves if half.replace("_low", "_high") not in sql] == []
    assert len(halves) == len(re.findall(r"\w+_high = \w+\.\w+_high", sql))


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_no_outer_join_hangs_on_what_its_left_side_alone_says(rule_id: str) -> None:
    """DuckDB then holds every row against every other: two seconds and more for one county."""
    joined = re.findall(
        r"left join (?:\([^)]*\)|\S+) (\w+)\s+on (.*?)(?=\bleft\b|\bjoin\b|\bwhere\b|\)|$)",
        catalogue()[rule_id].sql,
        re.DOTALL,
    )
    compared = {
        (own, other) for own, on in joined for other in re.findall(r"(\w+)\.\w+ (?:=|in|<>) \(?'", on)
    }
    assert {(own, other) for own, other in compared if own != other} == set()


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_sentence_can_be_said_without_a_hole(rule_id: str) -> None:
    rule = catalogue()[rule_id]
    words = {name: {**rule.words.get(name, {}), **WORDS.get(name, {})} for name in rule.measures}
    measures = {name: next(iter(words[name] or {"12": ""})) for name in rule.measures}

    said = sentence(rule, measures)

    assert "%" not in said
    assert "未填" not in said


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"severity": None}, "severity: 缺少这一项"),
        ({"severty": "RED"}, "severty: 没有这一项"),
        ({"severity": "PURPLE"}, "severity: 写的是 'PURPLE'，可以写的是 'RED'"),
        ({"handled_by": "PROVINCE"}, "handled_by: "),
        ({"role": "lost"}, "role: "),
        ({"subject": "thing"}, "subject: "),
        ({"basis": []}, "basis: .*不能空着"),
        ({"group": None}, "group: 缺少这一项"),
        ({"group": "SOMETHING"}, "group: 写的是 'SOMETHING'，可以写的是 DISCOVERY"),
        ({"basis": [{"document": "", "article": "第一条"}]}, r"basis\[0\].document: 不能空着"),
        (
            {"basis": [{"document": "", "article": "", "verified": True}]},
            r"basis\[0\].document: 不能空着",
        ),
        ({"basis": [{"document": "某办法"}]}, r"basis\[0\].article: 缺少这一项"),
        ({"needs": ["dibao", "bitcoin"]}, "needs: 没有 'bitcoin' 这种来源"),
        ({"needs": []}, "needs: .*不能空着"),
        (
            {"outcomes": ["ENROLED_DIBAO"]},
            r"outcomes\[0\]: 写的是 'ENROLED_DIBAO'，可以写的是 'ENROLLED_",
        ),
        ({"outcomes": ["HOLD", "HOLD"]}, "outcomes: .*写了两次"),
        ({"evidence": {"left": ["nmae"], "right": []}}, "evidence.left: 'nmae' 不是任何来源的列"),
        ({"evidence": {"left": ["name"]}}, "evidence.right: 缺少这一项"),
        ({"within": {"days": 10, "unit": "working"}}, "within.document: 缺少这一项"),
        (
            {"within": {"days": 10, "unit": "lunar", "verified": False, "document": ""}},
            "within.unit: 写的是 'lunar'，可以写的是 'working'、'natural'",
        ),
        (
            {"within": {"days": 10, "unit": "working", "verified": True, "document": ""}},
            "within.document: 已核实的要写明文件",
        ),
        (
            {"within": {"days": 0, "unit": "working", "verified": False, "document": ""}},
            "within.days: 写的是 '0'，不能小于 1",
        ),
        ({"within": 10}, "within: 写的是 '10'，要写成“键: 值”"),
        ({"parameters": {"tekun_fen": {"value": 1}}}, "parameters.tekun_fen.document: 缺少这一项"),
        ({"title": ""}, "title: .*不能空着"),
        ({"id": "Another_Rule"}, "id: .*写法要符合"),
        ({"id": "another-rule"}, "id: 写的是 'another-rule'，要与文件名相同"),
        ({"clauses": "QG-1.2"}, "clauses: 写的是 'QG-1.2'，要写成一列"),
    ],
)
def test_what_is_misspelt_missing_or_unknown_is_refused_by_file_and_key(
    folder: Path, change: dict[str, Any], complaint: str
) -> None:
    path = rewrite(folder, change)

    with pytest.raises(PolicyBroken, match=rf"{path.name}(:\d+)?: {complaint}"):
        load_rule(path, shapes())


def test_a_basis_nobody_has_read_says_so_and_may_name_no_document(folder: Path) -> None:
    unread = {"document": "", "article": "", "verified": False}
    path = rewrite(folder, {"basis": [unread, {"document": "某办法", "article": "第一条"}]})

    first, second = load_rule(path, shapes()).basis

    assert (first.document, first.verified) == ("", False)
    assert (second.document, second.verified) == ("某办法", True)


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_rules_sql_can_be_planned_over_the_sources_it_names(rule_id: str) -> None:
    assert problem_of_rule(catalogue()[rule_id], shapes()) == ""


def test_loading_the_catalogue_opens_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a database was opened")

    monkeypatch.setattr(duckdb, "connect", refuse)

    assert len(load(POLICIES, shapes())) == len(catalogue())


def test_a_key_that_stands_twice_is_refused(folder: Path) -> None:
    path = folder / f"{RULE}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nseverity: RED\n", encoding="utf-8")

    with pytest.raises(PolicyBroken, match=rf"{RULE}.yaml:\d+: 'severity' 写了两次"):
        load_rule(path, shapes())


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select 1 as subject_kind", "gives the columns subject_kind instead of"),
        ("select 1; select 2", "must be one SELECT"),
        ("drop table people", "must be one SELECT"),
        ("selec 1", "syntax error"),
        ("select * from vehicle", "vehicle"),
    ],
)
def test_sql_that_is_not_a_rules_is_told(folder: Path, sql: str, complaint: str) -> None:
    (folder / f"{RULE}.sql").write_text(sql, encoding="utf-8")

    (rule,) = load(folder, shapes())

    assert complaint in problem_of_rule(rule, shapes())


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select cast(1 as varchar)", "'varchar' 不是两种引擎都有的写法"),
        ("select 1::int", "'::' 不是两种引擎都有的写法"),
        ("select * from read_parquet('/etc/passwd')", "'read_parquet' 不是两种引擎都有的写法"),
    ],
)
def test_sql_outside_the_portable_subset_is_refused_by_file(folder: Path, sql: str, complaint: str) -> None:
    (folder / f"{RULE}.sql").write_text(sql, encoding="utf-8")

    with pytest.raises(PolicyBroken, match=f"{RULE}.sql: .*{complaint}"):
        load(folder, shapes())


def test_a_column_of_the_wrong_type_is_told(folder: Path) -> None:
    path = folder / f"{RULE}.sql"
    path.write_text(
        path.read_text(encoding="utf-8").replace("batch as left_batch", "1 as left_batch"), "utf-8"
    )

    (rule,) = load(folder, shapes())

    assert problem_of_rule(rule, shapes()) == "column left_batch is INTEGER instead of VARCHAR"


def test_a_rule_without_sql_and_sql_without_a_rule_are_refused(folder: Path) -> None:
    (folder / "orphan.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(PolicyBroken, match="有 SQL 没有规则：orphan"):
        load(folder, shapes())

    (folder / "orphan.sql").rename(folder / f"{RULE}.sql.old")
    (folder / f"{RULE}.sql").unlink()
    with pytest.raises(PolicyBroken, match=f"旁边没有 {RULE}.sql"):
        load(folder, shapes())


def test_an_empty_folder_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyBroken, match="一条规则也没有"):
        load(tmp_path, shapes())

    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(PolicyBroken, match=r"broken.yaml:2: 不是 YAML"):
        load(tmp_path, shapes())


def test_findings_are_said_with_yuan_and_words() -> None:
    measures = {"category": "DIBAO", "self_pay_fen": 612_345, "limit_fen": 500_000, "settlements": 3}

    assert sentence(catalogue()[RULE], measures) == (
        "低保对象，本年自付6,123.45元（3次结算），超过5,000.00元。"
    )
    assert word("died_on", "") == "未填"


def test_parameters_and_skips_are_said_in_words() -> None:
    assert shown(catalogue()[RULE].parameters["dibao_fen"]) == "5,000.00 元/年"
    assert shown(catalogue()["orphan-over-age"].parameters["adult_age"]) == "18 周岁"
    assert shown(catalogue()["subsidy-below-standard"].parameters["living_fen"]) == "未设定"
    assert missing("", shapes()) == ""
    assert missing("parameters", shapes()) == "本地标准还没有设定"
    assert missing("medical_selfpay_year,tekun", shapes()) == (
        "缺少：医保结算自付名单（本年）、特困人员在享名单"
    )
    assert missing("empty:cremation", shapes()) == "名单是空的：死亡与火化名单"
