"""A race that can't begin says why at once, and leaves nobody waiting."""

import pytest

from tests.races.server import Database
from tests.races.together import at_once, in_threads, ready, started

NONE = Database("sqlite:///none", "sqlite")


def test_a_process_that_dies_before_all_are_ready_ends_the_race_and_lets_the_others_go(tmp_path):
    let_go = []

    def ask(_database, call):
        if call == "dies":
            raise AssertionError("no such table")
        ready(str(tmp_path))
        let_go.append((tmp_path / "go").exists())

    with pytest.raises(AssertionError, match="no such table"):
        at_once(ask, NONE, tmp_path, "waits", "dies")

    assert let_go == [True]


def test_a_process_that_never_says_that_it_is_ready_is_no_race(tmp_path):
    with pytest.raises(AssertionError, match="printed 3 before all were ready"):
        at_once(lambda _database, _call: 3, NONE, tmp_path, "one", "other")


def test_what_a_process_raises_after_the_start_is_raised_even_when_nobody_asks_for_its_answer(tmp_path):
    def ask(_database, _call):
        ready(str(tmp_path))
        raise AssertionError("database is locked")

    with pytest.raises(AssertionError, match="database is locked"), started(ask, NONE, tmp_path, "late"):
        pass


def test_threads_answer_in_the_order_in_which_they_were_given():
    assert in_threads([lambda number=number: number for number in range(5)]) == [0, 1, 2, 3, 4]
