"""A small rulebook for tests: four regions one below the other, a neighbour, a few values of each kind."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.registry.models import Household
from doudi.rulebook.models import Proposal
from doudi.rulebook.services.changes import ValueDraft, draft_change, submit_change
from doudi.rulebook.services.studies import attach_study
from doudi.studies.models import FactSheet
from doudi.studies.states import FactSource

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY, NEXT_YEAR = date(2026, 11, 2), date(2027, 1, 1)
COUNTY, CITY, PROVINCE, NEIGHBOUR = "440204", "4402", "44", "371521"
DOCUMENT, ARTICLE = "韶浈民〔2026〕9号", "第三条"
OWN = {"facts", "parameters", "programmes", "cases", "documents"}
CORE = """
enumerations:
  AreaKind: {URBAN: 城市, RURAL: 农村}
facts:
  household:
    area_kind: {label: 城乡类别, code: AreaKind, required: true}
    income_fen: {label: 家庭月收入, unit: 元/月, default: 0}
"""
PROGRAMME = """
programme: DIBAO
title: 最低生活保障
entity: household
basis: [{document: 粤民发〔2020〕1号, article: 第一条}]
steps:
  standard:
    label: 当地标准
    of: household
    unit: 元/月
    article: 粤民发〔2020〕1号第二条
    formula: dibao.standard_urban if area_kind == URBAN else dibao.standard_floor
  below:
    label: 收入低于标准
    of: household
    unit: 是否
    article: 粤民发〔2020〕1号第三条
    formula: income_fen < standard
    fails: 家庭月收入不低于标准{standard}。
  amount:
    label: 保障金
    of: household
    unit: 元/月
    article: 粤民发〔2020〕1号第四条
    formula: max(0, standard - income_fen)
outcome: {eligible: below, amount: amount, parts: [amount], checks: [below]}
"""
DEFINITIONS = {
    "dibao": """
topic: dibao
title: 最低生活保障
enumerations:
  ExitGround: {DEATH: 死亡, INCOME: 收入超过标准, VOLUNTARY: 本人自愿退出, SENTENCED: 监狱服刑}
  Disability: {SIGHT: 视力, INTELLECT: 智力, MENTAL: 精神}
parameters:
  standard_floor: {label: 全省最低限定标准, kind: money, unit: 元/人·月, use: calculation}
  standard_urban:
    label: 城市低保标准
    kind: money
    unit: 元/人·月
    use: calculation
    limits: [{at_least: dibao.standard_floor, effect: refuse, document: 粤民发〔2020〕1号, article: 第二条}]
  standard_rural:
    label: 农村低保标准
    kind: money
    unit: 元/人·月
    by_year: yes
    use: process
    limits: [{at_least: dibao.standard_floor, effect: refuse, document: 粤民发〔2020〕1号, article: 第二条}]
  paid: {label: 照数发的补贴, kind: money, unit: 元/人·月, use: process}
  scope:
    label: 参照单人户纳入的残疾类别
    kind: codes
    enum: Disability
    use: calculation
    limits: [{not_narrower: parent, effect: warn, document: 粤民发〔2020〕1号, article: 第五条}]
  single_person: {label: 单人保残疾类别与等级, kind: pairs, enum: Disability, unit: 级, use: calculation}
  supplement: {label: 分档补差, kind: tiers, by: money, gives: money, unit: 元/人·月, use: calculation}
  total_days: {label: 受理到确认, kind: number, unit: 工作日, use: process}
  publicity_days: {label: 公示天数, kind: number, unit: 天, use: process}
  exit_freeze: {label: 暂停办理退出, kind: yes_no, use: process}
  exit_freeze_exceptions: {label: 暂停期内仍可退出的情形, kind: codes, enum: ExitGround, use: process}
  recheck_exempt: {label: 建档立卡户免予复核, kind: yes_no, use: process}
  review_stable_months: {label: 复核间隔, kind: number, unit: 月, use: process}
""",
    "near_dibao": """
topic: near_dibao
title: 低保边缘家庭
parameters:
  multiple: {label: 收入线（低保标准倍数）, kind: ratio, unit: 倍, use: calculation}
""",
    "temporary_relief": """
topic: temporary_relief
title: 临时救助
parameters:
  cap: {label: 临时救助最高限额, kind: money, unit: 元, use: calculation}
""",
    "rulebook": """
topic: rulebook
title: 政策变更管理
enumerations:
  BasisTopic: {TEMPORARY_RELIEF: 临时救助}
  Paper: {APPLICATION: 申请书, IDENTITY: 身份证和户口簿, INCOME_PROOF: 收入证明, PROPERTY_PROOF: 财产证明}
  Step: {APPLY: 申请, ACCEPT: 受理, CHECK: 核对, VISIT: 入户, DECIDE: 确认}
parameters:
  dibao_papers: {label: 要交的材料, kind: codes, enum: Paper, use: process}
  dibao_steps: {label: 办理环节, kind: codes, enum: Step, use: process}
  loser_threshold: {label: 受损户比例, kind: ratio, unit: "%", use: process}
  transition: {label: 兜底政策过渡期, kind: yes_no, use: process}
  basis_topics: {label: 须附测算依据的项目, kind: codes, enum: BasisTopic, use: process}
