"""All deeds at once, by visitors, staff, timers and the gate, in processes of their own: afterwards everything adds up.

The control takes the compare-and-set away, and the second look at a party under its lock: it must leave differences behind.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.races.server import Database
from tests.races.storm import _DEEDS, ask
from tests.races.together import at_once

pytestmark = [pytest.mark.races]
PROCESSES = 4


def _storm(database: Database, folder: Path, *, seconds: float, guarded: bool = True) -> tuple[Counter, list[str]]:
    """What was done and refused, and what went wrong."""
    ask(database, "begin()")
    calls = [f"storm({str(folder)!r}, {number}, {seconds}, guarded={guarded})" for number in range(PROCESSES)]
    told = at_once(ask, database, folder, *calls)
    print(database.vendor, sum((Counter(one["told"]) for one in told), Counter()))  # noqa: T201 - shown when it fails
    return sum((Counter(one["told"]) for one in told), Counter()), [trace for one in told for trace in one["wrong"]]


def _everything_adds_up(database: Database) -> None:
    assert database.manage("reconcile").splitlines()[-1] == "No differences."
    swept = ask(database, "sweep()")
    assert (swept["beyond"], swept["served_twice"]) == ([], 0)
    assert database.manage("reconcile").splitlines()[-1] == "No differences."


def test_after_a_storm_of_all_deeds_nothing_differs(real_database, tmp_path):
    told, wrong = _storm(real_database, tmp_path, seconds=4)

    assert wrong == []
    assert told["registers"] > 0
    _everything_adds_up(real_database)


@pytest.mark.long
def test_after_a_long_storm_every_deed_was_done_and_nothing_differs(real_database, tmp_path):
    told, wrong = _storm(real_database, tmp_path, seconds=20)

    assert wrong == []
    assert set(_DEEDS) <= set(told)
    _everything_adds_up(real_database)


@pytest.mark.long
def test_control_a_storm_that_acts_on_what_it_saw_leaves_differences(real_database, tmp_path):
    _storm(real_database, tmp_path, seconds=20, guarded=False)

    with pytest.raises(AssertionError, match="differences"):
        real_database.manage("reconcile")
