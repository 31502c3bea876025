"""Those at the door against those who wait at home: a walk-in and an offer want the same last place.

Phones tell of walk-ins as they come, or in one heap when they are back in the network; several workers serve the queue meanwhile.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.gate_scene import ask

pytestmark = [pytest.mark.races]
PLACES = 3


def _all_want_the_last_places(database, folder, *, guarded=True):
    """Two phones with four guests each and two promoters at once; what they were told, and what became of the places."""
    folder.mkdir()
    session = ask(database, f"door_with_a_queue({PLACES}, 6)")
    given = f"{str(folder)!r}, {session}"
    calls = [f"promote({given}, guarded={guarded})"] * 2
    calls += [f"let_in({given}, 4, late={late}, guarded={guarded})" for late in (False, True)]
    with ThreadPoolExecutor(len(calls)) as starting:
        answers = [starting.submit(ask, database, call) for call in calls]
        deadline = time.monotonic() + 120
        while len(list(folder.glob("ready-*"))) < len(calls) and time.monotonic() < deadline:
            assert not any(answer.done() and answer.exception() for answer in answers), [one.exception() for one in answers if one.done()]
            time.sleep(0.01)
        (folder / "go").touch()
        *served, at_once, late = [answer.result() for answer in answers]
    return served, at_once + late, ask(database, f"shared({session})")


@pytest.mark.parametrize("rounds", [1, pytest.param(12, marks=pytest.mark.long)])
def test_walk_ins_and_offers_share_the_last_places(real_database, tmp_path, rounds):
    for number in range(rounds):
        served, troubles, shared = _all_want_the_last_places(real_database, tmp_path / f"round-{number}")

        # Eight came and six wait for three places; whoever came and found none is inside, and for a supervisor to settle.
        assert shared["offered"] == sum(served)
        assert shared["offered"] + shared["walked_in"] == PLACES
        assert sorted(troubles) == [*[""] * shared["walked_in"], *["over_capacity"] * shared["to_settle"]]
        assert shared["walked_in"] + shared["to_settle"] == 8
        assert shared["taken"] == shared["held"] == shared["capacity"] == 10


def test_control_without_its_guards_the_pool_and_its_holders_disagree(real_database, tmp_path):
    _served, _troubles, shared = _all_want_the_last_places(real_database, tmp_path / "round", guarded=False)

    assert shared["held"] != shared["taken"]
