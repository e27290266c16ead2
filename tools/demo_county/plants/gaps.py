"""Plant people the safety net missed (漏保、脱保), and people it only seems to have missed."""

from datetime import timedelta

from tools.demo_county.divisions import Village
from tools.demo_county.enrol import dibao_last_month, enrol_child, enrol_dibao, enrol_tekun, register, relieve
from tools.demo_county.people import Household
from tools.demo_county.possessions import death
from tools.demo_county.world import Truth, World

PENDING = "户籍待核"
MONITORED, DROPPED = "monitored-without-aid", "dropped-still-eligible"
DISABLED, UNREGISTERED = "disabled-without-stable-work", "aid-without-register"


def plant_monitored(world: World) -> None:
    """Plant monitored families in no programme; a child's allowance and a risk that is over are near."""
    for monitor_class, ages in (
        ("UNSTABLE", (46, 44, 15)),
        ("UNSTABLE", (52, 25)),
        ("MARGINAL", (38, 36, 9, 4)),
        ("MARGINAL", (67, 64)),
        ("SUDDEN", (33, 31, 6)),
        ("SUDDEN", (58,)),
        ("NOT_LIFTED", (49, 47, 19)),
    ):
        _missed(world, _rural(world, *ages), monitor_class)
    granted = _rural(world, 41, 39, 12)
    _missed(world, granted, "SUDDEN")
    relieve(world, granted.head, granted)
    _near_missed(world)


def plant_lost_ability(world: World) -> None:
    """Plant lifted people who can no longer work; the young, the old and the employed are near."""
    for labour, age in (("NONE", 45), ("NONE", 57), ("PARTIAL", 39), ("PARTIAL", 52)):
        home = _rural(world, age)
        register(world, home, "LIFTED", labour=labour, stable_work="NO")
        world.plant(DISABLED, home.head, f"脱贫户，{age} 岁，劳动能力 {labour}，无稳定就业，不在低保、特困")
    for age, why in ((15, "不满十六周岁"), (60, "已满六十周岁")):
        home = _rural(world, age)
        register(world, home, "LIFTED", labour="NONE", stable_work="NO")
        world.miss(DISABLED, home.head, why)
    working = _rural(world, 44)
    register(world, working, "LIFTED", labour="PARTIAL", stable_work="YES")
    world.miss(DISABLED, working.head, "部分丧失劳动能力，但有稳定就业")
    aided = _rural(world, 48, 46)
    enrol_dibao(world, aided, labour="PARTIAL", monitor_class="LIFTED")
    world.miss(DISABLED, aided.head, "部分丧失劳动能力，但已在低保")


def plant_dropped(world: World) -> None:
    """Plant watched families off the dibao list since last month; the settled and the dead are near."""
    for ages, monitor_class in (((50, 48), "MARGINAL"), ((36, 11), "UNSTABLE"), ((59,), "NOT_LIFTED")):
        home = _rural(world, *ages)
        dibao_last_month(world, home)
        _missed(world, home, monitor_class)
        for member in home.members:
            world.plant(DROPPED, member, "上月在低保，本月不在，仍是监测对象")
    settled = _rural(world, 47, 45)
    dibao_last_month(world, settled)
    register(world, settled, "LIFTED", labour="ABLE", stable_work="YES")
    world.miss(DROPPED, settled.head, "上月在低保，本月退出，已稳定脱贫")
    moved = _rural(world, 71)
    dibao_last_month(world, moved)
    enrol_tekun(world, moved, monitor_class="MARGINAL", started_on=world.first_day)
    world.miss(DROPPED, moved.head, "上月在低保，本月转为特困")
    gone = world.settle(world.nursery.household(83, village=world.nursery.village(urban=True)))
    dibao_last_month(world, gone)
    death(world, gone.head, gone, died_on=world.first_day - timedelta(days=9))
    world.miss(DROPPED, gone.head, "上月在低保，已死亡并停保")


def plant_unregistered(world: World) -> None:
    """Plant rural dibao and tekun people outside the poverty register; urban ones need not be in it."""
    for ages in ((43, 41, 8), (55, 53)):
        home = _rural(world, *ages)
        enrol_dibao(world, home, registered=False)
        for member in home.members:
            world.plant(UNREGISTERED, member, "农村低保，不在建档立卡名册")
    old = _rural(world, 74)
    enrol_tekun(world, old, registered=False)
    world.plant(UNREGISTERED, old.head, "特困人员，不在建档立卡名册")
    urban = world.settle(world.nursery.household(40, 38, village=world.nursery.village(urban=True)))
    enrol_dibao(world, urban)
    world.miss(UNREGISTERED, urban.head, "城市低保，不要求建档立卡")


def plant_unaccounted(world: World) -> None:
    """Plant one monitored person whose list names no town: the finding falls to no township's officer."""
    nowhere = Village(f"{world.county.code}999999", PENDING, f"{world.county.code}999", PENDING)
    home = world.settle(world.nursery.household(51, village=nowhere))
    _missed(world, home, "SUDDEN")
    why = f"突发严重困难户，名册上镇、村写的是“{PENDING}”，没有责任人"
    world.unaccounted = Truth("person", (home.head.number,), why, nowhere.code)


def _rural(world: World, *ages: int) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=False)))


def _missed(world: World, home: Household, monitor_class: str) -> None:
    register(world, home, monitor_class, labour="ABLE", stable_work="YES", income_fen=680_000)
    for member in home.members:
        world.plant(MONITORED, member, f"监测类别 {monitor_class}，不在低保、特困")


def _near_missed(world: World) -> None:
    over = _rural(world, 45, 43)
    register(
        world, over, "MARGINAL", labour="ABLE", stable_work="YES", removed_on=world.day_since(world.year - 1)
    )
    world.miss(MONITORED, over.head, "监测对象，风险已经消除")
    lifted = _rural(world, 50, 22)
    register(world, lifted, "LIFTED", labour="ABLE", stable_work="YES")
    world.miss(MONITORED, lifted.head, "脱贫户，不是监测对象")
    covered = _rural(world, 42, 40, 13)
    enrol_dibao(world, covered, labour="ABLE", monitor_class="MARGINAL")
    world.miss(MONITORED, covered.head, "监测对象，已在低保")
    orphan = _rural(world, 10)
    register(world, orphan, "SUDDEN", labour="NONE", stable_work="NO")
    enrol_child(world, orphan.head, orphan, "UNATTENDED")
    world.miss(MONITORED, orphan.head, "监测对象，已领事实无人抚养儿童生活费")
