"""Those at the door against those who wait at home: a walk-in and an offer want the same last place.

Phones tell of walk-ins as they come, or in one heap when they are back in the network; several workers serve the queue meanwhile.
"""

import pytest

from tests.races.gate_scene import ask
from tests.races.together import at_once

pytestmark = [pytest.mark.races]
PLACES = 3


def _all_want_the_last_places(database, folder, *, guarded=True):
    """Two phones with four guests each and two promoters at once; what they were told, and what became of the places."""
    folder.mkdir()
    session = ask(database, f"door_with_a_queue({PLACES}, 6)")
    given = f"{str(folder)!r}, {session}"
    calls = [f"promote({given}, guarded={guarded})"] * 2
    calls += [f"let_in({given}, 4, late={late}, guarded={guarded})" for late in (False, True)]
    *served, as_they_came, in_one_heap = at_once(ask, database, folder, *calls)
    return served, as_they_came + in_one_heap, ask(database, f"shared({session})")


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