""",
}
_LINE = "document: 粤民发〔2020〕1号, article: 第二条, verified: true"
VALUES = {
    ("00", "全国", "rulebook"): f"""
  rulebook.loser_threshold: [{{from: 2000-01-01, value: 5%, {_LINE}}}]
  rulebook.basis_topics: [{{from: 2000-01-01, value: [TEMPORARY_RELIEF], {_LINE}}}]
  rulebook.dibao_papers:
    - {{from: 2000-01-01, value: [APPLICATION, IDENTITY, INCOME_PROOF, PROPERTY_PROOF], {_LINE}}}
  rulebook.dibao_steps:
    - {{from: 2000-01-01, value: [APPLY, ACCEPT, CHECK, VISIT, DECIDE], {_LINE}}}
""",
    (PROVINCE, "广东省", "near_dibao"): f"""
  near_dibao.multiple: [{{from: 2020-01-01, value: 1.5, {_LINE}}}]
""",
    (PROVINCE, "广东省", "dibao"): f"""
  dibao.standard_floor: [{{from: 2020-01-01, value: 600, {_LINE}}}]
  dibao.review_stable_months: [{{from: 2020-01-01, value: 12, {_LINE}}}]
  dibao.total_days: [{{from: 2020-01-01, value: 30, {_LINE}}}]
  dibao.scope: [{{from: 2020-01-01, value: [SIGHT, INTELLECT, MENTAL], {_LINE}}}]
""",
    (CITY, "韶关市", "dibao"): """
  dibao.scope:
    - from: 2020-01-01
      value: [SIGHT, INTELLECT, MENTAL]
      document: 韶民发〔2020〕3号
      article: 第一条
      verified: true
""",
    (COUNTY, "浈江区", "dibao"): f"""
  dibao.standard_urban:
    - {{from: 2019-01-01, value: 640, {_LINE}}}
    - {{from: 2020-01-01, value: 720, {_LINE}}}
  dibao.exit_freeze: [{{from: 2020-03-27, to: 2021-01-01, value: yes, {_LINE}}}]
  dibao.exit_freeze_exceptions: [{{from: 2020-03-27, value: [DEATH], {_LINE}}}]
""",
    (COUNTY, "浈江区", "temporary_relief"): f"""
  temporary_relief.cap: [{{from: 2020-01-01, value: 5000, {_LINE}}}]
""",
    (NEIGHBOUR, "阳谷县", "dibao"): f"""
  dibao.standard_urban: [{{from: 2020-01-01, value: 700, {_LINE}}}]
""",
}


def write_rules(folder: Path, *, beside: Path) -> Path:
    """Write the small policy folder; what other modules read is the installation's own."""
    folder.mkdir()
    for other in beside.iterdir():
        if other.name == "roles.yaml" or (other.is_dir() and other.name not in OWN):
            (folder / other.name).symlink_to(other)
    _write(folder / "facts" / "core.yaml", CORE)
    _write(folder / "programmes" / "dibao.yaml", PROGRAMME)
    for topic, text in DEFINITIONS.items():
        _write(folder / "parameters" / "definitions" / f"{topic}.yaml", text)
    for (region, name, topic), text in VALUES.items():
        head = f'region: "{region}"\nname: {name}\nvalues:{text}'
        _write(folder / "parameters" / "regions" / region / f"{topic}.yaml", head)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def value(written: Any = 760, **said: Any) -> ValueDraft:  # noqa: ANN401 - whatever a file says
    """Return a value of the city standard from next year on; `said` says otherwise."""
    given: dict[str, Any] = {
        "key": "dibao.standard_urban",
        "begins": NEXT_YEAR,
        "document": DOCUMENT,
        "article": ARTICLE,
    }
    return ValueDraft(written=written, **(given | said))


def stated(income_fen: int = 500_00) -> FactSheet:
    """Return the facts of one family of the county."""
    place = "440204102200"
    facts = {"area_kind": "URBAN", "income_fen": income_fen, "members": [{}]}
    return FactSheet.objects.create(
        household=Household.objects.create(division=place, created_at=MONDAY),
        division=place,
        assessed_on=TODAY,
        facts=json.dumps(facts),
        digest=str(FactSheet.objects.count()),
        source=FactSource.values[0],
        recorded_by="test",
        recorded_at=MONDAY,
    )


def proposer(code: str = COUNTY) -> User:
    """Return an officer who may propose."""
    return officer(Role.COUNTY_OFFICER, code)


def reviewer(code: str = COUNTY) -> User:
    """Return a reviewer who may approve for the county."""
    return officer(Role.COUNTY_REVIEWER, code)


def drafted(by: User, draft: ValueDraft | None = None, *, region: str = COUNTY) -> Proposal:
    """Return a draft."""
    return draft_change(region, title="调整标准", reason="物价上涨", value=draft or value(), by=by, at=MONDAY)


def studied(
    proposal: Proposal, by: User, *, leaving: int = 0, lowered: int = 0, waiting: int = 0
) -> Proposal:
    """Attach a study of a thousand families to a proposal."""
    attach_study(
        proposal,
        households=1000,
        leaving=leaving,
        lowered=lowered,
        waiting=waiting,
        entering=12,
        monthly_change_fen=480000,
        by=by,
        at=MONDAY,
    )
    return proposal


def submitted(by: User, draft: ValueDraft | None = None, *, leaving: int = 0, waiting: int = 0) -> Proposal:
    """Return a proposal that waits for approval."""
    proposal = studied(drafted(by, draft), by, leaving=leaving, waiting=waiting)
    return submit_change(proposal, by=by, at=MONDAY)
