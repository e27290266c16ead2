"""Say what departments know of people who want for nothing they should have."""

from datetime import date, timedelta

from tools.demo_county.people import Household, Person
from tools.demo_county.world import World, age_of

EMPLOYERS = (
    "兴达制衣厂",
    "宏远水泥厂",
    "顺通物流公司",
    "新厦建材公司",
    "百汇商贸公司",
    "华光电子厂",
    "清泉食品公司",
    "康宁医院",
)
SHOPS = ("便利店", "早餐店", "理发店", "五金店", "水果摊", "农资店", "修车铺", "小吃店")
SCHOOLS = {
    "PRIMARY": "中心小学",
    "JUNIOR": "初级中学",
    "SENIOR": "高级中学",
    "VOCATIONAL": "职业技术学校",
    "COLLEGE": "学院",
}
PLATE_PROVINCES = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫",
    "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川", "52": "贵",
    "53": "云", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新",
}  # fmt: skip
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def of_the_assisted(world: World, person: Person, home: Household, *, limit_fen: int) -> None:
    """Make the papers of assisted people: school, small bills, resident insurance, nothing of value."""
    school(world, person, home)
    medical_bills(world, person, home, limit_fen=limit_fen)
    basic_pension(world, person, home)
    if 18 <= age_of(person, world.last_day) < 60 and world.chance(0.5):
        insurance(world, person, home, "RESIDENT", "PAYING")


def basic_pension(world: World, person: Person, home: Household) -> None:
    """Pay the old the residents' pension, which everybody gets."""
    if age_of(person, world.last_day) >= 60:
        insurance(world, person, home, "RESIDENT", "RETIRED")


def of_the_modest(world: World, person: Person, home: Household) -> None:
    """Make the papers of a family that gets by: school, bills, work, one old motorcycle."""
    school(world, person, home)
    medical_bills(world, person, home, limit_fen=600_000)
    if not 18 <= age_of(person, world.last_day) < 60:
        return
    if world.chance(0.5):
        insurance(world, person, home, "RESIDENT", "PAYING")
    if world.chance(0.12):
        vehicle(world, person, home, "MOTORCYCLE")
    if world.chance(0.15):
        work(world, person, home, "EMPLOYED")


def of_the_ordinary(world: World, person: Person, home: Household) -> None:
    """Make the papers of a family that lives on its own means."""
    school(world, person, home)
    medical_bills(world, person, home, limit_fen=900_000)
    age = age_of(person, world.last_day)
    if age >= 60 and world.chance(0.6):
        insurance(world, person, home, "EMPLOYEE", "RETIRED")
    if not 18 <= age < 60:
        return
    _paid_work(world, person, home)
    if world.chance(0.18):
        vehicle(world, person, home, world.random.choice(("CAR", "CAR", "CAR", "TRUCK", "MOTORCYCLE")))
    if world.chance(0.2):
        house(world, person, home)
    if world.chance(0.07):
        company(world, person, home)


def _paid_work(world: World, person: Person, home: Household) -> None:
    if world.chance(0.45):
        insurance(
            world, person, home, "EMPLOYEE", world.random.choice(("PAYING", "PAYING", "PAYING", "STOPPED"))
        )
    if world.chance(0.16):
        housing_fund(world, person, home)
    if world.chance(0.16):
        work(world, person, home, world.random.choice(("EMPLOYED", "EMPLOYED", "UNEMPLOYED")))


def school(world: World, person: Person, home: Household, *, always: bool = False) -> None:
    """Enrol a person of school age at the stage that fits the age."""
    age = age_of(person, world.last_day)
    stage = _stage(world, age)
    if stage is None or not (always or world.chance(0.96 if age < 16 else 0.6)):
        return
    town = home.village.town_name
    world.add(
        "student",
        person,
        home,
        stage=stage,
        student_status="ENROLLED",
        enrolled_on=date(world.year - world.random.randrange(1, 4), 9, 1),
        school=town + SCHOOLS[stage],
    )


