"""Plant things a household on assistance should not own, and things that only look so."""

from tools.demo_county import possessions
from tools.demo_county.enrol import enrol_dibao, enrol_tekun
from tools.demo_county.people import Household
from tools.demo_county.world import World

VEHICLE, HOUSE, COMPANY = "vehicle-in-household", "second-house", "company-in-household"
WAGES, PENSION = "wages-in-household", "pension-on-aid"


def plant_vehicle(world: World) -> None:
    """Plant cars and lorries; a scrapped car, a sold one, a tractor and a motorcycle are near."""
    for ages, who, kind in (
        ((45, 43, 16), 1, "CAR"),
        ((60, 35), 1, "TRUCK"),
        ((39, 37), 0, "CAR"),
        ((52, 27), 1, "CAR"),
    ):
        home = _on_dibao(world, *ages)
        possessions.vehicle(world, home.members[who], home, kind)
        world.plant_household(VEHICLE, home, f"{home.members[who].relation}名下有汽车（{kind}）")
    old = _on_tekun(world, 65)
    possessions.vehicle(world, old.head, old, "CAR")
    world.plant_household(VEHICLE, old, "特困人员名下有汽车")
    near = (("CAR", "SCRAPPED", "已报废"), ("CAR", "TRANSFERRED", "已过户"), ("TRACTOR", "NORMAL", "拖拉机"),
            ("MOTORCYCLE", "NORMAL", "摩托车"))  # fmt: skip
    for kind, status, why in near:
        home = _on_dibao(world, 54, 51)
        possessions.vehicle(world, home.head, home, kind, status=status)
        world.miss(VEHICLE, home.head, why)


def plant_house(world: World) -> None:
    """Plant two dwellings; one dwelling of both spouses and a dwelling beside a shop are near."""
    for ages in ((50, 48, 22), (66, 41), (44, 42, 13)):
        home = _on_dibao(world, *ages)
        possessions.house(world, home.head, home, area_m2=7_850)
        possessions.house(world, home.members[1], home, area_m2=10_320)
        world.plant_household(HOUSE, home, "家庭成员名下有两处住宅")
    shared = _on_dibao(world, 47, 45)
    possessions.house(world, shared.head, shared, area_m2=8_600)
    same = dict(world.records["real_estate"][-1].values)
    world.add("real_estate", shared.members[1], shared, **same)
    world.miss(HOUSE, shared.head, "夫妻共有一处住宅，登记在两人名下")
    beside = _on_dibao(world, 56, 53)
    possessions.house(world, beside.head, beside)
    possessions.house(world, beside.head, beside, use="COMMERCIAL", area_m2=1_800)
    world.miss(HOUSE, beside.head, "一处住宅、一间商铺")


def plant_company(world: World) -> None:
    """Plant companies and a big stall; a small stall and a cancelled company are near."""
    for ages, who, role in (
        ((49, 46), 0, "LEGAL_REP"),
        ((57, 31), 1, "SHAREHOLDER"),
        ((43, 40, 17), 0, "SELF_EMPLOYED"),
    ):
        home = _on_dibao(world, *ages)
        possessions.company(world, home.members[who], home, role=role, capital_fen=30_000_000)
        world.plant_household(COMPANY, home, f"家庭成员登记有存续市场主体（{role}）")
    stall = _on_dibao(world, 51, 48)
    possessions.company(world, stall.head, stall, role="SELF_EMPLOYED", capital_fen=500_000)
    world.miss(COMPANY, stall.head, "小本个体摊档，出资五千元")
    closed = _on_dibao(world, 46, 20)
    possessions.company(
        world, closed.head, closed, role="LEGAL_REP", status="CANCELLED", capital_fen=50_000_000
    )
    world.miss(COMPANY, closed.head, "公司已注销")


def plant_wages(world: World) -> None:
    """Plant employees' insurance and housing fund; stopped insurance and a sealed account are near."""
    for ages, who in (((53, 51, 26), 2), ((40, 38, 7), 0), ((62, 34), 1)):
        home = _on_dibao(world, *ages)
        possessions.insurance(world, home.members[who], home, "EMPLOYEE", "PAYING")
        world.plant_household(WAGES, home, "家庭成员正在缴纳职工社保")
    fund = _on_dibao(world, 48, 46, 23)
    possessions.housing_fund(world, fund.members[2], fund)
    world.plant_household(WAGES, fund, "家庭成员正在缴存公积金")
    stopped = _on_dibao(world, 50, 47)
    possessions.insurance(world, stopped.head, stopped, "EMPLOYEE", "STOPPED")
    world.miss(WAGES, stopped.head, "职工社保已停缴")
    sealed = _on_dibao(world, 45, 44)
    possessions.housing_fund(world, sealed.head, sealed, status="SEALED")
    world.miss(WAGES, sealed.head, "公积金账户已封存")
    resident = _on_dibao(world, 41, 39)
    possessions.insurance(world, resident.head, resident, "RESIDENT", "PAYING")
    world.miss(WAGES, resident.head, "城乡居民养老保险")


def plant_pension(world: World) -> None:
    """Plant employees' pensions; the residents' basic pension is near."""
    for ages in ((67, 64), (72, 45)):
        home = _on_dibao(world, *ages)
        possessions.insurance(world, home.head, home, "EMPLOYEE", "RETIRED")
        world.plant(PENSION, home.head, "低保对象领取职工养老金")
    old = _on_tekun(world, 70)
    possessions.insurance(world, old.head, old, "EMPLOYEE", "RETIRED")
    world.plant(PENSION, old.head, "特困人员领取职工养老金")
    basic = _on_dibao(world, 68, 66)
    possessions.insurance(world, basic.head, basic, "RESIDENT", "RETIRED")
    world.miss(PENSION, basic.head, "城乡居民基础养老金")


def _on_dibao(world: World, *ages: int) -> Household:
    home = world.settle(world.nursery.household(*ages))
    enrol_dibao(world, home)
    return home


def _on_tekun(world: World, age: int) -> Household:
    home = world.settle(world.nursery.household(age))
    enrol_tekun(world, home)
    return home
