from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.matching.roster_index import Ints, find, index_of
from doudi.matching.tests.county import PERIOD, County

rows = st.lists(
    st.tuples(
        st.sampled_from(["dibao", "vehicle", "student"]),
        st.sampled_from(["2026-01", "2026-09", PERIOD]),
        st.none() | st.sampled_from(["a", "b", "c", "d", "stranger", "other stranger"]),
    ),
    max_size=40,
)
rosters = st.sets(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, rosters)
def test_every_row_of_every_batch_is_accounted_for(
    drawn: list[tuple[str, str, str | None]], roster: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        county = County(Path(folder))
        county.all_people(sorted(roster))
        [county.row(source, name, period=period) for source, period, name in drawn]

        result = county.compare()

        lines = pq.read_table(result.accounting).to_pylist()
        hits = pq.read_table(result.hits).to_pylist()
        gaps = pq.read_table(result.gaps).to_pylist()
    read = Counter((source, period) for source, period, _ in drawn)
    named = Counter((source, period) for source, period, name in drawn if name)
    matched = Counter((source, period) for source, period, name in drawn if name in roster)
    assert {(line["source"], line["period"]): line["rows_read"] for line in lines} == dict(read)
    assert all(line["rows_read"] == line["accepted"] + line["rejected"] for line in lines)
    assert all(line["accepted"] == line["matched"] + line["unmatched"] for line in lines)
    assert all(line["accepted"] == named[(line["source"], line["period"])] for line in lines)
    assert all(line["matched"] == matched[(line["source"], line["period"])] for line in lines)
    assert len(hits) == matched.total()
    assert [(hit["batch_number"], hit["row"]) for hit in hits] == sorted(
        (hit["batch_number"], hit["row"]) for hit in hits
    )
    sources = {source for source, _, _ in drawn}
    met = {(source, name) for source, _, name in drawn if name in roster}
    assert len(gaps) == len(sources) * len(roster) - len(met)


def test_half_a_token_is_not_a_person(county: County) -> None:
    county.person("someone")
    county.row("vehicle", "someone")
    county.row("vehicle", "someone")
    county.batches[("vehicle", PERIOD)][1]["token_high"] = 4711

    result = county.compare()

    (line,) = pq.read_table(result.accounting).to_pylist()
    assert (line["matched"], line["unmatched"]) == (1, 1)
    assert [hit["row"] for hit in pq.read_table(result.hits).to_pylist()] == [0]


def test_a_number_two_people_claim_matches_a_row_once(county: County) -> None:
    county.person("first")
    county.person("second")
    county.people["second"] |= {key: county.people["first"][key] for key in ("token_high", "token_low")}
    county.row("vehicle", "first")

    result = county.compare()

    (line,) = pq.read_table(result.accounting).to_pylist()
    assert (line["accepted"], line["matched"]) == (1, 1)


def test_without_any_batch_there_is_nothing_to_account_for(county: County) -> None:
    county.person("someone")

    result = county.compare()

    assert pq.read_table(result.accounting).num_rows == 0
    assert pq.read_table(result.hits).num_rows == 0
    assert pq.read_table(result.gaps).num_rows == 0


def test_scattered_person_ids_are_found_too(county: County) -> None:
    county.person("first")
    county.person("last")
    county.people["last"]["person_id"] = 10**15
    county.row("vehicle", "last")

    result = county.compare()

    assert [gap["person_id"] for gap in pq.read_table(result.gaps).to_pylist()] == [1]


def test_someone_enrolled_here_but_filed_elsewhere_is_on_the_roster(county: County) -> None:
    county.listed("dibao", "moved")
    county.listed("tekun", "gone", until=date(2026, 10, 1))
    county.people.clear()
    county.row("vehicle", "moved")
    county.row("vehicle", "gone")

    result = county.compare()

    lines = {line["source"]: line for line in pq.read_table(result.accounting).to_pylist()}
    assert (lines["vehicle"]["matched"], lines["vehicle"]["unmatched"]) == (1, 1)


tokens = st.tuples(st.integers(-(2**63), 2**63 - 1), st.sampled_from([0, 1, -1, 2**63 - 1, 7 << 40]))


@given(st.lists(tokens, max_size=60), st.lists(st.tuples(tokens, st.booleans()), max_size=60))
def test_the_index_finds_what_a_dictionary_finds(
    roster: list[tuple[int, int]], asked: list[tuple[tuple[int, int], bool]]
) -> None:
    places = {token: place for place, token in reversed(list(enumerate(roster)))}
    queries = [*asked, *((token, True) for token in roster)]
    index = index_of(*halves(roster))

    rows, who = find(
        index, *halves([token for token, _ in queries]), np.array([ok for _, ok in queries], bool)
    )

    assert list(zip(rows.tolist(), index.order[who].tolist(), strict=True)) == [
        (row, places[token]) for row, (token, ok) in enumerate(queries) if ok and token in places
    ]


def halves(drawn: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Return the halves of tokens as two columns."""
    return (
        np.array([high for high, _ in drawn], dtype=np.int64),
        np.array([low for _, low in drawn], dtype=np.int64),
    )