def medical_bills(world: World, person: Person, home: Household, *, limit_fen: int) -> None:
    """Settle a few bills whose yearly own share stays under a limit even if one is listed twice."""
    if not world.chance(0.22):
        return
    left = limit_fen // 2
    for _ in range(world.random.choice((1, 1, 1, 2, 3))):
        share = world.random.randrange(10, max(11, left // 200)) * 100
        left -= share
        medical(world, person, home, self_pay_fen=share)


def medical(
    world: World, person: Person, home: Household, *, self_pay_fen: int, settled_on: date | None = None
) -> None:
    """Settle one bill; the whole bill is two to four times the own share."""
    world.add(
        "medical_selfpay",
        person,
        home,
        settled_on=settled_on or world.day_in_year(),
        total_fen=self_pay_fen * world.random.randrange(200, 400) // 100,
        self_pay_fen=self_pay_fen,
        visit_kind="INPATIENT" if self_pay_fen > 80_000 else "OUTPATIENT",
        number=f"JS{world.year}{len(world.records['medical_selfpay']):07d}",
    )


def death(world: World, person: Person, home: Household, *, died_on: date | None = None) -> None:
    """Record a death and the cremation two to five days later."""
    died = died_on or world.day_in_year(before=world.last_day - timedelta(days=6))
    cremated = died + timedelta(days=world.random.randrange(2, 6))
    world.add("cremation", person, home, died_on=died, cremated_on=cremated)


def insurance(
    world: World, person: Person, home: Household, kind: str, status: str, *, pension_fen: int = 0
) -> None:
    """Insure a person; employees have a base, pensioners a pension."""
    employed = kind == "EMPLOYEE"
    pension = pension_fen or (world.random.randrange(1_900, 4_800) * 100 if employed else 22_000)
    world.add(
        "social_insurance",
        person,
        home,
        insurance_kind=kind,
        insurance_status=status,
        base_fen=world.random.randrange(46, 120) * 10_000 if employed and status != "RETIRED" else 0,
        pension_fen=pension if status == "RETIRED" else 0,
        employer=employer(world) if employed else "",
    )


def vehicle(world: World, person: Person, home: Household, kind: str, *, status: str = "NORMAL") -> None:
    """Register a vehicle."""
    plate = "".join(
        world.random.choice("0123456789" if world.chance(0.8) else PLATE_LETTERS) for _ in range(5)
    )
    registered = world.day_since(2012)
    world.add(
        "vehicle", person, home, vehicle_kind=kind, registered_on=registered, vehicle_status=status,
        plate=PLATE_PROVINCES.get(world.county.code[:2], "粤") + "F" + plate,
    )  # fmt: skip


def house(
    world: World, person: Person, home: Household, *, use: str = "RESIDENTIAL", area_m2: int = 0
) -> None:
    """Register a house; areas are hundredths of a square metre."""
    world.add(
        "real_estate",
        person,
        home,
        use=use,
        area_m2=area_m2 or world.random.randrange(4_500, 16_000),
        registered_on=world.day_since(2005),
        property_number=f"{world.year - 3}{world.county.name}不动产权第{world.random.randrange(10**6):07d}号",
    )


def company(
    world: World,
    person: Person,
    home: Household,
    *,
    role: str = "",
    status: str = "ACTIVE",
    capital_fen: int = 0,
) -> None:
    """Register a shop or a company."""
    world.add(
        "company",
        person,
        home,
        company_role=role
        or world.random.choice(("SELF_EMPLOYED", "SELF_EMPLOYED", "LEGAL_REP", "SHAREHOLDER")),
        company_status=status,
        capital_fen=capital_fen or world.random.choice((1, 2, 5, 10, 50, 100)) * 1_000_000,
        founded_on=world.day_since(2010),
        company_name=f"{home.village.town_name}{person.name[0]}记{world.random.choice(SHOPS)}",
    )


def housing_fund(world: World, person: Person, home: Household, *, status: str = "ACTIVE") -> None:
    """Open a housing fund account."""
    base = world.random.randrange(36, 120) * 10_000
    paid = world.first_day if status == "ACTIVE" else date(world.year - 2, 3, 1)
    world.add(
        "housing_fund",
        person,
        home,
        base_fen=base,
        monthly_fen=base // 10,
        fund_status=status,
        last_paid_month=paid,
    )


def work(
    world: World, person: Person, home: Household, kind: str, *, registered_on: date | None = None
) -> None:
    """Register someone as employed or as unemployed; some of the unemployed draw a benefit."""
    drawing = kind == "UNEMPLOYED" and world.chance(0.4)
    world.add(
        "employment",
        person,
        home,
        employment_kind=kind,
        registered_on=registered_on or world.day_since(world.year - 2),
        benefit_fen=162_000 if drawing else 0,
        employer=employer(world) if kind == "EMPLOYED" else "",
    )


def employer(world: World) -> str:
    """Draw the name of an employer."""
    return world.random.choice(EMPLOYERS)


def _stage(world: World, age: int) -> str | None:
    if 6 <= age <= 11:
        return "PRIMARY"
    if 12 <= age <= 14:
        return "JUNIOR"
    if 15 <= age <= 17:
        return world.random.choice(("SENIOR", "SENIOR", "VOCATIONAL"))
    return "COLLEGE" if 18 <= age <= 21 else None
