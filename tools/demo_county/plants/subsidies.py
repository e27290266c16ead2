"""Plant disability subsidies paid to the wrong people, on the wrong certificate, or not paid though due."""

from datetime import date, timedelta

from tools.demo_county.enrol import certify, enrol_child, enrol_dibao, enrol_tekun, subsidise
from tools.demo_county.people import Household
from tools.demo_county.world import World

TEKUN, ORPHAN, NO_DIBAO = "subsidy-and-tekun", "subsidy-and-orphan", "subsidy-without-dibao"
NO_CERTIFICATE, LAPSED = "subsidy-without-certificate", "subsidy-certificate-expired-or-cancelled"
MISMATCH, MISSING = "subsidy-level-mismatch", "certificate-without-subsidy"


def plant_wrong_subsidies(world: World) -> None:
    """Plant subsidies paid to tekun people, to orphans and outside dibao; the rightful ones are near."""
    for age, level in ((68, "1"), (73, "2"), (64, "3")):
        home = _home(world, age)
        enrol_tekun(world, home)
        certify(world, home.head, home, "4", level)
        subsidise(world, home.head, home, "4", level, living=level == "3", nursing=level != "3")
        world.plant(TEKUN, home.head, "特困人员，仍列残疾人两项补贴")
    for age, kind in ((11, "ORPHAN"), (15, "UNATTENDED")):
        home = _home(world, 64, age)
        child = home.members[1]
        enrol_child(world, child, home, kind)
        certify(world, child, home, "5", "3")
        subsidise(world, child, home, "5", "3", living=True)
        world.plant(ORPHAN, child, "领儿童基本生活费，又领困难残疾人生活补贴")
    allowed = _home(world, 66, 13)
    enrol_child(world, allowed.members[1], allowed)
    certify(world, allowed.members[1], allowed, "2", "1")
    subsidise(world, allowed.members[1], allowed, "2", "1", nursing=True)
    world.miss(ORPHAN, allowed.members[1], "孤儿只领重度残疾人护理补贴，可以同领")
    for ages, kind, level in (((49, 47), "4", "3"), ((38,), "3", "4"), ((61, 35), "6", "4")):
        home = _home(world, *ages)
        certify(world, home.head, home, kind, level)
        subsidise(world, home.head, home, kind, level, living=True)
        world.plant(NO_DIBAO, home.head, "不在低保，仍领困难残疾人生活补贴")
    _right_in_dibao(world)


def _right_in_dibao(world: World) -> None:
    home = _home(world, 53, 50, urban=True)
    enrol_dibao(world, home)
    certify(world, home.head, home, "1", "2")
    subsidise(world, home.head, home, "1", "2", living=True, nursing=True, account=home.account)
    world.miss(NO_DIBAO, home.head, "低保对象，两项补贴都应领")


def plant_wrong_certificates(world: World) -> None:
    """Plant subsidies on no, lapsed or other certificates; one that ends this month still stands."""
    for age in (59, 70, 34):
        home = _home(world, age)
        subsidise(world, home.head, home, "4", "2", nursing=True)
        world.plant(NO_CERTIFICATE, home.head, "领护理补贴，残联没有持证记录")
    ended = world.first_day - timedelta(days=1)
    for age, status, expires in (
        (45, "VALID", ended),
        (57, "CANCELLED", None),
        (62, "VALID", ended.replace(day=1)),
    ):
        _paid_on(world, age, status, expires)
        world.plant(LAPSED, world.households[-1].head, "残疾人证已注销或过期，仍领护理补贴")
    _paid_on(world, 51, "VALID", world.last_day)
    world.miss(LAPSED, world.households[-1].head, "残疾人证本月底到期，本月仍有效")
    for age, listed, held in (
        (48, ("4", "1"), ("4", "2")),
        (66, ("1", "2"), ("2", "2")),
        (29, ("6", "2"), ("5", "1")),
    ):
        home = _home(world, age)
        certify(world, home.head, home, *held)
        subsidise(world, home.head, home, *listed, nursing=True)
        world.plant(MISMATCH, home.head, f"发放名册 {listed}，残疾人证 {held}")
    changed = _home(world, 42)
    certify(world, changed.head, changed, "4", "3", status="CANCELLED", issued_on=date(world.year - 6, 3, 1))
    certify(world, changed.head, changed, "4", "2")
    subsidise(world, changed.head, changed, "4", "2", nursing=True)
    world.miss(MISMATCH, changed.head, "换证后等级变更，名册与新证一致")


def plant_missing_subsidies(world: World) -> None:
    """Plant certificates that earn a subsidy nobody pays; a lighter degree or a tekun earns none."""
    for ages, kind, level in (((58, 55), "1", "1"), ((44,), "4", "2"), ((36, 9), "6", "2")):
        home = _home(world, *ages)
        certify(world, home.head, home, kind, level)
        world.plant(MISSING, home.head, "重度残疾，未领护理补贴")
    for ages, level, nursing in (((51, 49), "3", False), ((47, 44), "1", True)):
        home = _home(world, *ages, urban=True)
        enrol_dibao(world, home)
        certify(world, home.members[1], home, "4", level)
        if nursing:
            subsidise(world, home.members[1], home, "4", level, nursing=True, account=home.account)
        world.plant(MISSING, home.members[1], "低保家庭残疾人，未领生活补贴")
    light = _home(world, 40)
    certify(world, light.head, light, "4", "3")
    world.miss(MISSING, light.head, "三级肢体残疾，不在低保")
    old = _home(world, 72)
    enrol_tekun(world, old)
    certify(world, old.head, old, "4", "1")
    world.miss(MISSING, old.head, "特困人员不领两项补贴")


def _paid_on(world: World, age: int, status: str, expires_on: date | None) -> None:
    home = _home(world, age)
    issued = date(world.year - 9, 5, 20)
    certify(world, home.head, home, "4", "2", status=status, issued_on=issued, expires_on=expires_on)
    subsidise(world, home.head, home, "4", "2", nursing=True)


def _home(world: World, *ages: int, urban: bool | None = None) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=urban)))
