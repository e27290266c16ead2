"""Lay out what vehicle office, land registry, market regulator and housing fund send back."""

from tools.demo_county import cells
from tools.demo_county.layout import Column, Layout
from tools.demo_county.spoil import Damage

VEHICLE_STATUS = {"NORMAL": "正常", "SCRAPPED": "报废", "TRANSFERRED": "转出"}

VEHICLE = Layout(
    source="vehicle",
    file_name="车管所反馈（机动车登记信息）.xlsx",
    kind="xlsx",
    columns=(
        Column("号牌号码", cells.text("plate")),
        Column(
            "车辆类型",
            cells.coded(
                "vehicle_kind",
                {
                    "CAR": "小型轿车",
                    "MOTORCYCLE": "普通二轮摩托车",
                    "TRUCK": "轻型厢式货车",
                    "TRACTOR": "拖拉机",
                    "OTHER": "其他",
                },
            ),
        ),
        Column("机动车所有人", cells.name),
        Column("身份证明号码", cells.identity),
        Column("初次登记日期", cells.day("registered_on")),
        Column("机动车状态", cells.coded("vehicle_status", VEHICLE_STATUS)),
    ),
    epoch_1904=True,
    damage=Damage(
        repairs={"LOWER_X": 6, "QUOTE_MARK": 4}, refusals={"TYPED_AS_NUMBER": 3, "CHECK_DIGIT": 2}, repeated=4
    ),
)  # fmt: skip

REAL_ESTATE = Layout(
    source="real_estate",
    file_name="不动产登记中心查询反馈.ods",
    kind="ods",
    titles=("不动产登记信息查询结果",),
    columns=(
        Column("序号", cells.order),
        Column("权利人", cells.name),
        Column("权利人证件号", cells.identity),
        Column("不动产权证号", cells.text("property_number")),
        Column("坐落", cells.address),
        Column(
            "规划用途", cells.coded("use", {"RESIDENTIAL": "住宅", "COMMERCIAL": "商业服务", "OTHER": "其他"})
        ),
        Column("建筑面积（㎡）", cells.square_metres("area_m2")),
        Column("登记时间", cells.day("registered_on")),
    ),
    sheet_name="查询结果",
    damage=Damage(repairs={"SPACES": 4, "LOWER_X": 4}, refusals={"CHECK_DIGIT": 3, "BLANK": 2}),
)

COMPANY = Layout(
    source="company",
    file_name="市场主体登记信息-市监局{year}{mm}.xlsx",
    kind="xlsx",
    titles=("市场主体登记信息",),
    columns=(
        Column("QYMC", cells.text("company_name")),
        Column("XM", cells.name),
        Column("ZJHM", cells.identity),
        Column(
            "RYLX",
            cells.coded(
                "company_role",
                {"LEGAL_REP": "法定代表人", "SHAREHOLDER": "股东", "SELF_EMPLOYED": "个体工商户经营者"},
            ),
        ),
        Column("DJZT", cells.coded("company_status", {"ACTIVE": "存续", "CANCELLED": "注销"})),
        Column("ZCZB", cells.yuan("capital_fen")),
        Column("CLRQ", cells.day_text("founded_on", "%Y年%m月%d日")),
    ),
    damage=Damage(repairs={"LOWER_X": 2, "SPACES": 2}, refusals={"CHECK_DIGIT": 1, "BLANK": 1}, repeated=1),
)

HOUSING_FUND = Layout(
    source="housing_fund",
    file_name="公积金缴存明细_{year}{mm}.csv",
    kind="csv-gbk",
    titles=("住房公积金缴存明细表",),
    columns=(
        Column("职工姓名", cells.name),
        Column("证件号码", cells.identity),
        Column("缴存基数", cells.yuan_text("base_fen")),
        Column("月缴存额", cells.yuan_text("monthly_fen")),
        Column("账户状态", cells.coded("fund_status", {"ACTIVE": "正常", "SEALED": "封存"})),
        Column("末次缴存月份", cells.day_text("last_paid_month", "%Y-%m")),
    ),
    notes=("操作员：吴海燕",),
    damage=Damage(repairs={"LOWER_X": 4}, refusals={"TYPED_AS_NUMBER": 2, "CHECK_DIGIT": 2}, repeated=3),
)
