"""Plants what people own and earn: cars, houses, companies, wages and pensions."""

from __future__ import annotations

from datetime import date

from tests.second_county.lists import OLD, Lists, on_dibao
from tests.second_county.world import Home


def possessions(world: Lists, home: Home) -> None:
    """Give people on no list what departments know of anybody."""
    one = home.head
    world.add(
        "vehicle",
        one,
        home,
        plate=f"鲁P{home.key:05d}",
        vehicle_kind="CAR",
        vehicle_status="NORMAL",
        vehicle_on=world.day(2015, 2025),
    )
    world.add(
        "social_insurance",
        one,
        home,
        insurance_kind="EMPLOYEE",
        insurance_status="PAYING",
        employer="阳春建材有限公司",
        base_fen=450_000,
        pension_fen=None,
    )
    world.add(
        "employment",
        one,
        home,
        employment_kind="EMPLOYED",
        registered_on=world.day(2020, 2025),
        benefit_fen=None,
        employer="阳春建材有限公司",
    )
    world.bill(one, home, 30_000, kind="OUTPATIENT")
    world.certificate(one, home, 2, 4)
    house(world, home, 1)
    company(world, home, "OFFICER", 200_000_000)
    fund(world, home, "ACTIVE")
    world.add("student", home.people[-1], home, school="实验小学", student_status="ENROLLED", grade="三年级")
    world.dead(world.home(OLD).head, home, world.day(2026, 2026).replace(month=5))


def house(
    world: Lists,
    home: Home,
    order: int,
    use: str = "RESIDENTIAL",
    status: str = "CURRENT",
    who: int = 0,
    unit: str = "",
) -> None:
    """Register a flat of a home."""
    unit = unit or f"{world.county}{home.key:06d}GB{order:05d}F0001{order:04d}"
    world.add(
        "real_estate", home.people[who], home,
        property_number=f"鲁（2020）阳谷县不动产权第{home.key:05d}{order}号",
        unit_number=unit, use=use, area_m2=6_000 + 517 * order, house_on=date(2015 + order, 3, 4 + order),
        registration_status=status,
    )  # fmt: skip


def company(world: Lists, home: Home, role: str, capital: int, status: str = "ACTIVE") -> None:
    """Register a company or a stall of a home's head."""
    world.add(
        "company", home.head, home, company_name=f"{home.place.village}{home.key}号商行", company_role=role,
        company_status=status, capital_fen=capital, founded_on=world.day(2010, 2024),
    )  # fmt: skip


def fund(world: Lists, home: Home, status: str) -> None:
    """Register an account of the housing fund of a home's head."""
    world.add(
        "housing_fund",
        home.head,
        home,
        fund_employer="阳春建材有限公司",
        fund_base_fen=380_000,
        fund_status=status,
        last_paid_month="2026-10",
    )


def riches(world: Lists) -> None:
    """Plant what people of homes on aid own and earn, and such as counts for nothing."""
    cars(world)
    houses(world)
    for role, capital, status in (
        ("LEGAL_REP", 50_000_000, "ACTIVE"), ("SHAREHOLDER", 1_000_000, "ACTIVE"),
        ("SELF_EMPLOYED", 9_900_000, "ACTIVE"), ("SELF_EMPLOYED", 10_000_000, "ACTIVE"),
        ("LEGAL_REP", 50_000_000, "CANCELLED"),
    ):  # fmt: skip
        company(world, on_dibao(world), role, capital, status)
    incomes_of_work(world)


def cars(world: Lists) -> None:
    """Plant a car, a truck, a motorcycle and a car no longer registered."""
    kinds = (("CAR", "NORMAL"), ("TRUCK", "NORMAL"), ("MOTORCYCLE", "NORMAL"), ("CAR", "SCRAPPED"))
    for kind, status in kinds:
        home = on_dibao(world)
        world.add(
            "vehicle", home.people[1], home, plate=f"鲁P{home.key:05d}", vehicle_kind=kind,
            vehicle_status=status, vehicle_on=world.day(2016, 2025),
        )  # fmt: skip


def houses(world: Lists) -> None:
    """Plant two houses, a house and a shop, one house, one no longer owned, one of both spouses."""
    for uses, status in (
        (("RESIDENTIAL",) * 2, "CURRENT"), (("RESIDENTIAL", "COMMERCIAL"), "CURRENT"),
        (("RESIDENTIAL",), "CURRENT"), (("RESIDENTIAL",) * 2, "HISTORY"),
    ):  # fmt: skip
        home = on_dibao(world)
        for order, use in enumerate(uses, start=1):
            house(world, home, order, use, status if order == 2 else "CURRENT")
    shared = on_dibao(world)
    house(world, shared, 1, who=0)
    house(world, shared, 1, who=1)


def incomes_of_work(world: Lists) -> None:
    """Plant wages, pensions, and insurances and funds that are no income."""
    kinds = (("EMPLOYEE", "PAYING"), ("EMPLOYEE", "STOPPED"), ("RESIDENT", "PAYING"), ("EMPLOYEE", "RETIRED"))
    for kind, status in kinds:
        home = on_dibao(world)
        world.add(
            "social_insurance", home.people[1], home, insurance_kind=kind, insurance_status=status,
            employer="阳春建材有限公司", base_fen=420_000 if status == "PAYING" else None,
            pension_fen=210_000 if status == "RETIRED" else None,
        )  # fmt: skip
    for status in ("ACTIVE", "SEALED"):
        fund(world, on_dibao(world), status)
