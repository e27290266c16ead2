"""PostgreSQL sees every statement, and every test that is held to on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tools.devkit.statements import Recorder, Sent, chosen, digest_of, is_held, read


def sent(count: int, shapes: str, *, held: bool = False) -> Sent:
    return Sent(count, frozenset(shapes), held)


def test_every_statement_is_sent_by_one_of_the_chosen_and_a_page_that_sends_no_new_one_is_left() -> None:
    tests = {
        "held": sent(900, "ab", held=True),
        "page": sent(100, "abc"),
        "another page": sent(400, "abc"),
        "report": sent(5000, "cd"),
        "silent": sent(0, ""),
    }

    assert chosen(tests) == {"held", "page", "report"}


def test_of_two_ways_to_send_the_same_the_cheaper_is_taken() -> None:
    assert chosen({"long": sent(9000, "abc"), "first": sent(10, "ab"), "second": sent(10, "c")}) == {
        "first",
        "second",
    }


def test_the_number_of_values_or_of_rows_is_no_other_statement() -> None:
    one, three = "SELECT a FROM b WHERE c IN (%s)", "SELECT a FROM b WHERE c IN (%s, %s, %s)"
    row, rows = "INSERT INTO b (c, d) VALUES (%s, %s)", "INSERT INTO b (c, d) VALUES (%s, %s), (%s, %s)"

    assert digest_of(one) == digest_of(three) != digest_of("SELECT d FROM b WHERE c IN (%s)")
    assert digest_of(row) == digest_of(rows)
    assert digest_of('SAVEPOINT "s1_x1"') == ""


@pytest.mark.django_db
def test_what_a_test_sends_is_written_down(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "gw0.json")
    listening = recorder.pytest_runtest_protocol(request.node)
    next(listening)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 1")
    with pytest.raises(StopIteration):
        listening.send(None)
    recorder.pytest_sessionfinish()

    assert read(tmp_path) == {request.node.nodeid: Sent(2, frozenset({digest_of("SELECT 1")}), held=False)}


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_held_to_on_both(request: pytest.FixtureRequest) -> None:
    assert is_held(request.node)


@pytest.mark.both
def test_a_test_that_says_so_is_held_to_on_both(request: pytest.FixtureRequest) -> None:
    assert is_held(request.node)
