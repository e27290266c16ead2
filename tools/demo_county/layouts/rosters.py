"""Lay out the registers kept by the civil affairs bureau and the rural office."""

from tools.demo_county import cells
from tools.demo_county.layout import Column, Layout
from tools.demo_county.spoil import Damage, Line

SIGNATURES = "制表人：陈秀英　　审核人：李国强　　负责人：黄志明　　填报日期：{year}年{month}月{last}日"

LABOUR = {"ABLE": "有劳动能力", "PARTIAL": "部分丧失劳动能力", "NONE": "无劳动能力"}
SKILLS = {"ABLE": "普通劳动力", "PARTIAL": "弱劳动力或半劳动力", "NONE": "无劳动力"}
SUPPORT = {"DISPERSED": "分散供养", "CENTRAL": "集中供养"}


def _town_of(line: Line) -> str:
    return line.record.home.village.town_name


DIBAO = Layout(
    source="dibao",
    file_name="{county}{year}年{month}月城乡低保在享人员花名册(最新).xls",
    kind="xls",
    titles=("{county}{year}年{month}月城乡居民最低生活保障对象花名册", "填报单位：{county}民政局　单位：元"),
    columns=(
        Column("序号", cells.order),
        Column("乡镇（街道）", cells.town),
        Column("村（居）委会", cells.village),
        Column("低保户编号", cells.text("household_number")),
        Column("姓 名", cells.spread_name),
        Column("与户主关系", cells.text("relation")),
        Column("公民身份号码", cells.identity),
        Column("城乡类别", cells.coded("area_kind", {"URBAN": "城市", "RURAL": "农村"})),
        Column("劳动能力", cells.coded("labour", LABOUR)),
        Column("个人月保障金额", cells.yuan("amount_fen"), summed="amount_fen"),
        Column("户月保障金", cells.yuan("household_amount_fen"), summed="household_amount_fen"),
        Column("享受起始时间", cells.day_text("started_on", "%Y年%m月")),
        Column("一卡通账号", cells.text("account")),
        Column("联系电话", cells.phone),
        Column("家庭住址", cells.address),
    ),
    notes=("", "备注：本表按户主、家庭成员顺序填写，户月保障金只填在户主行。", SIGNATURES),
    sheet_of=_town_of,
    hidden=2,
    total_label="合计",
    damage=Damage(
        repairs={"LOWER_X": 8, "SPACES": 6, "FULL_WIDTH": 4},
        refusals={"CHECK_DIGIT": 4, "BLANK": 2, "BLANK_WORD": 3, "TYPED_AS_NUMBER": 3},
    ),
)  # fmt: skip

TEKUN = Layout(
    source="tekun",
    file_name="附件2：{county}特困人员救助供养台账（{month}月）.xlsx",
    kind="xlsx",
    titles=("{county}特困人员救助供养对象台账",),
    columns=(
        Column("序号", cells.order),
        Column("户编号", cells.text("household_number")),
        Column("姓名", cells.name, group="基本情况"),
        Column("身份证号", cells.identity, group="基本情况"),
        Column("性别", cells.sex, group="基本情况"),
        Column("镇（街）", cells.town, group="基本情况"),
        Column("村（社区）", cells.short_village, group="基本情况"),
        Column("供养方式", cells.coded("support_mode", SUPPORT), group="供养情况"),
        Column(
            "生活自理能力",
            cells.coded("selfcare", {"FULL": "全自理", "PARTIAL": "半护理", "NONE": "全护理"}),
            group="供养情况",
        ),
        Column("月供养金（元）", cells.yuan_with_unit("amount_fen"), group="供养情况"),
        Column("纳入供养时间", cells.day("started_on"), group="供养情况"),
        Column("银行账号", cells.text("account")),
        Column("联系方式", cells.phone),
    ),
    notes=(SIGNATURES,),
    damage=Damage(
        repairs={"QUOTE_MARK": 9, "SPACES": 3, "UPGRADED_15": 2},
        refusals={"CHECK_DIGIT": 2, "BLANK_WORD": 1},
    ),
)  # fmt: skip

