"""Plant changes that call for another look: a new disability, lost work, an age that fits no more."""

from datetime import timedelta

from tools.demo_county.enrol import certify, enrol_child, enrol_dibao, enrol_tekun, register, subsidise
from tools.demo_county.people import Household
from tools.demo_county.possessions import school, work
from tools.demo_county.world import World

NEW, UNEMPLOYED, SINGLE = "new-heavy-disability", "newly-unemployed", "dibao-single-meets-tekun"
AGE, ORPHAN_AGE = "category-age-mismatch", "orphan-over-age"


def plant_new_disability(world: World) -> None:
    """Plant heavy certificates issued this month; last month's and a light one are near."""
    today = world.first_day + timedelta(days=12)
    for ages, kind, level in (((52, 49), "4", "1"), ((37,), "6", "2"), ((68, 66), "1", "1")):
        home = _home(world, *ages)
        certify(world, home.head, home, kind, level, issued_on=today)
        subsidise(world, home.head, home, kind, level, nursing=True)
        world.plant(NEW, home.head, "本月新领一、二级残疾人证")
    waiting = _home(world, 46, 15)
    certify(world, waiting.head, waiting, "7", "1", issued_on=world.last_day)
    world.plant(NEW, waiting.head, "本月新领一级残疾人证，还没有领补贴")
    world.plant("certificate-without-subsidy", waiting.head, "新领一级残疾人证，未领护理补贴")
    earlier = _home(world, 50)
    certify(world, earlier.head, earlier, "4", "2", issued_on=world.first_day - timedelta(days=1))
    subsidise(world, earlier.head, earlier, "4", "2", nursing=True)
    world.miss(NEW, earlier.head, "上月发证")
    light = _home(world, 33)
    certify(world, light.head, light, "4", "3", issued_on=today)
    world.miss(NEW, light.head, "本月发证，三级")


def plant_unemployed(world: World) -> None:
    """Plant people on aid or the register who lost their work this month; an older entry is near."""
    today = world.first_day + timedelta(days=8)
    aided = _home(world, 35, 33, 6)
    enrol_dibao(world, aided, labour="ABLE")
    work(world, aided.head, aided, "UNEMPLOYED", registered_on=today)
    world.plant(UNEMPLOYED, aided.head, "低保对象，本月登记失业")
    for age in (29, 44):
        lifted = _home(world, age, urban=False)
        register(world, lifted, "LIFTED", labour="ABLE", stable_work="YES")
        work(world, lifted.head, lifted, "UNEMPLOYED", registered_on=today)
        world.plant(UNEMPLOYED, lifted.head, "脱贫人口，本月登记失业")
    earlier = _home(world, 40, 38)
    enrol_dibao(world, earlier, labour="ABLE")
    work(world, earlier.head, earlier, "UNEMPLOYED", registered_on=world.first_day - timedelta(days=3))
    world.miss(UNEMPLOYED, earlier.head, "上月登记失业")


def plant_single(world: World) -> None:
    """Plant people alone on dibao who may be tekun; aged 59, lightly disabled or two together are near."""
    for age, labour in ((60, "NONE"), (71, "NONE"), (78, "PARTIAL"), (15, "NONE"), (48, "NONE")):
        home = _home(world, age)
        enrol_dibao(world, home, labour=labour)
        world.plant(SINGLE, home.head, f"低保单人户，{age} 岁，劳动能力 {labour}")
    for kind, level in (("5", "3"), ("4", "2"), ("1", "1")):
        home = _home(world, 45)
        enrol_dibao(world, home, labour="PARTIAL")
        heavy = level != "3"
        certify(world, home.head, home, kind, level)
        subsidise(world, home.head, home, kind, level, living=True, nursing=heavy, account=home.account)
        world.plant(SINGLE, home.head, f"低保单人户，残疾 {kind} 类 {level} 级")
    nearly = _home(world, 59)
    enrol_dibao(world, nearly, labour="PARTIAL")
    world.miss(SINGLE, nearly.head, "低保单人户，五十九岁，部分丧失劳动能力")
    light = _home(world, 44)
    enrol_dibao(world, light, labour="PARTIAL")
    certify(world, light.head, light, "4", "3")
    subsidise(world, light.head, light, "4", "3", living=True, account=light.account)
    world.miss(SINGLE, light.head, "低保单人户，三级肢体残疾")
    couple = _home(world, 70, 68)
    enrol_dibao(world, couple)
    world.miss(SINGLE, couple.head, "低保两人户，都满六十岁")


def plant_ages(world: World) -> None:
    """Plant tekun people of working age and grown-up orphans; the disabled, pupils and students are near."""
    for age in (18, 40, 59):
        home = _home(world, age)
        enrol_tekun(world, home)
        world.plant(AGE, home.head, f"特困供养在册，{age} 岁，没有残疾人证，不在校")
    deaf = _home(world, 36)
    enrol_tekun(world, deaf)
    certify(world, deaf.head, deaf, "2", "1")
    world.plant(AGE, deaf.head, "特困供养在册，36 岁，听力一级不在认定的残疾范围")
    for age, why in ((17, "未满十八周岁"), (60, "已满六十周岁")):
        home = _home(world, age)
        enrol_tekun(world, home)
        world.miss(AGE, home.head, why)
    limb = _home(world, 41)
    enrol_tekun(world, limb)
    certify(world, limb.head, limb, "4", "2")
    world.miss(AGE, limb.head, "四十一岁，二级肢体残疾")
    pupil = _home(world, 19)
    enrol_tekun(world, pupil)
    school(world, pupil.head, pupil, always=True)
    world.miss(AGE, pupil.head, "十九岁，在校")
    _grown_orphans(world)


def _grown_orphans(world: World) -> None:
    for age, kind in ((18, "ORPHAN"), (20, "UNATTENDED")):
        home = _home(world, age)
        enrol_child(world, home.head, home, kind, in_school="NO")
        world.plant(ORPHAN_AGE, home.head, f"{age} 岁，没有在校记录")
    for age, in_school, why in ((19, "YES", "名册注明在校"), (17, "NO", "未满十八周岁")):
        home = _home(world, age)
        enrol_child(world, home.head, home, in_school=in_school)
        world.miss(ORPHAN_AGE, home.head, why)
    enrolled = _home(world, 18)
    enrol_child(world, enrolled.head, enrolled, in_school="NO")
    school(world, enrolled.head, enrolled, always=True)
    world.miss(ORPHAN_AGE, enrolled.head, "名册写不在校，学籍库查有在籍")


def _home(world: World, *ages: int, urban: bool | None = None) -> Household:
    return world.settle(world.nursery.household(*ages, village=world.nursery.village(urban=urban)))
