import pytest

from doudi.exchange.states import MOVES, BatchState, MoveNotAllowed, check_move


@pytest.mark.parametrize("state", sorted(set(BatchState) - {BatchState.RECEIVED}))
def test_every_state_is_reached_from_another(state: BatchState) -> None:
    assert [before for before, after in MOVES.items() if state in after and before != state]


def test_what_is_over_stays_so_but_for_a_correction_taken_back() -> None:
    assert MOVES[BatchState.REFUSED] == frozenset()
    assert MOVES[BatchState.SUPERSEDED] == {BatchState.PUBLISHED}


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(BatchState)


def test_a_move_that_is_not_in_the_table_is_refused_with_both_names() -> None:
    with pytest.raises(MoveNotAllowed, match="这一批现在是“已接收”，不能改为“已发布”"):
        check_move(BatchState.RECEIVED, BatchState.PUBLISHED)
