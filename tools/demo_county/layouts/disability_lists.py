"""Lay out the lists about disabled people."""

from tools.demo_county import cells
from tools.demo_county.layout import Column, Layout
from tools.demo_county.spoil import Damage, Line

KINDS = {
    "1": "视力残疾", "2": "听力残疾", "3": "言语残疾", "4": "肢体残疾", "5": "智力残疾", "6": "精神残疾",
    "7": "多重残疾",
}  # fmt: skip
LEVELS = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}


def _town_of(line: Line) -> str:
    return line.record.home.village.town_name


CERTIFICATE = Layout(
    source="disability_certificate",
    file_name="CJRZ_{year}{mm}_export.csv",
    kind="csv-gbk",
    columns=(
        Column("XM", cells.name),
        Column("GMSFHM", cells.identity),
        Column("CJRZH", cells.text("certificate_number")),
        Column("CJLB", cells.text("disability_kind")),
        Column("CJDJ", cells.text("disability_level")),
        Column("FZRQ", cells.day_text("issued_on", "%Y%m%d")),
        Column("YXQZ", cells.day_text("expires_on", "%Y%m%d")),
        Column("ZT", cells.coded("certificate_status", {"VALID": "正常", "CANCELLED": "注销"})),
        Column("XZJD", cells.town),
        Column("CMC", cells.village),
        Column("LXDH", cells.phone),
    ),
    damage=Damage(
        repairs={"LOWER_X": 6, "UPGRADED_15": 4}, refusals={"CHECK_DIGIT": 3, "LENGTH": 2}, repeated=5
    ),
)

SUBSIDY = Layout(
    source="disability_subsidy",
    file_name="残疾人两项补贴{year}年{month}月发放名单（终稿）.xlsx",
    kind="xlsx",
    titles=("{county}{year}年{month}月残疾人两项补贴发放名单",),
    columns=(
        Column("序号", cells.order),
        Column("镇（街道）", cells.town),
        Column("村（社区）", cells.village),
        Column("姓名", cells.name),
        Column("身份证号码", cells.identity),
        Column("残疾类别", cells.coded("disability_kind", KINDS), group="残疾情况"),
        Column("残疾等级", cells.coded("disability_level", LEVELS), group="残疾情况"),
        Column(
            "困难残疾人生活补贴", cells.yuan_with_unit("living_fen"), group="补贴金额", summed="living_fen"
        ),
        Column(
            "重度残疾人护理补贴", cells.yuan_with_unit("nursing_fen"), group="补贴金额", summed="nursing_fen"
        ),
        Column("发放月份", cells.day_text("paid_month", "%Y年%m月")),
        Column("银行账号", cells.text("account")),
    ),
    notes=("", "制表人：邓小玲　　审核人：何志强　　审批人：　　　　　"),
    sheet_of=_town_of,
    total_label="本页合计",
    damage=Damage(
        repairs={"FULL_WIDTH": 4, "QUOTE_MARK": 6, "LOWER_X": 4},
        refusals={"CHECK_DIGIT": 2, "TYPED_AS_NUMBER": 2},
    ),
)
