import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.common.scope import Scope
from doudi.regions.models import Division

codes = st.integers(0, 10**12 - 1).flatmap(
    lambda number: st.sampled_from([2, 4, 6, 9, 12]).map(lambda length: f"{number:012d}"[:length])
)


@given(st.lists(codes, max_size=5), codes)
def test_a_scope_covers_what_lies_below_one_of_its_divisions(held: list[str], code: str) -> None:
    assert Scope.of(held).covers(code) == any(code.startswith(each) for each in held)


@given(st.lists(codes, max_size=5))
def test_a_scope_keeps_no_division_twice(held: list[str]) -> None:
    prefixes = Scope.of(held).prefixes

    assert [a for a in prefixes for b in prefixes if a != b and a.startswith(b)] == []


@given(st.lists(codes, max_size=4), codes, codes)
def test_the_part_within_a_division_is_what_both_cover(held: list[str], within: str, code: str) -> None:
    scope = Scope.of(held)

    assert scope.within(within).covers(code) == (scope.covers(code) and code.startswith(within))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "prefixes", [(), ("",), ("44",), ("449",), ("99",), ("4402", "37"), ("440299",), ("440204101",)]
)
def test_the_filter_finds_what_the_scope_covers(prefixes: tuple[str, ...]) -> None:
    everywhere = [
        "37",
        "44",
        "4402",
        "440299",
        "440299999",
        "4403",
        "449",
        "450000",
        "45",
        "99",
        "990000000999",
    ]
    everywhere += ["440204101", "440204101201", "440204102"]
    Division.objects.bulk_create(
        [Division(code=code, name=code, level="COUNTY", valid_from="2023-06-30") for code in everywhere]
    )
    scope = Scope(prefixes)

    found = Division.objects.filter(scope.q("code")).values_list("code", flat=True)

    assert sorted(found) == sorted(code for code in everywhere if scope.covers(code))
