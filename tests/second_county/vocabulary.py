"""How county departments head their columns and word their codes, written from their papers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.second_county.vocabulary_more import COLUMNS_MORE, HEADINGS_MORE, OUR_NAMES, WORDS_MORE

HEADINGS: Mapping[str, tuple[str, ...]] = {
    **HEADINGS_MORE,
    "province": ("省", "省份"),
    "city": ("市", "地市"),
    "county": ("县", "县（市、区）", "区县"),
    "order": ("序号", "编号", "顺序号"),
    "name": ("姓名", "姓 名", "人员姓名", "姓名"),
    "number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "居民身份证号码", "身份证"),
    "town": ("乡镇", "乡镇（街道）", "所属乡镇", "镇街", "乡镇街道", "乡"),
    "village": ("村（社区）", "村居", "行政村", "村（居）", "所在村（社区）", "村"),
    "phone": ("联系电话", "手机号码", "联系方式"),
    "address": ("家庭住址", "家庭地址", "详细地址"),
    "remark": ("备注",),
    "sex": ("性别",),
    "relation": ("与户主关系", "家庭关系", "与申请人关系", "关系"),
    "household_number": ("户编号", "家庭编号", "户号"),
    "running": ("户序号", "户序", "户次", "家庭序号"),
    "head": ("户主姓名", "户主", "申请人姓名"),
    "amount_fen": ("月保障金额", "本人月保障金", "月补差金额", "保障金额（元/月）"),
    "household_amount_fen": ("户月保障金额", "户保障金额（元/月）", "家庭月保障金额"),
    "area_kind": ("城乡类别", "低保类别", "户口性质"),
    "account": ("银行账号", "银行卡号", "社保卡账号", "一卡通账号"),
    "started_on": ("享受起始时间", "开始享受日期", "起始享受时间"),
    "labour": ("劳动能力", "劳动能力状况"),
    "support_mode": ("供养方式", "救助供养方式", "供养形式"),
    "selfcare": ("自理能力", "生活自理能力"),
    "support_fen": ("月供养金额", "基本生活费", "供养标准（元/月）"),
    "relief_fen": ("救助金额", "救助金额（元）", "发放金额"),
    "granted_on": ("救助时间", "发放日期", "救助日期"),
    "reason": ("救助原因", "困难原因"),
    "disability_kind": ("残疾类别", "残疾类型"),
    "disability_level": ("残疾等级", "残疾级别"),
    "living_fen": ("困难残疾人生活补贴", "生活补贴金额", "生活补贴（元/月）"),
    "nursing_fen": ("重度残疾人护理补贴", "护理补贴金额", "护理补贴（元/月）"),
    "subsidy_kind": ("补贴类型", "补贴类别"),
    "subsidy_fen": ("补贴金额", "补贴标准（元/月）", "月补贴金额"),
    "paid_month": ("发放月份", "发放年月"),
    "monitor_class": ("监测对象类别", "户类型", "监测对象类型"),
    "risk_removed": ("风险是否已消除", "风险是否消除"),
    "removed_on": ("风险消除日期", "风险消除时间"),
    "annual_income_fen": ("人均纯收入", "年人均纯收入（元）", "家庭人均纯收入（元）"),
    "stable_work": ("是否稳定就业", "是否有稳定工作"),
    "registered_class_on": ("识别时间", "认定时间"),
    "child_kind": ("儿童类别", "保障类别"),
    "child_fen": ("月补助金额", "基本生活补贴（元/月）", "月发放标准"),
    "in_school": ("是否在校", "是否在读"),
    "certificate_number": ("残疾人证号", "残疾证号", "残疾人证号码"),
    "first_issued_on": ("首次办证日期", "初次发证日期", "首次发证日期"),
    "issued_on": ("发证日期", "最近发证日期", "换证日期"),
    "expires_on": ("有效期至", "证件有效期", "有效期止"),
    "certificate_status": ("证件状态", "持证状态", "状态"),
    "visit_kind": ("就医类别", "医疗类别", "就诊类型"),
    "settled_on": ("结算日期", "结算时间"),
    "total_fen": ("医疗总费用", "总费用", "费用总额"),
    "self_pay_fen": ("个人自付金额", "个人自付", "自付金额（元）"),
    "settlement_number": ("结算流水号", "结算编号"),
    "died_on": ("死亡日期", "死亡时间"),
    "cremated_on": ("火化日期", "火化时间"),
    "insurance_kind": ("险种", "险种类型", "参保险种"),
    "insurance_status": ("参保状态", "人员状态"),
    "employer": ("单位名称", "参保单位", "工作单位"),
    "base_fen": ("缴费基数", "月缴费基数", "缴费基数（元）"),
    "pension_fen": ("月养老金", "养老金待遇", "养老金金额（元/月）"),
    "fund_base_fen": ("缴存基数", "月缴存基数"),
    "fund_status": ("账户状态", "缴存状态"),
    "fund_employer": ("缴存单位", "单位名称"),
    "last_paid_month": ("缴至年月", "最近缴存月份"),
    "plate": ("号牌号码", "车牌号", "车牌号码"),
    "vehicle_kind": ("车辆类型", "车型"),
    "vehicle_status": ("机动车状态", "车辆状态"),
    "vehicle_on": ("初次登记日期", "登记日期", "注册登记日期"),
    "property_number": ("不动产权证号", "产权证号", "不动产权证书号"),
    "unit_number": ("不动产单元号", "不动产单元编号"),
    "use": ("房屋用途", "规划用途", "用途"),
    "area_m2": ("建筑面积", "建筑面积（平方米）", "面积（㎡）"),
    "house_on": ("登记日期", "登记时间"),
    "registration_status": ("登记状态", "权属状态"),
    "company_name": ("企业名称", "市场主体名称", "名称"),
    "company_role": ("任职身份", "职务", "身份"),
    "company_status": ("登记状态", "企业状态", "经营状态"),
    "capital_fen": ("注册资本（万元）", "注册资本"),
    "founded_on": ("成立日期", "注册日期"),
    "school": ("学校名称", "就读学校"),
    "student_status": ("学籍状态", "就读状态"),
    "grade": ("年级", "所在年级"),
    "employment_kind": ("登记类别", "就业失业状态", "登记类型"),
    "registered_on": ("登记日期", "登记时间"),
    "benefit_fen": ("月失业保险金", "失业金标准（元/月）"),
}

WORDS: Mapping[str, Mapping[object, tuple[str, ...]]] = {
    **WORDS_MORE,
    "area_kind": {"RURAL": ("农村", "农村低保", "农业"), "URBAN": ("城市", "城市低保", "非农业")},
    "labour": {
        "ABLE": ("有劳动能力", "普通劳动力"),
        "PARTIAL": ("部分丧失劳动能力", "弱劳动力"),
        "NONE": ("无劳动能力", "丧失劳动能力"),
    },
    "support_mode": {"CENTRAL": ("集中供养", "集中"), "DISPERSED": ("分散供养", "分散")},
    "selfcare": {"FULL": ("全自理", "具备生活自理能力"), "PARTIAL": ("半护理", "部分丧失生活自理能力"),
                 "NONE": ("全护理", "完全丧失生活自理能力")},
    "disability_kind": {1: ("视力残疾", "视力"), 2: ("听力残疾", "听力"), 3: ("言语残疾", "言语"),
                        4: ("肢体残疾", "肢体"), 5: ("智力残疾", "智力"), 6: ("精神残疾", "精神")},
    "disability_level": {1: ("一级", "1级", "壹级"), 2: ("二级", "2级", "贰级"), 3: ("三级", "3级", "叁级"),
                         4: ("四级", "4级", "肆级")},
    "subsidy_kind": {"LIVING": ("困难残疾人生活补贴", "生活补贴"), "NURSING": ("重度残疾人护理补贴",
    "护理补贴")},
    "monitor_class": {"UNSTABLE": ("脱贫不稳定户", "脱贫不稳定"), "MARGINAL": ("边缘易致贫户", "边缘易致贫"),
                      "SUDDEN": ("突发严重困难户", "突发严重困难"), "LIFTED": ("脱贫户", "已脱贫户")},
    "risk_removed": {"YES": ("是", "已消除"), "NO": ("否", "未消除")},
    "stable_work": {"YES": ("是", "是"), "NO": ("否", "否")},
    "child_kind": {"ORPHAN": ("孤儿", "社会散居孤儿"), "UNATTENDED": ("事实无人抚养儿童", "事实无人抚养")},
    "in_school": {"YES": ("是", "在校"), "NO": ("否", "不在校")},
    "certificate_status": {"VALID": ("有效", "正常"), "CANCELLED": ("注销", "已注销")},
    "visit_kind": {"INPATIENT": ("住院", "普通住院"), "OUTPATIENT": ("门诊", "普通门诊")},
    "insurance_kind": {"EMPLOYEE": ("企业职工基本养老保险", "职工养老"),
                       "RESIDENT": ("城乡居民基本养老保险", "城乡居民养老")},
    "insurance_status": {"PAYING": ("参保缴费", "正常参保"), "RETIRED": ("待遇领取", "退休"),
                         "STOPPED": ("暂停参保", "停保")},
    "fund_status": {"ACTIVE": ("正常", "缴存"), "SEALED": ("封存", "封存")},
    "vehicle_kind": {"CAR": ("小型轿车", "小型普通客车"), "TRUCK": ("轻型货车", "重型半挂牵引车"),
                     "MOTORCYCLE": ("普通二轮摩托车", "两轮摩托车")},
    "vehicle_status": {"NORMAL": ("正常", "正常"), "SCRAPPED": ("注销", "已注销")},
    "use": {"RESIDENTIAL": ("住宅", "成套住宅"), "COMMERCIAL": ("商业", "商铺")},
    "registration_status": {"CURRENT": ("现势", "现势"), "HISTORY": ("历史", "历史")},
    "company_role": {"LEGAL_REP": ("法定代表人", "法人"), "SHAREHOLDER": ("股东", "自然人股东"),
                     "SELF_EMPLOYED": ("经营者", "个体工商户经营者"), "OFFICER": ("监事", "监事")},
    "company_status": {"ACTIVE": ("存续", "在营"), "CANCELLED": ("注销", "吊销")},
    "student_status": {"ENROLLED": ("在读", "在校"), "LEFT": ("毕业", "退学")},
    "employment_kind": {"UNEMPLOYED": ("失业", "失业登记"), "EMPLOYED": ("就业", "就业登记")},
}  # fmt: skip


@dataclass(frozen=True)
class Department:
    """One department's list: what it is called, which columns it always and sometimes has."""

    source: str
    title: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...] = ()
    places: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the product calls a column of ours, where the two differ."""

    def with_more(self) -> Department:
        """Return it with the columns the newer rules read."""
        more = COLUMNS_MORE.get(self.source, ())
        return replace(
            self, always=tuple(dict.fromkeys((*self.always, *more))),
            sometimes=tuple(key for key in self.sometimes if key not in more),
            columns={**OUR_NAMES, **self.columns},
        )  # fmt: skip


DEPARTMENTS: Mapping[str, Department] = {
    each.source: each.with_more()
    for each in (
        Department(
            "dibao", "最低生活保障在享人员花名册",
            ("name", "number", "relation", "area_kind", "account", "labour"),
            ("started_on", "phone", "address", "sex", "remark"),
        ),
        Department(
            "tekun", "特困人员救助供养花名册", ("name", "number", "support_mode", "support_fen", "account"),
            ("selfcare", "sex", "phone", "started_on"), columns={"support_fen": "amount_fen"},
        ),
        Department(
            "temporary_relief", "临时救助发放表", ("name", "number", "relief_fen", "granted_on", "reason"),
            ("account",),
            columns={"relief_fen": "amount_fen", "granted_on": "paid_on"},
        ),
        Department(
            "disability_subsidy", "残疾人两项补贴发放花名册",
            ("name", "number", "disability_kind", "disability_level", "account"), ("sex", "paid_month"),
        ),
        Department(
            "poverty_register", "监测对象信息表",
            ("name", "number", "household_number", "relation", "monitor_class", "annual_income_fen", "labour",
             "stable_work", "risk_removed", "removed_on"),
            ("sex", "phone", "registered_class_on"), columns={"registered_class_on": "registered_on"},
        ),
        Department(
            "orphan", "孤儿和事实无人抚养儿童花名册", ("name", "number", "child_kind", "child_fen",
            "in_school"),
            ("sex", "account"), columns={"child_fen": "amount_fen"},
        ),
        Department(
            "disability_certificate", "持证残疾人名单",
            ("name", "number", "disability_kind", "disability_level", "first_issued_on", "expires_on",
             "certificate_status"),
            ("certificate_number", "issued_on", "phone"),
        ),
        Department(
            "medical_selfpay", "医疗费用结算明细",
            ("name", "number", "visit_kind", "settled_on", "total_fen", "self_pay_fen",
            "settlement_number"), (),
            places=False,
        ),
        Department("cremation", "火化登记表", ("name", "number", "died_on", "cremated_on"), ("sex",
        "address"),
                   places=False),
        Department(
            "social_insurance", "养老保险参保信息",
            ("name", "number", "insurance_kind", "insurance_status", "employer", "base_fen",
            "pension_fen"), (),
            places=False,
        ),
        Department(
            "vehicle", "机动车登记信息", ("name", "number", "plate", "vehicle_kind", "vehicle_status",
            "vehicle_on"), (),
            places=False, columns={"vehicle_on": "registered_on"},
        ),
        Department(
            "real_estate", "不动产登记信息",
            ("name", "number", "property_number", "unit_number", "use", "area_m2", "house_on",
             "registration_status"), (), places=False, columns={"house_on": "registered_on"},
        ),
        Department(
            "company", "市场主体登记信息",
            ("name", "number", "company_name", "company_role", "company_status", "capital_fen",
            "founded_on"), (),
            places=False,
        ),
        Department(
            "housing_fund", "住房公积金缴存信息",
            ("name", "number", "fund_employer", "fund_base_fen", "fund_status", "last_paid_month"), (),
            places=False,
            columns={"fund_base_fen": "base_fen", "fund_employer": "employer"},
        ),
        Department("student", "在籍学生名单", ("name", "number", "school", "student_status"), ("grade",
        "sex"),
                   places=False),
        Department(
            "employment", "就业失业登记信息", ("name", "number", "employment_kind", "registered_on",
            "benefit_fen"),
            ("employer",), places=False,
        ),
        Department(
            "work_ledger", "低保特困救助工作台账",
            ("name", "number", "ledger_kind", "ledger_state", "entered_on"), ("phone",),
        ),
        Department(
            "field_check", "救助对象实地核查结果",
            ("name", "number", "checked_kind", "check_result", "checked_on"),
            ("phone",),
        ),
    )
}  # fmt: skip
A_YEAR: Mapping[str, tuple[str, ...]] = {
    "amount_fen": ("保障金额（元/年）", "补助金额（元／年）", "补差金额(元/年)"),
    "household_amount_fen": ("户保障金额（元/年）", "家庭保障金额(元／年)"),
    "support_fen": ("供养标准（元/年）", "基本生活费（元／年）"),
    "child_fen": ("补助金额（元/年）", "基本生活补贴(元/年)"),
    "living_fen": ("生活补贴（元/年）", "困难残疾人生活补贴(元/年)"),
    "nursing_fen": ("护理补贴（元/年）", "重度残疾人护理补贴(元/年)"),
    "subsidy_fen": ("补贴标准（元/年）", "补贴金额(元／年)"),
}
"""Headings of sums for a year."""

BARE: Mapping[str, tuple[str, ...]] = {
    "amount_fen": ("保障金额", "补差金额", "补助金额"),
    "household_amount_fen": ("户保障金额", "家庭保障金额"),
    "support_fen": ("供养标准", "基本生活费"),
    "child_fen": ("补助金额", "发放标准"),
    "living_fen": ("困难残疾人生活补贴", "生活补贴金额"),
    "nursing_fen": ("重度残疾人护理补贴", "护理补贴金额"),
    "subsidy_fen": ("补贴金额", "补贴标准"),
}
"""Headings that leave it to the title whether a sum is a month's or a year's."""

OF_A_FAMILY = ("户月保障金额", "家庭月保障金额", "户保障金额（元/月）", "月保障金额", "保障金额（元/月）")
"""What the sum beside a family in one row is called."""

UNSAID = object()
"""Stands for a value that nothing in a row says: it must be left unknown."""

MONEY = frozenset(key for key in HEADINGS if key.endswith("_fen"))
DAYS = frozenset(key for key in HEADINGS if key.endswith("_on"))
MONTHS = frozenset({"paid_month", "last_paid_month"})
