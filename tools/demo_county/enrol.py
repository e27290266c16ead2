"""Put people on the six lists that are registers of their own (名册), consistently with one another."""

from datetime import date, timedelta

from tools.demo_county.people import Household, Person
from tools.demo_county.world import Record, Value, World, age_of

LIVING_FEN, NURSING_FEN = 20_400, 27_300
TEKUN_FEN = {"FULL": 131_000, "PARTIAL": 151_000, "NONE": 189_000}
CHILD_FEN = {"ORPHAN": 156_400, "UNATTENDED": 156_400}
RELIEF_REASONS = ("突发疾病", "意外事故", "火灾", "重大疾病", "子女就学", "失业", "交通事故", "家庭成员去世")
RISK_CAUSES = ("因病", "因残", "因学", "因灾", "因失业", "缺劳力", "因意外")


def enrol_dibao(
    world: World,
    home: Household,
    *,
    labour: str = "",
    account: str = "",
    registered: bool = True,
    monitor_class: str = "",
    started_on: date | None = None,
) -> list[Record]:
    """Put a household on the dibao list; a rural one is on the poverty register too unless said otherwise."""
    rural = not home.village.urban
    begun = started_on or world.day_since(2018)
    shares = [world.random.randrange(310, 720) * 100 for _ in home.members]
    rows = []
    for index, (member, share) in enumerate(zip(home.members, shares, strict=True)):
        values: dict[str, Value] = {
            "household_number": household_number("DB", world, home),
            "relation": member.relation,
            "area_kind": "RURAL" if rural else "URBAN",
            "amount_fen": share,
            "household_amount_fen": sum(shares) if index == 0 else None,
            "account": account or home.account,
            "started_on": begun,
            "labour": labour or labour_of(world, member, abled=False),
        }
        rows.append(world.add("dibao", member, home, **values))
    if rural and registered:
        register(
            world, home, monitor_class or world.random.choice(("LIFTED", "LIFTED", "UNSTABLE", "MARGINAL"))
        )
    return rows


def dibao_last_month(world: World, home: Household) -> None:
    """Let the dibao list of the month before name a household that is on it no more."""
    now = len(world.records["dibao"])
    enrol_dibao(world, home, registered=False)
    world.left_dibao.extend(world.records["dibao"][now:])
    del world.records["dibao"][now:]


def enrol_tekun(
    world: World,
    home: Household,
    *,
    selfcare: str = "",
    support_mode: str = "",
    registered: bool = True,
    monitor_class: str = "LIFTED",
    account: str = "",
    started_on: date | None = None,
) -> Record:
    """Put someone who lives alone on the tekun list, and on the poverty register unless said otherwise."""
    care = selfcare or world.random.choice(("FULL", "FULL", "PARTIAL", "NONE"))
    values: dict[str, Value] = {
        "household_number": household_number("TK", world, home),
        "support_mode": support_mode or ("CENTRAL" if world.chance(0.2) else "DISPERSED"),
        "selfcare": care,
        "amount_fen": TEKUN_FEN[care],
        "account": account or home.account,
        "started_on": started_on or world.day_since(2016),
    }
    if registered:
        register(world, home, monitor_class, labour="NONE", stable_work="NO")
    return world.add("tekun", home.head, home, **values)


def register(
    world: World,
    home: Household,
    monitor_class: str,
    *,
    labour: str = "",
    stable_work: str = "",
    income_fen: int = 0,
    removed_on: date | None = None,
) -> list[Record]:
    """Put a household on the poverty register (建档立卡) in one class."""
    income = income_fen or world.random.randrange(12_500, 26_000) * 100
    begun = world.day_since(2014) if removed_on is None else removed_on - timedelta(days=400)
    if monitor_class == "SUDDEN":  # a sudden blow is this month's news
        begun = world.first_day + timedelta(days=world.random.randrange(20))
    cause = world.random.choice(RISK_CAUSES)
    rows = []
    for member in home.members:
        able = labour or labour_of(world, member, abled=True)
        values: dict[str, Value] = {
            "household_number": household_number("PR", world, home),
            "relation": member.relation,
            "monitor_class": monitor_class,
            "risk_cause": "" if monitor_class == "LIFTED" else cause,
            "labour": able,
            "stable_work": stable_work or ("YES" if able != "NONE" else "NO"),
            "annual_income_fen": income,
            "registered_on": begun,
            "removed_on": removed_on,
        }
        rows.append(world.add("poverty_register", member, home, **values))
    return rows


def certify(
    world: World,
    person: Person,
    home: Household,
    kind: str,
    level: str,
    *,
    status: str = "VALID",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Record:
    """Give a person a disability certificate; it lasts ten years unless said otherwise."""
    issued = issued_on or world.day_since(2018)
    return world.add(
        "disability_certificate",
        person,
        home,
        certificate_number=person.number + kind + level,
        disability_kind=kind,
        disability_level=level,
        issued_on=issued,
        expires_on=expires_on or issued.replace(year=issued.year + 10, day=min(issued.day, 28)),
        certificate_status=status,
    )


def subsidise(
    world: World,
    person: Person,
    home: Household,
    kind: str,
    level: str,
    *,
    living: bool = False,
    nursing: bool = False,
    account: str = "",
) -> Record:
    """Pay a person the living or the nursing subsidy for disabled people, or both."""
    return world.add(
        "disability_subsidy",
        person,
        home,
        living_fen=LIVING_FEN if living else 0,
        nursing_fen=NURSING_FEN if nursing else 0,
        disability_kind=kind,
        disability_level=level,
        account=account or world.nursery.account(),
        paid_month=world.first_day,
    )


def enrol_child(
    world: World,
    child: Person,
    home: Household,
    kind: str = "ORPHAN",
    *,
    in_school: str = "YES",
    account: str = "",
) -> Record:
    """Put a child on the list of orphans and unattended children."""
    return world.add(
        "orphan",
        child,
        home,
        child_kind=kind,
        amount_fen=CHILD_FEN[kind],
        account=account or world.nursery.account(),
        in_school=in_school,
    )


def relieve(world: World, person: Person, home: Household, *, paid_on: date | None = None) -> Record:
    """Grant a person temporary relief in the month."""
    urgent = world.chance(0.4)
    return world.add(
        "temporary_relief",
        person,
        home,
        relief_kind="EMERGENCY" if urgent else "EXPENSE",
        relief_reason=world.random.choice(RELIEF_REASONS),
        amount_fen=world.random.randrange(5, 60) * 10_000,
        paid_on=paid_on or world.first_day.replace(day=world.random.randrange(1, 29)),
        account=home.account,
    )


def household_number(prefix: str, world: World, home: Household) -> str:
    """Give a household the number this register knows it by; each register has its own."""
    return f"{prefix}{world.county.code}{home.key:06d}"


def labour_of(world: World, member: Person, *, abled: bool) -> str:
    """Say how able to work someone is: the old and the young are not, the others mostly."""
    if not 16 <= age_of(member, world.last_day) < 60:
        return "NONE"
    return "ABLE" if world.chance(0.85 if abled else 0.35) else "PARTIAL"
