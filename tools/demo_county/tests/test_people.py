"""The people of the made-up county."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tools.demo_county.identity import as_fifteen, check_character, typed_as_number, with_wrong_check
from tools.demo_county.people import Person
from tools.demo_county.world import World, age_of

digits17 = st.text("0123456789", min_size=17, max_size=17)


def everyone(world: World) -> list[Person]:
    return [member for home in world.households for member in home.members]


def test_the_published_test_number_has_its_published_check_character() -> None:
    assert check_character("11010519491231002") == "X"


@given(digits17)
def test_a_wrong_check_character_is_always_wrong(first17: str) -> None:
    number = first17 + check_character(first17)

    damaged = with_wrong_check(number)

    assert damaged[:17] == first17
    assert damaged[17] != number[17]


def test_a_fifteen_digit_number_loses_the_century_and_the_check_character() -> None:
    assert as_fifteen("440204196503127614") == "440204650312761"


def test_a_number_typed_as_a_number_has_lost_its_last_digits() -> None:
    assert typed_as_number("440204196503127614") == 4.40204196503127e17


def test_every_number_is_valid_unique_and_fits_its_person(world: World) -> None:
    people = everyone(world)

    assert len({person.number for person in people}) == len(people)
    assert all(person.number[17] == check_character(person.number[:17]) for person in people)
    assert all(person.number[6:14] == f"{person.born:%Y%m%d}" for person in people)
    assert all((int(person.number[16]) % 2 == 1) == (person.sex == "MALE") for person in people)


def test_most_numbers_were_issued_in_the_county_and_some_elsewhere(world: World) -> None:
    issued_here = Counter(person.number[:6] == world.county.code for person in everyone(world))

    assert issued_here[True] > 9 * issued_here[False] > 0


def test_ages_households_and_sexes_are_plausible(world: World) -> None:
    people = everyone(world)
    ages = [age_of(person, world.last_day) for person in people]
    sizes = Counter(len(home.members) for home in world.households)

    assert all(0 <= age <= 99 for age in ages)
    assert 0.10 < sum(age < 15 for age in ages) / len(ages) < 0.25
    assert 0.15 < sum(age >= 60 for age in ages) / len(ages) < 0.40
    assert 0.45 < sum(person.sex == "MALE" for person in people) / len(people) < 0.60
    assert set(sizes) <= set(range(1, 8))
    assert max(sizes) >= 6


def test_every_household_has_one_head_and_lives_in_a_real_village(world: World) -> None:
    villages = {village.code for village in world.county.villages}

    assert all([m.relation for m in home.members].count("户主") == 1 for home in world.households)
    assert {home.village.code for home in world.households} <= villages
    assert len(villages) == 102


def test_a_birthday_is_never_near_the_end_of_the_month(world: World) -> None:
    two_months_later = date(2026, 12, 31)

    changed = [p for p in everyone(world) if age_of(p, world.first_day) != age_of(p, two_months_later)]

    assert changed == []
