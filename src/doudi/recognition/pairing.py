"""Find the best pairing of file columns with a source's columns, all of them weighed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NEVER = -1.0


def best_pairing(scores: Sequence[Mapping[str, float]]) -> list[str]:
    """Return for each file column the source's column it is best taken for, '' for none.

    Each of the source's columns is given once, so that the sum of the scores is the greatest there is: a
    column that could be two things makes room for one that can be only one of them.
    """
    names = sorted({name for row in scores for name in row})
    wanted = [place for place, row in enumerate(scores) if row]
    costs = [[-scores[place].get(name, NEVER) for name in names] + [0.0] * len(wanted) for place in wanted]
    taken = _cheapest(costs)
    pairing = [""] * len(scores)
    for place, at in zip(wanted, taken, strict=True):
        name = names[at] if at < len(names) else ""
        pairing[place] = name if scores[place].get(name, 0.0) > 0 else ""
    return pairing


def _cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row in the assignment of least cost (Kuhn and Munkres); columns ≥ rows."""
    rows, columns = len(costs), len(costs[0]) if costs else 0
    by_row, by_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        _augment(costs, by_row, by_column, owner)
    taken = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            taken[owner[column] - 1] = column - 1
    return taken


def _augment(
    costs: Sequence[Sequence[float]], by_row: list[float], by_column: list[float], owner: list[int]
) -> None:
    """Make room for the row that stands at column 0 along the cheapest path."""
    width = len(by_column)
    least, before, used = [float("inf")] * width, [0] * width, [False] * width
    column = 0
    while owner[column]:
        used[column] = True
        row, step, following = owner[column], float("inf"), 0
        for other in range(1, width):
            if used[other]:
                continue
            reduced = costs[row - 1][other - 1] - by_row[row] - by_column[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < step:
                step, following = least[other], other
        _shift(step, used, owner, least, by_row, by_column)
        column = following
    while column:
        owner[column] = owner[before[column]]
        column = before[column]


def _shift(
    step: float,
    used: Sequence[bool],
    owner: Sequence[int],
    least: list[float],
    by_row: list[float],
    by_column: list[float],
) -> None:
    for column, is_used in enumerate(used):
        if is_used:
            by_row[owner[column]] += step
            by_column[column] -= step
        else:
            least[column] -= step
