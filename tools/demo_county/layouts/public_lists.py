"""Lay out what health insurance, funeral parlour, social insurance, schools and job centres send."""

from tools.demo_county import cells
from tools.demo_county.layout import Column, Layout
from tools.demo_county.spoil import Damage, Line

STAGES = {"PRIMARY": "小学", "JUNIOR": "初中", "SENIOR": "高中", "VOCATIONAL": "中职", "COLLEGE": "高校"}
INSURED = {"PAYING": "参保缴费", "STOPPED": "暂停缴费", "RETIRED": "退休"}


def _stage_of(line: Line) -> str:
    return STAGES[str(line.record.values["stage"])]


MEDICAL = Layout(
    source="medical_selfpay",
    file_name="医保局推送_{year}年1-{month}月个人自付明细.csv",
    kind="csv-utf8",
    columns=(
        Column("人员姓名", cells.name),
        Column("身份证件号码", cells.identity),
        Column("镇街", cells.town),
        Column("就诊类型", cells.coded("visit_kind", {"INPATIENT": "住院", "OUTPATIENT": "门诊"})),
        Column("结算流水号", cells.text("number")),
        Column("结算日期", cells.day_text("settled_on", "%Y/%m/%d")),
        Column("医疗总费用", cells.yuan("total_fen")),
        Column("个人自付金额", cells.yuan("self_pay_fen")),
    ),
    damage=Damage(
        repairs={"LOWER_X": 12, "SPACES": 6},
        refusals={"TYPED_AS_NUMBER": 5, "CHECK_DIGIT": 4, "BLANK": 3},
        repeated=8,
    ),
)

CREMATION = Layout(
    source="cremation",
    file_name="殡仪馆{year}年火化登记（截至{month}月底）.xls",
    kind="xls",
    titles=("{year}年火化人员登记表",),
    columns=(
        Column("序号", cells.order),
        Column("逝者姓名", cells.name),
        Column("逝者身份证号", cells.identity),
        Column("性别", cells.sex),
        Column("户籍地址", cells.address),
        Column("死亡日期", cells.day("died_on")),
        Column("火化日期", cells.day("cremated_on")),
    ),
    notes=("登记人：莫金水",),
    sheet_name="火化登记",
    epoch_1904=True,
    damage=Damage(
        repairs={"SPACES": 2, "UPGRADED_15": 5}, refusals={"CHECK_DIGIT": 1, "BLANK_WORD": 4}, repeated=3
    ),
)

SOCIAL_INSURANCE = Layout(
    source="social_insurance",
    file_name="社保参保人员查询结果{year}{mm}.txt",
    kind="txt-utf16",
    columns=(
        Column("姓名", cells.name),
        Column("社会保障号码", cells.identity),
        Column("险种类型", cells.coded("insurance_kind", {"EMPLOYEE": "城镇职工", "RESIDENT": "城乡居民"})),
        Column("参保状态", cells.coded("insurance_status", INSURED)),
        Column("缴费基数", cells.yuan("base_fen")),
        Column("月养老金", cells.yuan("pension_fen")),
        Column("单位名称", cells.text("employer")),
    ),
    damage=Damage(repairs={"LOWER_X": 15, "SPACES": 8}, refusals={"CHECK_DIGIT": 5, "BLANK": 3}, repeated=6),
)  # fmt: skip

STUDENT = Layout(
    source="student",
    file_name="{year}年秋季在籍学生名册（分学段）.xlsx",
    kind="xlsx",
    titles=("{county}{year}年秋季在籍学生名册",),
    columns=(
        Column("序号", cells.order),
        Column("学生姓名", cells.name),
        Column("学生身份证号", cells.identity),
        Column("性别", cells.sex),
        Column("学段", cells.coded("stage", STAGES)),
        Column("就读学校", cells.text("school")),
        Column("入学年月", cells.day_text("enrolled_on", "%Y%m")),
        Column("学籍状态", cells.coded("student_status", {"ENROLLED": "在籍", "LEFT": "离校"})),
    ),
    sheet_of=_stage_of,
    notes=("教育局学籍管理员：周晓云",),
    damage=Damage(
        repairs={"LOWER_X": 10, "FULL_WIDTH": 3}, refusals={"BLANK_WORD": 5, "CHECK_DIGIT": 3}, repeated=4
    ),
)

EMPLOYMENT = Layout(
    source="employment",
    file_name="就业失业登记台账{year}.xls",
    kind="xls",
    titles=("{county}就业失业登记台账", "（截至{year}年{month}月{last}日）"),
    columns=(
        Column("序号", cells.order),
        Column("姓名", cells.name),
        Column("身份证", cells.identity),
        Column(
            "登记类别", cells.coded("employment_kind", {"EMPLOYED": "就业登记", "UNEMPLOYED": "失业登记"})
        ),
        Column("登记时间", cells.day("registered_on")),
        Column("失业金（元/月）", cells.yuan("benefit_fen")),
        Column("用人单位", cells.text("employer")),
        Column("备注", cells.constant("")),
    ),
    damage=Damage(repairs={"SPACES": 4, "LOWER_X": 4}, refusals={"CHECK_DIGIT": 2}, repeated=2),
)
