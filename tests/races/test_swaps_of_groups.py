"""A group is asked to come at another time, and everybody answers at once: it never loses its places, and never keeps both."""

import pytest

from tests.races.swap_scene import ask
from tests.races.together import at_once

# The rules are in tests/registrations/groups/test_swapping.py; CI has no time for these rounds.
pytestmark = [pytest.mark.races, pytest.mark.long]
# Places of the group that is in the other session already.
OTHERS = 34


def _all_act(database, folder, deeds, *, guarded=True):
    folder.mkdir()
    scene = ask(database, "asked_instead()")
    calls = [f"act({str(folder)!r}, {deed!r}, {scene['row']}, {scene['offer']}, guarded={guarded})" for deed in deeds]
    told = at_once(ask, database, folder, *calls)
    return told, scene, ask(database, f"stand({scene['row']}, {scene['sessions']})")


DEEDS = [
    ("accept", "accept", "decline", "expire"),
    ("accept", "move", "expire"),
    ("accept", "cancel", "decline"),
    ("accept", "shrink", "decline", "move"),
]


@pytest.mark.parametrize("deeds", DEEDS, ids="-".join)
def test_whoever_answers_first_the_group_has_its_places_once(real_database, tmp_path, deeds):
    told, scene, stand = _all_act(real_database, tmp_path / "round", deeds)

    # What does not come first is refused or changes nothing; it never ends in an error of the database.
    assert set(told) <= {"done", "OfferGone", "NotActive", "SessionFull"}
    assert stand["taken"] == stand["held"]
    mine = [0, 0]
    if stand["state"] != "cancelled":
        mine[scene["sessions"].index(stand["session"])] = stand["places"]
    assert (stand["taken"], stand["offers"]) == ([mine[0], mine[1] + OTHERS], 0)


def test_control_without_its_guards_places_are_lost_or_kept_twice(real_database, tmp_path):
    _told, _scene, stand = _all_act(real_database, tmp_path / "round", ("decline", "decline", "expire"), guarded=False)

    assert stand["taken"] != stand["held"]