RELIEF = Layout(
    source="temporary_relief",
    file_name="{month}月临时救助发放表（各镇汇总）改.et",
    kind="et",
    titles=("{county}{year}年{month}月临时救助资金发放汇总表",),
    columns=(
        Column("序号", cells.order),
        Column("镇街", cells.town),
        Column("村居", cells.short_village),
        Column("申请人", cells.name),
        Column("申请人身份证号", cells.identity),
        Column("救助类型", cells.coded("relief_kind", {"EMERGENCY": "急难型", "EXPENSE": "支出型"})),
        Column("困难原因", cells.text("relief_reason")),
        Column("救助金额", cells.yuan_with_unit("amount_fen")),
        Column("发放日期", cells.day_mixed("paid_on")),
        Column("收款账号", cells.text("account")),
        Column("手机号码", cells.phone),
    ),
    notes=("", "经办人：谭小燕　　　复核人：罗建平"),
    sheet_name="汇总",
    damage=Damage(repairs={"SPACES": 2, "LOWER_X": 2}, refusals={"LENGTH": 1, "BLANK": 1}),
)

POVERTY_REGISTER = Layout(
    source="poverty_register",
    file_name="脱贫户及监测对象信息导出{year}{mm}{last}.xlsx",
    kind="xlsx",
    titles=(),
    columns=(
        Column("户编号", cells.text("household_number")),
        Column("乡镇", cells.town),
        Column("行政村", cells.village),
        Column("姓名", cells.name),
        Column("证件号码", cells.identity),
        Column("与户主关系", cells.text("relation")),
        Column(
            "户类型",
            cells.coded(
                "monitor_class",
                {
                    "LIFTED": "脱贫户",
                    "NOT_LIFTED": "未脱贫户",
                    "UNSTABLE": "脱贫不稳定户",
                    "MARGINAL": "边缘易致贫户",
                    "SUDDEN": "突发严重困难户",
                },
            ),
        ),
        Column("致贫返贫风险", cells.text("risk_cause")),
        Column("劳动技能", cells.coded("labour", SKILLS)),
        Column("是否稳定就业", cells.coded("stable_work", {"YES": "是", "NO": "否"})),
        Column("人均纯收入（元）", cells.yuan_text("annual_income_fen")),
        Column("识别时间", cells.day_text("registered_on", "%Y-%m-%d")),
        Column("风险消除时间", cells.day_text("removed_on", "%Y-%m-%d")),
        Column("联系电话", cells.phone),
    ),
    sheet_name="导出数据",
    hidden=15,
    damage=Damage(
        repairs={"SPACES": 10, "LOWER_X": 10, "QUOTE_MARK": 5},
        refusals={"TYPED_AS_NUMBER": 6, "CHECK_DIGIT": 3, "BLANK": 2},
    ),
)  # fmt: skip

ORPHAN = Layout(
    source="orphan",
    file_name="孤儿、事实无人抚养儿童花名册-儿童福利股.xlsx",
    kind="xlsx",
    titles=("{county}孤儿、事实无人抚养儿童基本生活费发放花名册（{year}年{month}月）",),
    columns=(
        Column("序号", cells.order),
        Column("儿童姓名", cells.name),
        Column("儿童身份证号", cells.identity),
        Column("性别", cells.sex),
        Column("所在镇街", cells.town),
        Column("所在村居", cells.short_village),
        Column("儿童类别", cells.coded("child_kind", {"ORPHAN": "孤儿", "UNATTENDED": "事实无人抚养儿童"})),
        Column("发放标准（元/月）", cells.yuan("amount_fen"), summed="amount_fen"),
        Column("是否在校", cells.coded("in_school", {"YES": "是", "NO": "否"})),
        Column("领款账号", cells.text("account")),
    ),
    notes=("制表：儿童福利股　　　{year}年{month}月{last}日",),
    total_label="合 计",
    damage=Damage(repairs={"LOWER_X": 1, "SPACES": 1}, refusals={"BLANK_WORD": 1}),
)
